import type { CallView, DeskState } from '../../../electron/common/contract/desk-state.ts';

/** The exchange may take its time; the course of a transfer is shown meanwhile. */
export const longestTransferMs = 120_000;

export interface Pair {
  readonly waiting: CallView;
  readonly other: CallView;
  /** The other one was called to be asked: it may not have answered yet. */
  readonly isConsultation: boolean;
}

/**
 * A call on hold with another beside it, or the two of a conference, which can be connected with each other; null when
 * there is no such pair.
 */
export function pairOf({ calls }: DeskState): Pair | null {
  const [first, second] = calls.filter((call) => call.inConference);
  if (first !== undefined && second !== undefined)
    return { waiting: first, other: second, isConsultation: false };
  const waiting = calls.find((call) => call.state === 'held');
  const isOther = (call: CallView): boolean => call !== waiting && call.state !== 'ended';
  const colleague = calls.find((call) => isOther(call) && call.direction === 'outgoing');
  const other = colleague ?? calls.find((call) => isOther(call) && call.state === 'active');
  if (waiting === undefined || other === undefined) return null;
  return { waiting, other, isConsultation: colleague !== undefined };
}
