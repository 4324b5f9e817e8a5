import { z } from 'zod';

/** What both sides of the phone wire, the call machine and the views agree on about one call. */
export const callIdSchema = z.string().min(1).max(128);

export const remotePartySchema = z.object({
  /** As the network gave it (number or SIP user), cleaned of bidi marks; empty when withheld. */
  number: z.string().max(256),
  name: z.string().max(256).exactOptional(),
  withheld: z.boolean(),
});

export const callDirectionSchema = z.enum(['incoming', 'outgoing']);

/** ringing: not answered yet, either way; connecting: answered, media and ACK under way. */
export const callStateSchema = z.enum(['ringing', 'connecting', 'active', 'held', 'ended']);

/**
 * operator: button, key or click here; remote: the other party or the server on its behalf; elsewhere: a colleague
 * answered (RFC 3326 Reason on CANCEL); network: signalling or media was lost; program: a part of Offhook failed.
 */
export const endedBySchema = z.enum(['operator', 'remote', 'elsewhere', 'network', 'program']);

/** Data that the exchange sent along with the call (X- headers, User-to-User), decoded and bounded. */
export const callDataSchema = z.record(z.string().max(64), z.string().max(512));

export type RemoteParty = z.infer<typeof remotePartySchema>;
export type CallDirection = z.infer<typeof callDirectionSchema>;
export type CallState = z.infer<typeof callStateSchema>;
export type EndedBy = z.infer<typeof endedBySchema>;
export type CallData = z.infer<typeof callDataSchema>;
