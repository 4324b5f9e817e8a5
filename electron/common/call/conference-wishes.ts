import { ask, refuse } from './call-answers.ts';
import { isTalking } from './call-selectors.ts';
import type { Call, CallEffect, CallsState, Operation, Step } from './call-state.ts';

/**
 * The operator with two parties at once, mixed here. What always holds:
 *
 * - a conference has two parties or does not exist, and both are live calls that were answered;
 * - more than one call is active only as parties of the same conference;
 * - hold, resume and an end without a name mean both of them.
 *
 * Only the phone's word begins and ends one, so that nobody is shown as heard by the others who is not.
 */
export const isInConference = ({ conference }: CallsState, call: Call): boolean =>
  conference.includes(call.id);

/** `call`, or both parties if it is one of a conference; only those in `state` of a call. */
export function together(state: CallsState, call: Call, wanted: Call['state']): readonly Call[] {
  if (!isInConference(state, call)) return [call];
  return state.calls.filter((other) => isInConference(state, other) && other.state === wanted);
}

/** Asks the same of several calls, of each once. */
export function askAll(
  state: CallsState,
  calls: readonly Call[],
  operation: Operation & CallEffect['type'] & ('hold' | 'resume' | 'hangup'),
): Step {
  let step: Step = { state, effects: [] };
  for (const call of calls) {
    const next = ask(step.state, call, operation, { type: operation, id: call.id });
    step = { state: next.state, effects: [...step.effects, ...next.effects] };
  }
  return step;
}

/** The active call comes first: it is the one that goes on after a split. */
export function join(state: CallsState): Step {
  const parties = state.calls.filter(isTalking);
  const [first, second, ...more] = parties;
  if (state.conference.length > 0) return { state, effects: [] };
  if (first === undefined || second === undefined || more.length > 0)
    return refuse(state, parties.length < 2 ? 'call.not-found' : 'call.not-possible');
  if (parties.every(({ pending }) => pending === 'conference')) return { state, effects: [] };
  if (parties.some(({ pending }) => pending !== null) || state.next !== null)
    return refuse(state, 'call.not-possible');
  const ids = second.state === 'active' ? [second.id, first.id] : [first.id, second.id];
  return {
    state: {
      ...state,
      calls: state.calls.map((call) => (ids.includes(call.id) ? { ...call, pending: 'conference' } : call)),
    },
    effects: [{ type: 'conference', ids }],
  };
}

/** Back to one who talks and one who waits: `keep` goes on, or the one who was spoken with before the two were joined. */
export function split(state: CallsState, keep: string | undefined): Step {
  const [first, second] = state.conference.flatMap((id) => state.calls.filter((call) => call.id === id));
  if (first === undefined || second === undefined) return refuse(state, 'call.not-found');
  if (keep !== undefined && keep !== first.id && keep !== second.id) return refuse(state, 'call.not-found');
  const waits = keep === second.id ? first : second;
  if (waits.pending !== null && waits.pending !== 'split') return refuse(state, 'call.not-possible');
  return ask(state, waits, 'split', { type: 'split', hold: waits.id });
}
