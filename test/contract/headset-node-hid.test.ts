import { describe, expect, it } from 'vitest';
import { onScreenProductId, onScreenVendorId } from '../../electron/common/headset/on-screen-headset.ts';
import { createNodeHidTransport } from '../../electron/node/headset/node-hid-transport.ts';
import {
  createTwoHandles,
  descriptors,
  info,
  onlyEntry,
  openOnly,
  sourceOf,
  twoCollections,
  windowsInfos,
} from './headset-benches.ts';
import { createNodeHidDouble, HandleDouble } from './headset-node-hid-double.ts';

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
        { ...info, product: '', usagePage: 0x0c, usage: 0x01 },
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
          collections: [
            { path: '/dev/hidraw3', usagePage: 0x0c, usage: 0x01 },
            { path: '/dev/hidraw3', usagePage: 0x0b, usage: 0x05 },
          ],
        },
      ],
    });
  });

  it('does not seize the device from the system (P32)', async () => {
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

  it.each([
    [
      'Linux',
      "cannot open device with path /dev/hidraw3: Failed to open a device with path '/dev/hidraw3': Permission denied",
      'headset.permission',
    ],
    [
      'Windows',
      'cannot open device with path x: CreateFile: (0x00000005) Access is denied.',
      'headset.permission',
    ],
    [
      'Windows in another language',
      'cannot open device with path x: (0x00000005) ????????.',
      'headset.permission',
    ],
    [
      'macOS',
      'cannot open device with path DevSrvsID:4295538287: hid_open_path: failed to open IOHIDDevice from mach entry: (0xE00002E2) (iokit/common) not permitted',
      'headset.permission',
    ],
    [
      'macOS, taken by another program',
      'cannot open device with path DevSrvsID:1: hid_open_path: failed to open IOHIDDevice from mach entry: (0xE00002C5) (iokit/common) exclusive access and device already open',
      'headset.failed',
    ],
    [
      'a device that is gone since it was listed',
      "cannot open device with path /dev/hidraw3: Failed to open a device with path '/dev/hidraw3': No such file or directory",
      'headset.failed',
    ],
    ['no reason', 'cannot open device with path /dev/hidraw3', 'headset.failed'],
  ])('tells missing rights from other failures: %s', async (_, message, code) => {
    const { double, transport } = create();
    double.devices = () => Promise.resolve([info]);
    const entry = await onlyEntry(transport);
    double.open = () => Promise.reject(new TypeError(message));
    const opened = await transport.open(entry);
    expect(opened.ok ? undefined : opened.error).toMatchObject({ code, details: { reason: message } });
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

  it('never closes the native handle inside its data callback, nor twice (P28)', async () => {
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

describe('the node-hid transport over the paths of Windows', () => {
  const create = (facts = sourceOf(twoCollections)) => {
    const double = createNodeHidDouble();
    const transport = createNodeHidTransport({
      load: () => Promise.resolve(double.module),
      descriptors: facts,
    });
    const handles = createTwoHandles();
    const opened: string[] = [];
    double.devices = () => Promise.resolve(windowsInfos);
    double.open = (path) => {
      opened.push(/col\d\d/.exec(path)?.[0] ?? path);
      const handle = handles.byPath.get(path);
      return handle === undefined ? Promise.reject(new Error('access denied')) : Promise.resolve(handle);
    };
    return { double, transport, opened, ...handles };
  };

  it('lists the interface as one device and opens what call control needs, not the volume keys', async () => {
    const { transport, opened } = create();
    const entry = await onlyEntry(transport);
    expect(entry.collections.map(({ usagePage }) => usagePage)).toEqual([0x0c, 0x0b, 0x08]);
    await openOnly(transport);
    expect(opened).toEqual(['col02', 'col03']);
  });

  it('writes lights to their own path', async () => {
    const { transport, buttons, lights } = create();
    const device = await openOnly(transport);
    expect((await device.write(Uint8Array.of(2, 1))).ok).toBe(true);
    expect([buttons.written, lights.written]).toEqual([[], ['0201']]);
  });

  it('closes the first path when the second cannot be opened', async () => {
    const { double, transport, buttons } = create();
    double.open = (path) =>
      path.includes('col02') ? Promise.resolve(buttons) : Promise.reject(new Error('(0x00000005) ????'));
    const opened = await transport.open(await onlyEntry(transport));
    expect(opened.ok ? undefined : opened.error.code).toBe('headset.permission');
    expect(buttons.closes).toBe(1);
  });

  it('closes all paths, each once', async () => {
    const { transport, buttons, lights } = create();
    const device = await openOnly(transport);
    await device.close();
    await device.close();
    expect([buttons.closes, lights.closes]).toEqual([1, 1]);
  });

  it('opens nothing of a device that is not known any more', async () => {
    const { transport, opened } = create({
      ...sourceOf(twoCollections),
      readDescriptor: () => Promise.resolve(undefined),
    });
    const result = await transport.open(await onlyEntry(transport));
    expect(result.ok ? undefined : result.error.code).toBe('headset.failed');
    expect(opened).toEqual([]);
  });
});
