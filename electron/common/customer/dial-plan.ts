import { z } from 'zod';

/** How numbers are dialled at this site. Managed settings: wrong values make every national number miss. */
export const dialPlanSchema = z.object({
  /** Digits of an internal extension: one length, or the shortest and the longest. */
  extensionLength: z
    .union([z.int().positive(), z.tuple([z.int().positive(), z.int().positive()])])
    .exactOptional(),
  shortCodes: z.array(z.string()).exactOptional(),
  /** What the exchange wants before a number outside the house, for example `9`. */
  outsidePrefix: z.string().exactOptional(),
  /** Trunk prefixes beside the country's own; `[]` means none, absent means the country's former one (P9). */
  trunkPrefixes: z.array(z.string()).exactOptional(),
});

export type DialPlan = z.infer<typeof dialPlanSchema>;
