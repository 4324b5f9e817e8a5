import { z } from 'zod';
import { callCourseSchema } from '../call/call-course.ts';
import { callSampleSchema } from '../call/call-sample.ts';
import { autoAnswerRequestSchema } from '../call/auto-answer.ts';
import { callDataSchema, callIdSchema, endedBySchema, remotePartySchema } from '../call/call-model.ts';
import { transferStateSchema } from '../call/call-transfer.ts';
import { lineRulesSchema } from '../call/line-rules.ts';
import { dialogSchema } from '../call/dialog.ts';
import { defineContract } from './contract.ts';
import { usbIdSchema } from './headset-panel.ts';
import { webHidDeviceSchema } from './hid-collections.ts';
import { lineEvents, watchedEventsSchema } from './line-events.ts';
import { appErrorSchema } from './messages.ts';
import { phoneChecks } from './phone-checks.ts';
import { soundDevicesSchema, soundLevelSchema, soundSampleSchema } from './sound-contract.ts';
import { noiseSuppressionSchema } from '../sound/sound-processing.ts';
import { traceChunkSchema } from './trace-wire.ts';

/** The phone page serves, the hub asks. Facts about the line come back as events; the phone decides nothing. */
export const sipAccountSchema = z.object({
  /** In order of preference, `ws:` or `wss:`. */
  servers: z
    .array(z.url({ protocol: /^wss?$/ }))
    .min(1)
    .max(8),
  domain: z.string().min(1).max(253),
  user: z.string().min(1).max(128),
  password: z.string().max(256),
  displayName: z.string().max(128).exactOptional(),
  iceServers: z
    .array(
      z.object({
        urls: z.string(),
        username: z.string().exactOptional(),
        credential: z.string().exactOptional(),
      }),
    )
    .max(8)
    .default([]),
});

export const audioSettingsSchema = z.object({
  /** Device labels, not ids: ids change with the profile, labels carry the USB name. Absent: system default. */
  microphone: z.string().exactOptional(),
  speaker: z.string().exactOptional(),
  ringer: z.string().exactOptional(),
  /** Off for headsets with their own signal processing and in tests with tones. */
  processing: z.boolean().default(true),
  /** Each instead of `processing`. */
  echoCancellation: z.boolean().exactOptional(),
  noiseSuppression: noiseSuppressionSchema.exactOptional(),
  gainControl: z.boolean().exactOptional(),
  ringTone: z.boolean().default(true),
  /** ISO 3166 code: how the networks of that country sound. Absent: as in most of Europe. */
  country: z.string().max(2).exactOptional(),
  /** Another call that comes while one talks is heard as well as seen. */
  callWaiting: z.boolean().exactOptional(),
  /** Seconds after which a call that rests alone on hold is brought back to mind; 0 or absent: never. */
  holdReminderSeconds: z.int().min(0).max(3_600).exactOptional(),
  /** Per cent of full loudness. */
  ringVolume: z.int().min(1).max(100).exactOptional(),
});

export const registrationSchema = z.object({
  state: z.enum(['off', 'connecting', 'registered', 'failed']),
  server: z.string().exactOptional(),
  error: appErrorSchema.exactOptional(),
});

/** Counters since the media started; energies are the sums of getStats `totalAudioEnergy` (0..1 squared times s). */
export const callStatsSchema = z.object({
  packetsSent: z.number(),
  packetsReceived: z.number(),
  packetsLost: z.number(),
  energySent: z.number(),
  energyReceived: z.number(),
  jitterMs: z.number(),
  roundTripMs: z.number().nullable(),
  mos: z.number().nullable(),
  codec: z.string().nullable(),
  connection: z.string(),
});

export const phoneContract = defineContract({
  name: 'phone',
  commands: {
    'phone/configure': {
      input: z.object({
        account: sipAccountSchema.nullable(),
        audio: audioSettingsSchema,
        events: watchedEventsSchema.prefault({}),
        rules: lineRulesSchema.exactOptional(),
      }),
      output: z.null(),
    },
    /** The addresses of this machine have changed: looks whether the connection still carries. */
    'phone/network-changed': { input: z.null(), output: z.null() },
    /** Drops the socket and connects again at once: after sleep or by the operator's wish. */
    'phone/reconnect': { input: z.null(), output: z.null() },
    /** Ends calls, unregisters, closes the microphone; answered within 1.5 s whatever the server does. */
    'phone/stop': { input: z.null(), output: z.null() },
    'line/dial': {
      input: z.object({
        id: callIdSchema,
        target: z.string().min(1).max(256),
        /** The transfer request that this call grants. */
        referral: callIdSchema.exactOptional(),
      }),
      output: z.null(),
    },
    /** Resolves when the 200 OK was handed to the socket. */
    'line/answer': { input: z.object({ id: callIdSchema }), output: z.null() },
    /** One beep to the operator before a call is answered by itself; resolves when it was heard. */
    'line/beep': { input: z.object({ id: callIdSchema }), output: z.null() },
    'line/reject': {
      input: z.object({ id: callIdSchema, status: z.int().min(400).max(699) }),
      output: z.null(),
    },
    'line/hangup': { input: z.object({ id: callIdSchema }), output: z.null() },
    /** Ends a call that a page before this one held; answered when the other side has answered. */
    'line/goodbye': { input: z.object({ dialog: dialogSchema }), output: z.null() },
    /** Asks the other side of such a call to go on with this page instead (RFC 3891), as call `id`. */
    'line/take-back': { input: z.object({ id: callIdSchema, dialog: dialogSchema }), output: z.null() },
    'line/hold': { input: z.object({ id: callIdSchema }), output: z.null() },
    'line/resume': { input: z.object({ id: callIdSchema }), output: z.null() },
    'line/mute': { input: z.object({ on: z.boolean() }), output: z.null() },
    'line/dtmf': {
      input: z.object({ id: callIdSchema, tones: z.string().regex(/^[0-9A-D*#,]{1,64}$/) }),
      output: z.null(),
    },
    'line/transfer': {
      input: z.object({ id: callIdSchema, target: z.string().min(1).max(256) }),
      output: z.null(),
    },
    'line/connect': { input: z.object({ id: callIdSchema, with: callIdSchema }), output: z.null() },
    /** Mixes two calls with the operator; those on hold are resumed. */
    'line/conference': { input: z.object({ ids: z.array(callIdSchema).length(2) }), output: z.null() },
    /** Ends the mix and holds one of the two. */
    'line/split': { input: z.object({ hold: callIdSchema }), output: z.null() },
    /** A code of the dial plan, sent beside the calls; answered when the exchange has taken or refused it. */
    'line/code': { input: z.object({ target: z.string().min(1).max(64) }), output: z.null() },
    'line/stats': { input: z.object({ id: callIdSchema }), output: callStatsSchema },
    ...phoneChecks,
    /** The last SIP messages, redacted, part by part: `from` 0 begins anew. */
    'phone/trace': {
      input: z.object({ includeCustomer: z.boolean(), from: z.int().nonnegative() }),
      output: traceChunkSchema,
    },
    /** Once, on the device it is for; `language` is that of the voice. Resolves when it has begun. */
    'sound/play': {
      input: z.object({ sound: soundSampleSchema, language: z.string().max(8) }),
      output: z.null(),
    },
    /** Opens the microphone and tells its level ten times a second until switched off; no sound leaves the page. */
    'sound/measure': { input: z.object({ on: z.boolean() }), output: z.null() },
    'process/ping': { input: z.null(), output: z.null() },
  },
  events: {
    ...lineEvents,
    /** The page is loaded and waits for `phone/configure`. */
    'phone/ready': z.null(),
    'phone/registration': registrationSchema,
    /** Trouble that belongs to no call: microphone denied or missing, an exception in a callback. */
    'phone/trouble': z.object({ error: appErrorSchema }),
    'phone/trouble-over': z.object({ code: appErrorSchema.shape.code }),
    /** Another microphone is used; `usbId` where the engine adds it to the label. */
    'phone/microphone': z.object({ usbId: usbIdSchema.nullable() }),
    /** Sound devices came or went, which every USB headset does too. */
    'phone/devices-changed': z.null(),
    'phone/sound-devices': soundDevicesSchema,
    'phone/sound-level': soundLevelSchema,
    /** What WebHID sees, whole at every change; only where the host grants it. */
    'phone/hid-devices': z.object({ devices: z.array(webHidDeviceSchema).max(64) }),
    /** The other side asks us to call a number (REFER); nothing is dialled before `line/dial` grants it. */
    'phone/transfer-request': z.object({ id: callIdSchema, number: z.string().max(256) }),
    'line/incoming': z.object({
      id: callIdSchema,
      remote: remotePartySchema,
      data: callDataSchema,
      /** Who sent the call on to us (RFC 5806, RFC 7044). */
      forwardedFrom: remotePartySchema.exactOptional(),
      autoAnswer: autoAnswerRequestSchema.exactOptional(),
      /** When the INVITE came out of the socket, milliseconds since the epoch. */
      at: z.number(),
    }),
    'line/progress': z.object({ id: callIdSchema, status: z.int(), earlyMedia: z.boolean(), at: z.number() }),
    /** Both directions agreed; `okAt` is when our 200 OK was written, for calls that we answered. */
    'line/established': z.object({ id: callIdSchema, at: z.number(), okAt: z.number().exactOptional() }),
    /** What ends the call should this page be gone; once, at the agreement. */
    'line/dialog': z.object({ id: callIdSchema, dialog: dialogSchema }),
    'line/held': z.object({ id: callIdSchema, at: z.number() }),
    'line/resumed': z.object({ id: callIdSchema, at: z.number() }),
    /** How far the transfer of a call has come; `status` as the exchange tells it. May follow `line/ended`. */
    'line/transfer-course': z.object({
      id: callIdSchema,
      state: transferStateSchema,
      status: z.int().exactOptional(),
      at: z.number(),
    }),
    'line/identity': z.object({ id: callIdSchema, remote: remotePartySchema }),
    'line/media': z.object({
      id: callIdSchema,
      state: z.enum(['connected', 'interrupted', 'failed']),
      error: appErrorSchema.exactOptional(),
      at: z.number(),
    }),
    /** Once a second from the agreement to the end. */
    'line/sample': z.object({ id: callIdSchema, sample: callSampleSchema }),
    /** How the call was set up, whole whenever more is known; for the last time before `line/ended`. */
    'line/course': z.object({ id: callIdSchema, course: callCourseSchema }),
    /** Who is mixed from now on; nobody any more: empty. */
    'line/conference-changed': z.object({ ids: z.array(callIdSchema).max(2), at: z.number() }),
    'line/muted': z.object({ on: z.boolean() }),
    'line/ended': z.object({
      id: callIdSchema,
      by: endedBySchema,
      at: z.number(),
      status: z.int().exactOptional(),
      error: appErrorSchema.exactOptional(),
      /** The number that a 302 named instead. */
      redirectedTo: z.string().max(256).exactOptional(),
    }),
  },
});

export type SipAccount = z.output<typeof sipAccountSchema>;
export type AudioSettings = z.output<typeof audioSettingsSchema>;
export type Registration = z.infer<typeof registrationSchema>;
export type CallStats = z.infer<typeof callStatsSchema>;
