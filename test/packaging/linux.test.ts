import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, getCurrentFuseWire, FuseV1Options } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fusePlan, type FuseName } from '../../electron/common/policy/fuse-plan.ts';
import { packDirectory, type Packed } from '../support/packaging/pack.ts';

let packed: Packed;
beforeAll(async () => {
  packed = await packDirectory('linux');
});
afterAll(() => packed.remove());

const entries = (): string[] => listPackage(packed.asar, { isPack: false }).map((entry) => entry.slice(1));

test('the package starts with the main bundle and holds every process', () => {
  expect(entries()).toEqual(
    expect.arrayContaining([
      'package.json',
      'dist/electron-main/main.cjs',
      'dist/preload/desk.cjs',
      'dist/preload/phone.cjs',
      'dist/hosts/hid-host.cjs',
      'dist/hosts/store-host.cjs',
      'dist/exchange/exchange-host.cjs',
      'dist/renderer/desk/index.html',
      'dist/renderer/phone/index.html',
    ]),
  );
});

test('of node_modules only node-hid and its loader ship, without sources and foreign binaries', () => {
  const modules = entries().filter((entry) => entry.startsWith('node_modules/'));
  const names = new Set(modules.map((entry) => entry.split('/')[1]));
  expect([...names].sort()).toEqual(['node-hid', 'pkg-prebuilds']);
  expect(modules.filter((entry) => entry.endsWith('.node'))).toEqual([
    'node_modules/node-hid/prebuilds/HID_hidraw-linux-arm64/node-napi-v4.node',
    'node_modules/node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node',
  ]);
  expect(modules.filter((entry) => /\/(src|hidapi)\b|\.gyp/.test(entry))).toEqual([]);
});

test('source maps, the browser host, sources and whatever else lies in the folder stay outside', () => {
  const surplus = entries().filter(
    (entry) =>
      !/^(dist|node_modules|package\.json)/.test(entry) ||
      /\.map$|browser-host|-browser\.js$|\.ts$/.test(entry),
  );
  expect(surplus).toEqual([]);
});

test('native code lies unpacked beside the archive, where the system can load it', () => {
  const binary = 'node_modules/node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node';
  expect(existsSync(join(`${packed.asar}.unpacked`, binary))).toBe(true);
});

test('all nine fuses read back as planned', async () => {
  const wire = await getCurrentFuseWire(join(packed.app, 'offhook'));
  const read = (Object.keys(fusePlan) as FuseName[]).map((name) => [
    name,
    wire[FuseV1Options[name]] === FuseState.ENABLE,
  ]);
  expect(Object.fromEntries(read)).toEqual(fusePlan);
});

test('the udev rules come along', () => {
  expect(existsSync(join(packed.app, '60-offhook-headsets.rules'))).toBe(true);
});

test('Chromium brings the languages of the desk and no other', async () => {
  expect((await readdir(join(packed.app, 'locales'))).sort()).toEqual([
    'en-US.pak',
    'fa.pak',
    'ro.pak',
    'ru.pak',
    'uk.pak',
  ]);
});
