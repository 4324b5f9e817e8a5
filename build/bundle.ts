import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type BuildOptions } from 'esbuild';
import { build as buildPage } from 'vite';
import { z } from 'zod';
import { writeLicenses } from './bundle-licenses.ts';
import { checkBundles } from './check-bundles.ts';
import { pageConfig } from './config/vite.config.ts';

const root = join(import.meta.dirname, '..');

const nodeBundle: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  sourcemap: 'linked',
  logLevel: 'warning',
  legalComments: 'external',
  // Electron comes with its runtime, node-hid with its native binaries, playwright-core with the browser host only.
  external: ['electron', 'node-hid', 'playwright-core'],
  outExtension: { '.js': '.cjs' },
};

const pageScript: BuildOptions = {
  bundle: true,
  platform: 'browser',
  target: 'chrome140',
  format: 'iife',
  logLevel: 'warning',
};

/** Builds everything that runs into `dist`: hosts, both shells, preloads, pages, scripts and voices. */
export async function bundleAll(dist: string): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const define = { OFFHOOK_VERSION: JSON.stringify(version) };
  const source = (path: string): string => join(root, 'electron', path);

  const node = build({
    ...nodeBundle,
    metafile: true,
    define,
    outdir: dist,
    outbase: join(root, 'electron'),
    entryPoints: [
      source('electron-main/main.ts'),
      source('browser-host/main.ts'),
      source('hosts/hid-host.ts'),
      source('hosts/store-host.ts'),
      source('exchange/exchange-host.ts'),
    ],
  });
  const preloads = build({
    ...nodeBundle,
    sourcemap: false,
    outdir: join(dist, 'preload'),
    entryPoints: [source('preload/desk.ts'), source('preload/phone.ts')],
  });
  // The same preloads for a plain browser: only what stands for `electron` differs.
  const browserPreloads = build({
    ...pageScript,
    outdir: join(dist, 'preload'),
    entryNames: '[name]-browser',
    alias: { electron: source('browser-host/electron-double.ts') },
    entryPoints: [source('preload/desk.ts'), source('preload/phone.ts')],
  });
  const [{ metafile }] = await Promise.all([node, preloads, browserPreloads]);
  await writeFile(join(dist, 'licenses.md'), await writeLicenses(root, metafile));
  for (const page of ['phone', 'desk'] as const)
    await buildPage(pageConfig(page, join(dist, 'renderer', page)));
  for (const [from, to] of resources) {
    const options = { recursive: true, filter: (file: string) => !/\.(?:ts|json)$/u.test(file) };
    if (existsSync(join(root, from))) await cp(join(root, from), join(dist, to), options);
  }
  await checkBundles(dist);
}

const resources = [
  ['build/scripts', 'scripts'],
  ['build/voices', 'voices'],
  ['build/packaging/icons', 'icons'],
] as const;

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const started = Date.now();
  await bundleAll(values.out ?? join(root, 'dist'));
  console.log(`Built in ${((Date.now() - started) / 1_000).toFixed(1)} s.`);
}
