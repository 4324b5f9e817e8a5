import type { AppError } from '../lib/app-error.ts';
import { exhausted } from '../lib/exhaustive.ts';
import { clearUnanswered, createCall, replaceCall } from './call-changes.ts';
import { cutOffAgain } from './cut-off.ts';
import { findCall, isLive, liveCalls, returningCall } from './call-selectors.ts';
import type { Call, CallsState, Fact, Step } from './call-state.ts';
import { askAll, together } from './conference-wishes.ts';
import { followConference, forgetParty } from './conference-facts.ts';
import { takeNext } from './call-wishes.ts';
import { followTransfer, transferFailed } from './transfer-facts.ts';

const unchanged = (state: CallsState): Step => ({ state, effects: [] });

/** Facts come from the phone and are never refused; one about a call that is over already is late, not wrong. */
export function learn(state: CallsState, fact: Fact, at: number): Step {
  switch (fact.type) {
    case 'incoming':
      return arrive(state, fact, at);
    case 'muted':
      return unchanged({ ...state, muted: fact.on });
    case 'conference-changed':
      return unchanged(followConference(state, fact.ids));
    case 'phone-lost':
      return losePhone(state, fact.error, at);
    default: {
      const call = findCall(state, fact.id);
      const isLate = call === undefined || (!isLive(call) && fact.type !== 'transfer-course');
      return isLate ? unchanged(state) : learnOfCall(state, call, fact, at);
    }
  }
}

type FactOfCall = Exclude<Fact, { type: 'incoming' | 'muted' | 'conference-changed' | 'phone-lost' }>;

function learnOfCall(state: CallsState, call: Call, fact: FactOfCall, at: number): Step {
  switch (fact.type) {
    case 'progress':
      return unchanged(state);
    case 'established':
      return unchanged(
        replaceCall(state, {
          ...call,
          state: 'active',
          since: at,
          answeredAt: call.answeredAt ?? at,
          pending: null,
          cutOff: null,
        }),
      );
    case 'held':
      return hold(state, call, at);
    case 'resumed':
      return resume(state, call, at);
    case 'identity':
      return unchanged(replaceCall(state, { ...call, remote: fact.remote }));
    case 'media':
      return unchanged(replaceCall(state, { ...call, interrupted: fact.state !== 'connected' }));
    case 'transfer-course':
      return unchanged(replaceCall(state, followTransfer(call, fact, at)));
    case 'ended':
      return end(state, call, fact, at);
    case 'refused':
      return undo(state, call, fact.operation, at);
    default:
      return exhausted(fact);
  }
}

function arrive(state: CallsState, fact: Fact & { type: 'incoming' }, at: number): Step {
  if (findCall(state, fact.id) !== undefined) return unchanged(state);
  const { id, remote, data, forwardedFrom } = fact;
  const call = createCall({ id, direction: 'incoming', remote, data, forwardedFrom, at });
  const known: CallsState = { ...state, calls: [...clearUnanswered(state).calls, call] };
  // 480 and not 486: the operator is away, the exchange may try the next one (RFC 3261 section 21.4.18).
  if (state.paused && liveCalls(state).length === 0) {
    return {
      state: replaceCall(known, { ...call, pending: 'reject' }),
      effects: [{ type: 'reject', id: call.id, status: 480 }],
    };
  }
  return unchanged(known);
}

function hold(state: CallsState, call: Call, at: number): Step {
  if (call.state === 'held') return unchanged(state);
  return takeNext(
    replaceCall(state, {
      ...call,
      state: 'held',
      since: at,
      holdCount: call.holdCount + 1,
      pending: stillPending(call),
    }),
  );
}

/** What takes several steps on the line ends with the last of them, not with the hold or the resume in between. */
const stillPending = ({ pending }: Call): Call['pending'] =>
  pending === 'transfer' || pending === 'conference' || pending === 'split' ? pending : null;

const heldUntil = (call: Call, at: number): number =>
  call.state === 'held' ? call.heldMs + Math.max(0, at - call.since) : call.heldMs;

function resume(state: CallsState, call: Call, at: number): Step {
  if (call.state !== 'held') return unchanged(state);
  return makeRoom(
    replaceCall(state, {
      ...call,
      state: 'active',
      since: at,
      heldMs: heldUntil(call, at),
      pending: stillPending(call),
    }),
    call.id,
  );
}

/** Something else was wished while the call came back: it is held again first. */
function makeRoom(state: CallsState, id: string): Step {
  const call = findCall(state, id);
  if (state.next === null || call === undefined || returningCall(state) !== undefined)
    return unchanged(state);
  return askAll(state, together(state, call, 'active'), 'hold');
}

function end(state: CallsState, call: Call, fact: Fact & { type: 'ended' }, at: number): Step {
  const ended: Call = cutOffAgain(call, at) ?? {
    ...call,
    state: 'ended',
    since: at,
    heldMs: heldUntil(call, at),
    endedAt: at,
    endedBy: fact.by,
    error: fact.error ?? null,
    sipStatus: fact.status ?? null,
    interrupted: false,
    pending: null,
  };
  const known = forgetParty(replaceCall(state, ended), call.id);
  const after = takeNext(forgetConsultation(forgetNext(known, call.id), call.id));
  // Mute must not leak into the next call.
  if (liveCalls(after.state).length > 0 || !state.muted) return after;
  return { state: after.state, effects: [...after.effects, { type: 'mute', on: false }] };
}

const forgetNext = (state: CallsState, id: string): CallsState =>
  state.next?.id === id ? { ...state, next: null } : state;

/** Nobody waits for the colleague any more: what is left is a call like any other. */
const forgetConsultation = (state: CallsState, waitingId: string): CallsState => ({
  ...state,
  calls: state.calls.map((call) =>
    call.consultationFor === waitingId ? { ...call, consultationFor: null } : call,
  ),
});

const forgetJoining = (state: CallsState): CallsState => ({
  ...state,
  calls: state.calls.map((call) => (call.pending === 'conference' ? { ...call, pending: null } : call)),
});

function undo(state: CallsState, call: Call, operation: Call['pending'], at: number): Step {
  if (call.pending !== operation) return unchanged(state);
  if (operation === 'conference') return unchanged(forgetJoining(state));
  const back: Call = {
    ...(operation === 'transfer' ? transferFailed(call, at) : call),
    pending: null,
    state: operation === 'answer' ? 'ringing' : call.state,
  };
  const undone = replaceCall(state, back);
  const { next } = state;
  if (operation !== 'hold' || next === null) return takeNext(undone);
  // The active call could not be held: what waited for it does not happen.
  const calls = next.type === 'dial' ? undone.calls.filter((other) => other.id !== next.id) : undone.calls;
  return unchanged({ ...undone, calls, next: null });
}

function losePhone(state: CallsState, error: AppError, at: number): Step {
  const calls = state.calls.map((call): Call => {
    if (!isLive(call)) return call;
    return (
      cutOffAgain(call, at) ?? {
        ...call,
        state: 'ended',
        since: at,
        heldMs: heldUntil(call, at),
        endedAt: at,
        endedBy: 'program',
        error,
        pending: null,
        interrupted: false,
      }
    );
  });
  return unchanged({ ...state, calls, muted: false, next: null, conference: [] });
}
