import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { HidEntry } from '../../../electron/node/headset/hid-transport.ts';
import { bytesOf, fixtureHex } from './descriptor-fixtures.ts';

export const root = mkdtempSync(join(tmpdir(), 'offhook-hid-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});
let folders = 0;
export const newFolder = (): string => {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  return folder;
};

export type Usage = readonly [usagePage: number, usage: number];
export const whole: readonly Usage[] = [
  [0x0c, 0x01],
  [0x0b, 0x05],
  [0xffa0, 0x03],
];

export const entry = (
  path: string,
  [vendorId, productId]: Usage,
  usages: readonly Usage[] = [],
): HidEntry => ({
  path,
  vendorId,
  productId,
  product: '',
  serial: '',
  virtual: false,
  collections: usages.map(([usagePage, usage]) => ({ path, usagePage, usage })),
});
export const blackwire = [0x047f, 0xc056] as const;
export const blackwireBytes = bytesOf(fixtureHex('BW'));

/** A folder as sysfs has it, with one hidraw node. */
export function sysfsWith(node: string, descriptor: Uint8Array, uevent = ''): string {
  const folder = newFolder();
  const device = join(folder, node, 'device');
  mkdirSync(device, { recursive: true });
  writeFileSync(join(device, 'report_descriptor'), descriptor);
  writeFileSync(join(device, 'uevent'), uevent);
  return folder;
}

/** A program in place of ioreg; `arguments.log` beside it has a line for each run. */
export function programDoing(script: string): { readonly program: string; runs(): string[] } {
  const folder = newFolder();
  const program = join(folder, 'ioreg');
  const log = join(folder, 'arguments.log');
  writeFileSync(log, '');
  writeFileSync(program, `#!/bin/sh\necho "$@" >> '${log}'\n${script}\n`, { mode: 0o755 });
  return { program, runs: () => readFileSync(log, 'utf8').split('\n').slice(0, -1) };
}

export const ioregSample = new URL('../../fixtures/hid-systems/macos-ioreg.plist', import.meta.url).pathname;
