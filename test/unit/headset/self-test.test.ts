import { describe, expect, it } from 'vitest';
import { fixtureNames } from './descriptor-fixtures.ts';
import { nameTask, obey, startBench } from './self-test-bench.ts';

const all = (...tasks: string[]) => Object.fromEntries(tasks.map((task) => [task, 'works']));

describe('a self-test with a headset that is as it says', () => {
  it.each([
    [
      'L380',
      [
        'ring?',
        'answer',
        'offHook?',
        'mute',
        'mute?',
        'unmute',
        'hold',
        'hold?',
        'resume',
        'end',
        'reject',
        'redial',
      ],
    ],
    [
      'BT7',
      [
        'ring?',
        'answer',
        'offHook?',
        'mute',
        'mute?',
        'unmute',
        'hold',
        'hold?',
        'resume',
        'end',
        'reject',
        'redial',
      ],
    ],
    [
      'D1',
      [
        'ring?',
        'answer',
        'offHook?',
        'mute',
        'mute?',
        'unmute',
        'hold',
        'hold?',
        'resume',
        'end',
        'reject',
        'redial',
      ],
    ],
    [
      'S810',
      ['ring?', 'answer', 'offHook?', 'mute', 'mute?', 'unmute', 'hold', 'hold?', 'resume', 'end', 'reject'],
    ],
    ['FL', ['ring?', 'answer', 'offHook?', 'mute', 'mute?', 'unmute', 'end']],
    [
      'AIR',
      [
        'ring?',
        'answer',
        'offHook?',
        'mute',
        'mute?',
        'unmute',
        'hold',
        'hold?',
        'resume',
        'end',
        'reject',
        'redial',
      ],
    ],
    ['BRIO', ['answer', 'mute', 'mute?', 'unmute', 'end']],
    ['RAZER', ['answer', 'end']],
  ] as const)('asks %s for a whole call, and all of it works', (name, tasks) => {
    const bench = obey(startBench(name));
    expect(bench.view()).toMatchObject({ state: 'done', task: null, left: 0, learnt: {}, isKept: false });
    expect(bench.outcomes()).toEqual(all(...tasks));
    expect(bench.view().results.map(({ task }) => nameTask(task))).toEqual(tasks);
    expect(bench.machine().phase).toBe('idle');
    expect(bench.lit()).toEqual([]);
  });

  it('has nothing to ask a device without call controls', () => {
    const bench = startBench('G535');
    expect(bench.view()).toEqual({
      state: 'done',
      task: null,
      left: 0,
      results: [],
      learnt: {},
      isKept: false,
    });
  });

  it('shows what it asks for: ring, off-hook, mute, hold, in their phases', () => {
    const bench = startBench('L380');
    expect([bench.task(), bench.lit()]).toEqual(['ring?', ['ring']]);
    bench.act('seen').wait(500).press('hook').wait(500);
    expect([bench.task(), bench.lit()]).toEqual(['offHook?', ['offHook']]);
    bench.act('seen').wait(500).press('mute').wait(1_500);
    expect([bench.task(), bench.lit()]).toEqual(['mute?', ['offHook', 'mute']]);
    bench.act('not-seen').wait(500).press('mute').wait(1_500).press('flash').wait(500);
    expect([bench.task(), bench.lit()]).toEqual(['hold?', ['offHook', 'hold']]);
    expect(bench.outcomes()).toMatchObject({ 'ring?': 'works', 'mute?': 'not-seen', hold: 'works' });
  });

  it('counts the tasks down', () => {
    const bench = startBench('FL');
    const left: number[] = [];
    for (; bench.task() !== undefined; bench.act('skip')) left.push(bench.view().left);
    expect(left).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });
});

describe('what the operator does in a self-test', () => {
  it('goes on after 20 s without a press, and after 60 s without a word', () => {
    const bench = startBench('L380').wait(59_999);
    expect(bench.task()).toBe('ring?');
    expect(bench.wait(1).task()).toBe('answer');
    expect(bench.wait(19_999).task()).toBe('answer');
    expect(bench.wait(1).task()).toBe('offHook?');
    expect(bench.outcomes()).toEqual({ 'ring?': 'skipped', answer: 'silent' });
    // The call goes on as if it had been answered on the screen.
    expect(bench.lit()).toEqual(['offHook']);
  });

  it('ends by itself when nobody is there', () => {
    const bench = startBench('L380').wait(600_000);
    expect(bench.view().state).toBe('done');
    expect(bench.lit()).toEqual([]);
  });

  it('says that another button was pressed, and waits once more', () => {
    const bench = startBench('L380').act('seen').wait(1_000).press('mute').wait(400);
    expect([bench.task(), bench.outcomes()['answer']]).toEqual(['answer', 'wrong']);
    bench.wait(19_000).press('hook').wait(300);
    expect([bench.task(), bench.outcomes()['answer']]).toEqual(['offHook?', 'works']);
  });

  it('leaves it at the second wrong button', () => {
    const bench = startBench('L380').act('seen').wait(1_000).press('reject').wait(1_000).press('redial');
    expect(bench.wait(400).task()).toBe('offHook?');
    expect(bench.outcomes()['answer']).toBe('wrong');
  });

  it('takes a hang-up for wrong where it asks for mute, and keeps the call', () => {
    const bench = startBench('L380').act('skip').wait(100).press('hook').wait(500).act('seen').wait(1_000);
    expect(bench.press('hook').wait(400).outcomes()['mute']).toBe('wrong');
    expect([bench.machine().phase, bench.lit()]).toEqual(['active', ['offHook']]);
    expect(bench.wait(1_000).press('mute').wait(100).outcomes()['mute']).toBe('works');
  });

  it('ignores presses while it asks about a light', () => {
    const bench = startBench('L380').wait(1_000).press('hook').wait(1_000);
    expect([bench.task(), bench.lit(), bench.outcomes()]).toEqual(['ring?', ['ring'], {}]);
    expect(bench.act('seen').wait(1_000).press('hook').wait(300).outcomes()['answer']).toBe('works');
  });

  it('does not take the second half of a double press for an answer to the next ring', () => {
    const bench = startBench('L380');
    while (bench.task() !== 'end') bench.act('skip').wait(300);
    bench.wait(1_000).press('hook').wait(250).press('hook').wait(400);
    expect(bench.task()).toBe('reject');
    expect(bench.lit()).toEqual([]);
    expect(bench.wait(1_000).lit()).toEqual(['ring']);
    expect(bench.outcomes()).toMatchObject({ end: 'works' });
    expect(bench.outcomes()).not.toHaveProperty('reject');
  });

  it('can be left: cancelled by the operator, interrupted by a call', () => {
    const cancelled = startBench('L380').act('seen').act('cancel');
    expect(cancelled.view()).toMatchObject({ state: 'done', task: null, left: 0 });
    expect(cancelled.lit()).toEqual([]);
    const interrupted = startBench('L380').act('seen').wait(500).press('hook').wait(500).interrupt();
    expect(interrupted.view()).toMatchObject({ state: 'interrupted', task: null });
    expect(interrupted.lit()).toEqual([]);
    expect(interrupted.press('mute').wait(30_000).view().results).toHaveLength(2);
  });
});

describe('what a self-test learns', () => {
  it('sees a hook that pulses, and reads the rest of the call accordingly', () => {
    const bench = obey(startBench('ESP', { hookPulseMs: 50 }));
    expect(bench.view().learnt).toEqual({ hookPulses: true });
    expect(new Set(Object.values(bench.outcomes()))).toEqual(new Set(['works']));
    // Known for the test alone until the operator keeps it.
    expect(bench.context().quirks).toEqual({});
    expect(bench.act('keep').view().isKept).toBe(true);
  });

  it('does not take a slow hook, or one that our own write turned back, for a pulse', () => {
    expect(
      startBench('ESP', { hookPulseMs: 160 }).act('seen').wait(1_000).press('hook').wait(500).view().learnt,
    ).toEqual({});
    const crossed = startBench('ESP', { hookPulseMs: 50 }).act('seen').wait(100).press('hook').wait(500);
    expect(crossed.view().learnt).toEqual({});
    expect(crossed.outcomes()['answer']).toBe('works');
  });

  it.each([80, 300])('sees an absolute mute that is a button held for %i ms', (mutePulseMs) => {
    const undeclared = obey(startBench('GON', { mutePulseMs }));
    expect(undeclared.view().learnt).toEqual({ muteIs: 'toggle' });
    expect(undeclared.outcomes()).toMatchObject({ mute: 'works', unmute: 'works' });
    const declared = obey(startBench('AIR', { mutePulseMs }));
    expect(declared.view().learnt).toEqual({ muteIs: 'toggle' });
    expect(declared.outcomes()).toMatchObject({ mute: 'works', unmute: 'works' });
  });

  it('shows mute at once while it watches what the bit does', () => {
    const bench = startBench('GON');
    while (bench.task() !== 'mute') bench.act('skip').wait(300);
    expect(bench.wait(1_000).press('mute').wait(150).lit()).toEqual(['offHook', 'mute']);
  });

  it('sees an absolute mute that is a state, where the descriptor leaves it open', () => {
    expect(obey(startBench('GON')).view().learnt).toEqual({ muteIs: 'level' });
    expect(obey(startBench('FL')).view().learnt).toEqual({});
    expect(obey(startBench('GON', {}, { muteIs: 'level' })).view().learnt).toEqual({});
  });

  it('sees that mute is silent without a call, by asking for it once more', () => {
    const bench = startBench('L380', { mutesOnlyOffHook: true });
    while (bench.task() !== 'redial') {
      const before = bench.task();
      if (before === 'mute' || before === 'unmute') bench.wait(2_000).press('mute').wait(1_500);
      else bench.act('skip').wait(1_500);
    }
    expect(bench.act('skip').task()).toBe('mute');
    expect(bench.view().left).toBe(1);
    bench.wait(10_000);
    expect(bench.view()).toMatchObject({ state: 'done', learnt: { muteOnlyOffHook: true } });
    expect(bench.outcomes()['mute']).toBe('works');
  });

  it('learns nothing of a mute that nobody showed to work, or when told not to', () => {
    expect(startBench('L380').wait(600_000).view().learnt).toEqual({});
    const skipped = obey(startBench('L380', { mutesOnlyOffHook: true }));
    expect(skipped.view().learnt).toEqual({ muteOnlyOffHook: true });
    expect(
      obey(startBench('L380', { mutesOnlyOffHook: true }, { muteOnlyOffHook: true })).view().learnt,
    ).toEqual({});
  });

  it('sees that releases are never reported', () => {
    const bench = obey(startBench('L380', { noRelease: true }));
    expect(bench.view().learnt).toEqual({ noReleaseReport: true });
    expect(bench.outcomes()).toMatchObject({
      mute: 'works',
      unmute: 'works',
      hold: 'works',
      resume: 'works',
    });
  });

  it('does not take a held button for one without a release', () => {
    const bench = startBench('BT7');
    while (bench.task() !== 'mute') bench.act('skip');
    bench.wait(2_000).press('mute');
    expect(obey(bench).view().learnt).toEqual({});
  });

  it('keeps nothing when nothing was learnt, and not while it runs', () => {
    expect(obey(startBench('L380')).act('keep').view().isKept).toBe(false);
    expect(startBench('L380').act('keep').view().isKept).toBe(false);
  });
});

describe('any headset', () => {
  it.each(fixtureNames)('is tested to the end: %s', (name) => {
    const bench = obey(startBench(name));
    expect(bench.view().state).toBe('done');
    expect(bench.machine().phase).toBe('idle');
    expect(bench.lit()).toEqual([]);
  });
});
