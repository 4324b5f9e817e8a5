import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headsetPanelSchema } from '../../../electron/common/contract/headset-panel.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { settle } from './manual-clock.ts';
import { startSession, type SessionOptions } from './session-bench.ts';
import { refused } from './transport-double.ts';

let root = '';
let ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'offhook-session-'));
});
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
  rmSync(root, { recursive: true });
});

async function begin(options: SessionOptions = {}) {
  const bench = await startSession({ folder: join(root, 'headsets'), ...options });
  ends.push(bench.end);
  return bench;
}

describe('the panel', () => {
  it('shows the device, its layout, what is pressed and what is lit', async () => {
    const { session, plug } = await begin({ wishes: { options: { ringer: true } } });
    expect(session.panel()).toMatchObject({ device: null, selfTest: null, recording: null });
    const device = await plug('L380', 'a', 'SERIAL-7');
    device.send('02 00 00');
    session.setPhase('incoming', false);
    await settle();
    device.send('02 11 00', '02 01 00');
    const panel = session.panel();
    expect(headsetPanelSchema.parse(panel)).toEqual(panel);
    expect(panel.device).toMatchObject({
      usbId: '0b0e:24c9',
      product: 'Headset a',
      capability: 'full',
      origin: 'sysfs',
      quirks: { ackDeadlineMs: 3000 },
      options: { ringer: true },
    });
    expect(panel.device?.inputs).toContainEqual({
      role: 'mute',
      semantics: 'toggle',
      reportId: 2,
      bit: 3,
      size: 1,
    });
    expect(panel.live).toMatchObject({ pressed: ['hook'], lit: ['ring', 'ringer'] });
    expect(panel.live.recent.map(({ role, value }) => [role, value])).toEqual([
      ['hook', 1],
      ['flash', 1],
      ['flash', 0],
    ]);
    expect(JSON.stringify(panel)).not.toContain('SERIAL');
  });

  it('shows a light only once the device took it', async () => {
    const { session, plug } = await begin();
    const device = await plug('L380', 'a');
    let take: (result: { ok: true; value: null }) => void = () => undefined;
    device.writeResults = [new Promise((resolve) => (take = resolve))];
    session.setPhase('active', false);
    await settle();
    expect(session.panel().live.lit).toEqual([]);
    take({ ok: true, value: null });
    await settle();
    expect(session.panel().live.lit).toEqual(['offHook']);
  });

  it('names every obstacle: of the system, of files, of devices', async () => {
    const bench = await begin({ obstacles: [appError('headset.mute-key-doubled')] });
    bench.faults.push(appError('headset.descriptor-invalid', { file: 'x.hex' }));
    bench.usb.plug('L380', 'a').openResults = Array.from({ length: 9 }, () => refused);
    bench.session.wake();
    await bench.clock.pass(6_000);
    expect(bench.session.panel().obstacles.map(({ code }) => code)).toEqual([
      'headset.mute-key-doubled',
      'headset.descriptor-invalid',
      'headset.failed',
    ]);
    expect(bench.troubles).toEqual(['headset.descriptor-invalid']);
    bench.faults.length = 0;
    bench.session.wake();
    await bench.clock.pass(6_000);
    expect(bench.troubles).toEqual(['headset.descriptor-invalid', 'over headset.descriptor-invalid']);
  });

  it('comes at most ten times a second while watched, the last state always, and not otherwise', async () => {
    const { session, plug, clock, panels } = await begin();
    const device = await plug('L380', 'a');
    device.send('02 00 00');
    expect(panels).toEqual([]);
    session.watch(true);
    for (let press = 0; press < 50; press++) {
      device.send('02 01 00', '02 00 00');
      await clock.pass(20);
    }
    device.send('02 01 00');
    await clock.pass(200);
    expect(panels.length).toBeGreaterThanOrEqual(10);
    expect(panels.length).toBeLessThanOrEqual(12);
    expect(panels.at(-1)?.live.pressed).toEqual(['hook']);
    session.watch(false);
    const count = panels.length;
    device.send('02 00 00');
    await clock.pass(1_000);
    expect(panels).toHaveLength(count);
  });
});

describe('the event log', () => {
  it('tells plugs, presses, echoes and losses, and no serial number', async () => {
    const { session, plug, clock, events } = await begin();
    const device = await plug('L380', 'a', 'SERIAL-7');
    device.send('02 00 00');
    session.setPhase('incoming', false);
    await settle();
    device.send('02 01 00');
    session.setPhase('active', false);
    await settle();
    await clock.pass(10_000);
    device.unplug();
    expect(events.map(({ what, detail }) => `${what} ${detail}`)).toEqual([
      'attached Headset a (0b0e:24c9)',
      'pressed answer',
      'detached could not read from HID device',
    ]);
    expect(JSON.stringify(events)).not.toContain('SERIAL');
  });

  it('is not drowned: a fault that repeats is told once in ten seconds, with its number', async () => {
    const { plug, clock, events } = await begin();
    const device = await plug('L380', 'a');
    for (let second = 0; second < 25; second++) {
      for (let sent = 0; sent < 10; sent++) device.send('02 01', '7f 00');
      await clock.pass(1_000);
    }
    const faults = events.filter(({ what }) => what === 'fault').map(({ detail }) => detail);
    expect(faults).toEqual([
      'short report',
      'unknown report',
      'short report (and 99 times before)',
      'unknown report (and 99 times before)',
      'short report (and 99 times before)',
      'unknown report (and 99 times before)',
    ]);
  });

  it('counts reports of 64 kB, and reads the next one', async () => {
    const { session, plug, events, intents } = await begin();
    const device = await plug('L380', 'a');
    device.send('02 00 00');
    session.setPhase('incoming', false);
    device.send(`02 ${'ff '.repeat(65_535)}`, '02 01 00');
    expect(events.map(({ detail }) => detail)).toContain('oversized report');
    expect(intents).toEqual(['answer']);
  });
});

describe('a call that must not end by mistake', () => {
  it('ends by a hang-up, a moment later', async () => {
    const { session, plug, clock, intents } = await begin();
    const device = await plug('L380', 'a');
    session.setPhase('active', false);
    await settle();
    device.send('02 01 00');
    await clock.pass(5_000);
    device.send('02 00 00');
    await clock.pass(10);
    expect(intents).toEqual(['end']);
  });

  it('does not end by a device that floods with hook changes from one moment to the next', async () => {
    const { session, plug, clock, intents, statuses } = await begin();
    const device = await plug('L380', 'a');
    session.setPhase('active', false);
    device.send('02 01 00');
    await clock.pass(5_000);
    for (let ms = 0; ms < 300; ms++) {
      for (let sent = 0; sent < 5; sent++) device.send('02 00 00', '02 01 00');
      await clock.pass(1);
    }
    expect(statuses.at(-1)).toMatchObject({ state: 'failed', error: { code: 'headset.flooding' } });
    expect(intents).toEqual([]);
  });

  it('does not pass a hang-up on to the next call', async () => {
    const { session, plug, clock, intents } = await begin();
    const device = await plug('L380', 'a');
    session.setPhase('active', false);
    device.send('02 01 00');
    await clock.pass(5_000);
    device.send('02 00 00');
    session.setPhase('idle', false);
    session.setPhase('incoming', false);
    await clock.pass(50);
    expect(intents).toEqual([]);
  });
});

describe('another program on the same headset', () => {
  it('is told while there are signs of it, for a minute at most', async () => {
    const { plug, clock, troubles } = await begin();
    const device = await plug('L380', 'a');
    device.send('02 00 00', '02 02 00');
    expect(troubles).toEqual(['headset.used-elsewhere']);
    await clock.pass(50_000);
    device.send('02 00 00', '02 02 00');
    await clock.pass(59_999);
    expect(troubles).toEqual(['headset.used-elsewhere']);
    await clock.pass(1);
    expect(troubles).toEqual(['headset.used-elsewhere', 'over headset.used-elsewhere']);
  });

  it('is over when the headset takes up a call of ours', async () => {
    const { session, plug, troubles } = await begin();
    const device = await plug('L380', 'a');
    device.send('02 00 00', '02 02 00');
    session.setPhase('incoming', false);
    expect(troubles).toEqual(['headset.used-elsewhere']);
    session.setPhase('active', false);
    expect(troubles).toEqual(['headset.used-elsewhere', 'over headset.used-elsewhere']);
  });

  /** Busy goes off, and within 50 ms the device is on-hook: another program rang (P19). */
  async function crossedHangUp(guard: boolean) {
    const bench = await begin({ wishes: { options: { guard } } });
    const device = await bench.plug('L380', 'a');
    bench.session.setPhase('active', false);
    await settle();
    device.send('02 03 00');
    await bench.clock.pass(5_000);
    device.send('02 01 00');
    await bench.clock.pass(20);
    device.send('02 00 00');
    await bench.clock.pass(20);
    return { ...bench, device };
  }

  it('that hung up is suspected; the call ends all the same', async () => {
    const { intents, troubles, events } = await crossedHangUp(false);
    expect(intents).toEqual(['end']);
    expect(troubles).toEqual(['headset.used-elsewhere']);
    expect(events.map(({ what }) => what)).toContain('shared');
  });

  it('with the guard does not end the call, is told until the call is over, and the headset is off-hook again', async () => {
    const { session, device, intents, troubles, events } = await crossedHangUp(true);
    expect(intents).toEqual([]);
    expect(troubles).toEqual(['headset.guarded-hangup']);
    expect(events.map(({ what }) => what)).toContain('guarded');
    expect(device.written.at(-1)).toBe('02 01 00');
    session.setPhase('idle', false);
    expect(troubles).toEqual(['headset.guarded-hangup', 'over headset.guarded-hangup']);
  });
});
