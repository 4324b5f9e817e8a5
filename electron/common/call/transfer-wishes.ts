import { ask, refuse } from './call-answers.ts';
import { replaceCall } from './call-changes.ts';
import { activeCall, findCall, heldCall, isLive, isTalking } from './call-selectors.ts';
import type { Call, CallsState, Step, Wish } from './call-state.ts';
import type { RemoteParty } from './call-model.ts';
import { isInConference } from './conference-wishes.ts';

/** Our leg stands until the exchange says that it has the caller, so the caller can still be taken back. */
export const isBeingHandedOver = (call: Call): boolean => isLive(call) && call.pending === 'transfer';

const begin = (call: Call, to: RemoteParty, at: number): Call => ({
  ...call,
  transfer: { to, state: 'asked', status: null, since: at },
});

/** Blind transfer: without asking first. */
export function handOver(state: CallsState, wish: Wish & { type: 'transfer' }, at: number): Step {
  const call = activeCall(state) ?? heldCall(state);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (!isTalking(call) || isInConference(state, call)) return refuse(state, 'call.not-possible');
  if (isBeingHandedOver(call))
    return call.transfer?.to.number === wish.remote.number
      ? { state, effects: [] }
      : refuse(state, 'call.not-possible');
  const asked = begin(call, wish.remote, at);
  return ask(replaceCall(state, asked), asked, 'transfer', {
    type: 'transfer',
    id: call.id,
    target: wish.target,
  });
}

const consultation = (state: CallsState): Call | undefined =>
  state.calls.find((call) => isLive(call) && call.consultationFor !== null);

/**
 * The two who would be connected, `waiting` being the one who is sent: the caller and the colleague asked, else the
 * two parties of the operator, the one on hold first.
 */
export function pairToConnect(state: CallsState): { waiting: Call; other: Call } | undefined {
  const asked = consultation(state);
  const waiting = asked?.consultationFor == null ? undefined : findCall(state, asked.consultationFor);
  if (asked !== undefined && waiting !== undefined) return { waiting, other: asked };
  const [first, second, ...more] = state.calls.filter(isTalking);
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  return first.state === 'active' && second.state === 'held'
    ? { waiting: second, other: first }
    : { waiting: first, other: second };
}

export function completeTransfer(state: CallsState, at: number): Step {
  const pair = pairToConnect(state);
  if (pair === undefined) return refuse(state, 'call.not-found');
  const { waiting, other } = pair;
  if (!isTalking(waiting) || !isTalking(other)) return refuse(state, 'call.not-possible');
  if (isBeingHandedOver(waiting)) return { state, effects: [] };
  const asked = begin(waiting, other.remote, at);
  return ask(replaceCall(state, asked), asked, 'transfer', {
    type: 'connect',
    id: waiting.id,
    with: other.id,
  });
}

/** Before the exchange has the caller, the operator may have the caller back; afterwards nobody can give it back. */
export function cancelTransfer(state: CallsState): Step {
  const leaving = state.calls.find(isBeingHandedOver);
  if (leaving !== undefined) return takeBack(state, leaving);
  const asked = consultation(state);
  if (asked?.consultationFor != null)
    return ask({ ...state, next: { type: 'resume', id: asked.consultationFor } }, asked, 'hangup', {
      type: 'hangup',
      id: asked.id,
    });
  const silent = state.calls.find((call) => call.state === 'held' && call.transfer?.state === 'silent');
  if (silent !== undefined && activeCall(state) === undefined)
    return ask(state, silent, 'resume', { type: 'resume', id: silent.id });
  const isGone = state.calls.some((call) => call.transfer?.state === 'handed-over');
  return refuse(state, isGone ? 'call.transfer-final' : 'call.not-found');
}

/** Our own re-INVITE says that we want the caller again; what was pending ends by the phone's word on the transfer. */
export function takeBack(state: CallsState, call: Call): Step {
  const speaksToAnother = state.calls.some((other) => other !== call && other.state === 'active');
  if (speaksToAnother) return refuse(state, 'call.not-possible');
  return { state, effects: [{ type: 'resume', id: call.id }] };
}
