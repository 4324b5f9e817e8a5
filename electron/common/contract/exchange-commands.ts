import { z } from 'zod';

const numberSchema = z.string().min(1).max(64);

/** Wishes that the exchange grants by its lamps and codes, whichever way they come. */
export const exchangeCommands = {
  /** Picks up there when it rings, dials when it does not; in a call hands the caller over without asking. */
  'lamp/press': { input: z.object({ number: numberSchema }), output: z.null() },
  'call/park': { input: z.object({ place: numberSchema.exactOptional() }), output: z.null() },
  /** Without a number: whichever call rings in our pick-up group. */
  'call/pickup': { input: z.object({ number: numberSchema.exactOptional() }), output: z.null() },
  'call/redial': { input: z.null(), output: z.null() },
  'messages/listen': { input: z.null(), output: z.null() },
  'queue/login': { input: z.null(), output: z.null() },
  'queue/logout': { input: z.null(), output: z.null() },
  'queue/pause': { input: z.null(), output: z.null() },
  'queue/unpause': { input: z.null(), output: z.null() },
} as const;
