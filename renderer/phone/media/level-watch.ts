import type { Clock } from '../../../electron/common/lib/clock.ts';
import type { Dispose } from '../../../electron/common/lib/disposable.ts';
import type { LevelMeter } from './level-meter.ts';

export interface LevelWatchParts {
  readonly clock: Clock;
  /** Listens to a clone of the microphone that is sent to nobody; null while the microphone is closed. */
  openMeter(): LevelMeter | null;
  /** The loudest 50 ms since the last time, in dBFS. */
  onLevel(levelDb: number): void;
}

/** Tells the level of the microphone while somebody looks at it. */
export interface LevelWatch {
  /** Also when another microphone took over. */
  start(): void;
  stop(): void;
}

const everyMs = 100;

export function createLevelWatch({ clock, openMeter, onLevel }: LevelWatchParts): LevelWatch {
  let meter: LevelMeter | null = null;
  let cancel: Dispose = () => undefined;

  const look = (): void => {
    cancel = clock.after(everyMs, look);
    const levels = meter?.read().map(({ levelDb }) => levelDb) ?? [];
    if (levels.length > 0) onLevel(Math.max(...levels));
  };
  const stop = (): void => {
    cancel();
    meter?.close();
    meter = null;
  };

  return {
    start() {
      stop();
      meter = openMeter();
      cancel = clock.after(everyMs, look);
    },
    stop,
  };
}
