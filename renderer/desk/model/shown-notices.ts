import type { DeskState, Notice } from '../../../electron/common/contract/desk-state.ts';
import type { ErrorCode } from '../../../electron/common/lib/app-error.ts';
import { isLive, isRinging } from './controls.ts';
import type { ViewState } from './view-state.ts';

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
  'media.microphone-silent',
  'media.microphone-replaced',
  'media.speaker-replaced',
  'media.speaker-missing',
  'call.connection-lost',
  'call.hold-refused',
  'call.customer-lost',
  'phone.unavailable',
  'headset.guarded-hangup',
  'host.page-missing',
  'store.read-only',
  'store.full',
];

/** Shown at the control that mends it, where the eye is when speaking. */
const shownAtControl: readonly ErrorCode[] = ['media.speaking-while-muted'];

/** The notices to show now, without repeating a code: standing faults, then failed commands of this desk. */
export function shownNotices(state: DeskState, failures: readonly Notice[]): readonly Notice[] {
  const isTalking = state.calls.some((call) => call.state !== 'ended');
  const standing = state.notices.filter(
    ({ error }) => !shownAtControl.includes(error.code) && (!isTalking || urgentCodes.includes(error.code)),
  );
  const codes = new Set(standing.map(({ error }) => error.code));
  return [...standing, ...failures.filter(({ error }) => !codes.has(error.code))];
}

/** That a call stopped a test is said as it rings and after the talk, not in it. */
export function showsStoppedTest({ calls }: DeskState, { wasTestStopped }: ViewState): boolean {
  return wasTestStopped && calls.every((call) => !isLive(call) || isRinging(call));
}
