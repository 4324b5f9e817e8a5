import { createRequire } from 'node:module';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import type { Shell } from '../../../electron/shell/shell.ts';
import { ElectronDouble, type DoubleOptions } from './electron-double.ts';

const root = join(import.meta.dirname, '../../..');

export interface HubDouble {
  lines(): readonly { readonly practice: boolean; readonly servers: readonly string[] }[];
  start(): Promise<void>;
  stop(): Promise<void>;
}

const bundles = new Map<'real' | 'replaced', Promise<string>>();

/** The main process as it ships (one CommonJS file, `electron` outside), with the hub inside or left to the test. */
function bundleMain(hub: 'real' | 'replaced'): Promise<string> {
  const replaceHub: Plugin = {
    name: 'replace-hub',
    setup(context) {
      context.onResolve({ filter: /\/hub\/hub\.ts$/ }, () => ({ path: 'test:hub', external: true }));
    },
  };
  const bundle =
    bundles.get(hub) ??
    build({
      entryPoints: [join(root, 'electron/electron-main/main.ts')],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      target: 'node24',
      external: ['electron'],
      plugins: hub === 'replaced' ? [replaceHub] : [],
      logLevel: 'silent',
    }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
  bundles.set(hub, bundle);
  return bundle;
}

export interface BootOptions extends Partial<DoubleOptions> {
  readonly platform?: NodeJS.Platform;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Absent: the real hub. */
  readonly createHub?: (shell: Shell) => HubDouble;
  /** Files below the folder of the program, as `dist/renderer/desk/index.html`. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Boot {
  readonly electron: ElectronDouble;
  readonly profile: string;
  readonly appPath: string;
  readonly stderr: string[];
  remove(): Promise<void>;
}

/** Runs the bundle of the main process up to the end of its synchronous part, on a double of Electron. */
export async function bootMain(options: BootOptions = {}): Promise<Boot> {
  const listeners = new Set(process.listeners('unhandledRejection'));
  const folder = await mkdtemp(join(tmpdir(), 'offhook-boot-'));
  const profile = options.profile ?? join(folder, 'profile');
  const appPath = join(folder, 'app');
  for (const [name, content] of Object.entries(options.files ?? {})) {
    await mkdir(dirname(join(appPath, name)), { recursive: true });
    await writeFile(join(appPath, name), content);
  }
  const electron = new ElectronDouble({ ...options, profile, appPath });
  const stderr: string[] = [];
  runBundle(
    await bundleMain(options.createHub === undefined ? 'real' : 'replaced'),
    electron,
    options,
    stderr,
  );
  return {
    electron,
    profile,
    appPath,
    stderr,
    remove: () => {
      // A program that ends takes its listeners with it; this one shares the process with the next.
      for (const listener of process.listeners('unhandledRejection'))
        if (!listeners.has(listener)) process.off('unhandledRejection', listener);
      return rm(folder, { recursive: true, force: true });
    },
  };
}

function runBundle(code: string, electron: ElectronDouble, options: BootOptions, stderr: string[]): void {
  const nodeRequire = createRequire(import.meta.url);
  const module = electron.module();
  const require = (name: string): unknown => {
    if (name === 'electron') return module;
    if (name === 'test:hub') return { createHub: options.createHub };
    return nodeRequire(name) as unknown;
  };
  const program: unknown = Object.create(process, {
    argv: { value: ['/opt/offhook/offhook', ...(options.args ?? [])] },
    platform: { value: options.platform ?? 'linux' },
    env: { value: { ...options.env } },
    stderr: { value: { write: (text: string) => stderr.push(text) } },
  });
  const run = compileFunction(code, ['require', 'module', 'exports', 'process', '__dirname', '__filename']);
  const exports = {};
  Reflect.apply(run, undefined, [require, { exports }, exports, program, '/app', '/app/main.cjs']);
}
