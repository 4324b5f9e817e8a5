import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  keepListedCollections,
  planPaths,
  type CollectionPath,
} from '../../../electron/common/headset/collection-paths.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { readWindowsPath } from '../../../electron/common/headset/windows-path.ts';
import { joinCollections } from '../../../electron/node/headset/hid-listing.ts';
import { readSystemFixture } from './chromium-listing.ts';
import { bytesOf, describeOutputs, fixtureHex, layoutOf } from './descriptor-fixtures.ts';

const guid = '{4d1e55b2-f16f-11cf-88cb-001111000030}';
const windowsList = z
  .array(
    z.object({
      vendorId: z.number(),
      productId: z.number(),
      path: z.string(),
      product: z.string(),
      usagePage: z.number(),
      usage: z.number(),
    }),
  )
  .parse(JSON.parse(readSystemFixture('windows-list.json')));

/** `c:1 b:5 ffa0:3`, in order. */
const usagesOf = (collections: readonly CollectionPath[]) =>
  collections.map(({ usagePage, usage }) => `${usagePage.toString(16)}:${usage.toString(16)}`).join(' ');

describe('a device path of Windows', () => {
  it.each([
    [
      `\\\\?\\hid#vid_0b0e&pid_0410&mi_03&col02#7&2fcf721b&0&0001#${guid}`,
      'vid_0b0e&pid_0410&mi_03#7&2fcf721b&0',
      2,
    ],
    [
      `\\\\?\\HID#VID_0B0E&PID_24C9&MI_03&Col11#8&2A3B&0&0010#${guid.toUpperCase()}`,
      'vid_0b0e&pid_24c9&mi_03#8&2a3b&0',
      17,
    ],
    [
      `\\\\?\\hid#vid_046d&pid_0a37&mi_03#8&1717f300&0&0000#${guid}`,
      'vid_046d&pid_0a37&mi_03#8&1717f300&0',
      1,
    ],
    [
      `\\\\?\\hid#{00001124-0000-1000-8000-00805f9b34fb}_vid&0002046d_pid&b010&col05#8&1cf1c1b9&3&0004#${guid}\\kbd`,
      '{00001124-0000-1000-8000-00805f9b34fb}_vid&0002046d_pid&b010#8&1cf1c1b9&3',
      5,
    ],
  ])('names its interface and collection: %s', (path, interfaceKey, number) => {
    expect(readWindowsPath(path)).toEqual({ interfaceKey, number });
  });

  it.each(['/dev/hidraw3', 'DevSrvsID:4295538287', '', '\\\\?\\usb#vid_0b0e&pid_0410#1#{x}', 'on-screen'])(
    'is not seen in %j',
    (path) => {
      expect(readWindowsPath(path)).toBeUndefined();
    },
  );
});

describe('a list of collections', () => {
  const joined = joinCollections(windowsList);
  const find = (vendorId: number, productId: number) =>
    joined.filter((entry) => entry.vendorId === vendorId && entry.productId === productId);

  it('is one entry per interface on Windows, its collections in the order of the descriptor', () => {
    const [blackwire, ...others] = find(0x047f, 0xc056);
    expect(others).toEqual([]);
    expect(blackwire).toMatchObject({
      path: `\\\\?\\hid#vid_047f&pid_c056&mi_03&col01#f&39e6f119&0&0000#${guid}`,
      product: 'Plantronics Blackwire 3220 Series',
    });
    expect(usagesOf(blackwire?.collections ?? [])).toBe('c:1 b:5 ffa0:3');
    expect(new Set(blackwire?.collections.map(({ path }) => path)).size).toBe(3);
  });

  it('keeps two interfaces of a device apart, and two devices of a kind', () => {
    expect(find(0x046d, 0xc534).map(({ collections }) => usagesOf(collections))).toEqual([
      '1:2 c:1 1:80 ff00:1 ff00:2',
      '1:6',
    ]);
    const second = windowsList
      .filter(({ productId }) => productId === 0xc056)
      .map((info) => ({ ...info, path: info.path.replace('f&39e6f119', 'f&0badf00d') }));
    expect(joinCollections([...windowsList, ...second])).toHaveLength(joined.length + 1);
  });

  it('loses no collection', () => {
    expect(joined.flatMap(({ collections }) => collections)).toHaveLength(windowsList.length);
  });

  it('is one entry per path elsewhere', () => {
    const info = {
      vendorId: 0x0b0e,
      productId: 0x0307,
      path: '/dev/hidraw3',
      product: '',
      serialNumber: 'A1',
    };
    const entries = joinCollections([
      { ...info, usagePage: 0x0c, usage: 1 },
      { ...info, usagePage: 0x0b, usage: 5, product: 'Jabra' },
      { ...info, path: '/dev/hidraw4', usagePage: 0x01, usage: 6 },
      { ...info, path: '/dev/hidraw5', usagePage: 0, usage: 0 },
      { vendorId: 1, productId: 2, product: 'no path' },
      { vendorId: 1, productId: 2, path: '' },
    ]);
    expect(entries.map(({ path, product, serial }) => [path, product, serial])).toEqual([
      ['/dev/hidraw3', 'Jabra', 'A1'],
      ['/dev/hidraw4', '', 'A1'],
      ['/dev/hidraw5', '', 'A1'],
    ]);
    expect(entries.map(({ collections }) => usagesOf(collections))).toEqual(['c:1 b:5', '1:6', '']);
  });
});

/**
 * The eMeet M0 as its users describe it, put into bytes: hook and mute in the telephony collection (report 1), each light
 * in a report of its own of a collection on the LED page: 3 ring, 4 mute, 5 off-hook, 6 hold.
 */
const eMeet = parseHidDescriptor(
  bytesOf(`
  05 0c 09 01 a1 01 85 02 15 00 25 01 75 01 95 02 09 e9 09 ea 81 02 95 06 81 03 c0
  05 0b 09 05 a1 01 85 01 15 00 25 01 75 01 95 01 09 20 81 22 09 2f 81 06 95 06 81 03 c0
  05 08 09 01 a1 01 15 00 25 01 75 01
    85 03 09 18 95 01 91 22 95 07 91 03 85 04 09 09 95 01 91 22 95 07 91 03
    85 05 09 17 95 01 91 22 95 07 91 03 85 06 09 20 95 01 91 22 95 07 91 03 c0`),
);
const listed = (...lines: readonly string[]): CollectionPath[] =>
  lines.map((line) => {
    const [path = '', usagePage = '', usage = ''] = line.split(' ');
    return { path, usagePage: Number(`0x${usagePage}`), usage: Number(`0x${usage}`) };
  });

describe('the paths a headset needs', () => {
  it('are those of its buttons and of its lights, and each light knows its path (P34)', () => {
    const plan = planPaths(eMeet, listed('col01 c 1', 'col02 b 5', 'col03 8 1'));
    expect(plan.paths).toEqual(['col02', 'col03']);
    expect(Object.fromEntries(plan.outputs)).toEqual({ 3: 'col03', 4: 'col03', 5: 'col03', 6: 'col03' });
  });

  it('is a single one where buttons and lights are together', () => {
    const plan = planPaths(
      parseHidDescriptor(bytesOf(fixtureHex('BW'))),
      listed('col01 c 1', 'col02 b 5', 'col03 ffa0 3'),
    );
    expect(plan.paths).toEqual(['col02']);
    expect([...plan.outputs.keys()].sort((a, b) => a - b)).toEqual([0x09, 0x17, 0x18, 0x1e, 0x20, 0x2a]);
  });

  it('pairs collections of one usage by their order', () => {
    const twice = parseHidDescriptor(
      bytesOf(`
      05 0b 09 05 a1 01 85 01 15 00 25 01 75 01 95 01 09 20 81 22 c0
      05 0b 09 05 a1 01 85 02 15 00 25 01 75 01 95 01 05 08 09 17 91 22 c0`),
    );
    const plan = planPaths(twice, listed('col01 b 5', 'col02 b 5'));
    expect(plan).toEqual({ paths: ['col01', 'col02'], outputs: new Map([[2, 'col02']]) });
  });

  it('are none when the collections are not listed', () => {
    expect(planPaths(eMeet, listed('col01 c 1'))).toEqual({ paths: [], outputs: new Map() });
  });
});

describe('a descriptor known by USB id alone', () => {
  const whole = parseHidDescriptor(bytesOf(fixtureHex('BW')));

  it('counts as far as its collections are listed', () => {
    const kept = keepListedCollections(eMeet, listed('col02 b 5'));
    expect(kept?.collections).toHaveLength(1);
    expect(kept && describeOutputs(readTelephonyLayout(kept))).toEqual([]);
    const telephony = keepListedCollections(whole, listed('col02 b 5'));
    expect(telephony && describeOutputs(readTelephonyLayout(telephony))).toEqual(
      describeOutputs(layoutOf('BW')),
    );
  });

  it('is of another interface when none is listed', () => {
    expect(keepListedCollections(whole, listed('col01 1 6'))).toBeUndefined();
  });

  it('counts whole where the system lists no collections', () => {
    expect(keepListedCollections(whole, [])).toBe(whole);
  });
});
