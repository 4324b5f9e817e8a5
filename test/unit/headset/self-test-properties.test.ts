import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selfTestActionSchema, selfTestSchema } from '../../../electron/common/contract/headset-panel.ts';
import type { HeadsetIntent } from '../../../electron/common/contract/hid-contract.ts';
import type {
  SelfTestEffect,
  SelfTestEvent,
  SelfTestStep,
} from '../../../electron/common/headset/self-test-state.ts';
import {
  selfTestTickAt,
  selfTestView,
  startSelfTest,
  stepSelfTest,
} from '../../../electron/common/headset/self-test.ts';
import { fixtureNames, layoutOf } from './descriptor-fixtures.ts';
import { startBench } from './self-test-bench.ts';

const role = fc.constantFrom(
  'hook',
  'mute',
  'flash',
  'hold',
  'redial',
  'drop',
  'reject',
  'busy',
  'line',
  'key',
  'speedDial',
);
const intent = fc.constantFrom<HeadsetIntent>(
  { type: 'answer' },
  { type: 'reject', call: 'incoming' },
  { type: 'reject', call: 'waiting' },
  { type: 'end' },
  { type: 'setMute', on: true },
  { type: 'setMute', on: false },
  { type: 'toggleMute' },
  { type: 'hold' },
  { type: 'resume' },
  { type: 'redial' },
  { type: 'dialIntent' },
  { type: 'digit', d: '1' },
);
const value = fc.constantFrom(0, 1, 1, -1, 7);

const occurrence = fc.oneof(
  { weight: 6, arbitrary: fc.record({ role, value, previous: fc.option(value, { nil: undefined }) }) },
  { weight: 5, arbitrary: fc.record({ intent }) },
  // Cancelling too often would leave nothing to see.
  {
    weight: 3,
    arbitrary: fc.record({ action: fc.constantFrom(...selfTestActionSchema.options, 'seen', 'skip') }),
  },
  { weight: 3, arbitrary: fc.constant({ tick: true }) },
  { weight: 1, arbitrary: fc.constant({ interrupted: true }) },
);
const script = fc.array(fc.record({ after: fc.oneof(fc.nat(300), fc.nat(30_000)), what: occurrence }), {
  maxLength: 60,
});

function toEvent(
  what: typeof occurrence extends fc.Arbitrary<infer One> ? One : never,
  t: number,
): SelfTestEvent {
  if ('role' in what) return { type: 'field', t, ...what };
  if ('intent' in what) return { type: 'intent', t, ...what };
  if ('action' in what) return { type: 'action', t, ...what };
  return 'tick' in what ? { type: 'tick', t } : { type: 'interrupted', t };
}

describe('whatever happens in a self-test', () => {
  it('it ends, in idle, with the quirks of before, and its view is always one for the desk', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixtureNames), script, (name, events) => {
        const quirks = { ackDeadlineMs: 700 };
        let t = 5_000;
        const effects: SelfTestEffect[] = [];
        let step: SelfTestStep = startSelfTest({ layout: layoutOf(name), quirks, options: {} }, t);
        const take = (next: SelfTestStep): void => {
          step = next;
          effects.push(...next.effects);
          const view = selfTestSchema.parse(selfTestView(next.state));
          expect(view.task === null).toBe(view.state !== 'running');
          expect(new Set(view.results.map(({ task }) => JSON.stringify(task))).size).toBe(
            view.results.length,
          );
        };
        take(step);
        for (const { after, what } of events) {
          t += after;
          const wasOver = selfTestView(step.state).state !== 'running';
          take(stepSelfTest(step.state, toEvent(what, t)));
          if (wasOver) expect(step.effects).toEqual([]);
        }
        let ticks = 0;
        for (let due = selfTestTickAt(step.state); due !== undefined; due = selfTestTickAt(step.state)) {
          expect(due).toBeGreaterThanOrEqual(t);
          t = due;
          take(stepSelfTest(step.state, { type: 'tick', t }));
          expect(++ticks).toBeLessThanOrEqual(60);
        }
        expect(selfTestView(step.state).state).not.toBe('running');
        const phases = effects.filter((effect) => effect.type === 'phase');
        expect(phases.at(-1) ?? { type: 'phase', phase: 'idle', muted: false }).toEqual({
          type: 'phase',
          phase: 'idle',
          muted: false,
        });
        const read = effects.filter((effect) => effect.type === 'quirks');
        if (read.length > 0) expect(read.at(-1)).toEqual({ type: 'quirks', quirks });
      }),
      { numRuns: 1_500 },
    );
  });

  it('it leaves the device dark, whatever is pressed and whatever habits the device has', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtureNames),
        fc.record(
          {
            hookPulseMs: fc.constantFrom(20, 120, 400),
            mutePulseMs: fc.constantFrom(20, 300, 700),
            mutesOnlyOffHook: fc.boolean(),
            noRelease: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
        fc.array(fc.record({ pick: fc.nat(), after: fc.oneof(fc.nat(200), fc.nat(5_000)) }), {
          maxLength: 40,
        }),
        (name, habits, presses) => {
          const bench = startBench(name, habits);
          const roles = [...new Set(bench.context().layout.inputs.map((field) => field.role))];
          for (const { pick, after } of presses) {
            bench.wait(after);
            const pressed = roles[pick % (roles.length + 1)];
            if (pressed === undefined) bench.act(pick % 2 === 0 ? 'seen' : 'skip');
            else bench.press(pressed);
          }
          bench.wait(600_000);
          expect(bench.view().state).toBe('done');
          expect([bench.machine().phase, bench.lit(), bench.context().quirks]).toEqual(['idle', [], {}]);
        },
      ),
      { numRuns: 400 },
    );
  });
});
