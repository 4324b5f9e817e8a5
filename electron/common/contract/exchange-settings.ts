import { z } from 'zod';
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
  }),
};

export type Codes = z.output<typeof exchangeSettings.codes>;
export type CodeName = keyof Codes;

/** The code with the number put in; null where it is not set, or wants a number and has none. */
export function fillCode(code: string | undefined, number: string): string | null {
  if (code === undefined || (code.includes('{number}') && number === '')) return null;
  return code.replace('{number}', number);
}
