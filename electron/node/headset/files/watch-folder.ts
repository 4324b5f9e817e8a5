import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { Clock } from '../../../common/lib/clock.ts';

/** Editors write a file in several steps. */
const settleMs = 200;

export interface FolderWatch {
  /** From now on no change is missed; what was there before is to be read after this. */
  readonly ready: Promise<void>;
  close(): void;
}

/**
 * Tells when files with these endings change, once things have settled; makes the folder. A folder that cannot be made or
 * watched is never told of: what depends on it is read at other moments too.
 */
export function watchFolder(
  folder: string,
  clock: Clock,
  listeners: Readonly<Record<`.${string}`, () => void>>,
): FolderWatch {
  const cancels = new Map<string, () => void>();
  let watcher: FSWatcher | undefined;
  let isOver = false;

  const tell = (name: string | null): void => {
    for (const [ending, run] of Object.entries(listeners)) {
      if (name?.endsWith(ending) !== true) continue;
      cancels.get(ending)?.();
      cancels.set(ending, clock.after(settleMs, run));
    }
  };
  const begin = async (): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (isOver) return;
      watcher = watch(folder, (_, name) => {
        tell(name);
      });
      watcher.on('error', () => watcher?.close());
    } catch {
      watcher = undefined;
    }
  };

  return {
    ready: begin(),
    close() {
      isOver = true;
      for (const cancel of cancels.values()) cancel();
      watcher?.close();
    },
  };
}
