import { describe, expect, it } from 'vitest';
import { countReport, openGate, type ReportGate } from '../../../electron/node/headset/report-gate.ts';
import { createOnScreenTransport } from '../../../electron/node/headset/on-screen-transport.ts';
import { createDesk } from './bench-desk.ts';
import type { ManualClock } from './manual-clock.ts';
import type { BenchDevice } from './transport-double.ts';

/**
 * Verdicts of `perSecond` reports a second, for so long. `readMs`: how long the machine takes to read one; what comes
 * meanwhile waits, and time is that of the machine, not of the device.
 */
function pour(
  perSecond: number,
  ms: number,
  options: { gate?: ReportGate; from?: number; repeated?: boolean; readMs?: number; dropMs?: number } = {},
) {
  const { from = 0, repeated = false, readMs = 0, dropMs = 0 } = options;
  const told = { read: 0, drop: 0, flood: 0 };
  let gate = options.gate ?? openGate;
  let free = from;
  let floodAt: number | undefined;
  for (let sent = 0; sent < (perSecond * ms) / 1000; sent++) {
    const t = Math.max(free, from + (sent * 1000) / perSecond);
    if (t > from + ms) break;
    const counted = countReport(gate, t, repeated);
    gate = counted.gate;
    told[counted.verdict]++;
    if (counted.verdict === 'flood') floodAt ??= t - from;
    free = t + (counted.verdict === 'read' ? readMs : dropMs);
  }
  return { ...told, gate, floodAt };
}

describe('how many reports are read', () => {
  it('all that hands and boom arms can cause', () => {
    expect(pour(40, 60_000)).toMatchObject({ drop: 0, flood: 0 });
    const burst = pour(1_000, 60);
    expect(burst).toMatchObject({ drop: 0, flood: 0 });
    expect(pour(1_000, 30, { gate: burst.gate, from: 1_060 })).toMatchObject({ drop: 0, flood: 0 });
  });

  it('a burst of a second is dropped beyond its first part, and forgiven', () => {
    const burst = pour(900, 1_000);
    expect(burst.read).toBeLessThan(110);
    expect(burst.flood).toBe(0);
    expect(pour(30, 60_000, { gate: burst.gate, from: 3_000 })).toMatchObject({ drop: 0, flood: 0 });
  });

  it('changes come through beside a device that repeats itself a hundred times a second', () => {
    const { gate, flood } = pour(100, 60_000, { repeated: true });
    expect(flood).toBe(0);
    expect(pour(1_000, 30, { gate, from: 60_000 })).toMatchObject({ read: 30, drop: 0 });
  });

  it('ten thousand a second are a flood within a fifth of a second', () => {
    expect(pour(10_000, 1_000).floodAt).toBeLessThan(200);
  });

  it('a device stuck at its full rate, or at half of it, is a flood after three seconds', () => {
    for (const perSecond of [1_000, 500]) {
      const { floodAt } = pour(perSecond, 10_000);
      expect(floodAt).toBeGreaterThan(2_900);
      expect(floodAt).toBeLessThan(3_200);
    }
  });

  it('a machine so slow that reading fills its time notices the flood all the same', () => {
    for (const readMs of [1, 4, 10])
      expect(pour(10_000, 10_000, { readMs, dropMs: readMs / 50 }).floodAt).toBeLessThan(5_000);
  });

  it('a clock that was set back does not close the gate for good', () => {
    const busy = pour(900, 1_000, { from: 1_000_000 });
    expect(pour(30, 10_000, { gate: busy.gate })).toMatchObject({ flood: 0 });
    expect(pour(30, 5_000, { gate: pour(30, 10_000, { gate: busy.gate }).gate, from: 10_000 })).toMatchObject(
      {
        drop: 0,
      },
    );
  });
});

/** Ten reports each millisecond, as long as the device is open. */
async function flood(
  device: BenchDevice,
  clock: ManualClock,
  ms: number,
  report = '02 01 00',
): Promise<void> {
  const closesBefore = device.closes;
  for (let passed = 0; passed < ms && device.closes === closesBefore; passed++) {
    for (let sent = 0; sent < 10; sent++) device.send(sent % 2 === 0 ? report : '02 00 00');
    await clock.pass(1);
  }
}

describe('a headset that floods', () => {
  it('is put aside with one clear state, dark, and the call goes on', async () => {
    const { usb, manager, clock, said, statuses } = createDesk({ phase: 'active' });
    const device = usb.plug('L380', 'a');
    await manager.scan();
    await clock.pass(10_000);
    statuses.length = 0;
    await flood(device, clock, 1_000, 'ff 01 00');
    await clock.pass(5_000);
    expect(statuses).toMatchObject([
      { state: 'failed', error: { code: 'headset.flooding', details: { pauseSeconds: 10 } } },
    ]);
    expect(device.closes).toBeGreaterThan(0);
    expect(device.written.at(-1)).toBe('02 00 00');
    // Of 10,000 a second, only what a hand could have sent is looked at.
    expect(said.length).toBeLessThanOrEqual(110);
  });

  it('is tried again after 10, 20, 40 s, and is good again after a quiet minute', async () => {
    const { usb, manager, clock } = createDesk();
    const device = usb.plug('L380', 'a');
    await manager.scan();
    for (const pause of [10_000, 20_000, 40_000]) {
      await flood(device, clock, 1_000);
      const opens = device.opens;
      await clock.pass(pause - 1_000);
      expect(device.opens).toBe(opens);
      await clock.pass(1_100);
      expect(device.opens).toBe(opens + 1);
    }
    await clock.pass(60_000);
    await flood(device, clock, 1_000);
    expect(manager.status()).toMatchObject({ error: { details: { pauseSeconds: 10 } } });
  });

  it('gives way to another headset, in a call too', async () => {
    const onScreen = createOnScreenTransport();
    const { usb, manager, clock, said } = createDesk({ extra: [onScreen], phase: 'incoming' });
    const device = usb.plug('L380', 'a');
    await manager.scan();
    await flood(device, clock, 1_000, 'ff 01 00');
    await clock.pass(1_000);
    expect(manager.status()).toMatchObject({ state: 'ready', virtual: true });
    expect(manager.errors()).toMatchObject([{ code: 'headset.flooding' }]);
    onScreen.press('hook');
    expect(said.at(-1)).toBe('answer');
  });

  it('is free again when it is pulled out', async () => {
    const { usb, manager, clock, devicesChanged, activeKey } = createDesk();
    const device = usb.plug('L380', 'a');
    await manager.scan();
    await flood(device, clock, 1_000);
    device.vanish();
    await clock.pass(2_000);
    expect(manager.status()).toMatchObject({ state: 'none' });
    usb.plug('L380', 'a');
    devicesChanged();
    await clock.pass(2_000);
    expect(activeKey()).toBe('a');
  });

  it('costs little; printed, not judged', async () => {
    const { usb, manager } = createDesk({ phase: 'active' });
    const device = usb.plug('L380', 'a');
    await manager.scan();
    const before = process.cpuUsage();
    for (let sent = 0; sent < 10_000; sent++) device.send('ff 01 00');
    const { user, system } = process.cpuUsage(before);
    // For the eye; machines are noisy.
    console.log(`10,000 reports: ${((user + system) / 1000).toFixed(0)} ms of CPU time`);
    expect(manager.status()).toMatchObject({ state: 'failed', error: { code: 'headset.flooding' } });
  });
});
