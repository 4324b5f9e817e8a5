import { z } from 'zod';
import { defineContract } from './contract.ts';
import { appErrorSchema } from './messages.ts';

/** hid-host serves, the hub asks. The hub tells the phase of the calls; what the operator wants comes back as intents. */
export const headsetPhaseSchema = z.enum([
  'idle',
  'incoming',
  'outgoing',
  'active',
  'activeAndIncoming',
  'activeAndHeld',
  'held',
]);

export const headsetIntentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer') }),
  z.object({ type: z.literal('reject'), call: z.enum(['incoming', 'waiting']) }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('setMute'), on: z.boolean() }),
  z.object({ type: z.literal('toggleMute') }),
  z.object({ type: z.literal('hold') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('swap') }),
  z.object({ type: z.literal('holdAndAnswer') }),
  z.object({ type: z.literal('endAndAnswer') }),
  z.object({ type: z.literal('redial') }),
  z.object({ type: z.literal('dialIntent') }),
  z.object({ type: z.literal('digit'), d: z.string().length(1) }),
]);

export const headsetLightsSchema = z.object({
  offHook: z.boolean(),
  ring: z.boolean(),
  mute: z.boolean(),
  hold: z.boolean(),
});

export const headsetDeviceSchema = z.object({
  key: z.string(),
  product: z.string(),
  vendorId: z.int(),
  productId: z.int(),
  virtual: z.boolean(),
  capability: z.enum(['full', 'noRing', 'muteOnly', 'hookOnly', 'none']),
  active: z.boolean(),
});

export const headsetStatusSchema = z.object({
  state: z.enum(['none', 'ready', 'failed']),
  product: z.string().exactOptional(),
  virtual: z.boolean(),
  error: appErrorSchema.exactOptional(),
  /** Bytes as the device shows them, for the on-screen headset; for others what was written last. */
  lights: headsetLightsSchema,
});

export const headsetButtonSchema = z.enum(['hook', 'mute', 'flash', 'reject']);

export const hidContract = defineContract({
  name: 'hid',
  commands: {
    /** Sent first after every start: which transports to use and the present phase. */
    'headset/start': {
      input: z.object({
        onScreen: z.boolean(),
        usb: z.boolean(),
        phase: headsetPhaseSchema,
        muted: z.boolean(),
      }),
      output: z.null(),
    },
    'headset/set-phase': {
      input: z.object({ phase: headsetPhaseSchema, muted: z.boolean() }),
      output: z.null(),
    },
    'headset/list': { input: z.null(), output: z.array(headsetDeviceSchema) },
    /** On-screen headset only: the device sends the bytes its button would send. */
    'headset/press': { input: z.object({ button: headsetButtonSchema }), output: z.null() },
    /** All lights off, devices closed; answered within 300 ms. */
    'headset/stop': { input: z.null(), output: z.null() },
    'process/ping': { input: z.null(), output: z.null() },
  },
  events: {
    /** `reportAt`: milliseconds since the epoch at which the report arrived, for measuring. */
    'headset/intent': z.object({ intent: headsetIntentSchema, reportAt: z.number() }),
    'headset/status': headsetStatusSchema,
    'headset/diagnosed': z.object({ code: z.string(), at: z.number() }),
  },
});

export type HeadsetPhase = z.infer<typeof headsetPhaseSchema>;
export type HeadsetIntent = z.infer<typeof headsetIntentSchema>;
export type HeadsetStatus = z.infer<typeof headsetStatusSchema>;
export type HeadsetDeviceInfo = z.infer<typeof headsetDeviceSchema>;
export type HeadsetButton = z.infer<typeof headsetButtonSchema>;
export type HeadsetLights = z.infer<typeof headsetLightsSchema>;
