import { z } from 'zod';
import { handedOverSchema } from '../events/handed-over.ts';
import { lampSchema } from '../events/lamp.ts';
import { messagesSchema } from '../events/message-summary.ts';
import { queueSwitchSchema } from '../events/queue-switch.ts';

/** What the exchange offers and tells, as the desk shows it. */
export const exchangeViewSchema = z.object({
  lamps: z.array(lampSchema.extend({ number: z.string(), name: z.string() })),
  messages: messagesSchema.nullable(),
  /** Whether the mailbox can be called. */
  canListen: z.boolean(),
  canPark: z.boolean(),
  canPickUp: z.boolean(),
  /** Whether there is a code for whichever call rings in our group. */
  canPickUpGroup: z.boolean(),
  /** What was dialled last. */
  redial: z.string().nullable(),
  /** null: the exchange has no codes for it. */
  queue: z.object({ login: queueSwitchSchema.nullable(), pause: queueSwitchSchema.nullable() }),
  /** What became of the call handed over last, where a lamp tells. */
  handedOver: handedOverSchema.nullable(),
});

export type ExchangeView = z.infer<typeof exchangeViewSchema>;

export const noExchangeView: ExchangeView = {
  lamps: [],
  messages: null,
  canListen: false,
  canPark: false,
  canPickUp: false,
  canPickUpGroup: false,
  redial: null,
  queue: { login: null, pause: null },
  handedOver: null,
};
