import { z } from 'zod';

/** One line of the file that the VM leaves behind. */
export const checkResultSchema = z.object({
  name: z.string(),
  /** What went wrong, for people; null when nothing did. */
  failure: z.string().nullable(),
  figures: z.string().nullable(),
  ms: z.number(),
});

export type CheckResult = z.infer<typeof checkResultSchema>;
