import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScriptNode } from '../../../electron/common/script/model.ts';
import {
  placeOf,
  topFrame,
  type Phase,
  type ScriptEvent,
  type ScriptState,
} from '../../../electron/common/script/run-state.ts';
import { startScript } from '../../../electron/common/script/start-script.ts';
import { stepViewSchema } from '../../../electron/common/script/step-view.ts';
import { step } from '../../../electron/common/script/step.ts';
import { viewStep } from '../../../electron/common/script/view-step.ts';
import { fixtureSource, loadOrThrow, shippedSource } from './fixture-scripts.ts';

const library = { identify: loadOrThrow(fixtureSource('identify')) };
const scripts = [loadOrThrow(fixtureSource('moving-house')), loadOrThrow(shippedSource('inbound-care'))];
const surroundings = { library, merge: { call: { line: 'business' }, time: { part: 'morning' } } };

const names = scripts.flatMap((script) => [
  ...Object.keys(script.nodes),
  'nowhere',
  'constructor',
  '@return',
]);
const fields = ['meter', 'rooms', 'birthday', 'account', 'reading', 'complaint', 'cost', 'toString'];

const event: fc.Arbitrary<ScriptEvent> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant({ type: 'on' } as const) },
      {
        weight: 5,
        arbitrary: fc.record({ type: fc.constant('answer' as const), key: fc.integer({ min: 1, max: 5 }) }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          type: fc.constant('value' as const),
          field: fc.constantFrom(...fields),
          text: fc.constantFrom('', '12', '1234567', 'one', '2020-02-02', 'так сталося'),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ type: fc.constant('detour' as const), index: fc.integer({ min: 0, max: 2 }) }),
      },
      { weight: 2, arbitrary: fc.constant({ type: 'back' } as const) },
      {
        weight: 1,
        arbitrary: fc.record({ type: fc.constant('jump' as const), node: fc.constantFrom(...names) }),
      },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('off-script' as const), said: fc.string() }) },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('language' as const),
          code: fc.constantFrom('en', 'ro', 'fa'),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('call' as const),
          what: fc.constantFrom('held', 'retrieved', 'transferred', 'transfer-failed', 'ended', 'taken-back'),
        }),
      },
    ),
    fc.integer({ min: 0, max: 60_000 }),
  )
  .map(([wish, at]) => ({ ...wish, at }));

function faultsOf(script: (typeof scripts)[number], state: ScriptState): readonly string[] {
  const { frames } = state;
  const checks: Readonly<Record<string, boolean>> = {
    'the first frame, and only it, is the main one': frames.every(
      ({ mode }, index) => (mode === 'main') === (index === 0),
    ),
    'the path ends where the operator is': state.path.at(-1)?.node === topFrame(state).node,
    'the language is one of the script': script.languages.includes(state.language),
    'only fields of the script are stored': !Object.hasOwn(state.fields, 'toString'),
  };
  const faults = Object.keys(checks).filter((name) => checks[name] === false);
  return [...faults, ...frames.flatMap((_, index) => frameFaults(script, state, index))];
}

const phaseOf: Readonly<Record<Phase, ScriptNode['kind'] | null>> = {
  ask: null,
  held: 'hold',
  thanks: 'hold',
  closing: 'conduct',
  failed: 'transfer',
};

function frameFaults(script: (typeof scripts)[number], state: ScriptState, index: number): readonly string[] {
  const frame = state.frames[index];
  const place = frame === undefined ? undefined : placeOf(script, surroundings, frame);
  if (place === undefined) return ['every frame stands at a node that exists'];
  const { kind } = place.node;
  const above = state.frames[index + 1];
  const expected = phaseOf[place.frame.phase];
  const checks: Readonly<Record<string, boolean>> = {
    'the top is shown': above !== undefined || (kind !== 'calc' && kind !== 'sub'),
    'a sub was called by a sub node': above?.mode !== 'sub' || kind === 'sub',
    'a held step means a held line': place.frame.phase !== 'held' || state.held,
    'a phase belongs to its kind': expected === null || expected === kind,
  };
  return Object.keys(checks).filter((name) => checks[name] === false);
}

describe.each(scripts.map((script) => ({ script, id: script.id })))(
  'any sequence of events in $id',
  ({ script }) => {
    it('keeps the state valid, loses nothing stored, and can be shown', () => {
      fc.assert(
        fc.property(fc.array(event, { maxLength: 60 }), (events) => {
          let { state } = startScript(script, { language: 'en', at: 0 }, surroundings);
          for (const each of events) {
            const stepped = step(script, state, each, surroundings);
            expect(faultsOf(script, stepped.state)).toEqual([]);
            expect(stepped.state.warnings).toBeGreaterThanOrEqual(state.warnings);
            expect(stepped.state.offScript.length).toBeGreaterThanOrEqual(state.offScript.length);
            if (stepped.effects.some((effect) => effect.kind === 'refused')) {
              expect(stepped.effects).toHaveLength(1);
              expect(stepped.state).toBe(state);
            } else if (stepped.state === state) {
              const isQuiet = each.type === 'call' || stepped.effects.length > 0;
              expect(isQuiet).toBe(true);
            }
            state = stepped.state;
          }
          expect(structuredClone(state)).toEqual(state);
          const view = viewStep(script, state, surroundings);
          expect(stepViewSchema.parse(view)).toEqual(view);
        }),
        { numRuns: 150 },
      );
    });

    it('back after a step restores all but what was stored', () => {
      fc.assert(
        fc.property(fc.array(event, { maxLength: 40 }), event, (events, last) => {
          let { state } = startScript(script, { language: 'en', at: 0 }, surroundings);
          for (const each of events) ({ state } = step(script, state, each, surroundings));
          const moved = step(script, state, last, surroundings).state;
          if (last.type === 'back' || last.type === 'call' || moved.history.length <= state.history.length)
            return;
          const undone = step(script, moved, { type: 'back', at: 0 }, surroundings).state;
          const { frames, path, answers, outcome, history } = state;
          expect(undone).toEqual({ ...moved, frames, path, answers, outcome, history });
        }),
        { numRuns: 300 },
      );
    });

    it('a detour and its return come back to the same step with all answers', () => {
      fc.assert(
        fc.property(fc.array(event, { maxLength: 30 }), (events) => {
          let { state } = startScript(script, { language: 'en', at: 0 }, surroundings);
          for (const each of events) ({ state } = step(script, state, each, surroundings));
          const away = step(script, state, { type: 'detour', index: 0, at: 1 }, surroundings);
          if (away.state === state) return;
          const returned = step(script, away.state, { type: 'answer', key: 1, at: 2 }, surroundings).state;
          expect(returned.frames).toEqual(state.frames);
          expect(returned.fields).toEqual(state.fields);
          for (const [id, answers] of Object.entries(state.answers)) {
            const others = Object.entries(answers).filter(
              ([node]) => node !== 'upset' && node !== 'difficult',
            );
            expect(returned.answers[id]).toMatchObject(Object.fromEntries(others));
          }
        }),
        { numRuns: 200 },
      );
    });
  },
);
