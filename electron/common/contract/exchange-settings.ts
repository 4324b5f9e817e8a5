import { z } from 'zod';
import { autoAnswerSettingsSchema } from '../call/auto-answer.ts';
import { queueServiceSchema } from '../events/queue-service.ts';
import { mostLamps } from './line-events.ts';

/** What the telephone exchange offers beyond calls: whose lines are shown, and the codes of its dial plan. */
const numberSchema = z.string().regex(/^\+?[*#\d]{1,32}$/);
/** `{number}` stands for the extension or parking place that is meant. */
const codeSchema = z.string().regex(/^(?=.{1,40}$)[*#\d]*(?:\{number\})?[*#\d]*$/);

export const exchangeSettings = {
  lamps: z.array(z.strictObject({ number: numberSchema, name: z.string().min(1).max(60) })).max(mostLamps),
  voicemail: z.strictObject({
    number: numberSchema.exactOptional(),
    subscribe: z.boolean().default(true),
  }),
  codes: z.strictObject({
    park: codeSchema.exactOptional(),
    pickup: codeSchema.exactOptional(),
    directedPickup: codeSchema.exactOptional(),
    queueLogin: codeSchema.exactOptional(),
    queueLogout: codeSchema.exactOptional(),
    queuePause: codeSchema.exactOptional(),
    queueUnpause: codeSchema.exactOptional(),
    wrapUp: codeSchema.exactOptional(),
  }),
  queue: z.strictObject({
    loginLamp: numberSchema.exactOptional(),
    pauseLamp: numberSchema.exactOptional(),
    followsPause: z.boolean().default(false),
    service: queueServiceSchema.exactOptional(),
  }),
};

/** What the settings page of the desk saves of it. */
export const exchangeWishSchema = z.strictObject({
  lamps: exchangeSettings.lamps,
  voicemail: exchangeSettings.voicemail,
  codes: exchangeSettings.codes,
  /** The web service itself is the administrator's, in the file. */
  queue: exchangeSettings.queue.omit({ service: true }),
  autoAnswer: autoAnswerSettingsSchema,
  /** Absent: those known already. */
  queueToken: z.string().max(4_000).exactOptional(),
  turnCredential: z.string().max(1_000).exactOptional(),
});

export type ExchangeWish = z.output<typeof exchangeWishSchema>;
export type Codes = z.output<typeof exchangeSettings.codes>;
export type CodeName = keyof Codes;

/** The code with the number put in; null where it is not set, or wants a number and has none. */
export function fillCode(code: string | undefined, number: string): string | null {
  if (code === undefined || (code.includes('{number}') && number === '')) return null;
  return code.replace('{number}', number);
}
