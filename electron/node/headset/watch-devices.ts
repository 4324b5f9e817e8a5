import { watch } from 'node:fs';
import type { Dispose } from '../../common/lib/disposable.ts';

/** Tells when device files come and go. Only Linux has them in one folder; elsewhere nothing is ever told. */
export function watchDeviceFiles(
  onChange: () => void,
  platform: NodeJS.Platform = process.platform,
  folder = '/dev',
): Dispose {
  if (platform !== 'linux') return () => undefined;
  try {
    const watcher = watch(folder, (_, name) => {
      if (name?.startsWith('hidraw') === true) onChange();
    });
    // A folder that cannot be watched any more leaves the slow scan.
    watcher.on('error', () => {
      watcher.close();
    });
    return () => {
      watcher.close();
    };
  } catch {
    return () => undefined;
  }
}
