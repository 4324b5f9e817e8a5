import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, Platform, type Configuration } from 'electron-builder';
import { builderConfiguration } from '../../../build/electron-builder.ts';
import { buildStubElectron } from './stub-electron.ts';

const root = join(import.meta.dirname, '../../..');
const targets = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC } as const;

/** Enough of `dist` for a package, where the program has not been built. */
const standInFiles = {
  'electron-main/main.cjs': 'require("electron");\n',
  'electron-main/main.cjs.map': '{}',
  'preload/desk.cjs': '',
  'preload/phone.cjs': '',
  'preload/desk-browser.js': '',
  'hosts/hid-host.cjs': 'require("node-hid");\n',
  'hosts/store-host.cjs': '',
  'exchange/exchange-host.cjs': '',
  'browser-host/main.cjs': '',
  'renderer/desk/index.html': '<!doctype html>',
  'renderer/phone/index.html': '<!doctype html>',
};

export interface Packed {
  /** Folder of the packed program. */
  readonly app: string;
  /** Path of app.asar. */
  readonly asar: string;
  remove(): Promise<void>;
}

/** Packs a copy of the program as a folder, on a stub of Electron, with the configuration that ships. */
export async function packDirectory(
  platform: 'linux' | 'win32' | 'darwin',
  change: Partial<Configuration> = {},
): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-package-'));
  const project = join(folder, 'project');
  await copyProject(project);
  const electronDist = await buildStubElectron(join(folder, 'electron'), platform);
  const output = join(folder, 'out');
  await build({
    projectDir: project,
    targets: targets[platform].createTarget('dir'),
    publish: 'never',
    config: {
      ...builderConfiguration({ isRelease: false }),
      electronDist,
      electronVersion: '45.4.1',
      directories: { output, buildResources: join(root, 'build/packaging') },
      ...change,
    },
  });
  const [name] = (await readdir(output)).filter((entry) => !entry.startsWith('builder'));
  const app = join(output, name ?? '');
  const resources = platform === 'darwin' ? 'Offhook.app/Contents/Resources' : 'resources';
  return {
    app,
    asar: join(app, resources, 'app.asar'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function copyProject(project: string): Promise<void> {
  await mkdir(project, { recursive: true });
  await cp(join(root, 'package.json'), join(project, 'package.json'));
  for (const name of ['node-hid', 'pkg-prebuilds', 'node-addon-api'])
    await cp(join(root, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
  // What lies beside in a checkout and must not ship.
  for (const file of ['.env', 'electron/hub/hub.ts', 'test/x.test.ts', 'docs/x.md', 'out/old.exe']) {
    await mkdir(dirname(join(project, file)), { recursive: true });
    await writeFile(join(project, file), 'not for shipping');
  }
  const dist = join(root, 'dist');
  if (existsSync(join(dist, 'electron-main/main.cjs'))) {
    await cp(dist, join(project, 'dist'), { recursive: true });
    return;
  }
  for (const [file, content] of Object.entries(standInFiles)) {
    await mkdir(dirname(join(project, 'dist', file)), { recursive: true });
    await writeFile(join(project, 'dist', file), content);
  }
}
