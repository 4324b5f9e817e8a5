import type { CallsState } from '../call/call-state.ts';
import type { LampState } from './lamp.ts';

export type LampMeaning = 'pick-up' | 'dial' | 'transfer';

/** What pressing a lamp means now. Who talks means to hand the caller over, whatever the other line does. */
export function meaningOfLamp(
  lamp: LampState,
  calls: readonly Pick<CallsState['calls'][number], 'state'>[],
  canPickUp: boolean,
): LampMeaning {
  if (calls.some(({ state }) => state === 'active' || state === 'held')) return 'transfer';
  return lamp === 'ringing' && canPickUp ? 'pick-up' : 'dial';
}
