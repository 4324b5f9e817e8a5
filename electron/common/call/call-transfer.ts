import { z } from 'zod';
import { remotePartySchema } from './call-model.ts';

/**
 * How far the transfer of a call has come.
 *
 *   asked ──180──▶ ringing ──200──▶ handed-over ──(a late refusal)──▶ lost
 *     │ └─30 s───────┤└───30 s──▶ silent (the operator decides)
 *     └── refused ◀──┤       the caller is here still, or was lost
 *         taken-back ┘
 *
 * "handed-over" says that the exchange has the caller, not that anybody answered: some say so while the target rings.
 */
export const transferStateSchema = z.enum([
  'asked',
  'ringing',
  'silent',
  'handed-over',
  'refused',
  'taken-back',
  /** Refused after the caller's leg had ended: nobody has the caller any more. */
  'lost',
]);

export const callTransferSchema = z.object({
  to: remotePartySchema,
  state: transferStateSchema,
  /** What the target or the exchange answered (RFC 3515 section 2.4.5). */
  status: z.int().nullable(),
  /** Of the state, milliseconds since the epoch. */
  since: z.number(),
});

export type TransferState = z.infer<typeof transferStateSchema>;
export type CallTransfer = z.infer<typeof callTransferSchema>;

/** Whether the outcome is still to come. */
export const isUnderWay = (transfer: Pick<CallTransfer, 'state'> | null): boolean =>
  transfer !== null && (transfer.state === 'asked' || transfer.state === 'ringing');
