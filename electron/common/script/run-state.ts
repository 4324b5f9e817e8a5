import type { AppError } from '../lib/app-error.ts';
import type { FieldValue, MergeContext, MergeData } from './merge-context.ts';
import { mergeData } from './merge-context.ts';
import { own, type Script, type ScriptLibrary, type ScriptNode } from './model.ts';
import type { OperatorScriptEvent } from './step-view.ts';

/**
 * One script running in one call. Frames are the return stack: the last one is where the operator is, a detour or a
 * `sub` script lies above the step it was called from.
 *
 *   main ── detour ──▶ detour frame ── @return ──▶ main, same step
 *   main ── sub node ─▶ sub frame ──── its end ──▶ main, `next` of the sub node
 */
export interface ScriptState {
  readonly script: string;
  /** The version the call began with; steps of another one are refused. */
  readonly version: number;
  readonly language: string;
  /** Milliseconds since the epoch; times of the path count from here. */
  readonly startedAt: number;
  /** Never empty. */
  readonly frames: readonly Frame[];
  readonly path: readonly PathEntry[];
  /** Ids of the answers given, by script, then by node. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly offScript: readonly OffScript[];
  /** What `back` goes back to. Fields, remarks and warnings are not part of it: what is stored stays. */
  readonly history: readonly Snapshot[];
  readonly held: boolean;
  /** Conduct warnings said in this call. */
  readonly warnings: number;
  /** What the step reached proposes as the call's outcome. */
  readonly outcome: string | null;
  /** Why nothing goes on any more. */
  readonly done: 'transferred' | 'conduct' | 'call-ended' | null;
}

/** ask: the node's own words; held, thanks: a hold; failed: a transfer; closing: a conduct warning that did not help. */
export type Phase = 'ask' | 'held' | 'thanks' | 'failed' | 'closing';

export interface Frame {
  readonly script: string;
  readonly mode: 'main' | 'sub' | 'detour';
  readonly node: string;
  readonly phase: Phase;
}

/** A step that was shown; `script` only where it is not the run's own. `t_ms` is when, since the start. */
export interface PathEntry {
  readonly node: string;
  readonly answer: string | null;
  readonly t_ms: number;
  readonly script?: string;
}

export interface OffScript {
  readonly node: string;
  readonly said: string;
  readonly t_ms: number;
}

export type Snapshot = Pick<ScriptState, 'frames' | 'path' | 'answers' | 'outcome'>;

export interface ScriptCallEvent {
  readonly type: 'call';
  readonly what: 'held' | 'retrieved' | 'transferred' | 'transfer-failed' | 'ended' | 'taken-back';
}

/** `at`: milliseconds since the epoch. */
export type ScriptEvent = (OperatorScriptEvent | ScriptCallEvent) & { readonly at: number };

/** What the rest of the program is to do or to remember. */
export type ScriptEffect =
  | { readonly kind: 'refused'; readonly error: AppError }
  | {
      readonly kind: 'answered';
      readonly node: string;
      readonly answer: string;
      readonly gate: string | null;
    }
  | {
      readonly kind: 'field-stored';
      readonly name: string;
      /** Null: the field was emptied. */
      readonly value: FieldValue | null;
      /** `case.<name>` or `customer.<name>`. */
      readonly target: string | null;
    }
  | { readonly kind: 'hold'; readonly reason: string }
  | { readonly kind: 'retrieve' }
  | { readonly kind: 'transfer'; readonly to: string }
  | { readonly kind: 'conduct-warning'; readonly count: number }
  | { readonly kind: 'hang-up'; readonly reason: 'conduct' }
  | { readonly kind: 'open-callback' }
  | { readonly kind: 'open-article'; readonly article: string }
  | { readonly kind: 'off-script'; readonly node: string; readonly said: string }
  | { readonly kind: 'outcome'; readonly outcome: string }
  | { readonly kind: 'calc-failed'; readonly node: string; readonly field: string }
  | { readonly kind: 'sub-missing'; readonly node: string; readonly script: string };

export interface Stepped {
  readonly state: ScriptState;
  readonly effects: readonly ScriptEffect[];
}

/** What lies around a run: values known at this moment and scripts that `sub` may call. */
export interface Surroundings {
  readonly merge?: MergeContext;
  readonly library?: ScriptLibrary;
}

export const pathLimit = 500;
export const offScriptLimit = 200;

export function topFrame(state: Pick<ScriptState, 'frames'>): Frame {
  const frame = state.frames.at(-1);
  if (frame === undefined) throw new Error('a run without frames');
  return frame;
}

export function scriptById(script: Script, surroundings: Surroundings, id: string): Script | undefined {
  return id === script.id ? script : own(surroundings.library ?? {}, id);
}

export interface Place {
  readonly script: Script;
  readonly node: ScriptNode;
  readonly frame: Frame;
}

/** Script and node of a frame; undefined when the library no longer has them. */
export function placeOf(script: Script, surroundings: Surroundings, frame: Frame): Place | undefined {
  const found = scriptById(script, surroundings, frame.script);
  const node = found === undefined ? undefined : own(found.nodes, frame.node);
  return found === undefined || node === undefined ? undefined : { script: found, node, frame };
}

/** What conditions, formulas and merge fields of a script read at this moment. */
export function dataOf(state: ScriptState, script: string, surroundings: Surroundings): MergeData {
  return mergeData(surroundings.merge ?? {}, state.fields, own(state.answers, script) ?? {});
}

/** The part of a call record that a run fills. Times are milliseconds since the epoch. */
export function recordRun(state: ScriptState) {
  const at = (t: number) => state.startedAt + t;
  return {
    id: state.script,
    version: state.version,
    language: state.language,
    path: state.path.map(({ node, answer, t_ms, script }) => ({
      node: script === undefined ? node : `${script}/${node}`,
      answer,
      at: at(t_ms),
    })),
    fields: Object.fromEntries(Object.entries(state.fields).map(([name, value]) => [name, String(value)])),
    offScript: state.offScript.map(({ node, said, t_ms }) => ({ node, said, at: at(t_ms) })),
  };
}
