import { exhausted } from '../lib/exhaustive.ts';
import { own } from './model.ts';
import {
  placeOf,
  topFrame,
  type Frame,
  type Place,
  type ScriptCallEvent,
  type ScriptState,
} from './run-state.ts';
import { spokenLanguage } from './start-script.ts';
import { remember, travel, withPhase, type Journey } from './travel.ts';

/** What happened on the line. It is a fact, so it is never refused; the script only follows where it waits for it. */
export function followCall(journey: Journey, state: ScriptState, what: ScriptCallEvent['what']): ScriptState {
  const place = placeOf(journey.script, journey.surroundings, topFrame(state));
  switch (what) {
    case 'held': {
      const held = { ...state, held: true };
      return place?.node.kind === 'hold' ? withPhase(held, 'held') : held;
    }
    case 'retrieved':
      return { ...state, held: false, frames: leaveHolds(state, 'thanks') };
    case 'transferred':
      return leaveByTransfer(journey, state, place);
    case 'transfer-failed':
      return place === undefined || state.done !== null ? state : stayAfterTransfer(journey, state, place);
    case 'ended':
      return { ...state, held: false, frames: leaveHolds(state, 'ask'), done: state.done ?? 'call-ended' };
    case 'taken-back':
      return state.done === 'call-ended' ? { ...state, done: null } : state;
    default:
      return exhausted(what);
  }
}

function leaveByTransfer(journey: Journey, state: ScriptState, place: Place | undefined): ScriptState {
  const outcome = place?.node.kind === 'transfer' ? place.node.outcome : undefined;
  if (outcome !== undefined) journey.effects.push({ kind: 'outcome', outcome });
  return {
    ...state,
    held: false,
    frames: leaveHolds(state, 'ask'),
    outcome: outcome ?? state.outcome,
    done: state.done ?? 'transferred',
  };
}

/** The words for a transfer that failed come first where the language has them; else the script goes on at once. */
function stayAfterTransfer(
  journey: Journey,
  state: ScriptState,
  { script, node, frame }: Place,
): ScriptState {
  if (node.kind !== 'transfer' || frame.phase === 'failed') return state;
  const text = own(script.texts, spokenLanguage(script, state.language));
  const words = own(text?.sections ?? {}, frame.node)?.parts.failed ?? '';
  return words === '' ? remember(state, travel(journey, state, node.next)) : withPhase(state, 'failed');
}

/** After a hold the caller is thanked; when the call is over nobody is left to be. */
function leaveHolds(state: ScriptState, phase: 'thanks' | 'ask'): readonly Frame[] {
  return state.frames.map((each): Frame => (each.phase === 'held' ? { ...each, phase } : each));
}
