import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { bundledDescriptors } from '../../../electron/node/headset/descriptors/bundled-descriptors.ts';
import type { DescriptorSource } from '../../../electron/node/headset/descriptors/descriptor-source.ts';
import {
  createDescriptorSources,
  firstOf,
} from '../../../electron/node/headset/descriptors/descriptor-sources.ts';
import { createFileDescriptors } from '../../../electron/node/headset/descriptors/file-descriptors.ts';
import { createIoregDescriptors } from '../../../electron/node/headset/descriptors/ioreg-descriptors.ts';
import { createSysfsDescriptors } from '../../../electron/node/headset/descriptors/sysfs-descriptors.ts';
import { createWebHidDescriptors } from '../../../electron/node/headset/descriptors/webhid-descriptors.ts';
import { blackwireIds, listOnWindows, recordedBlackwire } from './chromium-listing.ts';
import {
  bytesOf,
  describeInputs,
  describeOutputs,
  fixtureHex,
  fixtures,
  layoutOf,
} from './descriptor-fixtures.ts';
import {
  blackwire,
  blackwireBytes,
  entry,
  ioregSample,
  newFolder,
  programDoing,
  sysfsWith,
  whole,
} from './descriptor-places.ts';

interface Sample {
  readonly source: DescriptorSource;
  /** The path at which the source knows the Blackwire 3220. */
  readonly path: string;
  readonly origin: string;
  readonly bytes: Uint8Array | null;
}

function knownFile(): Sample {
  const folder = newFolder();
  writeFileSync(join(folder, '047f-c056.hex'), `${fixtureHex('BW').replace(/(.{40})/g, '$1\r\n')}\n`);
  const source = createFileDescriptors();
  source.useFolder(folder);
  return { source, path: 'any', origin: 'file', bytes: blackwireBytes };
}

function seenByWebHid(): Sample {
  const source = createWebHidDescriptors();
  source.update([listOnWindows(recordedBlackwire, blackwireIds)]);
  return { source, path: 'any', origin: 'webhid', bytes: null };
}

const samples: Record<string, () => Sample> = {
  sysfs: () => ({
    source: createSysfsDescriptors(sysfsWith('hidraw7', blackwireBytes)),
    path: '/dev/hidraw7',
    origin: 'sysfs',
    bytes: blackwireBytes,
  }),
  ioreg: () => ({
    source: createIoregDescriptors({ program: programDoing(`cat '${ioregSample}'`).program }),
    path: 'DevSrvsID:4295538287',
    origin: 'ioreg',
    bytes: blackwireBytes,
  }),
  WebHID: seenByWebHid,
  'a file': knownFile,
  'the bundled table': () => ({
    source: bundledDescriptors,
    path: 'any',
    origin: 'bundled',
    bytes: blackwireBytes,
  }),
  'the second of two': () => {
    const known = knownFile();
    return { ...known, source: firstOf([createWebHidDescriptors(), known.source]) };
  },
};

describe.each(Object.entries(samples))('a descriptor from %s', (_, create) => {
  it('gives the layout of the device, says where it is from, and gives the bytes if there are any', async () => {
    const { source, path, origin, bytes } = create();
    const found = await source.readDescriptor(entry(path, blackwire, whole));
    if (found === undefined) throw new Error('not known');
    const layout = readTelephonyLayout(found.parsed);
    expect(describeInputs(layout)).toEqual(describeInputs(layoutOf('BW')));
    expect(describeOutputs(layout)).toEqual(describeOutputs(layoutOf('BW')));
    expect(found).toMatchObject({ origin, bytes });
  });

  it('is the same for everyone who asks at once', async () => {
    const { source, path } = create();
    const asked = entry(path, blackwire, whole);
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => source.readDescriptor(asked)));
    expect(first).toBeDefined();
    for (const other of others) expect(other).toEqual(first);
  });

  it('is not there for another device', async () => {
    const { source } = create();
    for (const path of ['/dev/hidraw8', 'DevSrvsID:1', ''])
      expect(await source.readDescriptor(entry(path, [0x1209, 0x7777], whole))).toBeUndefined();
  });

  it('has no call control for a path that leads to another collection', async () => {
    const { source, path } = create();
    const found = await source.readDescriptor(entry(path, blackwire, [[0x0c, 0x01]]));
    const capability = found === undefined ? 'none' : readTelephonyLayout(found.parsed).capability;
    expect(capability).toBe('none');
  });

  it('is there where the system lists no collections', async () => {
    const { source, path } = create();
    expect(await source.readDescriptor(entry(path, blackwire))).toBeDefined();
  });
});

describe('what WebHID sees', () => {
  it('is forgotten when the engine no longer sees it', async () => {
    const source = createWebHidDescriptors();
    source.update([listOnWindows(recordedBlackwire, blackwireIds)]);
    source.update([]);
    expect(await source.readDescriptor(entry('any', blackwire, whole))).toBeUndefined();
  });
});

describe('the bundled table', () => {
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
    for (const { vendorId, productId, hex } of captured) {
      const found = await bundledDescriptors.readDescriptor(
        entry('x', [Number(vendorId), Number(productId)]),
      );
      expect(found?.bytes).toEqual(bytesOf(hex));
    }
  });
});

describe('all sources of a system', () => {
  const device = entry('any', blackwire, whole);
  const originOf = async (sources: DescriptorSource) => (await sources.readDescriptor(device))?.origin;

  it.each(['win32', 'darwin', 'linux'] as const)(
    'are asked from the most exact to the least, on %s',
    async (platform) => {
      const sources = createDescriptorSources(platform);
      expect(await originOf(sources)).toBe('bundled');
      sources.describe([listOnWindows(recordedBlackwire, blackwireIds)]);
      expect(await originOf(sources)).toBe('webhid');
      const folder = newFolder();
      writeFileSync(join(folder, '047f-c056.hex'), fixtureHex('BW'));
      sources.useFolder(folder);
      expect(await originOf(sources)).toBe('file');
      writeFileSync(join(folder, '047f-c056.hex'), 'wrong');
      expect(await originOf(sources)).toBe('webhid');
      expect(sources.faults().map(({ code }) => code)).toEqual(['headset.descriptor-invalid']);
      sources.describe([]);
      expect(await originOf(sources)).toBe('bundled');
    },
  );

  it('know names on Linux only', async () => {
    expect(await createDescriptorSources('win32').readProductName(device)).toBeUndefined();
    expect(
      await createDescriptorSources('linux').readProductName(entry('/dev/hidraw99', blackwire)),
    ).toBeUndefined();
  });

  it('take the word of the next when WebHID hides the call control', async () => {
    const sources = createDescriptorSources('win32');
    const [consumer] = recordedBlackwire;
    sources.describe([listOnWindows(consumer === undefined ? [] : [consumer], blackwireIds)]);
    expect(await originOf(sources)).toBe('bundled');
  });
});
