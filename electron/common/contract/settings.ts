import { z } from 'zod';
import { autoAnswerSettingsSchema } from '../call/auto-answer.ts';
import { hotKeysSchema } from '../call/hot-key.ts';
import { callDataMapSchema } from '../call/call-data-map.ts';
import { lineRulesSchema } from '../call/line-rules.ts';
import { headsetOptionsSchema } from '../headset/headset-quirks.ts';
import { usbIdSchema } from './headset-panel.ts';
import { localeSchema, themeSchema } from './desk-state.ts';
import { exchangeSettings } from './exchange-settings.ts';
import { noiseSuppressionSchema } from '../sound/sound-processing.ts';

/**
 * The settings file and `--config FILE` share this form; unknown keys are refused with their path. The password is in
 * neither the file we write nor in what the desk reads back: it lives in the system's secret store or in memory.
 */
const extensionLengthSchema = z.union([
  z.int().min(1).max(12),
  z.tuple([z.int().min(1).max(12), z.int().min(1).max(12)]),
]);

export const sipSettingsSchema = z.strictObject({
  servers: z
    .array(z.url({ protocol: /^wss?$/ }))
    .min(1)
    .max(8),
  domain: z.string().min(1).max(253),
  user: z.string().min(1).max(128),
  displayName: z.string().max(128).exactOptional(),
  /** Asked for ways around a router (RFC 8489, RFC 8656); inside one network none is needed. */
  iceServers: z
    .array(
      z.strictObject({
        urls: z.string().regex(/^(?:stun|stuns|turn|turns):[^\s]{1,256}$/),
        username: z.string().min(1).max(256).exactOptional(),
      }),
    )
    .max(8)
    .exactOptional(),
});

const fields = {
  practice: z.boolean(),
  locale: localeSchema,
  theme: themeSchema,
  numbers: z.strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .default('UA'),
    extensionLength: extensionLengthSchema.exactOptional(),
    outsidePrefix: z
      .string()
      .regex(/^\d{1,4}$/)
      .exactOptional(),
  }),
  headset: z.strictObject({
    virtual: z.boolean().default(false),
    usb: z.boolean().default(true),
    /** USB id of the headset to use whatever else is plugged in. */
    device: usbIdSchema.exactOptional(),
    options: headsetOptionsSchema.prefault({}),
  }),
  audio: z.strictObject({
    microphone: z.string().max(256).exactOptional(),
    speaker: z.string().max(256).exactOptional(),
    ringer: z.string().max(256).exactOptional(),
    processing: z.boolean().default(true),
    echoCancellation: z.boolean().exactOptional(),
    noiseSuppression: noiseSuppressionSchema.exactOptional(),
    gainControl: z.boolean().exactOptional(),
    ringTone: z.boolean().default(true),
    ringVolume: z.int().min(1).max(100).default(100),
    /** A number that sends back what it hears, for the test call before a shift. */
    echoNumber: z
      .string()
      .regex(/^\+?[*#\d]{1,32}$/)
      .exactOptional(),
    callWaiting: z.boolean().default(true),
    holdReminderSeconds: z.int().min(0).max(3_600).default(60),
  }),
  company: z.strictObject({
    name: z.string().max(200).default(''),
    phone: z.string().max(64).default(''),
    site: z.string().max(200).default(''),
    hours: z.string().max(200).default(''),
  }),
  operator: z.strictObject({
    name: z.string().max(200).default(''),
    firstName: z.string().max(100).default(''),
    number: z.string().max(32).default(''),
  }),
  /** The script an incoming call begins with. */
  script: z.string().max(40),
  /** Numbers of the departments that transfer steps of scripts name. */
  directory: z.record(z.string().max(40), z.string().min(1).max(64)),
  remoteControl: z.boolean(),
  ...exchangeSettings,
  autoAnswer: autoAnswerSettingsSchema,
  callData: callDataMapSchema,
  hotKeys: hotKeysSchema,
  ...lineRulesSchema.shape,
};

export const settingsSchema = z.strictObject({
  practice: fields.practice.default(true),
  locale: fields.locale.default('en'),
  theme: fields.theme.default('system'),
  sip: sipSettingsSchema.nullable().default(null),
  numbers: fields.numbers.prefault({}),
  headset: fields.headset.prefault({}),
  audio: fields.audio.prefault({}),
  company: fields.company.prefault({}),
  operator: fields.operator.prefault({}),
  script: fields.script.default('inbound-care'),
  directory: fields.directory.default({}),
  remoteControl: fields.remoteControl.default(false),
  lamps: fields.lamps.default([]),
  voicemail: fields.voicemail.prefault({}),
  codes: fields.codes.prefault({}),
  queue: fields.queue.prefault({}),
  autoAnswer: fields.autoAnswer.prefault({}),
  callData: fields.callData.prefault({}),
  hotKeys: fields.hotKeys.prefault({}),
  transferRequests: fields.transferRequests,
  followRedirect: fields.followRedirect,
});

/** What `--config FILE` may hold. The secrets given there are kept in memory only. */
export const configFileSchema = z.strictObject({
  practice: fields.practice.exactOptional(),
  locale: fields.locale.exactOptional(),
  theme: fields.theme.exactOptional(),
  sip: sipSettingsSchema
    .extend({
      password: z.string().max(256).exactOptional(),
      turnCredential: z.string().max(1_000).exactOptional(),
    })
    .nullable()
    .exactOptional(),
  numbers: fields.numbers.exactOptional(),
  headset: fields.headset.exactOptional(),
  audio: fields.audio.exactOptional(),
  company: fields.company.exactOptional(),
  operator: fields.operator.exactOptional(),
  script: fields.script.exactOptional(),
  directory: fields.directory.exactOptional(),
  remoteControl: fields.remoteControl.exactOptional(),
  lamps: fields.lamps.exactOptional(),
  voicemail: fields.voicemail.exactOptional(),
  codes: fields.codes.exactOptional(),
  queue: fields.queue.exactOptional(),
  /** Of the web service of the queue; in memory only, as the password. */
  queueToken: z.string().max(4_000).exactOptional(),
  autoAnswer: fields.autoAnswer.exactOptional(),
  callData: fields.callData.exactOptional(),
  hotKeys: fields.hotKeys.exactOptional(),
  transferRequests: fields.transferRequests.unwrap().exactOptional(),
  followRedirect: fields.followRedirect.unwrap().exactOptional(),
});

export type Settings = z.output<typeof settingsSchema>;
export type SipSettings = z.output<typeof sipSettingsSchema>;
export type ConfigFile = z.output<typeof configFileSchema>;
