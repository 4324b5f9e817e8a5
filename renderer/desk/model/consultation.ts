import type { CallView, DeskState } from '../../../electron/common/contract/desk-state.ts';

export interface Consultation {
  readonly waiting: CallView;
  readonly colleague: CallView;
}

/** A call on hold with a call of ours to a colleague beside it; null when there is no such pair. */
export function consultationOf({ calls }: DeskState): Consultation | null {
  const waiting = calls.find((call) => call.state === 'held');
  const colleague = calls.find(
    (call) => call.direction === 'outgoing' && call !== waiting && call.state !== 'ended',
  );
  return waiting === undefined || colleague === undefined ? null : { waiting, colleague };
}
