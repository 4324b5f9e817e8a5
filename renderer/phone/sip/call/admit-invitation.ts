import type { Invitation, InvitationRejectOptions, Session } from 'sip.js';
import { answerTimer } from '../message/session-timer.ts';

interface KnownCall {
  readonly session: Session;
}

/** Taken, in place of a call of ours if it says so (Replaces, RFC 3891); or how it is refused. */
export type Admission<Call> =
  | { readonly kind: 'taken'; readonly replaced: Call | undefined }
  | { readonly kind: 'refused'; readonly refusal: InvitationRejectOptions };

const refuse = (statusCode: number, extraHeaders: string[] = []): Admission<never> => ({
  kind: 'refused',
  refusal: { statusCode, extraHeaders },
});

/** Whether an INVITE becomes a call. `mayTakeMore`: the line is not about to stop and not full. */
export function admitInvitation<Call extends KnownCall>(
  invitation: Pick<Invitation, 'request' | 'replacee'>,
  calls: Iterable<Call>,
  mayTakeMore: boolean,
): Admission<Call> {
  if (!mayTakeMore) return refuse(486);
  const timer = answerTimer(invitation.request);
  if (timer.kind === 'too-brief') return refuse(422, [...timer.headers]);
  const replaced = [...calls].find((call) => call.session === invitation.replacee);
  if (invitation.replacee !== undefined && replaced === undefined) return refuse(481);
  return { kind: 'taken', replaced };
}
