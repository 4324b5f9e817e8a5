import { replaceCall } from './call-changes.ts';
import type { Call, CallsState, Step } from './call-state.ts';

/** A talk that ended with the phone page, not by anybody's wish. */
export const isCutOff = (call: Call): boolean =>
  call.state === 'ended' && call.answeredAt !== null && call.error?.code === 'phone.unavailable';

/** The other side still waits, and is asked to go on with the page of today. */
export const isBeingTakenBack = (call: Call): boolean => call.state === 'connecting' && call.cutOff !== null;

/** The same call goes on, with its customer, its note and its place in the script. */
export function revive(state: CallsState, call: Call): Step {
  if (!isCutOff(call) || call.endedAt === null || call.error === null) return { state, effects: [] };
  const revived: Call = {
    ...call,
    state: 'connecting',
    endedAt: null,
    endedBy: null,
    error: null,
    sipStatus: null,
    cutOff: { at: call.endedAt, error: call.error },
  };
  return { state: replaceCall(state, revived), effects: [{ type: 'take-back', id: call.id }] };
}

/** It could not be taken back: then it ended when it was cut off and as it was; null for any other call. */
export function cutOffAgain(call: Call, at: number): Call | null {
  if (!isBeingTakenBack(call) || call.cutOff === null) return null;
  return {
    ...call,
    state: 'ended',
    since: at,
    endedAt: call.cutOff.at,
    endedBy: 'program',
    error: call.cutOff.error,
    interrupted: false,
    pending: null,
    cutOff: null,
  };
}
