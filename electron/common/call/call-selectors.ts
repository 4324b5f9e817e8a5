import type { HeadsetPhase } from '../contract/hid-contract.ts';
import type { OperatorState } from '../contract/desk-state.ts';
import { needsWrapUp } from './call-changes.ts';
import type { Call, CallsState } from './call-state.ts';

export const isLive = (call: Call): boolean => call.state !== 'ended';

/** Both sides have agreed; on hold or not. */
export const isTalking = (call: Call): boolean => call.state === 'active' || call.state === 'held';

export const findCall = (state: CallsState, id: string): Call | undefined =>
  state.calls.find((call) => call.id === id);

export const liveCalls = (state: CallsState): readonly Call[] => state.calls.filter(isLive);

/** The incoming call that rings longest: what "answer" without an id means. */
export const ringingIn = (state: CallsState): Call | undefined =>
  state.calls.find((call) => call.state === 'ringing' && call.direction === 'incoming');

const ringingOut = (state: CallsState): Call | undefined =>
  state.calls.find((call) => call.state === 'ringing' && call.direction === 'outgoing');

/** The call the operator speaks in or is about to. There is never more than one, but for the two of a conference. */
export const activeCall = (state: CallsState): Call | undefined =>
  state.calls.find((call) => call.state === 'active' || call.state === 'connecting') ?? ringingOut(state);

/** Still on hold, but the phone takes it off: the next one to be spoken in. */
export const returningCall = (state: CallsState): Call | undefined =>
  state.calls.find(
    ({ state: now, pending }) => now === 'held' && (pending === 'resume' || pending === 'conference'),
  );

export const heldCall = (state: CallsState): Call | undefined =>
  state.calls.find((call) => call.state === 'held');

/** The phase the headset shows. With a held call and a new one ringing, the ring must show, hence activeAndIncoming. */
export function headsetPhase(state: CallsState): HeadsetPhase {
  const incoming = ringingIn(state);
  const active = activeCall(state);
  const held = heldCall(state);
  if (incoming !== undefined && (active !== undefined || held !== undefined)) return 'activeAndIncoming';
  if (incoming !== undefined) return 'incoming';
  if (active?.state === 'ringing') return 'outgoing';
  if (active !== undefined) return held === undefined ? 'active' : 'activeAndHeld';
  return held === undefined ? 'idle' : 'held';
}

export function operatorState(state: CallsState, isRegistered: boolean): OperatorState {
  if (activeCall(state) !== undefined && activeCall(state)?.state !== 'ringing') return 'talking';
  if (ringingIn(state) !== undefined || ringingOut(state) !== undefined) return 'ringing';
  if (heldCall(state) !== undefined) return 'held';
  if (state.calls.some(needsWrapUp)) return 'wrap-up';
  if (state.paused) return 'paused';
  return isRegistered ? 'ready' : 'offline';
}
