import type { Clock } from '../../../common/lib/clock.ts';
import { openLastUsed, type LastUsed } from './last-used.ts';
import { openQuirkFiles, type QuirkFiles } from './quirk-files.ts';
import { watchFolder } from './watch-folder.ts';

/** The headset's files in the profile. */
export interface ProfileFiles {
  readonly folder: string;
  readonly quirks: QuirkFiles;
  readonly lastUsed: LastUsed;
  /** Read for the first time; until then there are none, and it may take long on a disk that sleeps. */
  readonly ready: Promise<void>;
  /** Settles when everything is saved. */
  close(): Promise<void>;
}

export function openProfileFiles(
  folder: string,
  clock: Clock,
  listeners: { readonly onQuirks: () => void; readonly onDescriptors: () => void },
): ProfileFiles {
  const quirks = openQuirkFiles({ folder, onChange: listeners.onQuirks });
  const lastUsed = openLastUsed(folder);
  const watching = watchFolder(folder, clock, {
    '.json': () => void quirks.reload(),
    '.hex': listeners.onDescriptors,
  });
  return {
    folder,
    quirks,
    lastUsed,
    ready: Promise.all([watching.ready.then(quirks.reload), lastUsed.load()]).then(() => undefined),
    close() {
      watching.close();
      return lastUsed.saved();
    },
  };
}
