import { z } from 'zod';
import { callIdSchema } from '../call/call-model.ts';
import { customerSchema } from '../customer/customer-model.ts';
import { callStatsSchema } from './phone-contract.ts';
import { headsetButtonSchema, headsetDeviceSchema } from './hid-contract.ts';

/**
 * Every wish of the operator, whichever way it comes: headset, key, click, `ctl`, link. One list, one way in.
 * Where an id may be left out, the command means the one call for which it makes sense.
 */
const maybeId = z.object({ id: callIdSchema.exactOptional() });

export const operatorCommands = {
  'call/dial': {
    input: z.object({ number: z.string().min(1).max(256) }),
    output: z.object({ id: callIdSchema }),
  },
  'call/answer': { input: maybeId, output: z.null() },
  'call/reject': { input: maybeId, output: z.null() },
  'call/hangup': { input: maybeId, output: z.null() },
  'call/hold': { input: maybeId, output: z.null() },
  'call/resume': { input: maybeId, output: z.null() },
  'call/swap': { input: z.null(), output: z.null() },
  'call/mute': { input: z.object({ on: z.boolean() }), output: z.null() },
  'call/dtmf': { input: z.object({ tones: z.string().min(1).max(64) }), output: z.null() },
  'call/transfer': {
    input: z.object({ number: z.string().min(1).max(256), attended: z.boolean() }),
    output: z.null(),
  },
  'call/transfer-complete': { input: z.null(), output: z.null() },
  'call/transfer-cancel': { input: z.null(), output: z.null() },
  'call/stats': { input: maybeId, output: callStatsSchema },
  'customer/lookup': {
    input: z.object({ number: z.string().min(1).max(256) }),
    output: z.array(customerSchema),
  },
  'customer/search': { input: z.object({ text: z.string().max(200) }), output: z.array(customerSchema) },
  'headset/press': { input: z.object({ button: headsetButtonSchema }), output: z.null() },
  'headset/list': { input: z.null(), output: z.array(headsetDeviceSchema) },
  'practice/call': {
    input: z.object({ from: z.string().max(64).exactOptional() }),
    output: z.object({ number: z.string() }),
  },
  'operator/ready': { input: z.null(), output: z.null() },
  'operator/pause': { input: z.null(), output: z.null() },
} as const;
