import { z } from 'zod';
import { defineContract } from './contract.ts';
import { headsetOptionsSchema } from '../headset/headset-quirks.ts';
import {
  headsetEventSchema,
  headsetPanelSchema,
  selfTestActionSchema,
  usbIdSchema,
} from './headset-panel.ts';
import { webHidDeviceSchema } from './hid-collections.ts';
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
  /** By the operator's hand; wins over every rule while the device is there. */
  chosen: z.boolean(),
});

/** What the operator and the site decided about the headset; may change at any time, also in a call. */
export const headsetWishesSchema = z.object({
  options: headsetOptionsSchema,
  /** `key` of a device in `headset/list`, or its USB id (with `:serial` where several alike are used); null: by rule. */
  chosen: z.string().max(1_024).nullable(),
  /** USB id of the microphone in use, when its label tells one: that headset is preferred. */
  microphone: usbIdSchema.nullable(),
  /** Wrap-up or paused: the agent light may show it. */
  away: z.boolean(),
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
        /** Of the profile: holds quirk files, descriptor files, recordings and what was used last. */
        folder: z.string().max(4_096),
        wishes: headsetWishesSchema,
        phase: headsetPhaseSchema,
        muted: z.boolean(),
      }),
      output: z.null(),
    },
    'headset/set-wishes': { input: headsetWishesSchema, output: z.null() },
    /** The system woke, or devices may have come or gone: looks anew and writes the present state. */
    'headset/wake': { input: z.null(), output: z.null() },
    /** What the browser engine sees through WebHID; the whole list at every change. */
    'headset/describe': {
      input: z.object({ devices: z.array(webHidDeviceSchema).max(64) }),
      output: z.null(),
    },
    'headset/set-phase': {
      input: z.object({ phase: headsetPhaseSchema, muted: z.boolean() }),
      output: z.null(),
    },
    'headset/list': { input: z.null(), output: z.array(headsetDeviceSchema) },
    /** On-screen headset only: the device sends the bytes its button would send. */
    'headset/press': { input: z.object({ button: headsetButtonSchema }), output: z.null() },
    'headset/panel': { input: z.null(), output: headsetPanelSchema },
    /** While on, `headset/panel-changed` comes at every change, ten times a second at most. */
    'headset/watch': { input: z.object({ on: z.boolean() }), output: z.null() },
    /** Only between calls; fails with `headset.busy` in one and `headset.none` without a device. */
    'headset/self-test': { input: z.object({ action: selfTestActionSchema }), output: z.null() },
    'headset/record': { input: z.object({ on: z.boolean() }), output: z.null() },
    /** Writes what was recorded, or at least the descriptor, as a file without serial numbers. */
    'headset/export': { input: z.null(), output: z.object({ file: z.string() }) },
    /** All lights off, devices closed; answered within 300 ms. */
    'headset/stop': { input: z.null(), output: z.null() },
    'process/ping': { input: z.null(), output: z.null() },
  },
  events: {
    /** `reportAt`: milliseconds since the epoch at which the report arrived, for measuring. */
    'headset/intent': z.object({ intent: headsetIntentSchema, reportAt: z.number() }),
    'headset/status': headsetStatusSchema,
    'headset/panel-changed': headsetPanelSchema,
    /** For the event log that tells who ended a call. */
    'headset/event': headsetEventSchema,
    /** Trouble with a file of the operator's or with sharing; stands until `headset/trouble-over`. */
    'headset/trouble': z.object({ error: appErrorSchema }),
    'headset/trouble-over': z.object({ code: appErrorSchema.shape.code }),
  },
});

export type HeadsetPhase = z.infer<typeof headsetPhaseSchema>;
export type HeadsetIntent = z.infer<typeof headsetIntentSchema>;
export type HeadsetStatus = z.infer<typeof headsetStatusSchema>;
export type HeadsetDeviceInfo = z.infer<typeof headsetDeviceSchema>;
export type HeadsetButton = z.infer<typeof headsetButtonSchema>;
export type HeadsetLights = z.infer<typeof headsetLightsSchema>;
export type HeadsetWishes = z.infer<typeof headsetWishesSchema>;
