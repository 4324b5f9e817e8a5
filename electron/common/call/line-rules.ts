import { z } from 'zod';

/** What the phone does by itself when the other side asks for another call. */
export const lineRulesSchema = z.strictObject({
  /** A REFER that came in: refused with 603, or laid before the operator. */
  transferRequests: z.enum(['refuse', 'ask']).default('refuse'),
  /** A 302: the new number laid before the operator, or followed once if it is in the account's own domain. */
  followRedirect: z.enum(['ask', 'own-domain']).default('ask'),
});

export type LineRules = z.output<typeof lineRulesSchema>;

export const cautiousRules: LineRules = { transferRequests: 'refuse', followRedirect: 'ask' };
