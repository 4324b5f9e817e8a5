import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeLicenses } from '../../../build/bundle-licenses.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'offhook-licenses-'));
  const manifest = { version: '1.0.0', license: 'MIT' };
  await place('node-hid', { ...manifest, name: 'node-hid' }, 'LICENSE-bsd.txt');
  await place('node-hid/hidapi', null, 'LICENSE-orig.txt');
  await place('pkg-prebuilds', { ...manifest, name: 'pkg-prebuilds' }, 'LICENSE');
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function place(folder: string, manifest: object | null, licence: string | null): Promise<void> {
  const path = join(root, 'node_modules', folder);
  await mkdir(path, { recursive: true });
  if (manifest !== null) await writeFile(join(path, 'package.json'), JSON.stringify(manifest));
  if (licence !== null) await writeFile(join(path, licence), `Words of ${folder}.\n`);
}

const write = (...inputs: string[]): Promise<string> =>
  writeLicenses(root, {
    inputs: Object.fromEntries(inputs.map((input) => [input, { bytes: 1, imports: [] }])),
    outputs: {},
  });

test('every package that is bundled, and the libraries beside the bundles, stand there once with their words', async () => {
  await place('@a/b', { name: '@a/b', version: '2.0.0', license: 'ISC' }, 'license.md');
  await place('@a/b/node_modules/c', { name: 'c', version: '3.0.0', license: '0BSD' }, 'COPYING');
  const text = await write(
    'electron/hub/hub.ts',
    'node_modules/@a/b/lib/one.js',
    'node_modules/@a/b/lib/two.js',
    'node_modules/@a/b/node_modules/c/index.js',
  );
  expect(text.match(/^## .*\n\n.*$/gm)).toEqual([
    '## @a/b - 2.0.0 (ISC)\n\nWords of @a/b.',
    '## c - 3.0.0 (0BSD)\n\nWords of @a/b/node_modules/c.',
    '## node-hid - 1.0.0 (MIT)\n\nWords of node-hid.',
    '## node-hid/hidapi\n\nWords of node-hid/hidapi.',
    '## pkg-prebuilds - 1.0.0 (MIT)\n\nWords of pkg-prebuilds.',
  ]);
});

test('a package without words has its authors named; one without a licence stops the build', async () => {
  await place('c', { name: 'c', version: '3.0.0', license: 'MIT', author: { name: 'Ada' } }, null);
  expect(await write('node_modules/c/index.js')).toContain('## c - 3.0.0 (MIT)\n\nBy Ada.\n');
  await place('d', { name: 'd', version: '3.0.0' }, null);
  await expect(write('node_modules/d/index.js')).rejects.toThrow('license');
});
