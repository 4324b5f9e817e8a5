import { exhausted } from '../lib/exhaustive.ts';
import { ask, refuse } from './call-answers.ts';
import { clearUnanswered, createCall, replaceCall } from './call-changes.ts';
import { activeCall, findCall, heldCall, isLive, isTalking, ringingIn } from './call-selectors.ts';
import type { CallsState, NextStep, Step, Wish } from './call-state.ts';
import {
  cancelTransfer,
  completeTransfer,
  handOver,
  isBeingHandedOver,
  takeBack,
} from './transfer-wishes.ts';

export function grant(state: CallsState, wish: Wish, at: number): Step {
  switch (wish.type) {
    case 'dial':
      return dial(state, wish, at);
    case 'answer':
      return answer(state, wish, at);
    case 'reject':
      return reject(state, wish.id);
    case 'hangup':
      return hangUp(state, wish.id);
    case 'hold':
      return hold(state, wish.id);
    case 'resume':
      return resume(state, wish.id);
    case 'swap':
      return resume(state, heldCall(state)?.id);
    case 'mute':
      return mute(state, wish.on);
    case 'dtmf':
      return sendTones(state, wish.tones);
    case 'transfer':
      return wish.attended ? consult(state, wish, at) : handOver(state, wish, at);
    case 'complete-transfer':
      return completeTransfer(state, at);
    case 'cancel-transfer':
      return cancelTransfer(state);
    case 'pause':
      return { state: { ...state, paused: wish.on }, effects: [] };
    case 'finish':
      return { state: { ...state, calls: state.calls.filter(isLive) }, effects: [] };
    default:
      return exhausted(wish);
  }
}

/** Does `next` at once if the line is free, else holds the active call first. */
function afterHolding(state: CallsState, next: NextStep): Step {
  const active = activeCall(state);
  if (active === undefined) return takeNext({ ...state, next });
  if (active.state !== 'active') return refuse(state, 'call.not-possible');
  if (state.next !== null) return refuse(state, 'call.not-possible');
  return ask({ ...state, next }, active, 'hold', { type: 'hold', id: active.id });
}

const withoutCall = (state: CallsState, id: string): CallsState => ({
  ...state,
  calls: state.calls.filter((call) => call.id !== id),
});

/** Runs the step that waited for the active call to be held or to end. */
export function takeNext(state: CallsState): Step {
  const { next } = state;
  if (next === null || activeCall(withoutCall(state, next.id)) !== undefined) return { state, effects: [] };
  const free: CallsState = { ...state, next: null };
  const call = findCall(free, next.id);
  switch (next.type) {
    case 'answer':
      if (call?.state !== 'ringing') return { state: free, effects: [] };
      return {
        state: replaceCall(free, { ...call, state: 'connecting', pending: 'answer' }),
        effects: [{ type: 'answer', id: call.id }],
      };
    case 'resume':
      if (call?.state !== 'held') return { state: free, effects: [] };
      return ask(free, call, 'resume', { type: 'resume', id: call.id });
    case 'dial':
      return { state: free, effects: [{ type: 'dial', id: next.id, target: next.target }] };
    default:
      return exhausted(next);
  }
}

function dial(state: CallsState, wish: Wish & { type: 'dial' }, at: number): Step {
  if (ringingIn(state) !== undefined) return refuse(state, 'call.not-possible');
  const active = activeCall(state);
  if (active !== undefined && active.state !== 'active') return refuse(state, 'call.not-possible');
  const call = createCall({ id: wish.id, direction: 'outgoing', remote: wish.remote, data: {}, at });
  const step = afterHolding(state, { type: 'dial', id: wish.id, target: wish.target });
  return { ...step, state: { ...step.state, calls: [...clearUnanswered(step.state).calls, call] } };
}

function answer(state: CallsState, wish: Wish & { type: 'answer' }, at: number): Step {
  const call = wish.id === undefined ? ringingIn(state) : findCall(state, wish.id);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (call.pending === 'answer') return { state, effects: [] };
  if (call.state !== 'ringing' || call.direction !== 'incoming') return refuse(state, 'call.not-possible');
  const active = activeCall(state);
  if (active === undefined) {
    // Shown as answered at once, so that the headset gets its off-hook light without waiting for the network.
    return {
      state: replaceCall(state, { ...call, state: 'connecting', since: at, pending: 'answer' }),
      effects: [{ type: 'answer', id: call.id }],
    };
  }
  if (wish.instead !== true) return afterHolding(state, { type: 'answer', id: call.id });
  return ask({ ...state, next: { type: 'answer', id: call.id } }, active, 'hangup', {
    type: 'hangup',
    id: active.id,
  });
}

function reject(state: CallsState, id: string | undefined): Step {
  const call = id === undefined ? ringingIn(state) : findCall(state, id);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (call.state !== 'ringing' || call.direction !== 'incoming') return refuse(state, 'call.not-possible');
  return ask(state, call, 'reject', { type: 'reject', id: call.id, status: 486 });
}

function hangUp(state: CallsState, id: string | undefined): Step {
  const call =
    id === undefined ? (activeCall(state) ?? heldCall(state) ?? ringingIn(state)) : findCall(state, id);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (!isLive(call)) return refuse(state, 'call.not-possible');
  if (call.state === 'ringing' && call.direction === 'incoming') return reject(state, call.id);
  return ask(state, call, 'hangup', { type: 'hangup', id: call.id });
}

function hold(state: CallsState, id: string | undefined): Step {
  const call = id === undefined ? activeCall(state) : findCall(state, id);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (call.state !== 'active') return refuse(state, 'call.not-possible');
  return ask(state, call, 'hold', { type: 'hold', id: call.id });
}

function resume(state: CallsState, id: string | undefined): Step {
  const call = id === undefined ? heldCall(state) : findCall(state, id);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (isBeingHandedOver(call)) return takeBack(state, call);
  if (call.state !== 'held') return refuse(state, 'call.not-possible');
  return afterHolding(state, { type: 'resume', id: call.id });
}

function mute(state: CallsState, on: boolean): Step {
  const call = activeCall(state) ?? heldCall(state);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (state.muted === on) return { state, effects: [] };
  return { state, effects: [{ type: 'mute', on }] };
}

function sendTones(state: CallsState, tones: string): Step {
  const call = activeCall(state);
  if (call?.state !== 'active')
    return refuse(state, call === undefined ? 'call.not-found' : 'call.not-possible');
  return { state, effects: [{ type: 'dtmf', id: call.id, tones }] };
}

/** The call is held while a colleague is asked, and may be connected with the answer. */
function consult(state: CallsState, wish: Wish & { type: 'transfer' }, at: number): Step {
  const call = activeCall(state) ?? heldCall(state);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (!isTalking(call)) return refuse(state, 'call.not-possible');
  const step = dial(state, { type: 'dial', id: wish.id, target: wish.target, remote: wish.remote }, at);
  const consultation = findCall(step.state, wish.id);
  if (consultation === undefined) return step;
  return { ...step, state: replaceCall(step.state, { ...consultation, consultationFor: call.id }) };
}
