import { z } from 'zod';
import {
  callDataSchema,
  callDirectionSchema,
  callIdSchema,
  callStateSchema,
  endedBySchema,
  remotePartySchema,
} from '../call/call-model.ts';
import { callTransferSchema } from '../call/call-transfer.ts';
import { liveQualitySchema } from '../call/call-report.ts';
import { contactSchema, customerSchema, matchLevelSchema } from '../customer/customer-model.ts';
import { preflightReportSchema } from '../preflight/preflight.ts';
import { stepViewSchema } from '../script/step-view.ts';
import { exchangeViewSchema } from './exchange-views.ts';
import { headsetPanelSchema } from './headset-panel.ts';
import { headsetDeviceSchema, headsetStatusSchema } from './hid-contract.ts';
import { appErrorSchema } from './messages.ts';
import { registrationSchema } from './phone-contract.ts';
import { soundViewSchema } from './sound-contract.ts';

/** Everything the desk shows, published whole at every change; the desk keeps no truth of its own. */
export const localeSchema = z.enum(['en', 'uk', 'ro', 'ru', 'fa']);
export const themeSchema = z.enum(['system', 'light', 'dark', 'contrast']);

export const operatorStateSchema = z.enum([
  'ready',
  'ringing',
  'talking',
  'held',
  'wrap-up',
  'paused',
  'offline',
]);

/**
 * waiting: the store has not answered; unknown: nobody has this number; several: the operator chooses;
 * unavailable: the store is down. Withheld numbers have a card of their own.
 */
export const customerPaneSchema = z.object({
  status: z.enum(['waiting', 'known', 'several', 'unknown', 'withheld', 'unavailable']),
  level: matchLevelSchema.nullable(),
  customer: customerSchema.nullable(),
  candidates: z.array(customerSchema),
  more: z.boolean(),
  contacts: z.array(contactSchema),
});

export const callViewSchema = z.object({
  id: callIdSchema,
  direction: callDirectionSchema,
  state: callStateSchema,
  remote: remotePartySchema,
  /** The number for people, in international format, or as given. */
  display: z.string(),
  /** What the exchange sent along, under the names that the settings give. */
  data: callDataSchema,
  /** Who sent the call on to us, with the number for people; absent if it came straight. */
  forwardedFrom: remotePartySchema.extend({ display: z.string() }).exactOptional(),
  /** Answered by itself, or about to be. */
  autoAnswered: z.boolean(),
  since: z.number(),
  startedAt: z.number(),
  answeredAt: z.number().nullable(),
  /** No sound for the moment: the media connection is interrupted. */
  interrupted: z.boolean(),
  /** How the line is; null before anything can be said. Figures in steps, so that noise is no news. */
  quality: liveQualitySchema.pick({ grade: true, mos: true, warnings: true }).nullable(),
  /** Mixed with another call and the operator. */
  inConference: z.boolean(),
  /** The last transfer, with the number of the target for people. */
  transfer: callTransferSchema.extend({ display: z.string() }).nullable(),
  endedBy: endedBySchema.nullable(),
  error: appErrorSchema.nullable(),
  customer: customerPaneSchema,
  note: z.string(),
  outcome: z.string().nullable(),
  script: stepViewSchema.nullable(),
});

export const noticeSchema = z.object({ error: appErrorSchema, since: z.number() });

export const deskStateSchema = z.object({
  version: z.string(),
  host: z.enum(['electron', 'browser']),
  practice: z.boolean(),
  locale: localeSchema,
  theme: themeSchema,
  now: z.number(),
  registration: registrationSchema,
  account: z.object({ user: z.string(), domain: z.string(), displayName: z.string() }).nullable(),
  headset: headsetStatusSchema,
  /** Only while the panel is open (`headset/watch`). */
  headsetPanel: headsetPanelSchema.extend({ devices: z.array(headsetDeviceSchema) }).nullable(),
  /** Sound devices and what is done to the sound. */
  sound: soundViewSchema,
  muted: z.boolean(),
  operator: z.object({ state: operatorStateSchema, since: z.number() }),
  calls: z.array(callViewSchema),
  /** The call whose customer, script and note the columns show. */
  focus: callIdSchema.nullable(),
  outcomes: z.array(z.object({ code: z.string(), key: z.string().length(1) })),
  scripts: z.array(z.object({ id: z.string(), title: z.string() })),
  /** Faults that stand until mended; each with a code whose text says what to do. */
  notices: z.array(noticeSchema),
  /** A number to be confirmed and dialled: from a link, from redial, or empty when the hook was lifted to dial. */
  dialOffer: z
    .object({
      number: z.string().max(256),
      at: z.number(),
      /**
       * transfer: the other side asks for the call; redirect: a dialled number named this one instead; lost: the
       * caller was lost in a transfer; cut-off: the phone page went away in the middle of the call.
       */
      reason: z.enum(['transfer', 'redirect', 'lost', 'cut-off']).exactOptional(),
    })
    .nullable(),
  /** A call cut off by a fault of the program that can be taken back, until then. */
  takeBack: z.object({ callId: callIdSchema, display: z.string(), until: z.number() }).nullable(),
  remoteControl: z.boolean(),
  /** The check before the shift that runs, else the last one; null before the first. */
  preflight: preflightReportSchema.nullable(),
  /** Lamps, mailbox, queue: what the exchange offers beyond calls. */
  exchange: exchangeViewSchema,
});

export type Locale = z.infer<typeof localeSchema>;
export type Theme = z.infer<typeof themeSchema>;
export type OperatorState = z.infer<typeof operatorStateSchema>;
export type CustomerPane = z.infer<typeof customerPaneSchema>;
export type CallView = z.infer<typeof callViewSchema>;
export type DeskState = z.infer<typeof deskStateSchema>;
export type Notice = z.infer<typeof noticeSchema>;
