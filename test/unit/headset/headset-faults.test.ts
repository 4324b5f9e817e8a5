import { describe, expect, it } from 'vitest';
import { headsetPhaseSchema, type HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail } from '../../../electron/common/lib/result.ts';
import { createDesk } from './bench-desk.ts';
import { settle } from './manual-clock.ts';
import type { BenchDevice } from './transport-double.ts';

/** A headset must not break a call: whatever its HID side does, nothing throws, and nobody is said to have pressed. */
const phases = headsetPhaseSchema.options;
const never = new Promise<never>(() => undefined);
const fault = (reason: string, code: 'headset.failed' | 'headset.permission' = 'headset.failed') =>
  fail(appError(code, { reason }));

const denied = fault('Permission denied', 'headset.permission');
const vanished = fault('hidapi error: open failed: No such file or directory');

const whileInUse: Readonly<Record<string, (device: BenchDevice) => void>> = {
  'every write fails (EPIPE)': (device) => {
    device.writeResults = Array.from({ length: 200 }, () => fault('EPIPE'));
  },
  'a write is never taken': (device) => {
    device.writeResults = [never];
  },
  'it is pulled out': (device) => {
    device.unplug();
  },
};

const whenOpened: Readonly<Record<string, (device: BenchDevice) => void>> = {
  'may not be opened (EACCES)': (device) => {
    device.openResults = Array.from({ length: 20 }, () => denied);
  },
  'was gone when it was opened (ENOENT)': (device) => {
    device.openResults = Array.from({ length: 20 }, () => vanished);
  },
  'opening never ends': (device) => {
    device.openResults = [never];
  },
};

const matrix = (faults: object): [HeadsetPhase, string][] =>
  phases.flatMap((phase) => Object.keys(faults).map((name): [HeadsetPhase, string] => [phase, name]));

describe('a headset that fails in a call', () => {
  it.each(matrix(whileInUse))('%s: %s', async (phase, name) => {
    const { usb, manager, clock, said, statuses, activeKey, devicesChanged } = createDesk({ phase });
    const device = usb.plug('L380', 'a', 'S');
    await manager.scan();
    await clock.pass(10_000);
    whileInUse[name]?.(device);
    // The call goes on: every phase after this one is told to whatever headset is left.
    for (const next of phases) {
      manager.setPhase(next, next === 'active');
      await clock.pass(500);
    }
    await clock.pass(5_000);
    expect(said.filter((one) => !one.startsWith('diag'))).toEqual([]);
    expect(said).toContain('diag detached');
    expect(device.closes).toBeGreaterThan(0);

    device.vanish();
    manager.setPhase('active', true);
    const healthy = usb.plug('L380', 'b', 'S');
    devicesChanged();
    await clock.pass(5_000);
    expect(activeKey()).toBe('b');
    expect(healthy.written.at(-1)).toBe('02 05 00');
    expect(statuses.at(-1)).toMatchObject({ state: 'ready', product: 'Headset b' });
  });
});

describe('a headset that cannot be opened', () => {
  it.each(matrix(whenOpened))('%s: %s', async (phase, name) => {
    const { usb, manager, clock, said, activeKey } = createDesk({ phase, wishes: { chosen: 'a' } });
    const device = usb.plug('L380', 'a', 'S');
    const other = usb.plug('EVL', 'b', 'T');
    whenOpened[name]?.(device);
    void manager.scan();
    await clock.pass(20_000);
    expect(activeKey()).toBe('b');
    expect(other.written.length).toBeGreaterThan(0);
    expect(said).toEqual([]);
    expect(manager.status()).toMatchObject({ state: 'ready', product: 'Headset b' });
  });

  it.each<[string, string]>([
    ['may not be opened (EACCES)', 'headset.permission'],
    ['opening never ends', 'headset.failed'],
  ])('%s: the operator is told, as there is no other', async (name, code) => {
    const { usb, manager, clock, statuses } = createDesk();
    const device = usb.plug('L380', 'a');
    whenOpened[name]?.(device);
    void manager.scan();
    await clock.pass(20_000);
    expect(statuses.at(-1)).toMatchObject({ state: 'failed', error: { code } });
    device.vanish();
    await manager.scan();
    expect(statuses.at(-1)).toMatchObject({ state: 'none' });
  });

  it('is taken soon when it is there after all, and not listed without end when it is not', async () => {
    const { usb, manager, clock, activeKey } = createDesk();
    const device = usb.plug('L380', 'a');
    device.openResults = [vanished];
    await manager.scan();
    expect(activeKey()).toBeUndefined();
    await clock.pass(300);
    expect(activeKey()).toBe('a');

    const broken = createDesk({ phase: 'active' });
    broken.usb.plug('L380', 'a').openResults = Array.from({ length: 1_000 }, () => vanished);
    await broken.manager.scan();
    await broken.clock.pass(60_000);
    expect(broken.usb.lists).toBeLessThan(30);
  });

  it('is closed again when it opens long after it was given up', async () => {
    const { usb, manager, clock } = createDesk();
    const device = usb.plug('L380', 'a');
    let open = (): void => undefined;
    device.openResults = [
      new Promise((resolve) => {
        open = () => {
          resolve({ ok: true, value: null });
        };
      }),
    ];
    void manager.scan();
    await clock.pass(5_000);
    expect(manager.active()).toBeUndefined();
    device.vanish();
    open();
    await settle();
    expect(device.closes).toBe(1);
  });
});

describe('a system that fails', () => {
  it.each(phases)('%s: devices cannot be listed any more; the headset in use works on', async (phase) => {
    const { usb, manager, clock, said, statuses } = createDesk({ phase: 'incoming' });
    const device = usb.plug('L380', 'a');
    await manager.scan();
    usb.listResult = fault('hidapi is not initialized');
    await manager.scan();
    manager.setPhase(phase, false);
    await clock.pass(60_000);
    expect(statuses.at(-1)).toMatchObject({ state: 'ready' });
    manager.setPhase('incoming', false);
    await clock.pass(1_000);
    device.send('02 01 00');
    expect(said).toEqual(['answer']);
  });

  it('a list that never comes is not waited for, is told, and is used when it comes', async () => {
    const { usb, manager, clock, statuses, activeKey } = createDesk();
    let answer = (): void => undefined;
    usb.listResult = new Promise((resolve) => {
      answer = () => {
        resolve({ ok: true, value: null });
      };
    });
    usb.plug('L380', 'a');
    void manager.scan();
    await clock.pass(60_000);
    // It is not asked again while it has not answered: every question would hang as well.
    expect(usb.lists).toBe(1);
    expect(statuses.at(-1)).toMatchObject({ state: 'failed', error: { code: 'headset.failed' } });
    answer();
    await clock.pass(2_000);
    expect(activeKey()).toBe('a');
    expect(statuses.at(-1)).toMatchObject({ state: 'ready' });
  });

  it('a descriptor that is not there yet, or never comes, is asked for again', async () => {
    const { usb, manager, clock, activeKey } = createDesk();
    const read = usb.readDescriptor;
    usb.plug('L380', 'a');
    usb.readDescriptor = () => Promise.resolve(undefined);
    await manager.scan();
    expect(manager.devices()).toEqual([]);
    usb.readDescriptor = () => never;
    const scanned = manager.scan();
    await clock.pass(3_000);
    await scanned;
    expect(activeKey()).toBeUndefined();
    usb.readDescriptor = read;
    await clock.pass(20_000);
    expect(activeKey()).toBe('a');
  });
});
