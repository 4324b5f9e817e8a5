import { describe, expect, it } from 'vitest';
import type { HeadsetIntent } from '../../../electron/common/contract/hid-contract.ts';
import type { SelfTestEvent, SelfTestState } from '../../../electron/common/headset/self-test-state.ts';
import {
  selfTestTickAt,
  selfTestView,
  startSelfTest,
  stepSelfTest,
} from '../../../electron/common/headset/self-test.ts';
import type { InRole } from '../../../electron/common/headset/telephony-usages.ts';
import { layoutOf, type FixtureName } from './descriptor-fixtures.ts';
import { nameTask } from './self-test-bench.ts';

/** Drives the reducer alone, so that what a device says can be timed to the millisecond. */
function drive(name: FixtureName, upTo: string) {
  let t = 10_000;
  let state: SelfTestState = startSelfTest({ layout: layoutOf(name), quirks: {}, options: {} }, t).state;
  const apply = (event: SelfTestEvent): void => {
    ({ state } = stepSelfTest(state, event));
  };
  const task = (): string | undefined => {
    const asked = selfTestView(state).task;
    return asked === null ? undefined : nameTask(asked);
  };
  const driver = {
    task,
    learnt: () => selfTestView(state).learnt,
    outcome: (name: string) =>
      selfTestView(state).results.find((result) => nameTask(result.task) === name)?.outcome,
    field(role: InRole, value: number, previous: number) {
      apply({ type: 'field', t, role, value, previous });
      return driver;
    },
    intent(intent: HeadsetIntent) {
      apply({ type: 'intent', t, intent });
      return driver;
    },
    act(action: 'skip' | 'seen') {
      apply({ type: 'action', t, action });
      return driver;
    },
    wait(ms: number) {
      const until = t + ms;
      for (let due = selfTestTickAt(state); due !== undefined && due <= until; due = selfTestTickAt(state)) {
        t = due;
        apply({ type: 'tick', t });
      }
      t = until;
      return driver;
    },
  };
  while (task() !== upTo) driver.act('skip').wait(1_500);
  return driver;
}

const toggle = { type: 'toggleMute' } as const;

describe('a button that never reports its release', () => {
  /** Muted by a press that left the bit at 1. */
  const muted = () => drive('L380', 'mute').field('mute', 1, 0).intent(toggle).act('skip');

  it('is known by a second 1, long after the first and alone', () => {
    const driver = muted();
    expect(driver.task()).toBe('unmute');
    driver.wait(1_200).field('hook', 1, 1).field('mute', 1, 1).field('busy', 0, 0).wait(100);
    expect([driver.task(), driver.learnt(), driver.outcome('unmute')]).toEqual([
      'hold',
      { noReleaseReport: true },
      'works',
    ]);
  });

  it('is not known while the first may still be held: devices repeat what is pressed', () => {
    const driver = muted();
    for (let repeat = 0; repeat < 40; repeat++) driver.wait(100).field('mute', 1, 1);
    expect([driver.wait(100).task(), driver.learnt()]).toEqual(['unmute', {}]);
  });

  it.each([
    ['before', (driver: ReturnType<typeof muted>) => driver.field('busy', 1, 0).field('mute', 1, 1)],
    ['behind', (driver: ReturnType<typeof muted>) => driver.field('mute', 1, 1).field('line', 0, 1)],
  ])('is not known by a report about something else, told %s it', (_, report) => {
    const driver = muted().wait(3_000);
    report(driver).wait(100);
    expect([driver.task(), driver.learnt()]).toEqual(['unmute', {}]);
  });

  it('is not known where the machine understood the report', () => {
    const driver = muted().wait(3_000).field('mute', 1, 1).intent(toggle).wait(100);
    expect([driver.task(), driver.outcome('unmute'), driver.learnt()]).toEqual(['hold', 'works', {}]);
  });

  it('is not known from a bit that was 1 before any press', () => {
    const driver = drive('L380', 'unmute').wait(3_000).field('mute', 1, 1).wait(100);
    expect([driver.task(), driver.learnt()]).toEqual(['unmute', {}]);
  });
});

describe('an absolute mute', () => {
  const pressed = (name: FixtureName) =>
    drive(name, 'mute').field('mute', 1, 0).intent({ type: 'setMute', on: true });

  it.each([
    ['falls after 500 ms', 500, { muteIs: 'toggle' }],
    ['falls after 501 ms', 501, {}],
    ['falls after a second', 1_000, { muteIs: 'level' }],
  ])('that %s', (_, ms, learnt) => {
    const driver = pressed('GON').wait(ms).field('mute', 0, 1).wait(2_000);
    expect(driver.learnt()).toEqual(learnt);
    expect(driver.outcome('mute')).toBe('works');
  });

  it('proves nothing when it is pressed again meanwhile', () => {
    const driver = pressed('GON').wait(300).field('mute', 0, 1).wait(300).field('mute', 1, 0).wait(2_000);
    expect(driver.learnt()).toEqual({});
  });

  it('cannot be skipped while it is watched: it was the right press', () => {
    const driver = pressed('GON').wait(100).act('skip').wait(1_000);
    expect(driver.outcome('mute')).toBe('works');
  });
});

describe('a press in several reports', () => {
  it('is not wrong when the right one follows at once', () => {
    const driver = drive('EVL', 'hold').wait(500).intent({ type: 'end' }).wait(200);
    expect(driver.intent({ type: 'hold' }).wait(1_000).outcome('hold')).toBe('works');
  });

  it('is one wrong press however many reports it takes', () => {
    const driver = drive('EVL', 'hold').wait(500).intent({ type: 'end' }).wait(20).field('redial', 1, 0);
    expect([driver.wait(1_000).outcome('hold'), driver.task()]).toEqual(['wrong', 'hold']);
  });
});
