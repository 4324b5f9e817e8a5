import { exhausted } from '../lib/exhaustive.ts';
import { readFieldValue } from './field-value.ts';
import { followCall } from './follow-call.ts';
import { own, type Script, type ScriptField, type ScriptNode } from './model.ts';
import {
  dataOf,
  offScriptLimit,
  placeOf,
  scriptById,
  topFrame,
  type Frame,
  type Place,
  type ScriptEvent,
  type ScriptState,
  type Stepped,
  type Surroundings,
} from './run-state.ts';
import { holds } from './rule.ts';
import {
  callerOfSub,
  frameOf,
  leaveSub,
  refuse,
  travel,
  remember,
  withoutKey,
  withPhase,
  type Journey,
} from './travel.ts';

const detourLimit = 12;

/** Keys of a conduct step, fixed in every script (R39): the warning was said; the call is to be ended. */
export const conductKeys = { warned: 1, end: 2 } as const;

/**
 * The rule of a run (docs/rules/script-format.md, 9.6). Pure: times come with the events, values with
 * `surroundings`. What is not possible leaves the state as it is and says so by an effect `refused`
 * (script.not-possible).
 */
export function step(
  script: Script,
  state: ScriptState,
  event: ScriptEvent,
  surroundings: Surroundings = {},
): Stepped {
  const journey: Journey = { script, surroundings, at: event.at, event: event.type, effects: [] };
  return { state: next(journey, state, event), effects: journey.effects };
}

function next(journey: Journey, state: ScriptState, event: ScriptEvent): ScriptState {
  const { script, surroundings } = journey;
  if (script.id !== state.script || script.version !== state.version) {
    return refuse(journey, state, 'other-version');
  }
  if (event.type === 'call') return followCall(journey, state, event.what);
  const place = placeOf(script, surroundings, topFrame(state));
  if (place === undefined) return refuse(journey, state, 'unknown-node');
  const isOver = state.done !== null;
  switch (event.type) {
    case 'on':
      return isOver ? refuse(journey, state, 'over') : remember(state, goOn(journey, state, place));
    case 'answer':
      return isOver
        ? refuse(journey, state, 'over')
        : remember(state, answer(journey, state, place, event.key));
    case 'detour':
      return isOver ? refuse(journey, state, 'over') : remember(state, detour(journey, state, event.index));
    case 'value':
      return remember(state, setValue(journey, state, place, event.field, event.text));
    case 'jump':
      return remember(state, jump(journey, state, place, event.node));
    case 'back':
      return back(journey, state);
    case 'off-script':
      return noteOffScript(journey, state, event.said);
    case 'language':
      if (!script.languages.includes(event.code)) return refuse(journey, state, 'unknown-language');
      return { ...state, language: event.code };
    default:
      return exhausted(event);
  }
}

function goOn(journey: Journey, state: ScriptState, place: Place): ScriptState {
  const { node, frame } = place;
  switch (node.kind) {
    case 'say':
    case 'callback':
    case 'kb':
    case 'checklist':
      return travel(journey, state, node.next);
    case 'field':
      if (node.field.required === true && own(state.fields, node.field.name) === undefined) {
        return refuse(journey, state, 'required');
      }
      return travel(journey, state, node.next);
    case 'hold':
      if (frame.phase !== 'held') return travel(journey, state, node.next);
      journey.effects.push({ kind: 'retrieve' });
      return state;
    case 'transfer':
      if (frame.phase === 'failed') return travel(journey, state, node.next);
      journey.effects.push({ kind: 'transfer', to: node.to });
      return state;
    case 'conduct':
      if (frame.phase !== 'closing') return travel(journey, state, node.next);
      journey.effects.push(
        { kind: 'outcome', outcome: node.outcome },
        { kind: 'hang-up', reason: 'conduct' },
      );
      return { ...state, outcome: node.outcome, done: 'conduct' };
    case 'ask':
    case 'gate':
      return refuse(journey, state, 'answer-needed');
    case 'end': {
      const frames = callerOfSub(state);
      return frames === null ? refuse(journey, state, 'at-end') : leaveSub(journey, state, frames);
    }
    case 'calc':
    case 'sub':
      return refuse(journey, state, 'not-shown');
    default:
      return exhausted(node);
  }
}

function answer(journey: Journey, state: ScriptState, place: Place, key: number): ScriptState {
  const { node, frame } = place;
  switch (node.kind) {
    case 'ask':
    case 'gate': {
      const data = dataOf(state, frame.script, journey.surroundings);
      const given = node.answers.find((each) => each.key === key && holds(each.when, data));
      if (given === undefined) return refuse(journey, state, 'no-such-answer');
      const answers = {
        ...state.answers,
        [frame.script]: { ...own(state.answers, frame.script), [frame.node]: given.id },
      };
      const answered = withAnswer({ ...state, answers }, given.id);
      const effect = {
        kind: 'answered',
        node: frame.node,
        answer: given.id,
        gate: node.kind === 'gate' ? node.gate : null,
      } as const;
      const before = journey.effects.length;
      const moved = travel(journey, answered, given.next);
      // A way on that cannot be gone (nothing to return to) leaves everything as it was.
      if (moved === answered) return state;
      journey.effects.splice(before, 0, effect);
      return moved;
    }
    case 'hold': {
      const reason = node.reasons?.[key - 1];
      if (frame.phase !== 'ask' || reason === undefined) return refuse(journey, state, 'no-such-answer');
      journey.effects.push({ kind: 'hold', reason });
      return withAnswer(state, reason);
    }
    case 'conduct':
      return conduct(journey, state, node, frame, key);
    default:
      return refuse(journey, state, 'no-such-answer');
  }
}

function conduct(
  journey: Journey,
  state: ScriptState,
  node: Extract<ScriptNode, { kind: 'conduct' }>,
  frame: Frame,
  key: number,
): ScriptState {
  if (frame.phase === 'closing') return refuse(journey, state, 'no-such-answer');
  if (key === conductKeys.warned) {
    const warnings = state.warnings + 1;
    journey.effects.push({ kind: 'conduct-warning', count: warnings });
    return { ...state, warnings };
  }
  if (key !== conductKeys.end) return refuse(journey, state, 'no-such-answer');
  if (state.warnings < (node.warnings ?? 1)) return refuse(journey, state, 'warning-first');
  return withPhase(state, 'closing');
}

/** Writes an answer into the step on screen, the last one of the path. */
function withAnswer(state: ScriptState, id: string): ScriptState {
  const current = state.path.at(-1);
  if (current === undefined) return state;
  return { ...state, path: [...state.path.slice(0, -1), { ...current, answer: id }] };
}

function setValue(
  journey: Journey,
  state: ScriptState,
  place: Place,
  name: string,
  text: string,
): ScriptState {
  const here = place.node.kind === 'field' && place.node.field.name === name ? place.node : null;
  const field = here?.field ?? fieldNamed(place.script, name);
  if (field === undefined) return refuse(journey, state, 'unknown-field');
  const reading = readFieldValue(field, text);
  if (!reading.ok) return refuse(journey, state, reading.reason);
  const { value } = reading;
  journey.effects.push({ kind: 'field-stored', name, value, target: field.target ?? null });
  const fields = value === null ? withoutKey(state.fields, name) : { ...state.fields, [name]: value };
  const stored = { ...state, fields };
  return here === null || state.done !== null ? stored : travel(journey, stored, here.next);
}

function fieldNamed(script: Script, name: string): ScriptField | undefined {
  for (const node of Object.values(script.nodes)) {
    if (node.kind === 'field' && node.field.name === name) return node.field;
  }
  return undefined;
}

/** The script whose detours are open: the current one, else the one that called it. */
export function detourOwner(
  script: Script,
  state: ScriptState,
  surroundings: Surroundings,
): Script | undefined {
  return [...state.frames]
    .reverse()
    .map((frame) => scriptById(script, surroundings, frame.script))
    .find((each) => each !== undefined && each.anytime.length > 0);
}

function detour(journey: Journey, state: ScriptState, index: number): ScriptState {
  const owner = detourOwner(journey.script, state, journey.surroundings);
  const target = owner?.anytime[index];
  if (owner === undefined || target === undefined) return refuse(journey, state, 'no-such-detour');
  const top = topFrame(state);
  if (top.script === owner.id && top.node === target) return refuse(journey, state, 'already-there');
  if (state.frames.filter((frame) => frame.mode === 'detour').length >= detourLimit) {
    return refuse(journey, state, 'too-many-detours');
  }
  const away = { ...state, frames: [...state.frames, frameOf(owner.id, 'detour', target)] };
  const moved = travel(journey, away, target);
  return moved === away ? state : moved;
}

function jump(journey: Journey, state: ScriptState, place: Place, node: string): ScriptState {
  const target: ScriptNode | undefined = own(place.script.nodes, node);
  return target === undefined ? refuse(journey, state, 'unknown-node') : travel(journey, state, node);
}

function back(journey: Journey, state: ScriptState): ScriptState {
  const last = state.history.at(-1);
  if (last === undefined) return refuse(journey, state, 'nothing-before');
  // The line is held or not whatever the script does: a hold that is shown again takes its phase from the line.
  const frames = last.frames.map((frame): Frame => {
    if (frame.phase === 'held' && !state.held) return { ...frame, phase: 'thanks' };
    const place = placeOf(journey.script, journey.surroundings, frame);
    return place?.node.kind === 'hold' && state.held ? { ...frame, phase: 'held' } : frame;
  });
  return { ...state, ...last, frames, history: state.history.slice(0, -1) };
}

function noteOffScript(journey: Journey, state: ScriptState, text: string): ScriptState {
  const said = text.trim();
  if (said === '') return refuse(journey, state, 'required');
  const { node } = topFrame(state);
  journey.effects.push({ kind: 'off-script', node, said });
  const remark = { node, said, t_ms: Math.max(0, journey.at - state.startedAt) };
  return { ...state, offScript: [...state.offScript, remark].slice(-offScriptLimit) };
}
