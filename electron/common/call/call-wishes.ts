import { appError, type ErrorCode } from '../lib/app-error.ts';
import { exhausted } from '../lib/exhaustive.ts';
import { clearUnanswered, createCall, replaceCall } from './call-changes.ts';
import { activeCall, findCall, heldCall, isLive, ringingIn } from './call-selectors.ts';
import type { Call, CallEffect, CallsState, NextStep, Operation, Step, Wish } from './call-state.ts';

const refuse = (state: CallsState, code: ErrorCode): Step => ({
  state,
  effects: [{ type: 'refuse', error: appError(code) }],
});

/** The same wish twice, for instance headset and key within a moment, is one wish. */
const ask = (state: CallsState, call: Call, operation: Operation, effect: CallEffect): Step =>
  call.pending === operation
    ? { state, effects: [] }
    : { state: replaceCall(state, { ...call, pending: operation }), effects: [effect] };

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
      return transfer(state, wish, at);
    case 'complete-transfer':
      return completeTransfer(state);
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

function transfer(state: CallsState, wish: Wish & { type: 'transfer' }, at: number): Step {
  const call = activeCall(state) ?? heldCall(state);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (call.state !== 'active' && call.state !== 'held') return refuse(state, 'call.not-possible');
  if (!wish.attended)
    return ask(state, call, 'transfer', { type: 'transfer', id: call.id, target: wish.target });
  const step = dial(state, { type: 'dial', id: wish.id, target: wish.target, remote: wish.remote }, at);
  const consultation = findCall(step.state, wish.id);
  if (consultation === undefined) return step;
  return { ...step, state: replaceCall(step.state, { ...consultation, consultationFor: call.id }) };
}

const consultation = (state: CallsState): Call | undefined =>
  state.calls.find((call) => isLive(call) && call.consultationFor !== null);

function completeTransfer(state: CallsState): Step {
  const asked = consultation(state);
  const waiting = asked?.consultationFor == null ? undefined : findCall(state, asked.consultationFor);
  if (asked === undefined || waiting === undefined) return refuse(state, 'call.not-found');
  if (asked.state !== 'active' || waiting.state !== 'held') return refuse(state, 'call.not-possible');
  return ask(state, waiting, 'transfer', { type: 'connect', id: waiting.id, with: asked.id });
}

function cancelTransfer(state: CallsState): Step {
  const asked = consultation(state);
  if (asked?.consultationFor == null) return refuse(state, 'call.not-found');
  return ask({ ...state, next: { type: 'resume', id: asked.consultationFor } }, asked, 'hangup', {
    type: 'hangup',
    id: asked.id,
  });
}
