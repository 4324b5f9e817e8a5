import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getRawHeader, listPackage } from '@electron/asar';
import { parse } from 'plist';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packDirectory, type Packed } from '../support/packaging/pack.ts';

let packed: Packed;
let info: unknown;
beforeAll(async () => {
  packed = await packDirectory('darwin');
  info = parse(await readFile(join(packed.app, 'Offhook.app/Contents/Info.plist'), 'utf8'));
});
afterAll(() => packed.remove());

test('macOS learns which links the program handles', () => {
  expect(info).toMatchObject({
    CFBundleIdentifier: 'app.offhook.desk',
    CFBundleURLTypes: [{ CFBundleURLSchemes: ['tel', 'sip', 'sips', 'callto'] }],
    LSMinimumSystemVersion: '13.0',
  });
});

test('the person asked for consent reads what microphone and local network are for', () => {
  const microphone: unknown = expect.stringContaining('voice');
  const network: unknown = expect.stringContaining('telephone server');
  expect(info).toMatchObject({
    NSMicrophoneUsageDescription: microphone,
    NSLocalNetworkUsageDescription: network,
  });
});

test('the archive is bound to the program by the hash of its header', () => {
  const { headerString } = getRawHeader(packed.asar);
  const hash = createHash('sha256').update(headerString).digest('hex');
  expect(info).toMatchObject({
    ElectronAsarIntegrity: { 'Resources/app.asar': { algorithm: 'SHA256', hash } },
  });
});

test('the binaries of node-hid are those of this system', () => {
  const binaries = listPackage(packed.asar, { isPack: false }).filter((entry) => entry.endsWith('.node'));
  expect(binaries).toEqual([
    '/node_modules/node-hid/prebuilds/HID-darwin-arm64/node-napi-v4.node',
    '/node_modules/node-hid/prebuilds/HID-darwin-x64/node-napi-v4.node',
  ]);
});
