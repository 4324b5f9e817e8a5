import { z } from 'zod';

/** A customer as the card shows it. Money is in minor units (kopecks, bani) of `currency`. */
export const customerSchema = z.object({
  id: z.string().min(1).max(64),
  account: z.string().max(32),
  name: z.string().max(200),
  firstName: z.string().max(100),
  lastName: z.string().max(100),
  patronymic: z.string().max(100),
  /** BCP 47: the language to speak with this customer. */
  language: z.string().max(8),
  address: z.string().max(300),
  town: z.string().max(100),
  email: z.string().max(200),
  tariff: z.string().max(100),
  meterNumber: z.string().max(40),
  lastReading: z.object({ value: z.int(), date: z.string() }).nullable(),
  balanceMinor: z.int(),
  currency: z.string().length(3),
  /** Structured approach notes, for example hard-of-hearing; no free gossip. */
  flags: z.array(z.string().max(40)).max(8),
  phones: z.array(z.object({ e164: z.string(), raw: z.string(), label: z.string() })).max(20),
});

/**
 * exact: the whole number; national: same national number, other country code; suffix: the last nine digits; named: the
 * exchange sent the id or account along.
 */
export const matchLevelSchema = z.enum(['exact', 'national', 'suffix', 'manual', 'named']);

export const contactSchema = z.object({
  callId: z.string(),
  at: z.number(),
  direction: z.enum(['incoming', 'outgoing']),
  answered: z.boolean(),
  outcome: z.string().nullable(),
  note: z.string(),
});

export const customerMatchSchema = z.object({
  level: matchLevelSchema.nullable(),
  customers: z.array(customerSchema).max(20),
  /** More customers share this number than are listed. */
  more: z.boolean(),
});

export type Customer = z.infer<typeof customerSchema>;
export type CustomerMatch = z.infer<typeof customerMatchSchema>;
export type MatchLevel = z.infer<typeof matchLevelSchema>;
export type Contact = z.infer<typeof contactSchema>;
