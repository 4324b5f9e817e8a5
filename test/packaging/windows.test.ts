import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getRawHeader, listPackage } from '@electron/asar';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packDirectory, type Packed } from '../support/packaging/pack.ts';

let packed: Packed;
let resources: NtExecutableResource;
beforeAll(async () => {
  packed = await packDirectory('win32');
  const program = await readFile(join(packed.app, 'Offhook.exe'));
  resources = NtExecutableResource.from(NtExecutable.from(program, { ignoreCert: true }));
});
afterAll(() => packed.remove());

test('the program tells its own name and version to Windows', () => {
  const [info] = Resource.VersionInfo.fromEntries(resources.entries);
  const [language] = info?.getAllLanguagesForStringValues() ?? [];
  if (info === undefined || language === undefined) throw new Error('There is no version resource');
  const version: unknown = expect.stringMatching(/^0\.1\.0/);
  expect(info.getStringValues(language)).toMatchObject({
    ProductName: 'Offhook',
    InternalName: 'Offhook',
    FileVersion: version,
    CompanyName: 'The Offhook authors',
  });
});

test('the archive is bound to the program by the hash of its header', () => {
  const entry = resources.entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
  const integrity: unknown = JSON.parse(Buffer.from(entry?.bin ?? new ArrayBuffer(0)).toString('utf8'));
  const { headerString } = getRawHeader(packed.asar);
  expect(integrity).toEqual([
    {
      file: 'resources\\app.asar',
      alg: 'SHA256',
      value: createHash('sha256').update(headerString).digest('hex'),
    },
  ]);
});

test('the icon is ours', () => {
  expect(Resource.IconGroupEntry.fromEntries(resources.entries)[0]?.icons).toHaveLength(4);
});

test('the binaries of node-hid are those of this system', () => {
  const binaries = listPackage(packed.asar, { isPack: false }).filter((entry) => entry.endsWith('.node'));
  expect(binaries).toEqual([
    '/node_modules/node-hid/prebuilds/HID-win32-arm64/node-napi-v4.node',
    '/node_modules/node-hid/prebuilds/HID-win32-x64/node-napi-v4.node',
  ]);
});
