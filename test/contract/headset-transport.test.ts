import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../electron/common/headset/headset-codec.ts';
import { onScreenProductId, onScreenVendorId } from '../../electron/common/headset/on-screen-headset.ts';
import { readTelephonyLayout } from '../../electron/common/headset/telephony-layout.ts';
import type { HidDevice } from '../../electron/node/headset/hid-transport.ts';
import { benchNodeHid, benchOnScreen, benchWindows, onlyEntry, openOnly } from './headset-benches.ts';

/** Collects reports and tells when so many have come. */
function collect(device: HidDevice): { readonly seen: string[]; until(count: number): Promise<string[]> } {
  const seen: string[] = [];
  let check = (): void => undefined;
  device.onReport((bytes) => {
    seen.push(formatBytes(bytes));
    check();
  });
  return {
    seen,
    until: (count) =>
      new Promise((resolve) => {
        check = () => {
          if (seen.length >= count) resolve(seen);
        };
        check();
      }),
  };
}

describe.each([
  ['the on-screen headset', benchOnScreen],
  ['node-hid', benchNodeHid],
  ['node-hid and the paths of Windows', benchWindows],
] as const)('a HID transport over %s', (_, createBench) => {
  it('lists the device and gives its descriptor', async () => {
    const { transport } = createBench();
    const entry = await onlyEntry(transport);
    expect(entry).toMatchObject({ vendorId: onScreenVendorId, productId: onScreenProductId });
    expect(entry.product).not.toBe('');
    const descriptor = await transport.readDescriptor(entry);
    const layout = descriptor && readTelephonyLayout(descriptor.parsed);
    expect(layout?.capability).toBe('full');
    expect(layout?.outputs.map(({ role, reportId, bit }) => [role, reportId, bit])).toEqual([
      ['offHook', 2, 0],
      ['ring', 2, 1],
      ['mute', 2, 2],
      ['hold', 2, 3],
    ]);
  });

  it('brings input reports whole and in order', async () => {
    const { transport, press } = createBench();
    const device = await openOnly(transport);
    const reports = collect(device);
    press('mute');
    press('hook');
    press('reject');
    // Report 1: mute pulse, hook 1, reject pulse with the hook still 1.
    expect(await reports.until(5)).toEqual(['01 02', '01 00', '01 01', '01 09', '01 01']);
    await device.close();
  });

  it('writes lights, and the device answers off-hook with a hook report of its own', async () => {
    const { transport, lights } = createBench();
    const device = await openOnly(transport);
    const reports = collect(device);
    // Report 2: off-hook and mute.
    expect(await device.write(Uint8Array.of(2, 0x05))).toEqual({ ok: true, value: null });
    expect(lights()).toEqual({ offHook: true, ring: false, mute: true, hold: false });
    expect(await reports.until(1)).toEqual(['01 01']);
    await device.close();
  });

  it('answers a write the device does not take with an error, not an exception', async () => {
    const { transport } = createBench();
    const device = await openOnly(transport);
    const result = await device.write(Uint8Array.of(9, 9));
    expect(result.ok ? undefined : result.error.code).toBe('headset.failed');
    await device.close();
  });

  it('tells an unplug once, and fails writes and opening from then on', async () => {
    const { transport, unplug } = createBench();
    const entry = await onlyEntry(transport);
    const device = await openOnly(transport);
    const reasons: string[] = [];
    device.onError((reason) => {
      reasons.push(reason);
    });
    unplug();
    expect(reasons).toEqual(['could not read from HID device']);
    expect((await device.write(Uint8Array.of(2, 0))).ok).toBe(false);
    expect((await transport.open(entry)).ok).toBe(false);
    expect(await transport.list()).toEqual({ ok: true, value: [] });
    await device.close();
  });

  it('may be closed twice and inside a report, and brings nothing after that', async () => {
    const { transport, press } = createBench();
    const device = await openOnly(transport);
    const seen: string[] = [];
    const closed = new Promise<void>((resolve) => {
      device.onReport((bytes) => {
        seen.push(formatBytes(bytes));
        void device.close().then(resolve);
      });
    });
    press('hook');
    await closed;
    await device.close();
    press('hook');
    expect(seen).toEqual(['01 01']);
    expect((await device.write(Uint8Array.of(2, 0))).ok).toBe(false);
  });

  it('reads nothing any more when told so, and still writes', async () => {
    const { transport, press, lights } = createBench();
    const device = await openOnly(transport);
    const { seen } = collect(device);
    device.stopReading();
    press('hook');
    expect(await device.write(Uint8Array.of(2, 0x01))).toEqual({ ok: true, value: null });
    expect(lights().offHook).toBe(true);
    await device.close();
    expect(seen).toEqual([]);
  });

  it('stops telling a listener that has left', async () => {
    const { transport, press } = createBench();
    const device = await openOnly(transport);
    const seen: string[] = [];
    const leave = device.onReport((bytes) => {
      seen.push(formatBytes(bytes));
    });
    leave();
    press('hook');
    expect(seen).toEqual([]);
    await device.close();
  });
});
