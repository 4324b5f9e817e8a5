import { z } from 'zod';
import { callRecordSchema } from '../call/call-record.ts';
import { contactSchema, customerMatchSchema, customerSchema } from '../customer/customer-model.ts';
import { dialPlanSchema } from '../customer/dial-plan.ts';
import { defineContract } from './contract.ts';
import { appErrorSchema } from './messages.ts';

/** store-host serves, the hub asks. */
export const storeContract = defineContract({
  name: 'store',
  commands: {
    /**
     * Sent first after every start. A damaged file is put aside under a new name, a fresh one is made, and `trouble`
     * says so. `sample` fills an empty customer table with the sample customers. Default country: ISO 3166 alpha-2.
     */
    'store/open': {
      input: z.object({
        folder: z.string(),
        sample: z.boolean(),
        country: z.string().length(2),
        dialPlan: dialPlanSchema.exactOptional(),
      }),
      output: z.object({ customers: z.int(), trouble: appErrorSchema.nullable() }),
    },
    /** `number` as the network gave it; normalising is the store's business (one code with import). */
    'customers/by-number': { input: z.object({ number: z.string().max(256) }), output: customerMatchSchema },
    /** By name, number or account; words in any order, any of the desk's scripts. */
    'customers/search': {
      input: z.object({ text: z.string().max(200), limit: z.int().min(1).max(50) }),
      output: z.array(customerSchema),
    },
    'customers/get': { input: z.object({ id: z.string() }), output: customerSchema.nullable() },
    /** Any customer, for the practice exchange to call as. `language` narrows the choice if given. */
    'customers/random': {
      input: z.object({ language: z.string().nullable() }),
      output: customerSchema.nullable(),
    },
    'customers/contacts': {
      input: z.object({ customerId: z.string(), limit: z.int().min(1).max(50) }),
      output: z.array(contactSchema),
    },
    'calls/save': { input: callRecordSchema, output: z.null() },
    'calls/get': { input: z.object({ id: z.string() }), output: callRecordSchema.nullable() },
    'calls/recent': {
      input: z.object({ limit: z.int().min(1).max(500) }),
      output: z.array(callRecordSchema),
    },
    'store/close': { input: z.null(), output: z.null() },
    'process/ping': { input: z.null(), output: z.null() },
  },
  events: {
    'store/trouble': z.object({ error: appErrorSchema }),
  },
});
