import { describe, expect, it } from 'vitest';
import type { HeadsetButton, HeadsetLights } from '../../electron/common/contract/hid-contract.ts';
import { formatBytes } from '../../electron/common/headset/headset-codec.ts';
import {
  onScreenDescriptor,
  onScreenProductId,
  onScreenVendorId,
} from '../../electron/common/headset/on-screen-headset.ts';
import type { DescriptorSource } from '../../electron/node/headset/descriptor-source.ts';
import type { HidDevice, HidEntry, HidTransport } from '../../electron/node/headset/hid-transport.ts';
import { createNodeHidTransport } from '../../electron/node/headset/node-hid-transport.ts';
import { createOnScreenTransport } from '../../electron/node/headset/on-screen-transport.ts';
import { createNodeHidDouble, HandleDouble } from './headset-node-hid-double.ts';

/** The device behind the transport, as a hand would use it. */
interface Bench {
  readonly transport: HidTransport;
  press(button: HeadsetButton): void;
  lights(): HeadsetLights;
  unplug(): void;
}

const descriptors: DescriptorSource = {
  readDescriptor: () => Promise.resolve(onScreenDescriptor),
  readProductName: () => Promise.resolve('Écouteur'),
};

function benchOnScreen(): Bench {
  const transport = createOnScreenTransport();
  return {
    transport,
    press: (button) => expect(transport.press(button).ok).toBe(true),
    lights: () => transport.lights(),
    unplug: () => {
      transport.unplug();
    },
  };
}

const info = {
  path: '/dev/hidraw3',
  vendorId: onScreenVendorId,
  productId: onScreenProductId,
  product: 'Test headset',
  serialNumber: 'A1',
  usagePage: 0x0b,
};

function benchNodeHid(): Bench {
  const double = createNodeHidDouble();
  const handle = new HandleDouble();
  double.devices = () => Promise.resolve(handle.isUnplugged ? [] : [info]);
  double.open = () =>
    handle.isUnplugged ? Promise.reject(new Error('cannot open device')) : Promise.resolve(handle);
  return {
    transport: createNodeHidTransport({ load: () => Promise.resolve(double.module), descriptors }),
    press: (button) => {
      handle.press(button);
    },
    lights: () => handle.headset.lights,
    unplug: () => {
      handle.unplug();
    },
  };
}

async function onlyEntry(transport: HidTransport): Promise<HidEntry> {
  const listed = await transport.list();
  if (!listed.ok || listed.value.length !== 1 || listed.value[0] === undefined)
    throw new Error('not one entry');
  return listed.value[0];
}

async function openOnly(transport: HidTransport): Promise<HidDevice> {
  const opened = await transport.open(await onlyEntry(transport));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

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
] as const)('a HID transport over %s', (_, createBench) => {
  it('lists the device and gives its descriptor', async () => {
    const { transport } = createBench();
    const entry = await onlyEntry(transport);
    expect(entry).toMatchObject({ vendorId: onScreenVendorId, productId: onScreenProductId });
    expect(entry.product).not.toBe('');
    expect(await transport.readDescriptor(entry)).toEqual(onScreenDescriptor);
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

describe('the node-hid transport', () => {
  const create = () => {
    const double = createNodeHidDouble();
    const transport = createNodeHidTransport({ load: () => Promise.resolve(double.module), descriptors });
    return { double, transport };
  };

  it('joins the collections of one path and names devices whose name does not arrive', async () => {
    const { double, transport } = create();
    double.devices = () =>
      Promise.resolve([
        { ...info, product: '', usagePage: 0x0c },
        { ...info, product: '' },
        { vendorId: 1, productId: 2, product: 'no path' },
      ]);
    expect(await transport.list()).toEqual({
      ok: true,
      value: [
        {
          path: '/dev/hidraw3',
          vendorId: onScreenVendorId,
          productId: onScreenProductId,
          product: 'Écouteur',
          serial: 'A1',
          virtual: false,
          usagePages: [0x0c, 0x0b],
        },
      ],
    });
  });

  it('does not seize the device from the system', async () => {
    const { double, transport } = create();
    const asked: unknown[] = [];
    double.devices = () => Promise.resolve([info]);
    double.open = (...words) => {
      asked.push(words);
      return Promise.resolve(new HandleDouble());
    };
    await openOnly(transport);
    expect(asked).toEqual([['/dev/hidraw3', { nonExclusive: true }]]);
  });

  it('tells missing rights from other failures', async () => {
    const { double, transport } = create();
    double.devices = () => Promise.resolve([info]);
    const entry = await onlyEntry(transport);
    const codeFor = async (message: string): Promise<string | undefined> => {
      double.open = () => Promise.reject(new TypeError(message));
      const opened = await transport.open(entry);
      return opened.ok ? undefined : opened.error.code;
    };
    expect(await codeFor('cannot open device with path /dev/hidraw3: Permission denied')).toBe(
      'headset.permission',
    );
    expect(await codeFor('cannot open device with path /dev/hidraw3')).toBe('headset.failed');
  });

  it('reports a module that cannot be loaded, and asks again at the next look', async () => {
    let isInstalled = false;
    const double = createNodeHidDouble();
    double.devices = () => Promise.resolve([]);
    const transport = createNodeHidTransport({
      load: () =>
        isInstalled ? Promise.resolve(double.module) : Promise.reject(new Error('no native build')),
      descriptors,
    });
    const refused = await transport.list();
    expect(refused.ok ? undefined : refused.error).toMatchObject({
      code: 'headset.failed',
      details: { reason: 'no native build' },
    });
    isInstalled = true;
    expect(await transport.list()).toEqual({ ok: true, value: [] });
  });

  it('never closes the native handle inside its data callback, nor twice', async () => {
    const { double, transport } = create();
    const handle = new HandleDouble();
    double.devices = () => Promise.resolve([info]);
    double.open = () => Promise.resolve(handle);
    const device = await openOnly(transport);
    const closed = new Promise<void>((resolve) => {
      device.onReport(() => void device.close().then(resolve));
    });
    handle.press('hook');
    await closed;
    await device.close();
    expect(handle).toMatchObject({ closes: 1, closedInData: false });
  });

  it('throws in the double, and becomes an error here, for whatever a test did not foresee', async () => {
    const { transport } = create();
    const listed = await transport.list();
    expect(listed.ok ? '' : listed.error.details?.['reason']).toContain('was not told');
  });
});
