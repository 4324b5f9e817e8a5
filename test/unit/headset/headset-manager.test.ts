import { describe, expect, it } from 'vitest';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import { createOnScreenTransport } from '../../../electron/node/headset/on-screen-transport.ts';
import { createDesk } from './bench-desk.ts';
import { settle } from './manual-clock.ts';
import { refused } from './transport-double.ts';

describe('a headset in a call', () => {
  it('rings, answers, mutes and goes dark, byte for byte', async () => {
    const { usb, manager, said, clock } = createDesk();
    const device = usb.plug('L380', 'a');
    await manager.scan();
    device.send('02 00 00');
    manager.setPhase('incoming', false);
    device.send('02 01 00');
    await clock.pass(50);
    manager.setPhase('active', false);
    manager.setPhase('active', true);
    await settle();
    manager.setPhase('idle', false);
    await settle();
    expect(said).toEqual(['answer']);
    expect(device.written).toEqual(['02 00 00', '02 08 00', '02 09 00', '02 05 00', '02 00 00']);
  });

  it('writes the answer in two steps when nothing is waiting', async () => {
    const { usb, manager } = createDesk();
    const device = usb.plug('L380', 'a');
    await manager.scan();
    manager.setPhase('incoming', false);
    await settle();
    manager.setPhase('active', false);
    await settle();
    expect(device.written.slice(-2)).toEqual(['02 09 00', '02 01 00']);
  });

  it('sends only the latest state of each report while a write is under way', async () => {
    const { usb, manager } = createDesk();
    const device = usb.plug('BT7', 'a');
    await manager.scan();
    await settle();
    device.written.length = 0;
    let release: (result: Result<null>) => void = () => undefined;
    device.writeResults.push(new Promise((resolve) => (release = resolve)));
    manager.setPhase('outgoing', false);
    manager.setPhase('active', true);
    manager.setPhase('held', false);
    release(ok(null));
    await settle();
    expect(device.written).toEqual(['24 01', '24 01', '21 00', '22 00', '23 00', '25 01']);
  });

  it('arms one timer for the machine: off-hook without a call is taken back after 3 s', async () => {
    const { usb, manager, said, clock } = createDesk();
    const device = usb.plug('L380', 'a');
    await manager.scan();
    device.send('02 00 00', '02 01 00');
    await clock.pass(2999);
    expect(device.written).toEqual(['02 00 00']);
    await clock.pass(1);
    expect(said).toEqual(['dialIntent']);
    expect(device.written).toEqual(['02 00 00', '02 00 00']);
  });

  it('tries a refused write once more, then takes the headset for lost; the call is not asked (T41, P40)', async () => {
    const { usb, manager, said, statuses } = createDesk({ phase: 'active' });
    const device = usb.plug('L380', 'a');
    await manager.scan();
    device.writeResults = [refused];
    manager.setPhase('active', true);
    await settle();
    expect(device.written.at(-1)).toBe('02 05 00');
    device.writeResults = [refused, refused];
    manager.setPhase('active', false);
    await settle();
    expect(said).toEqual(['diag detached']);
    expect(device.closes).toBe(1);
    expect(statuses.at(-1)?.state).toBe('none');
  });

  it('goes dark within 300 ms when the program ends, even if the device hangs (T42, P22)', async () => {
    const { usb, manager, clock } = createDesk({ phase: 'active' });
    const device = usb.plug('L380', 'a');
    await manager.scan();
    await settle();
    await manager.stop();
    expect(device.written.at(-1)).toBe('02 00 00');
    expect(device.closes).toBeGreaterThan(0);

    const hanging = createDesk({ phase: 'active' });
    const stuck = hanging.usb.plug('L380', 'a');
    stuck.writeResults = [new Promise(() => undefined)];
    await hanging.manager.scan();
    let isStopped = false;
    const stopping = hanging.manager.stop().then(() => (isStopped = true));
    await hanging.clock.pass(299);
    expect(isStopped).toBe(false);
    await hanging.clock.pass(1);
    await stopping;
    expect(stuck.closes).toBe(1);
    expect(clock.now()).toBeGreaterThan(0);
  });
});

describe('unplug and replug', () => {
  it('is noticed by the error, and the state is back when the device is, at another path (T40, P31)', async () => {
    const { usb, manager, said, statuses, clock, devicesChanged } = createDesk({ phase: 'active' });
    const device = usb.plug('L380', '/dev/hidraw0', 'S1');
    await manager.scan();
    device.unplug();
    await settle();
    expect(statuses.at(-1)).toMatchObject({ state: 'none' });
    expect(device.closes).toBe(1);
    manager.setPhase('active', true);

    const again = usb.plug('L380', '/dev/hidraw1', 'S1');
    devicesChanged();
    await clock.pass(100);
    expect(again.written).toEqual(['02 05 00']);
    again.send('02 01 00');
    expect(said).toEqual(['diag detached']);
    expect(statuses.at(-1)).toMatchObject({ state: 'ready', product: 'Headset /dev/hidraw1' });
  });

  it('opens a device that is not ready yet after 0.3, 1 and 3 s (P30)', async () => {
    const { usb, manager, clock, statuses } = createDesk();
    const device = usb.plug('L380', 'a');
    device.openResults = [refused, refused, refused];
    const scanned = manager.scan();
    await clock.pass(0);
    expect(device.opens).toBe(1);
    await clock.pass(300);
    expect(device.opens).toBe(2);
    await clock.pass(1000);
    expect(device.opens).toBe(3);
    await clock.pass(3000);
    await scanned;
    expect(device.opens).toBe(4);
    expect(statuses.at(-1)?.state).toBe('ready');
  });

  it('reports the reason when it cannot be opened at all (P27)', async () => {
    const { usb, manager, clock, statuses } = createDesk();
    const denied = fail(appError('headset.permission', { reason: 'Permission denied' }));
    usb.plug('L380', 'a').openResults = [denied, denied, denied, denied];
    const scanned = manager.scan();
    await clock.pass(5000);
    await scanned;
    expect(statuses.at(-1)).toMatchObject({ state: 'failed', error: { code: 'headset.permission' } });
  });

  it('reports that devices cannot be listed', async () => {
    const { usb, manager, statuses } = createDesk();
    usb.listResult = fail(appError('headset.failed', { reason: 'no native build' }));
    await manager.scan();
    expect(statuses.at(-1)).toMatchObject({ state: 'failed', error: { code: 'headset.failed' } });
  });

  it('looks slowly for devices, and not in a call (P29)', async () => {
    const { usb, manager, clock } = createDesk();
    await manager.scan();
    expect(usb.lists).toBe(1);
    await clock.pass(20_000);
    expect(usb.lists).toBe(2);
    manager.setPhase('active', false);
    await clock.pass(120_000);
    expect(usb.lists).toBe(2);
    manager.setPhase('idle', false);
    await clock.pass(20_000);
    expect(usb.lists).toBe(3);
    await manager.stop();
    await clock.pass(60_000);
    expect(usb.lists).toBe(3);
  });

  it('looks a few times for a headset lost in a call where nothing tells of its return', async () => {
    const { usb, manager, clock, statuses } = createDesk({ phase: 'active' });
    const device = usb.plug('EVL', 'a');
    await manager.scan();
    device.unplug();
    await clock.pass(2000);
    usb.plug('EVL', 'b');
    await clock.pass(8000);
    expect(statuses.at(-1)?.state).toBe('ready');
  });
});

describe('which device is used', () => {
  it('never takes cameras, microphones and devices without call control (T44, P33)', async () => {
    const { usb, manager } = createDesk();
    for (const fixture of ['BRIO', 'RAZER', 'G535', 'LOGI', 'GV'] as const) usb.plug(fixture, fixture);
    await manager.scan();
    expect(manager.status()).toMatchObject({ state: 'none' });
    expect(usb.attached.map(({ opens }) => opens)).toEqual([0, 0, 0, 0, 0]);
    expect(manager.devices().map(({ key, capability }) => [key, capability])).toEqual([
      ['BRIO', 'muteOnly'],
      ['RAZER', 'hookOnly'],
    ]);
  });

  it('takes the newest, keeps it, and goes back to the one used last', async () => {
    const { usb, manager, clock, activeKey } = createDesk();
    usb.plug('L380', 'old', 'S1');
    const recent = usb.plug('EVL', 'new', 'S2');
    await manager.scan();
    expect(activeKey()).toBe('new');
    usb.plug('BIZ', 'newer', 'S3');
    await manager.scan();
    expect(activeKey()).toBe('new');
    recent.unplug();
    usb.plug('EVL', 'returned', 'S2');
    usb.plug('C52', 'newest', 'S4');
    await clock.pass(100);
    expect(activeKey()).toBe('returned');
  });

  it('takes another when the best cannot be opened', async () => {
    const { usb, manager, clock, activeKey } = createDesk();
    usb.plug('L380', 'good');
    usb.plug('EVL', 'broken').openResults = [refused, refused, refused, refused];
    const scanned = manager.scan();
    await clock.pass(5000);
    await scanned;
    expect(activeKey()).toBe('good');
  });

  it('uses the on-screen headset until a real one comes, and changes over only between calls', async () => {
    const onScreen = createOnScreenTransport();
    const { usb, manager, statuses, clock } = createDesk({ extra: [onScreen] });
    await manager.scan();
    expect(statuses.at(-1)).toMatchObject({ state: 'ready', virtual: true });
    manager.setPhase('active', false);
    usb.plug('L380', 'a');
    await manager.scan();
    expect(manager.status().virtual).toBe(true);
    manager.setPhase('idle', false);
    await clock.pass(20_000);
    expect(manager.status()).toMatchObject({ virtual: false, product: 'Headset a' });
    expect(onScreen.lights().offHook).toBe(false);
  });

  it('keeps the on-screen headset working while a real one cannot be opened', async () => {
    const onScreen = createOnScreenTransport();
    const { usb, manager, clock, said } = createDesk({ extra: [onScreen] });
    await manager.scan();
    usb.plug('L380', 'a').openResults = Array.from({ length: 8 }, () => refused);
    const scanned = manager.scan();
    await clock.pass(2000);
    manager.setPhase('incoming', false);
    await settle();
    onScreen.press('hook');
    await clock.pass(5000);
    await scanned;
    expect(said).toEqual(['answer']);
    expect(manager.status().virtual).toBe(true);
  });
});
