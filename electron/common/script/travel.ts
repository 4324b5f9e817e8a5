import { appError } from '../lib/app-error.ts';
import { compute } from './rule.ts';
import { backToCaller, own, type Script, type ScriptNode } from './model.ts';
import {
  dataOf,
  pathLimit,
  placeOf,
  scriptById,
  topFrame,
  type Frame,
  type PathEntry,
  type ScriptEffect,
  type ScriptState,
  type Snapshot,
  type Surroundings,
} from './run-state.ts';

/** One event on its way through a script; effects gather in it. */
export interface Journey {
  readonly script: Script;
  readonly surroundings: Surroundings;
  readonly at: number;
  readonly event: string;
  readonly effects: ScriptEffect[];
}

/** More nodes than any script passes by itself: a loop of `calc` or `sub` nodes, which the check refuses. */
const hopLimit = 1000;
/** Scripts that call one another in a circle end here. */
const frameLimit = 24;

/** Says no, with the reason as data; the state stays as it is. */
export function refuse(journey: Journey, state: ScriptState, reason: string): ScriptState {
  const node = topFrame(state).node;
  journey.effects.push({
    kind: 'refused',
    error: appError('script.not-possible', { event: journey.event, node, reason }),
  });
  return state;
}

/** Goes to `target` from the current frame, through `calc` and `sub` nodes, and shows the step it ends at. */
export function travel(journey: Journey, from: ScriptState, target: string): ScriptState {
  let state = from;
  let next = target;
  const before = journey.effects.length;
  const giveUp = (reason: string) => {
    journey.effects.length = before;
    return refuse(journey, from, reason);
  };
  for (let hops = 0; hops < hopLimit; hops += 1) {
    if (next === backToCaller) {
      const below = state.frames.slice(0, -1);
      if (topFrame(state).mode !== 'detour' || below.length === 0) return giveUp('nothing-to-return-to');
      return show(journey, { ...state, frames: below }, null);
    }
    const top = topFrame(state);
    const script = scriptById(journey.script, journey.surroundings, top.script);
    const node = script === undefined ? undefined : own(script.nodes, next);
    if (script === undefined || node === undefined) return giveUp('unknown-node');
    state = { ...state, frames: [...state.frames.slice(0, -1), { ...top, node: next, phase: 'ask' }] };
    if (node.kind === 'calc') {
      state = calculate(journey, state, next, node);
      next = node.next;
    } else if (node.kind === 'sub') {
      const called = scriptById(journey.script, journey.surroundings, node.script);
      if (called === undefined || state.frames.length >= frameLimit) {
        journey.effects.push({ kind: 'sub-missing', node: next, script: node.script });
        next = node.next;
      } else {
        next = called.start;
        state = { ...state, frames: [...state.frames, frameOf(called.id, 'sub', next)] };
      }
    } else {
      return show(journey, state, node);
    }
  }
  return giveUp('endless');
}

export const frameOf = (script: string, mode: Frame['mode'], node: string): Frame => ({
  script,
  mode,
  node,
  phase: 'ask',
});

function calculate(
  journey: Journey,
  state: ScriptState,
  id: string,
  node: Extract<ScriptNode, { kind: 'calc' }>,
): ScriptState {
  const { into, formula } = node.calc;
  const value = compute(formula, dataOf(state, topFrame(state).script, journey.surroundings));
  if (value === null) {
    journey.effects.push({ kind: 'calc-failed', node: id, field: into });
    return { ...state, fields: withoutKey(state.fields, into) };
  }
  return { ...state, fields: { ...state.fields, [into]: value } };
}

export function withoutKey<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

/** The current frame's step is on screen: it enters the path. `entered` is null when it is shown once more. */
function show(journey: Journey, state: ScriptState, entered: ScriptNode | null): ScriptState {
  const top = topFrame(state);
  const entry: PathEntry = {
    node: top.node,
    answer: null,
    t_ms: Math.max(0, journey.at - state.startedAt),
    ...(top.script === state.script ? {} : { script: top.script }),
  };
  const shown: ScriptState = {
    ...state,
    path: [...state.path, entry].slice(-pathLimit),
    outcome: null,
  };
  if (entered === null) return shown;
  switch (entered.kind) {
    case 'kb':
      journey.effects.push({ kind: 'open-article', article: entered.article });
      return shown;
    case 'callback':
      journey.effects.push({ kind: 'open-callback' });
      return shown;
    case 'hold':
      return state.held ? withPhase(shown, 'held') : shown;
    case 'end':
      if (callerOfSub(shown) !== null) return shown;
      journey.effects.push({ kind: 'outcome', outcome: entered.outcome });
      return { ...shown, outcome: entered.outcome };
    default:
      return shown;
  }
}

export function withPhase(state: ScriptState, phase: Frame['phase']): ScriptState {
  return { ...state, frames: [...state.frames.slice(0, -1), { ...topFrame(state), phase }] };
}

const historyLimit = 200;

/** Puts the state before a step where `back` finds it, if the step moved anything. */
export function remember(before: ScriptState, after: ScriptState): ScriptState {
  if (after.frames === before.frames) return after;
  const { frames, path, answers, outcome } = before;
  const snapshot: Snapshot = { frames, path, answers, outcome };
  return { ...after, history: [...before.history, snapshot].slice(-historyLimit) };
}

/** The frames left when the script of the current frame ends and it was called by a `sub` node; null otherwise. */
export function callerOfSub(state: ScriptState): readonly Frame[] | null {
  const { frames } = state;
  const { script } = topFrame(state);
  for (let index = frames.length - 1; index > 0; index -= 1) {
    const frame = frames[index];
    if (frame?.script !== script) return null;
    if (frame.mode === 'sub') return frames.slice(0, index);
  }
  return null;
}

/** Goes on behind the `sub` node that called the script which has just ended. */
export function leaveSub(journey: Journey, state: ScriptState, frames: readonly Frame[]): ScriptState {
  const caller = topFrame({ frames });
  const place = placeOf(journey.script, journey.surroundings, caller);
  if (place?.node.kind !== 'sub') return refuse(journey, state, 'unknown-node');
  return travel(journey, { ...state, frames }, place.node.next);
}
