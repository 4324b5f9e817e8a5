import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type ElectronRuntime = { readonly binary: string } | { readonly reason: string };

const fetchMs = 300_000;

/** The Electron binary, if it is there. The npm package itself is never loaded: that would start a download. */
export function findElectron(root: string): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' } as const;
  const name =
    process.platform === 'win32' || process.platform === 'darwin' ? names[process.platform] : 'electron';
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const binary =
    override !== undefined
      ? join(override, name)
      : existsSync(pathFile)
        ? join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
        : undefined;
  return binary !== undefined && existsSync(binary) ? binary : undefined;
}

/** Finds the runtime or lets the package's own installer fetch it, showing its progress. */
export function ensureElectron(root: string): ElectronRuntime {
  const found = findElectron(root);
  if (found !== undefined) return { binary: found };
  console.log('Fetching the Electron runtime …');
  const install = spawnSync(process.execPath, [join(root, 'node_modules/electron/install.js')], {
    stdio: ['ignore', 'inherit', 'pipe'],
    timeout: fetchMs,
    encoding: 'utf8',
  });
  const fetched = findElectron(root);
  if (fetched !== undefined) return { binary: fetched };
  const lastLine =
    install.stderr
      .trim()
      .split('\n')
      .find((line) => /error/iu.test(line)) ?? 'no answer';
  return { reason: `the Electron runtime could not be fetched (${lastLine.trim().slice(0, 120)})` };
}
