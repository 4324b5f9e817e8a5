import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Dispose } from '../common/lib/disposable.ts';
import type { Power } from '../shell/power.ts';

export interface NativePower {
  readonly power: Power;
  /** Stops listening, whoever listens, and lets the machine sleep again. */
  readonly destroy: Dispose;
}

/** Sleep and wake of the machine, and the block that keeps it awake while a call is up. */
export function createPower(): NativePower {
  const suspends = new Set<() => void>();
  const resumes = new Set<() => void>();
  let block: number | undefined;

  const tellSuspend = (): void => {
    for (const listener of [...suspends]) listener();
  };
  const tellResume = (): void => {
    for (const listener of [...resumes]) listener();
  };
  const keepAwake = (on: boolean): void => {
    // The display too: the operator reads the script aloud and does not touch the keyboard meanwhile.
    if (on) block ??= powerSaveBlocker.start('prevent-display-sleep');
    else if (block !== undefined) {
      powerSaveBlocker.stop(block);
      block = undefined;
    }
  };
  powerMonitor.on('suspend', tellSuspend);
  powerMonitor.on('resume', tellResume);
  return {
    power: {
      onSuspend(listener) {
        suspends.add(listener);
        return () => suspends.delete(listener);
      },
      onResume(listener) {
        resumes.add(listener);
        return () => resumes.delete(listener);
      },
      keepAwake,
    },
    destroy() {
      keepAwake(false);
      powerMonitor.off('suspend', tellSuspend);
      powerMonitor.off('resume', tellResume);
    },
  };
}
