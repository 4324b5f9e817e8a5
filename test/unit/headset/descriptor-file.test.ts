import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { createFileDescriptors } from '../../../electron/node/headset/descriptors/file-descriptors.ts';
import { createSysfsDescriptors } from '../../../electron/node/headset/descriptors/sysfs-descriptors.ts';
import { bytesOf, describeInputs, fixtureHex, layoutOf } from './descriptor-fixtures.ts';
import { blackwire, blackwireBytes, entry, newFolder, sysfsWith } from './descriptor-places.ts';

describe('sysfs', () => {
  it('has the name of a device too', async () => {
    const source = createSysfsDescriptors(
      sysfsWith(
        'hidraw7',
        blackwireBytes,
        'DRIVER=jabra\nHID_ID=0003:00000B0E:00000307\nHID_NAME=Jabra Écoute\n',
      ),
    );
    expect(await source.readProductName(entry('/dev/hidraw7', blackwire))).toBe('Jabra Écoute');
    expect(await source.readProductName(entry('/dev/hidraw8', blackwire))).toBeUndefined();
  });

  it('may lose a device between the list and the look', async () => {
    const folder = sysfsWith('hidraw7', blackwireBytes);
    const source = createSysfsDescriptors(folder);
    rmSync(join(folder, 'hidraw7'), { recursive: true });
    expect(await source.readDescriptor(entry('/dev/hidraw7', blackwire))).toBeUndefined();
  });

  it('is believed up to the longest descriptor USB has, and not beyond', async () => {
    // A vendor collection with no fields and as many empty usages as fit, before those of the headset.
    const filledTo = (length: number): Uint8Array => {
      const usages = new Uint8Array(length - blackwireBytes.length - 6).fill(0x08);
      return Uint8Array.from([0x06, 0x00, 0xff, ...usages, 0xa1, 0x01, 0xc0, ...blackwireBytes]);
    };
    const longest = filledTo(0xffff);
    const read = (bytes: Uint8Array) =>
      createSysfsDescriptors(sysfsWith('hidraw7', bytes)).readDescriptor(entry('/dev/hidraw7', blackwire));
    const found = await read(longest);
    expect(found?.bytes).toEqual(longest);
    expect(found && describeInputs(readTelephonyLayout(found.parsed))).toEqual(
      describeInputs(layoutOf('BW')),
    );
    expect(await read(filledTo(0x10000))).toBeUndefined();
    expect(await read(new Uint8Array())).toBeUndefined();
  });

  it('may be cut: what was declared so far counts, with a warning', async () => {
    const cut = bytesOf(fixtureHex('EVL')).subarray(0, 300);
    const found = await createSysfsDescriptors(sysfsWith('hidraw7', cut)).readDescriptor(
      entry('/dev/hidraw7', blackwire),
    );
    expect(found?.parsed.warnings).not.toEqual([]);
  });
});

describe('a descriptor file of the user’s', () => {
  const create = () => {
    const folder = newFolder();
    const source = createFileDescriptors();
    source.useFolder(folder);
    const file = join(folder, '0b0e-24c9.hex');
    const read = () => source.readDescriptor(entry('any', [0x0b0e, 0x24c9]));
    return { source, folder, file, read };
  };

  it.each([
    ['words', 'hello'],
    ['an odd number of digits', `${fixtureHex('L380')}0`],
    ['nothing', ''],
    ['digits that declare nothing', '00 00 00'],
    ['far more than a descriptor can be', '05'.repeat(300_000)],
  ])('with %s is named and ignored until it is mended', async (_, content) => {
    const { source, file, read } = create();
    writeFileSync(file, content);
    expect(await read()).toBeUndefined();
    expect(source.faults()).toMatchObject([{ code: 'headset.descriptor-invalid', details: { file } }]);
    writeFileSync(file, fixtureHex('L380'));
    expect((await read())?.bytes).toEqual(bytesOf(fixtureHex('L380')));
    expect(source.faults()).toEqual([]);
  });

  it('is named when it cannot be read, and no longer when it is gone', async () => {
    const { source, folder, file, read } = create();
    // A folder in its place: EISDIR.
    mkdirSync(file);
    expect(await read()).toBeUndefined();
    expect(source.faults()).toHaveLength(1);
    rmSync(file, { recursive: true });
    expect(await read()).toBeUndefined();
    expect(source.faults()).toEqual([]);
    symlinkSync(join(folder, 'nowhere'), file);
    expect(await read()).toBeUndefined();
    expect(source.faults()).toEqual([]);
  });

  it('counts as it is at each look', async () => {
    const { file, read } = create();
    writeFileSync(file, fixtureHex('EVL'));
    expect((await read())?.bytes).toEqual(bytesOf(fixtureHex('EVL')));
    appendFileSync(file, '\n00');
    expect((await read())?.bytes).toEqual(bytesOf(`${fixtureHex('EVL')}00`));
    rmSync(file);
    expect(await read()).toBeUndefined();
  });

  it('is looked for in the folder told last', async () => {
    const { source, folder, file, read } = create();
    writeFileSync(file, 'wrong');
    await read();
    source.useFolder(folder);
    expect(source.faults()).toHaveLength(1);
    source.useFolder(newFolder());
    expect(source.faults()).toEqual([]);
    expect(await read()).toBeUndefined();
  });
});
