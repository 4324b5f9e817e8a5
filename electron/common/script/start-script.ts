import type { Script } from './model.ts';
import type { ScriptState, Stepped, Surroundings } from './run-state.ts';
import { frameOf, travel, type Journey } from './travel.ts';

/** Begins a run at the script's start. A language the script lacks falls back to its source language. */
export function startScript(
  script: Script,
  begin: { readonly language: string; readonly at: number; readonly held?: boolean },
  surroundings: Surroundings = {},
): Stepped {
  const state: ScriptState = {
    script: script.id,
    version: script.version,
    language: spokenLanguage(script, begin.language),
    startedAt: begin.at,
    frames: [frameOf(script.id, 'main', script.start)],
    path: [],
    answers: {},
    fields: {},
    offScript: [],
    history: [],
    held: begin.held === true,
    warnings: 0,
    outcome: null,
    done: null,
  };
  const journey: Journey = { script, surroundings, at: begin.at, event: 'start', effects: [] };
  return { state: travel(journey, state, script.start), effects: journey.effects };
}

/** The language a run is held in: the one asked for, one of the same base language, else the source language. */
export function spokenLanguage(script: Script, wanted: string): string {
  const base = (code: string) => code.split('-')[0];
  return (
    script.languages.find((code) => code === wanted) ??
    script.languages.find((code) => base(code) === base(wanted)) ??
    script.languages[0] ??
    wanted
  );
}
