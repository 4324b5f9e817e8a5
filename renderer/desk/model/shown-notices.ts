import type { DeskState, Notice } from '../../../electron/common/contract/desk-state.ts';
import type { ErrorCode } from '../../../electron/common/lib/app-error.ts';

/**
 * Faults that stop the talk or lose what is typed: shown even while talking. Everything else waits for the end of the
 * call (R74). A command of the operator that failed is always shown, since it is an answer to what was just done.
 */
const urgentCodes: readonly ErrorCode[] = [
  'media.microphone-denied',
  'media.microphone-missing',
  'media.microphone-busy',
  'media.not-connected',
  'media.port-blocked',
  'call.connection-lost',
  'call.hold-refused',
  'phone.unavailable',
  'host.page-missing',
  'store.read-only',
  'store.full',
];

/** The notices to show now, without repeating a code: standing faults, then failed commands of this desk. */
export function shownNotices(state: DeskState, failures: readonly Notice[]): readonly Notice[] {
  const isTalking = state.calls.some((call) => call.state !== 'ended');
  const standing = isTalking
    ? state.notices.filter(({ error }) => urgentCodes.includes(error.code))
    : state.notices;
  const codes = new Set(standing.map(({ error }) => error.code));
  return [...standing, ...failures.filter(({ error }) => !codes.has(error.code))];
}
