import { buildWords } from './build-greeting.ts';
import { fillMarkdown, fillPlain, type Writing } from './fill-words.ts';
import type { MergeData } from './merge-context.ts';
import { backToCaller, labelledIds, own, type PartName, type Script, type ScriptNode } from './model.ts';
import { holds } from './rule.ts';
import {
  dataOf,
  placeOf,
  scriptById,
  topFrame,
  type PathEntry,
  type Place,
  type ScriptState,
  type Surroundings,
} from './run-state.ts';
import { spokenLanguage } from './start-script.ts';
import { detourOwner } from './step.ts';
import type { StepView } from './step-view.ts';
import { callerOfSub } from './travel.ts';

/** Everything the words of one script need at this moment. */
interface Voice {
  readonly script: Script;
  readonly language: string;
  readonly data: MergeData;
  readonly writing: Writing;
}

const labelLength = 60;
const previewHops = 20;

/**
 * The step a run stands at, ready to be shown. Values of customer and operator are read now, not when the run began.
 * `words`, `short`, `why`, `thanks`, `closing`, `failed` and `preview` are Markdown; titles and labels are plain text.
 * Null when the library no longer has the script the run stands in.
 */
export function viewStep(
  script: Script,
  state: ScriptState,
  surroundings: Surroundings = {},
): StepView | null {
  const place = placeOf(script, surroundings, topFrame(state));
  if (place === undefined || place.node.kind === 'calc' || place.node.kind === 'sub') return null;
  const { node, frame } = place;
  const voice = voiceOf(place.script, state, surroundings);
  const section = sectionOf(voice, frame.node);
  const markdown = (part: PartName) => {
    const text = section.parts[part];
    return text === undefined || text === '' ? null : fillMarkdown(text, voice.data, voice.writing);
  };
  const thanks = markdown('thanks');
  const closing = markdown('closing');
  const failed = markdown('failed');
  const isOver = state.done !== null;
  return {
    script: place.script.id,
    version: place.script.version,
    title: viewTitle(place.script, state.language, voice),
    language: voice.language,
    languages: [...script.languages],
    node: frame.node,
    kind: node.kind,
    gate: node.kind === 'gate' ? node.gate : null,
    words: sayNow(place, { own: wordsOf(voice, frame.node), thanks, closing, failed }),
    short: frame.phase === 'ask' || frame.phase === 'held' ? markdown('short') : null,
    why: markdown('why'),
    thanks,
    closing,
    failed,
    answers: viewAnswers(voice, place),
    items: viewLabels(voice, place, node.kind === 'hold' || node.kind === 'checklist'),
    field: viewField(voice, place, state),
    phase: frame.phase,
    warnings: node.kind === 'conduct' ? { given: state.warnings, needed: node.warnings ?? 1 } : null,
    canGoOn: !isOver && canGoOn(state, node),
    canGoBack: state.history.length > 0,
    canReturn: frame.mode === 'detour',
    detours: viewDetours(script, state, surroundings),
    path: state.path.slice(0, -1).map((entry) => viewEntry(script, state, surroundings, entry)),
    preview: isOver ? null : previewOf(script, state, surroundings, place, voice),
    outcome: state.outcome,
  };
}

function viewLabels(voice: Voice, place: Place, isShown: boolean): StepView['items'] {
  const ids = isShown ? labelledIds(place.node) : null;
  return (ids ?? []).map((id) => ({ id, label: labelOf(voice, place.frame.node, id) }));
}

function viewAnswers(voice: Voice, { node, frame }: Place): StepView['answers'] {
  if (node.kind !== 'ask' && node.kind !== 'gate') return [];
  return node.answers
    .filter((each) => holds(each.when, voice.data))
    .map(({ id, key }) => ({ id, key, label: labelOf(voice, frame.node, id) }));
}

function viewField(voice: Voice, place: Place, state: ScriptState): StepView['field'] {
  const { node } = place;
  if (node.kind !== 'field') return null;
  const { name, type, required } = node.field;
  return {
    name,
    type,
    required: required === true,
    value: fieldText(own(state.fields, name)),
    options: viewLabels(voice, place, true),
  };
}

/** The title of a script in a language, or in its source language. Plain text. */
export function scriptTitle(script: Script, language: string): string {
  return own(script.texts, spokenLanguage(script, language))?.title ?? script.id;
}

function viewTitle(script: Script, language: string, voice: Voice): string {
  return fillPlain(scriptTitle(script, language), voice.data, voice.writing);
}

function voiceOf(script: Script, state: ScriptState, surroundings: Surroundings): Voice {
  const language = spokenLanguage(script, state.language);
  const { currency, timeZone } = surroundings.merge ?? {};
  return {
    script,
    language,
    data: dataOf(state, script.id, surroundings),
    writing: { language, currency, timeZone },
  };
}

function sectionOf(voice: Voice, node: string) {
  const text = own(voice.script.texts, voice.language);
  return own(text?.sections ?? {}, node) ?? { words: '', parts: {}, labels: {} };
}

/** A node's words: what its slots build, then its own. */
function wordsOf(voice: Voice, id: string): string {
  const node = own(voice.script.nodes, id);
  const text = own(voice.script.texts, voice.language);
  const set = node !== undefined && 'use' in node ? node.use : undefined;
  const built =
    set === undefined || text === undefined ? '' : buildWords(voice.script, text, set, voice.data);
  return [built, sectionOf(voice, id).words]
    .filter((words) => words !== '')
    .map((words) => fillMarkdown(words, voice.data, voice.writing))
    .join('\n\n');
}

function labelOf(voice: Voice, node: string, id: string): string {
  return fillPlain(own(sectionOf(voice, node).labels, id) ?? id, voice.data, voice.writing);
}

/** What is to be said at this phase: a hold that is over is thanked for, a warning in vain is closed. */
function sayNow(
  place: Place,
  words: { own: string; thanks: string | null; closing: string | null; failed: string | null },
): string {
  switch (place.frame.phase) {
    case 'thanks':
      return words.thanks ?? words.own;
    case 'closing':
      return words.closing ?? words.own;
    case 'failed':
      return words.failed ?? words.own;
    case 'ask':
    case 'held':
      return words.own;
  }
}

function canGoOn(state: ScriptState, node: ScriptNode): boolean {
  if (node.kind === 'ask' || node.kind === 'gate') return false;
  if (node.kind === 'end') return callerOfSub(state) !== null;
  if (node.kind !== 'field') return true;
  return node.field.required !== true || own(state.fields, node.field.name) !== undefined;
}

const fieldText = (value: string | number | boolean | undefined): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === undefined ? '' : String(value);
};

function viewDetours(script: Script, state: ScriptState, surroundings: Surroundings): StepView['detours'] {
  const owner = detourOwner(script, state, surroundings);
  if (owner === undefined) return [];
  const voice = voiceOf(owner, state, surroundings);
  return owner.anytime.map((node) => ({ node, label: shorten(briefWords(voice, node)) || node }));
}

function viewEntry(
  script: Script,
  state: ScriptState,
  surroundings: Surroundings,
  entry: PathEntry,
): StepView['path'][number] {
  const { node, answer } = entry;
  const found = scriptById(script, surroundings, entry.script ?? script.id);
  if (found === undefined) return { node, label: node };
  const voice = voiceOf(found, state, surroundings);
  const step = own(found.nodes, node);
  if (answer !== null) return { node, label: shorten(labelOf(voice, node, answer)) };
  const typed = step?.kind === 'field' ? fieldText(own(state.fields, step.field.name)) : '';
  return { node, label: shorten(typed === '' ? briefWords(voice, node) : typed) || node };
}

function briefWords(voice: Voice, node: string): string {
  const { short } = sectionOf(voice, node).parts;
  if (short === undefined || short === '') return wordsOf(voice, node);
  return fillMarkdown(short, voice.data, voice.writing);
}

/** The first sentence as plain text, cut at a word where it is long. */
function shorten(markdown: string): string {
  const plain = markdown.replace(/\\([\p{P}\p{S}])|[*_`]+/gu, '$1').replace(/\s+/gu, ' ');
  const sentence = /^.*?[.!?؟…](?=\s|$)/u.exec(plain)?.[0] ?? plain;
  if (sentence.length <= labelLength) return sentence.trim();
  return `${sentence.slice(0, labelLength).replace(/\s+\S*$/u, '')}…`;
}

/** The next words when there is one way on: past `calc`, into other scripts, back from a detour. */
function previewOf(
  script: Script,
  state: ScriptState,
  surroundings: Surroundings,
  place: Place,
  voice: Voice,
): string | null {
  const target = onlyWay(place.node, voice);
  const step =
    target === backToCaller
      ? callerOfDetour(script, state, surroundings)
      : nextShown(script, surroundings, place.script, target);
  return step === null ? null : wordsOf(voiceOf(step.script, state, surroundings), step.node) || null;
}

interface Step {
  readonly script: Script;
  readonly node: string;
}

function callerOfDetour(script: Script, state: ScriptState, surroundings: Surroundings): Step | null {
  const below = state.frames.at(-2);
  if (topFrame(state).mode !== 'detour' || below === undefined) return null;
  const caller = scriptById(script, surroundings, below.script);
  return caller === undefined ? null : { script: caller, node: below.node };
}

function nextShown(
  script: Script,
  surroundings: Surroundings,
  owner: Script,
  target: string | null,
): Step | null {
  let current = owner;
  let id = target;
  for (let hops = 0; id !== null && hops < previewHops; hops += 1) {
    const node = own(current.nodes, id);
    if (node?.kind === 'sub') {
      const called = scriptById(script, surroundings, node.script);
      current = called ?? current;
      id = called?.start ?? node.next;
    } else if (node?.kind === 'calc') {
      id = node.next;
    } else {
      return node === undefined ? null : { script: current, node: id };
    }
  }
  return null;
}

function onlyWay(node: ScriptNode, voice: Voice): string | null {
  if (node.kind === 'end') return null;
  if (node.kind !== 'ask' && node.kind !== 'gate') return node.next;
  const offered = node.answers.filter((answer) => holds(answer.when, voice.data));
  return offered.length === 1 ? (offered[0]?.next ?? null) : null;
}
