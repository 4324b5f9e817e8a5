import { z } from 'zod';
import { lampSchema } from '../events/lamp.ts';
import { messagesSchema } from '../events/message-summary.ts';

/** More than this, and no operator finds anything; each one is a subscription at the exchange. */
export const mostLamps = 60;

/** What the phone subscribes to as long as it is registered (RFC 6665). */
export const watchedEventsSchema = z.object({
  /** Lines whose calls are shown (RFC 4235): lamps, and up to four states of the queue. */
  lamps: z
    .array(z.string().min(1).max(64))
    .max(mostLamps + 4)
    .default([]),
  /** Whether the mailbox of the account is asked for (RFC 3842); unasked news of it are always taken. */
  messages: z.boolean().default(false),
});

export const lineEvents = {
  'events/lamp': lampSchema.extend({ number: z.string().min(1).max(64) }),
  /** null: not known any more, or the exchange does not tell. */
  'events/messages': z.object({ messages: messagesSchema.nullable() }),
} as const;

export type WatchedEvents = z.output<typeof watchedEventsSchema>;
