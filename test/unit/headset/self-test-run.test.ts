import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SelfTestView } from '../../../electron/common/contract/headset-panel.ts';
import { createOnScreenTransport } from '../../../electron/node/headset/on-screen-transport.ts';
import { settle } from './manual-clock.ts';
import { startSession, type SessionOptions } from './session-bench.ts';
import type { BenchDevice } from './transport-double.ts';

let root = '';
let ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'offhook-self-test-'));
});
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
  rmSync(root, { recursive: true });
});

async function begin(options: SessionOptions = {}) {
  const bench = await startSession({ folder: join(root, 'headsets'), ...options });
  ends.push(bench.end);
  const view = (): SelfTestView | null => bench.session.panel().selfTest;
  const task = (): string => {
    const present = view()?.task;
    if (present === null || present === undefined) return view()?.state ?? 'no test';
    return present.kind === 'press' ? present.press : `look ${present.light}`;
  };
  return { ...bench, view, task };
}
type Bench = Awaited<ReturnType<typeof begin>>;

/** Does what the test asks for, until it is over; gives what it asked. */
async function obey(bench: Bench, press: (what: string) => void): Promise<string[]> {
  const asked: string[] = [];
  for (let turn = 0; turn < 200 && bench.view()?.state === 'running'; turn++) {
    await bench.clock.pass(600);
    const task = bench.task();
    if (asked.at(-1) !== task) {
      asked.push(task);
      if (task.startsWith('look')) await bench.session.selfTest('seen');
      else press(task);
    }
    await bench.clock.pass(1_400);
  }
  return asked;
}

describe('a self-test on the on-screen headset', () => {
  it('plays a whole call with the operator, of which the hub hears nothing, and ends dark', async () => {
    const onScreen = createOnScreenTransport();
    const bench = await begin({ extra: [onScreen] });
    await bench.clock.pass(2_000);
    expect(await bench.session.selfTest('start')).toEqual({ ok: true, value: null });
    const buttons = {
      answer: 'hook',
      end: 'hook',
      mute: 'mute',
      unmute: 'mute',
      hold: 'flash',
      resume: 'flash',
      reject: 'reject',
    } as const;
    const asked = await obey(bench, (what) => {
      for (const [task, button] of Object.entries(buttons)) if (task === what) onScreen.press(button);
    });
    expect(asked).toEqual([
      'look ring',
      'answer',
      'look offHook',
      'mute',
      'look mute',
      'unmute',
      'hold',
      'look hold',
      'resume',
      'end',
      'reject',
      // Once more without a call: is the button silent then?
      'mute',
    ]);
    const view = bench.view();
    expect(view?.state).toBe('done');
    expect(view?.results.filter(({ outcome }) => outcome !== 'works')).toEqual([]);
    expect(bench.intents).toEqual([]);
    expect(bench.events.map(({ what }) => what)).toEqual(['attached']);
    expect(onScreen.lights()).toEqual({ offHook: false, ring: false, mute: false, hold: false });
  });
});

describe('a self-test and a call', () => {
  it('is refused in a call and without a headset', async () => {
    const { session, plug } = await begin();
    expect(await session.selfTest('start')).toMatchObject({ error: { code: 'headset.none' } });
    await plug('L380', 'a');
    session.setPhase('incoming', false);
    expect(await session.selfTest('start')).toMatchObject({ error: { code: 'headset.busy' } });
  });

  it('gives way to a call: its state is written at once, and the answer is heard', async () => {
    const { session, plug, clock, intents, view, task } = await begin();
    const device = await plug('L380', 'a');
    device.send('02 00 00');
    await session.selfTest('start');
    await clock.pass(500);
    expect(task()).toBe('look ring');
    await session.selfTest('seen');
    expect(task()).toBe('answer');
    device.send('02 01 00');
    await clock.pass(5_000);
    expect(device.written.at(-1)).toBe('02 01 00');
    expect(intents).toEqual([]);
    session.setPhase('incoming', false);
    await settle();
    expect(view()?.state).toBe('interrupted');
    expect(device.written.at(-1)).toBe('02 08 00');
    // It follows the idle state and the ring, then the operator answers.
    device.send('02 00 00');
    await clock.pass(2_000);
    device.send('02 01 00');
    expect(intents).toEqual(['answer']);
  });

  it('is not disturbed by the idle phase that the hub repeats, nor by a wake', async () => {
    const { session, plug, clock, view } = await begin();
    const device = await plug('L380', 'a');
    await session.selfTest('start');
    await clock.pass(500);
    expect(device.written.at(-1)).toBe('02 08 00');
    session.setPhase('idle', true);
    session.wake();
    await clock.pass(500);
    expect(view()?.state).toBe('running');
    expect(device.written.at(-1)).toBe('02 08 00');
  });

  it('is interrupted when the headset is pulled out, and shows what it found', async () => {
    const { session, plug, clock, view } = await begin();
    const device = await plug('L380', 'a');
    await session.selfTest('start');
    await clock.pass(500);
    await session.selfTest('seen');
    device.unplug();
    expect(view()).toMatchObject({ state: 'interrupted', results: [{ outcome: 'works' }] });
    expect(session.panel().device).toBeNull();
    expect(await session.selfTest('start')).toMatchObject({ error: { code: 'headset.none' } });
  });

  it('cancelled leaves the idle state', async () => {
    const { session, plug, clock, view } = await begin();
    const device = await plug('L380', 'a');
    await session.selfTest('start');
    await clock.pass(500);
    await session.selfTest('cancel');
    await settle();
    expect(view()?.state).toBe('done');
    expect(device.written.at(-1)).toBe('02 00 00');
  });
});

describe('what a self-test learns', () => {
  /** The ESPHome layout declares a hook level and sends pulses. */
  const pulse = (device: BenchDevice, bits: string): void => {
    device.send(`01 ${bits}`, '01 00');
  };

  async function learn(options: SessionOptions = {}) {
    const bench = await begin({ usbIds: { ESP: [0x303a, 0x4005] }, ...options });
    const device = await bench.plug('ESP', 'a');
    device.send('01 00');
    await bench.session.selfTest('start');
    const bits: Readonly<Record<string, string>> = {
      answer: '01',
      end: '01',
      mute: '02',
      unmute: '02',
      hold: '04',
      resume: '04',
      redial: '08',
      reject: '10',
    };
    await obey(bench, (what) => {
      pulse(device, bits[what] ?? '00');
    });
    return { ...bench, device };
  }

  it('is in force only when it is kept, and then without a restart', async () => {
    const bench = await learn();
    expect(bench.view()).toMatchObject({ state: 'done', learnt: { hookPulses: true }, isKept: false });
    expect(bench.session.panel().device?.quirks).toEqual({});
    expect(await bench.session.selfTest('keep')).toEqual({ ok: true, value: null });
    expect(bench.view()?.isKept).toBe(true);
    expect(bench.session.panel().device?.quirks).toMatchObject({ hookPulses: true });
    const file = join(bench.folder, 'learnt.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ '303a:4005': { hookPulses: true } });

    bench.session.setPhase('incoming', false);
    await bench.clock.pass(2_000);
    pulse(bench.device, '01');
    await bench.clock.pass(2_000);
    expect(bench.intents).toEqual(['answer']);
  });

  it('adds to what was learnt of other devices', async () => {
    const bench = await learn();
    const file = join(bench.folder, 'learnt.json');
    writeFileSync(
      file,
      JSON.stringify({ '0b0e:24c9': { muteIs: 'toggle' }, '303a:4005': { muteVia: 'both' } }),
    );
    await bench.session.selfTest('keep');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      '0b0e:24c9': { muteIs: 'toggle' },
      '303a:4005': { muteVia: 'both', hookPulses: true },
    });
  });

  it('is not said to be kept when it cannot be written', async () => {
    const bench = await learn();
    rmSync(bench.folder, { recursive: true });
    writeFileSync(bench.folder, 'a file where the folder was');
    expect(await bench.session.selfTest('keep')).toMatchObject({ ok: false });
    expect(bench.view()?.isKept).toBe(false);
    expect(bench.session.panel().device?.quirks).toEqual({});
  });
});
