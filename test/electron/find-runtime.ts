import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export type Runtime =
  { readonly found: true; readonly executable: string } | { readonly found: false; readonly why: string };

/**
 * Looks for an Electron that can be run, without asking the `electron` package: its index.js would start a download.
 * ELECTRON_OVERRIDE_DIST_PATH names an unpacked distribution; else path.txt says what an install has left behind.
 */
export async function findElectron(): Promise<Runtime> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = override ?? join(root, 'node_modules/electron/dist');
  const named = await readFile(join(root, 'node_modules/electron/path.txt'), 'utf8').catch(() => null);
  if (override === undefined && named === null)
    return {
      found: false,
      why: 'no Electron runtime: neither ELECTRON_OVERRIDE_DIST_PATH nor an installed binary',
    };
  const executable = join(folder, named?.trim() ?? usualName(process.platform));
  return existsSync(executable)
    ? { found: true, executable }
    : { found: false, why: `no Electron runtime: ${executable} does not exist` };
}

function usualName(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'electron.exe';
  return platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}
