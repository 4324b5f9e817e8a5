import type { Invitation } from 'sip.js';
import type { LineCall } from './line-call.ts';
import { answerTimer } from './session-timer.ts';

/** Why a call that comes in is refused, or which one it takes the place of (RFC 3891). */
export type Screening =
  | { readonly refusal: { readonly statusCode: number; readonly extraHeaders?: string[] } }
  | { readonly refusal: null; readonly replaced: LineCall | undefined };

export function screenInvite(invitation: Invitation, calls: readonly LineCall[], isFull: boolean): Screening {
  if (isFull) return { refusal: { statusCode: 486 } };
  const timer = answerTimer(invitation.request);
  if (timer.kind === 'too-brief') return { refusal: { statusCode: 422, extraHeaders: [...timer.headers] } };
  const replaced = calls.find((call) => call.session === invitation.replacee);
  if (invitation.replacee !== undefined && replaced === undefined) return { refusal: { statusCode: 481 } };
  return { refusal: null, replaced };
}
