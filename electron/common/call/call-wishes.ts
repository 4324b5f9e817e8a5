import { exhausted } from '../lib/exhaustive.ts';
import { ask, refuse } from './call-answers.ts';
import { isBeingTakenBack, isCutOff, revive } from './cut-off.ts';
import { clearUnanswered, createCall, replaceCall } from './call-changes.ts';
import {
  activeCall,
  findCall,
  heldCall,
  isLive,
  isTalking,
  returningCall,
  ringingIn,
} from './call-selectors.ts';
import { askAll, isInConference, join, split, together } from './conference-wishes.ts';
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
      return sendTones(state, wish);
    case 'transfer':
      return wish.attended ? consult(state, wish, at) : handOver(state, wish, at);
    case 'take-back':
      return takeBackLost(state, wish.id);
    case 'complete-transfer':
      return completeTransfer(state, at);
    case 'cancel-transfer':
      return cancelTransfer(state);
    case 'conference':
      return join(state);
    case 'split':
      return split(state, wish.keep);
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
  if (active === undefined)
    return state.next === null ? takeNext({ ...state, next }) : refuse(state, 'call.not-possible');
  if (active.state !== 'active') return refuse(state, 'call.not-possible');
  if (state.next !== null) return refuse(state, 'call.not-possible');
  return askAll({ ...state, next }, together(state, active, 'active'), 'hold');
}

const withoutCall = (state: CallsState, id: string): CallsState => ({
  ...state,
  calls: state.calls.filter((call) => call.id !== id),
});

/** Runs the step that waited for the active call to be held or to end. */
export function takeNext(state: CallsState): Step {
  const { next } = state;
  const others = next === null ? state : withoutCall(state, next.id);
  // One that comes back just now is held again first, as soon as it is here.
  const isFree = activeCall(others) === undefined && returningCall(others) === undefined;
  if (next === null || !isFree) return { state, effects: [] };
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
      return askAll(free, together(free, call, 'held'), 'resume');
    case 'dial':
      return { state: free, effects: [{ type: 'dial', id: next.id, target: next.target }] };
    case 'take-back':
      return call === undefined ? { state: free, effects: [] } : revive(free, call);
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
  if (active === undefined && returningCall(state) === undefined) {
    // Shown as answered at once, so that the headset gets its off-hook light without waiting for the network.
    return {
      state: replaceCall(state, { ...call, state: 'connecting', since: at, pending: 'answer' }),
      effects: [{ type: 'answer', id: call.id }],
    };
  }
  if (wish.instead !== true || active === undefined)
    return afterHolding(state, { type: 'answer', id: call.id });
  return askAll(
    { ...state, next: { type: 'answer', id: call.id } },
    together(state, active, 'active'),
    'hangup',
  );
}

function takeBackLost(state: CallsState, id: string): Step {
  const call = findCall(state, id);
  if (call === undefined) return refuse(state, 'call.not-found');
  const isUnderWay = isBeingTakenBack(call) || (state.next?.type === 'take-back' && state.next.id === id);
  if (isUnderWay) return { state, effects: [] };
  return isCutOff(call) ? afterHolding(state, { type: 'take-back', id }) : refuse(state, 'call.not-possible');
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
  // Who hangs up without naming one leaves the conference, and nobody stays without the operator.
  return askAll(state, id === undefined ? together(state, call, call.state) : [call], 'hangup');
}

function hold(state: CallsState, id: string | undefined): Step {
  const call = id === undefined ? activeCall(state) : findCall(state, id);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (call.state !== 'active') return refuse(state, 'call.not-possible');
  return askAll(state, together(state, call, 'active'), 'hold');
}

function resume(state: CallsState, id: string | undefined): Step {
  const call = id === undefined ? heldCall(state) : findCall(state, id);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (isBeingHandedOver(call)) return takeBack(state, call);
  if (call.state !== 'held') return refuse(state, 'call.not-possible');
  const active = activeCall(state);
  // The other party of the same conference need not be held for it.
  if (active !== undefined && isInConference(state, active) && isInConference(state, call))
    return askAll(state, together(state, call, 'held'), 'resume');
  return afterHolding(state, { type: 'resume', id: call.id });
}

function mute(state: CallsState, on: boolean): Step {
  const call = activeCall(state) ?? heldCall(state);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (state.muted === on) return { state, effects: [] };
  return { state, effects: [{ type: 'mute', on }] };
}

function sendTones(state: CallsState, { tones, id }: Wish & { type: 'dtmf' }): Step {
  const call = id === undefined ? activeCall(state) : findCall(state, id);
  if (call?.state !== 'active')
    return refuse(state, call === undefined ? 'call.not-found' : 'call.not-possible');
  const meant = id === undefined ? together(state, call, 'active') : [call];
  return { state, effects: meant.map((each) => ({ type: 'dtmf', id: each.id, tones })) };
}

/** The call is held while a colleague is asked, and may be connected with the answer. */
function consult(state: CallsState, wish: Wish & { type: 'transfer' }, at: number): Step {
  const call = activeCall(state) ?? heldCall(state);
  if (call === undefined) return refuse(state, 'call.not-found');
  if (!isTalking(call) || isInConference(state, call)) return refuse(state, 'call.not-possible');
  const step = dial(state, { type: 'dial', id: wish.id, target: wish.target, remote: wish.remote }, at);
  const consultation = findCall(step.state, wish.id);
  if (consultation === undefined) return step;
  return { ...step, state: replaceCall(step.state, { ...consultation, consultationFor: call.id }) };
}
