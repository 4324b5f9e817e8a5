import type { Clock } from '../../../common/lib/clock.ts';
import type { Dispose } from '../../../common/lib/disposable.ts';
import { withinTime } from '../deadline.ts';
import { openLastUsed, type LastUsed } from './last-used.ts';
import { openQuirkFiles, type QuirkFiles } from './quirk-files.ts';
import { watchFolder } from './watch-folder.ts';

/** A disk that sleeps or a share that is away must not keep the headset waiting. */
const patienceMs = 250;

/** The headset's files in the profile. */
export interface ProfileFiles {
  readonly folder: string;
  readonly quirks: QuirkFiles;
  readonly lastUsed: LastUsed;
  /** Reads for the first time; what takes longer comes as a change. */
  load(): Promise<void>;
  close: Dispose;
}

export function openProfileFiles(
  folder: string,
  clock: Clock,
  listeners: { readonly onQuirks: () => void; readonly onDescriptors: () => void },
): ProfileFiles {
  const quirks = openQuirkFiles({ folder, onChange: listeners.onQuirks });
  const lastUsed = openLastUsed(folder);
  const close = watchFolder(folder, clock, {
    '.json': () => void quirks.reload(),
    '.hex': listeners.onDescriptors,
  });
  return {
    folder,
    quirks,
    lastUsed,
    async load() {
      await withinTime(clock, patienceMs, Promise.all([quirks.reload(), lastUsed.load()]), undefined);
    },
    close,
  };
}
