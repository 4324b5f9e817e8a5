import type { CallData, CallDirection, RemoteParty } from './call-model.ts';
import type { Call, CallsState } from './call-state.ts';

export function createCall(begin: {
  readonly id: string;
  readonly direction: CallDirection;
  readonly remote: RemoteParty;
  readonly data: CallData;
  readonly forwardedFrom?: RemoteParty | undefined;
  readonly at: number;
}): Call {
  return {
    id: begin.id,
    direction: begin.direction,
    state: 'ringing',
    remote: begin.remote,
    data: begin.data,
    ...(begin.forwardedFrom === undefined ? {} : { forwardedFrom: begin.forwardedFrom }),
    startedAt: begin.at,
    since: begin.at,
    answeredAt: null,
    endedAt: null,
    endedBy: null,
    error: null,
    sipStatus: null,
    heldMs: 0,
    holdCount: 0,
    interrupted: false,
    pending: null,
    consultationFor: null,
    transfer: null,
    wasInConference: false,
    cutOff: null,
  };
}

export const replaceCall = (state: CallsState, changed: Call): CallsState => ({
  ...state,
  calls: state.calls.map((call) => (call.id === changed.id ? changed : call)),
});

/** A call that was spoken in wants an outcome; one that never was is only shown until the next one comes. */
export const needsWrapUp = (call: Call): boolean => call.state === 'ended' && call.answeredAt !== null;

export const clearUnanswered = (state: CallsState): CallsState => ({
  ...state,
  calls: state.calls.filter((call) => call.state !== 'ended' || needsWrapUp(call)),
});
