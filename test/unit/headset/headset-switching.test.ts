import { describe, expect, it } from 'vitest';
import type { HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import { ok, type Result } from '../../../electron/common/lib/result.ts';
import { createOnScreenTransport } from '../../../electron/node/headset/on-screen-transport.ts';
import { createDesk, type DeskOptions } from './bench-desk.ts';
import { settle } from './manual-clock.ts';
import { refused } from './transport-double.ts';

/** Two headsets, `b` in use as the newer one, and a call in this phase. */
async function twoHeadsets(phase: HeadsetPhase, options: DeskOptions = {}) {
  const desk = createDesk({
    usbIds: { L380: [0x0b0e, 0x24c9], BT7: [0x047f, 0x02e6] },
    ...options,
  });
  const a = desk.usb.plug('L380', 'a', 'A');
  const b = desk.usb.plug('BT7', 'b', 'B');
  await desk.manager.scan();
  await settle();
  a.send('02 00 00');
  b.send('20 00');
  desk.manager.setPhase(phase, false);
  await settle();
  return { ...desk, a, b };
}

describe('changing headsets by hand in a call', () => {
  it.each<[HeadsetPhase, string[]]>([
    ['incoming', ['02 08 00']],
    ['outgoing', ['02 01 00']],
    ['active', ['02 01 00']],
    ['activeAndIncoming', ['02 09 00']],
    ['activeAndHeld', ['02 01 00']],
    ['held', ['02 11 00']],
  ])(
    '%s: the new one shows the call, the old one is dark and closed, nobody pressed',
    async (phase, lights) => {
      const { a, b, clock, said, wish, activeKey } = await twoHeadsets(phase);
      b.written.length = 0;
      wish({ chosen: 'a' });
      await settle();
      expect(activeKey()).toBe('a');
      expect(a.written).toEqual(lights);
      expect(b.written).toEqual(['24 00', '21 00', '22 00', '23 00', '25 00']);
      expect(b.closes).toBeGreaterThan(0);
      // Both answer what was written to them: the new one goes off-hook, the old one back.
      b.send('20 01', '20 00');
      a.send(phase === 'incoming' ? '02 00 00' : '02 01 00');
      await clock.pass(5_000);
      expect(said).toEqual([]);
    },
  );

  it('keeps the mute of the call', async () => {
    const { a, manager, wish } = await twoHeadsets('active');
    manager.setPhase('active', true);
    wish({ chosen: '0b0e:24c9' });
    await settle();
    expect(a.written).toEqual(['02 05 00']);
  });

  it('hears the old one until the new one is open', async () => {
    const { a, b, said, wish, activeKey } = await twoHeadsets('incoming');
    let open: (result: Result<null>) => void = () => undefined;
    a.openResults = [new Promise((resolve) => (open = resolve))];
    wish({ chosen: 'a' });
    await settle();
    b.send('20 01');
    expect(said).toEqual(['answer']);
    open(ok(null));
    await settle();
    expect(activeKey()).toBe('a');
    expect(said).toEqual(['answer']);
  });

  it('stays with the old one when the new one cannot be opened, and changes over when it can', async () => {
    const { a, b, clock, said, wish, activeKey, manager } = await twoHeadsets('active');
    a.openResults = [refused, refused, refused, refused];
    wish({ chosen: 'a' });
    await clock.pass(4_500);
    expect(activeKey()).toBe('b');
    b.send('20 01', '20 00');
    expect(said).toEqual(['end']);
    manager.setPhase('active', false);
    await settle();
    manager.setPhase('idle', false);
    await clock.pass(20_000);
    expect(activeKey()).toBe('a');
  });

  it('goes back to the rules between calls only', async () => {
    const { clock, manager, wish, activeKey } = await twoHeadsets('active', {
      wishes: { chosen: 'a', microphone: '047f:02e6' },
    });
    expect(activeKey()).toBe('a');
    wish({ chosen: null });
    await clock.pass(5_000);
    expect(activeKey()).toBe('a');
    manager.setPhase('idle', false);
    await clock.pass(200);
    expect(activeKey()).toBe('b');
  });

  it('uses a camera by hand, and lets it go when it is not chosen any more', async () => {
    const { usb, manager, wish, activeKey } = createDesk();
    const camera = usb.plug('BRIO', 'camera');
    await manager.scan();
    expect(activeKey()).toBeUndefined();
    wish({ chosen: 'camera' });
    await settle();
    expect(manager.devices()).toMatchObject([{ key: 'camera', active: true, chosen: true }]);
    wish({ chosen: null });
    await settle();
    expect(activeKey()).toBeUndefined();
    expect(camera.closes).toBeGreaterThan(0);
    expect(manager.status().state).toBe('none');
  });
});

describe('what replaces a headset that works', () => {
  it('nothing that is plugged in during a call, and the better one after it', async () => {
    const { usb, clock, manager, devicesChanged, activeKey } = await twoHeadsets('active', {
      wishes: { microphone: '1395:009c' },
      usbIds: { D1: [0x1395, 0x009c] },
    });
    usb.plug('D1', 'microphone');
    devicesChanged();
    await clock.pass(60_000);
    expect(activeKey()).toBe('b');
    manager.setPhase('idle', false);
    await clock.pass(200);
    expect(activeKey()).toBe('microphone');
  });

  it('between calls, that of the microphone as soon as the microphone changes', async () => {
    const { wish, activeKey, b } = await twoHeadsets('idle');
    expect(activeKey()).toBe('b');
    wish({ microphone: '0b0e:24c9' });
    await settle();
    expect(activeKey()).toBe('a');
    expect(b.closes).toBeGreaterThan(0);
  });

  it('in a call not that of the microphone: the sound may have moved by itself', async () => {
    const { wish, clock, manager, activeKey } = await twoHeadsets('active');
    wish({ microphone: '0b0e:24c9' });
    await clock.pass(1_000);
    expect(activeKey()).toBe('b');
    manager.setPhase('idle', false);
    await clock.pass(200);
    expect(activeKey()).toBe('a');
  });

  it('a real one replaces the on-screen one within a moment after the call', async () => {
    const onScreen = createOnScreenTransport();
    const { usb, manager, clock, devicesChanged } = createDesk({ extra: [onScreen], phase: 'active' });
    await manager.scan();
    const real = usb.plug('L380', 'a');
    devicesChanged();
    await clock.pass(1_000);
    expect(manager.status()).toMatchObject({ state: 'ready', virtual: true });
    manager.setPhase('idle', false);
    await clock.pass(100);
    expect(manager.status()).toMatchObject({ state: 'ready', virtual: false });
    expect(real.written).toEqual(['02 00 00']);
    expect(onScreen.lights()).toEqual({ offHook: false, ring: false, mute: false, hold: false });
  });

  it('does not change over when a call came while the better one was being opened', async () => {
    const onScreen = createOnScreenTransport();
    const { usb, manager } = createDesk({ extra: [onScreen] });
    await manager.scan();
    const real = usb.plug('L380', 'a');
    let open: (result: Result<null>) => void = () => undefined;
    real.openResults = [new Promise((resolve) => (open = resolve))];
    const scanned = manager.scan();
    await settle();
    manager.setPhase('incoming', false);
    open(ok(null));
    await scanned;
    expect(manager.status().virtual).toBe(true);
    expect(real.written).toEqual([]);
    expect(real.closes).toBe(1);
  });
});

describe('over the end of the program', () => {
  it('comes back to the headset used last, and remembers by serial number', async () => {
    const { usb, manager, activeKey, remembered } = createDesk({
      usbIds: { L380: [0x0b0e, 0x24c9] },
      lastUsed: ['0b0e:24c9:A'],
    });
    usb.plug('L380', '/dev/hidraw3', 'A');
    usb.plug('L380', '/dev/hidraw4', 'B');
    await manager.scan();
    expect(activeKey()).toBe('/dev/hidraw3');
    expect(remembered[0]).toBe('0b0e:24c9:A');
  });

  it('does not remember the on-screen headset', async () => {
    const { manager, remembered } = createDesk({ extra: [createOnScreenTransport()] });
    await manager.scan();
    expect(manager.status().virtual).toBe(true);
    expect(remembered).toEqual([]);
  });
});
