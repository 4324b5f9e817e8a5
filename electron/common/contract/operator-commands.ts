import { z } from 'zod';
import { callIdSchema } from '../call/call-model.ts';
import { callReportSchema } from '../call/call-report.ts';
import { customerSchema } from '../customer/customer-model.ts';
import { lineFaultsSchema } from './exchange-contract.ts';
import { callStatsSchema } from './phone-contract.ts';
import { headsetEventSchema, headsetPanelSchema, selfTestActionSchema } from './headset-panel.ts';
import { headsetButtonSchema, headsetDeviceSchema } from './hid-contract.ts';
import { exchangeCommands } from './exchange-commands.ts';
import { callEndSchema } from '../call/call-end.ts';
import { preflightReportSchema } from '../preflight/preflight.ts';
import { soundCommands } from './sound-contract.ts';

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
  /** The call that was cut off by a fault of the program and is offered: the same talk goes on. */
  'call/take-back': { input: maybeId, output: z.null() },
  /** It is not wanted back: the other side is told that it is over. */
  'call/let-go': { input: maybeId, output: z.null() },
  'call/swap': { input: z.null(), output: z.null() },
  'call/mute': { input: z.object({ on: z.boolean() }), output: z.null() },
  /** Without an id, both parties of a conference get them. */
  'call/dtmf': { input: maybeId.extend({ tones: z.string().min(1).max(64) }), output: z.null() },
  /** The active call and the one on hold, mixed with the operator. */
  'call/conference': { input: z.null(), output: z.null() },
  /** Back to two calls: the one with this id goes on, else the one spoken with before. */
  'call/split': { input: maybeId, output: z.null() },
  'call/transfer': {
    input: z.object({ number: z.string().min(1).max(256), attended: z.boolean() }),
    output: z.null(),
  },
  ...exchangeCommands,
  ...soundCommands,
  'call/transfer-complete': { input: z.null(), output: z.null() },
  'call/transfer-cancel': { input: z.null(), output: z.null() },
  'call/stats': { input: maybeId, output: callStatsSchema },
  /** How the line of a call is or was: the call with this id, else the one in progress, else the last one. */
  'call/report': {
    input: maybeId.extend({ addresses: z.boolean().exactOptional() }),
    output: callReportSchema,
  },
  /** Writes the last SIP messages into a file; secrets never, the customer's data only when asked for. */
  'trace/export': {
    input: z.object({ includeCustomer: z.boolean() }),
    output: z.object({ file: z.string(), messages: z.int() }),
  },
  'customer/lookup': {
    input: z.object({ number: z.string().min(1).max(256) }),
    output: z.array(customerSchema),
  },
  'customer/search': { input: z.object({ text: z.string().max(200) }), output: z.array(customerSchema) },
  'headset/press': { input: z.object({ button: headsetButtonSchema }), output: z.null() },
  'headset/list': { input: z.null(), output: z.array(headsetDeviceSchema) },
  'headset/panel': { input: z.null(), output: headsetPanelSchema },
  /** A device of `headset/list` by its key, also in a call; null: by the rules again. */
  'headset/choose': { input: z.object({ key: z.string().max(1_024).nullable() }), output: z.null() },
  'headset/self-test': { input: z.object({ action: selfTestActionSchema }), output: z.null() },
  'headset/record': { input: z.object({ on: z.boolean() }), output: z.null() },
  'headset/export': { input: z.null(), output: z.object({ file: z.string() }) },
  /** What the headset did, newest last; the last thousand. */
  'headset/events': { input: z.null(), output: z.array(headsetEventSchema) },
  /** Who or what ended a call, and what shows it: the call with this id, else the last one. */
  'call/end-of': { input: maybeId, output: callEndSchema },
  'practice/call': {
    input: z.object({ from: z.string().max(64).exactOptional(), faults: lineFaultsSchema.exactOptional() }),
    output: z.object({ number: z.string() }),
  },
  /** The check before a shift, from line to test call; answered when it is over. */
  'preflight/run': { input: z.null(), output: preflightReportSchema },
  'operator/ready': { input: z.null(), output: z.null() },
  'operator/pause': { input: z.null(), output: z.null() },
} as const;
