import { describe, expect, it } from 'vitest';
import { headsetPhaseSchema } from '../../../electron/common/contract/hid-contract.ts';
import { ok, type Result } from '../../../electron/common/lib/result.ts';
import { createOnScreenTransport } from '../../../electron/node/headset/on-screen-transport.ts';
import { createDesk } from './bench-desk.ts';
import { settle } from './manual-clock.ts';
import { refused } from './transport-double.ts';

const lightsOf = {
  idle: '02 00 00',
  incoming: '02 08 00',
  outgoing: '02 01 00',
  active: '02 01 00',
  activeAndIncoming: '02 09 00',
  activeAndHeld: '02 01 00',
  held: '02 11 00',
} as const;

describe('a headset that is pulled out and put back', () => {
  it.each(headsetPhaseSchema.options)('%s: shows the present state again, nobody pressed', async (phase) => {
    const { usb, manager, clock, said, statuses, devicesChanged } = createDesk({ phase });
    const device = usb.plug('L380', '/dev/hidraw0', 'S');
    await manager.scan();
    await settle();
    device.unplug();
    await settle();
    expect(statuses.at(-1)).toMatchObject({ state: 'none' });
    const again = usb.plug('L380', '/dev/hidraw7', 'S');
    devicesChanged();
    await clock.pass(100);
    expect(again.written).toEqual([lightsOf[phase]]);
    // It follows what was written, as a device does that was on-hook at the plug.
    again.send('02 00 00', '02 01 00', '02 00 00');
    const pressed = said.filter((one) => !one.startsWith('diag'));
    expect(pressed).toEqual(phase === 'idle' ? ['dialIntent'] : []);
    expect(statuses.at(-1)).toMatchObject({ state: 'ready', product: 'Headset /dev/hidraw7' });
  });

  it('200 times over: one device open at a time, and none at the end', async () => {
    const { usb, manager, clock, devicesChanged, activeKey } = createDesk({ phase: 'active' });
    for (let cycle = 0; cycle < 200; cycle++) {
      const device = usb.plug('L380', `/dev/hidraw${String(cycle)}`, 'S');
      devicesChanged();
      await clock.pass(1_600);
      expect(activeKey()).toBe(device.entry.path);
      expect([device.opens, device.closes]).toEqual([1, 0]);
      device.unplug();
      await clock.pass(20_000);
      expect(device.closes).toBe(1);
    }
    expect(manager.status().state).toBe('none');
    expect(manager.devices()).toEqual([]);
  });

  it('in another state than it went: the mute and the phase of now', async () => {
    const { usb, manager, clock, devicesChanged } = createDesk({ phase: 'incoming' });
    const device = usb.plug('BT7', 'a');
    await manager.scan();
    device.unplug();
    manager.setPhase('active', false);
    manager.setPhase('active', true);
    const again = usb.plug('BT7', 'b');
    devicesChanged();
    await clock.pass(100);
    expect(again.written).toEqual(['24 01', '21 00', '22 00', '23 01', '25 00']);
  });
});

describe('when it is looked for devices', () => {
  it('at once after a change, and more seldom while changes go on that lead to nothing', async () => {
    const { usb, manager, clock, devicesChanged } = createDesk({ phase: 'active' });
    await manager.scan();
    expect(usb.lists).toBe(1);
    devicesChanged();
    await clock.pass(100);
    expect(usb.lists).toBe(2);
    for (let change = 0; change < 200; change++) {
      devicesChanged();
      await clock.pass(50);
    }
    // 10 s of changes: three looks in 1.5 s.
    expect(usb.lists).toBeGreaterThan(10);
    expect(usb.lists).toBeLessThanOrEqual(2 + 3 * 7);
    const lists = usb.lists;
    await clock.pass(2_000);
    expect(usb.lists).toBeLessThanOrEqual(lists + 1);
    await clock.pass(60_000);
    expect(usb.lists).toBeLessThanOrEqual(lists + 1);
  });

  it('at once again and again while each change brings a headset or takes it away', async () => {
    const { usb, clock, devicesChanged, activeKey, manager } = createDesk({ phase: 'active' });
    await manager.scan();
    for (let cycle = 0; cycle < 20; cycle++) {
      // The kernel gives the device file of the one before to the next.
      const device = usb.plug('L380', '/dev/hidraw0', 'S');
      devicesChanged();
      await clock.pass(100);
      expect(activeKey()).toBe('/dev/hidraw0');
      expect(device.handles).toBe(1);
      device.unplug();
      if (cycle % 2 === 0) await clock.pass(100);
    }
  });

  it('never in a call without a reason, with a headset or without one', async () => {
    const { usb, manager, clock } = createDesk({ phase: 'active' });
    const device = usb.plug('L380', 'a');
    await manager.scan();
    await clock.pass(3_600_000);
    expect(usb.lists).toBe(1);
    device.unplug();
    await clock.pass(3_600_000);
    // At 0.1, 1, 3 and 10 s after the loss.
    expect(usb.lists).toBe(5);
  });

  it('again after a change during the search itself', async () => {
    const { usb, manager, activeKey } = createDesk();
    let answer: (result: Result<null>) => void = () => undefined;
    usb.listResult = new Promise((resolve) => (answer = resolve));
    const scanned = manager.scan();
    await settle();
    usb.listResult = ok(null);
    const again = manager.scan();
    usb.plug('L380', 'a');
    answer(ok(null));
    await Promise.all([scanned, again]);
    expect(activeKey()).toBe('a');
    expect(usb.lists).toBe(2);
  });
});

describe('after a sleep', () => {
  it('finds a handle dead that never said so, and opens the device at its new path', async () => {
    const { usb, manager, clock, said, activeKey } = createDesk({ phase: 'active' });
    const asleep = usb.plug('L380', '/dev/hidraw0', 'S');
    await manager.scan();
    await clock.pass(10_000);
    asleep.vanish();
    const awake = usb.plug('L380', '/dev/hidraw1', 'S');
    manager.lookAnew();
    await clock.pass(100);
    expect(asleep.closes).toBe(1);
    expect(activeKey()).toBe('/dev/hidraw1');
    expect(awake.written).toEqual(['02 01 00']);
    expect(said).toEqual(['diag detached']);
  });

  it('knows another device at the path of the old one for another', async () => {
    const { usb, manager, clock, activeKey, statuses } = createDesk({
      usbIds: { BT7: [0x047f, 0x02e6] },
    });
    const gone = usb.plug('L380', '/dev/hidraw0', 'S');
    await manager.scan();
    await clock.pass(10_000);
    gone.vanish();
    const other = usb.plug('BT7', '/dev/hidraw0', 'T');
    manager.lookAnew();
    await clock.pass(100);
    expect(gone.closes).toBe(1);
    expect(activeKey()).toBe('/dev/hidraw0');
    expect(other.written[0]).toBe('24 00');
    expect(statuses.at(-1)).toMatchObject({ state: 'ready' });
  });

  it('opens a device anew whose handle takes nothing any more', async () => {
    const { usb, manager, clock, activeKey } = createDesk();
    const device = usb.plug('L380', 'a');
    await manager.scan();
    await clock.pass(10_000);
    device.writeResults = [refused, refused];
    manager.active()?.device.rewrite();
    await clock.pass(100);
    expect([device.opens, device.closes]).toEqual([2, 1]);
    expect(activeKey()).toBe('a');
    expect(device.written.at(-1)).toBe('02 00 00');
  });
});

describe('a device that is not ready', () => {
  it('is not forgotten: tried again after 10, 20, 40 s, and at most every 5 minutes', async () => {
    const { usb, manager, clock, statuses } = createDesk();
    const device = usb.plug('L380', 'a');
    device.openResults = Array.from({ length: 40 }, () => refused);
    const scanned = manager.scan();
    await clock.pass(4_300);
    await scanned;
    expect(device.opens).toBe(4);
    expect(statuses.at(-1)).toMatchObject({ state: 'failed', error: { code: 'headset.failed' } });
    const opensAfter: number[] = [];
    for (const ms of [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
      await clock.pass(ms);
      opensAfter.push(device.opens);
    }
    expect(opensAfter).toEqual([5, 6, 7, 8, 9, 10, 11]);
    device.openResults = [];
    await clock.pass(300_000);
    expect(statuses.at(-1)).toMatchObject({ state: 'ready' });
  });

  it('is tried again at once when the system says that something changed', async () => {
    const { usb, manager, clock, activeKey } = createDesk();
    const device = usb.plug('L380', 'a');
    device.openResults = [refused, refused, refused, refused];
    const scanned = manager.scan();
    await clock.pass(4_300);
    await scanned;
    manager.lookAnew();
    await clock.pass(100);
    expect(activeKey()).toBe('a');
  });

  it('does not keep a headset waiting that was plugged in meanwhile', async () => {
    const { usb, manager, clock, activeKey } = createDesk({ wishes: { chosen: 'broken' } });
    usb.plug('L380', 'broken').openResults = Array.from({ length: 20 }, () => refused);
    const scanned = manager.scan();
    await clock.pass(400);
    usb.plug('EVL', 'good');
    await clock.pass(6_000);
    await scanned;
    expect(activeKey()).toBeUndefined();
    await manager.scan();
    expect(activeKey()).toBe('good');
  });

  it('that is lost again and again right after it was opened is tried more and more seldom', async () => {
    const { usb, manager, clock } = createDesk({ phase: 'active' });
    const device = usb.plug('L380', 'a');
    device.writeResults = Array.from({ length: 1_000 }, () => refused);
    void manager.scan();
    await clock.pass(60_000);
    // Opened at 0, 0.3, 1.3 and 4.3 s, then put aside for 10, 20 and 40 s.
    expect(device.opens).toBe(6);
    expect(usb.lists).toBeLessThan(30);
  });

  it('leaves the on-screen headset to work', async () => {
    const onScreen = createOnScreenTransport();
    const { usb, manager, clock, said } = createDesk({ extra: [onScreen], phase: 'incoming' });
    const silent = usb.plug('L380', 'a');
    silent.openResults = [new Promise(() => undefined)];
    void manager.scan();
    await clock.pass(20_000);
    expect(manager.status()).toMatchObject({ state: 'ready', virtual: true });
    onScreen.press('hook');
    expect(said).toEqual(['answer']);
  });
});
