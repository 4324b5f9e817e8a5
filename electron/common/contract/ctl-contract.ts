import { z } from 'zod';
import { callIdSchema, callStateSchema, endedBySchema } from '../call/call-model.ts';
import { transferStateSchema } from '../call/call-transfer.ts';
import { defineContract } from './contract.ts';
import { operatorStateSchema } from './desk-state.ts';
import { exchangeViewSchema } from './exchange-views.ts';
import { practiceCallSchema } from './exchange-contract.ts';
import { headsetLightsSchema } from './hid-contract.ts';
import { appErrorSchema } from './messages.ts';
import { operatorCommands } from './operator-commands.ts';

/** What `npm run ctl` speaks over the socket in the profile folder. The shape of `state` is stable. */
export const ctlStateSchema = z.object({
  registration: z.object({
    state: z.enum(['off', 'connecting', 'registered', 'failed']),
    /** Where, of the servers of the settings. */
    server: z.string().exactOptional(),
    reason: appErrorSchema.exactOptional(),
  }),
  headset: z.object({
    state: z.enum(['none', 'ready', 'failed']),
    product: z.string().exactOptional(),
    virtual: z.boolean(),
  }),
  muted: z.boolean(),
  operator: z.object({ state: operatorStateSchema }),
  calls: z.array(
    z.object({
      id: callIdSchema,
      direction: z.enum(['incoming', 'outgoing']),
      state: callStateSchema,
      remote: z.object({ number: z.string(), name: z.string().exactOptional() }),
      customer: z.object({ id: z.string(), name: z.string() }).exactOptional(),
      transfer: z
        .object({ to: z.string(), state: transferStateSchema, status: z.int().exactOptional() })
        .exactOptional(),
      endedBy: endedBySchema.exactOptional(),
      reason: z.string().exactOptional(),
      since: z.number(),
    }),
  ),
  /** The two calls mixed with the operator, else none. */
  conference: z.array(callIdSchema),
  /** A call cut off by a fault of the program that can be taken back; until when, in ms since the epoch. */
  takeBack: z.object({ id: callIdSchema, until: z.number() }).nullable(),
  /** Lamps, mailbox, queue. */
  exchange: exchangeViewSchema,
  /** Faults that stand until mended. */
  notices: z.array(appErrorSchema),
});

export const ctlContract = defineContract({
  name: 'ctl',
  commands: {
    ...operatorCommands,
    'app/state': { input: z.null(), output: ctlStateSchema },
    /** What the simulated customers hear and say; practice mode only. */
    'practice/calls': { input: z.null(), output: z.array(practiceCallSchema) },
    'headset/leds': { input: z.null(), output: headsetLightsSchema },
    'app/quit': { input: z.null(), output: z.null() },
  },
  events: {
    /** Every change with its time and its cause; the stream of `ctl events`. */
    'app/changed': z.object({ at: z.number(), cause: z.string(), state: ctlStateSchema }),
  },
});

export type CtlState = z.infer<typeof ctlStateSchema>;
