import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  bundledDescriptors,
  chainDescriptors,
  createDescriptorSource,
  createSysfsDescriptors,
} from '../../../electron/node/headset/descriptor-source.ts';
import type { HidEntry } from '../../../electron/node/headset/hid-transport.ts';
import { watchDeviceFiles } from '../../../electron/node/headset/watch-devices.ts';
import { bytesOf, fixtureHex, fixtures } from './descriptor-fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'offhook-hid-'));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const entry = (path: string, vendorId: number, productId: number, usagePages: number[] = []): HidEntry => ({
  path,
  vendorId,
  productId,
  product: '',
  serial: '',
  virtual: false,
  usagePages,
});

describe('where descriptors come from', () => {
  it('reads the raw bytes and the name of a hidraw node from sysfs', async () => {
    const device = join(folder, 'hidraw7', 'device');
    mkdirSync(device, { recursive: true });
    writeFileSync(join(device, 'report_descriptor'), bytesOf(fixtureHex('EVL')));
    writeFileSync(
      join(device, 'uevent'),
      'DRIVER=jabra\nHID_ID=0003:00000B0E:00000307\nHID_NAME=Jabra Écoute\n',
    );
    const source = createSysfsDescriptors(folder);
    expect(await source.readDescriptor(entry('/dev/hidraw7', 0, 0))).toEqual(bytesOf(fixtureHex('EVL')));
    expect(await source.readProductName(entry('/dev/hidraw7', 0, 0))).toBe('Jabra Écoute');
    expect(await source.readDescriptor(entry('/dev/hidraw8', 0, 0))).toBeUndefined();
    expect(await source.readProductName(entry('/dev/hidraw8', 0, 0))).toBeUndefined();
  });

  it('knows every device of the fixtures that was captured whole under its USB id', async () => {
    const captured = fixtures.filter(
      ({ kind, complete, vendorId, productId, name }) =>
        kind === 'capture' &&
        complete &&
        vendorId !== null &&
        productId !== null &&
        !/Game Voice|collection/.test(name),
    );
    expect(captured).toHaveLength(12);
    for (const { vendorId, productId, hex } of captured)
      expect(
        await bundledDescriptors.readDescriptor(entry('x', Number(vendorId), Number(productId))),
      ).toEqual(bytesOf(hex));
  });

  it('answers for the telephony path of a device only, where each collection has its own', async () => {
    const read = (usagePages: number[]) =>
      bundledDescriptors.readDescriptor(entry('x', 0x0b0e, 0x0307, usagePages));
    expect(await read([0x0c])).toBeUndefined();
    expect(await read([0x0b])).toBeDefined();
    expect(await bundledDescriptors.readDescriptor(entry('x', 0xffff, 0x7777))).toBeUndefined();
  });

  it('falls back from one source to the next', async () => {
    const source = chainDescriptors(createSysfsDescriptors(folder), bundledDescriptors);
    expect(await source.readDescriptor(entry('/dev/hidraw9', 0x0b0e, 0x24c9))).toEqual(
      bytesOf(fixtureHex('L380')),
    );
    expect(createDescriptorSource('win32')).toBe(bundledDescriptors);
  });
});

describe('watching for devices', () => {
  it('tells when a hidraw file comes, and of nothing else', async () => {
    const devices = mkdtempSync(join(tmpdir(), 'offhook-dev-'));
    const seen: string[] = [];
    const came = new Promise<void>((resolve) => {
      const stop = watchDeviceFiles(
        () => {
          seen.push('change');
          stop();
          resolve();
        },
        'linux',
        devices,
      );
    });
    writeFileSync(join(devices, 'ttyS9'), '');
    writeFileSync(join(devices, 'hidraw0'), '');
    await came;
    expect(seen).toEqual(['change']);
    rmSync(devices, { recursive: true });
  });

  it('stays silent where there is no such folder, and on other systems', () => {
    const never = (): void => {
      throw new Error('told');
    };
    watchDeviceFiles(never, 'linux', join(folder, 'missing'))();
    watchDeviceFiles(never, 'win32')();
  });
});
