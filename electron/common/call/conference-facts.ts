import { isTalking } from './call-selectors.ts';
import type { Call, CallsState, Operation } from './call-state.ts';

const concerning: readonly (Operation | null)[] = ['conference', 'split'];

/** The phone mixes these from now on, or nobody any more. */
export function followConference(state: CallsState, ids: readonly string[]): CallsState {
  const parties = state.calls.filter((call) => ids.includes(call.id) && isTalking(call));
  const isOne = parties.length === 2;
  const calls = state.calls.map((call): Call => {
    const pending = concerning.includes(call.pending) ? null : call.pending;
    const isParty = isOne && parties.includes(call);
    return { ...call, pending, wasInConference: call.wasInConference || isParty };
  });
  return {
    ...state,
    calls,
    conference: isOne ? ids.filter((id) => parties.some((call) => call.id === id)) : [],
  };
}

/** One who leaves leaves the other alone with the operator. */
export const forgetParty = (state: CallsState, id: string): CallsState =>
  state.conference.includes(id) ? followConference(state, []) : state;
