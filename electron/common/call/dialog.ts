import { z } from 'zod';

const uri = z.string().min(1).max(2_048);

/** What a request within a call needs (RFC 3261 section 12), so that another page than the one that held it can end it. */
export const dialogSchema = z.object({
  callId: z.string().min(1).max(512),
  localTag: z.string().min(1).max(512),
  remoteTag: z.string().min(1).max(512),
  localUri: uri,
  remoteUri: uri,
  /** Where requests go: the Contact of the other side. */
  target: uri,
  /** As they go into Route, in order. */
  routes: z.array(z.string().max(2_048)).max(16),
  /** The CSeq of our last request that is known. */
  sequence: z.int().nonnegative(),
});

export type Dialog = z.output<typeof dialogSchema>;
