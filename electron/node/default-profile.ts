import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Electron keeps the data of one user (its `userData`), so that both hosts and `ctl` mean the same folder. */
export function defaultProfile(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Offhook');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Offhook');
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Offhook');
}
