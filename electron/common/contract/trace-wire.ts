import { z } from 'zod';

/** Part of the SIP trace of the phone page, redacted; `next` is where the following part begins. */
export const traceChunkSchema = z.object({
  messages: z.array(
    z.object({
      at: z.number(),
      direction: z.enum(['in', 'out']),
      socket: z.int().nonnegative(),
      text: z.string(),
    }),
  ),
  next: z.int().positive().nullable(),
});

export type TraceChunk = z.infer<typeof traceChunkSchema>;
