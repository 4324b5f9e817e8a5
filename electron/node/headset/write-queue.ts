import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail } from '../../common/lib/result.ts';
import { withinTime } from './deadline.ts';
import type { HidDevice } from './hid-transport.ts';

/** hidapi itself gives a write one second on Windows; what takes longer never ends. */
const writeMs = 2_000;

/** Output reports on their way to a device, one at a time and in order. */
export interface WriteQueue {
  /**
   * Reports of one state, to be written in this order. What still waits from earlier states under the same report
   * ids is dropped: a report is the whole state of its lights, so only the latest is worth sending. Returns what was
   * dropped.
   */
  push(reports: readonly Uint8Array[]): readonly Uint8Array[];
  /** Settles when everything pushed so far is written or given up. */
  drained(): Promise<void>;
  /** Drops what waits. */
  close(): void;
}

export interface WriteQueueOptions {
  readonly device: HidDevice;
  readonly clock: Clock;
  /** The device took the report. */
  readonly onWritten: (bytes: Uint8Array) => void;
  /** A report was refused twice, or never taken. Told once; nothing is written any more. */
  readonly onFailed: (error: AppError) => void;
}

export function createWriteQueue({ device, clock, onWritten, onFailed }: WriteQueueOptions): WriteQueue {
  let waiting: Uint8Array[] = [];
  let running: Promise<void> | undefined;
  let isClosed = false;
  const hasEnded = (): boolean => isClosed;
  const silent = fail(appError('headset.failed', { reason: 'a write was never taken' }));

  const write = async (bytes: Uint8Array) => {
    const first = await withinTime(clock, writeMs, device.write(bytes), silent);
    // Behind a write that hangs the next one hangs as well.
    return first.ok || first === silent || hasEnded()
      ? first
      : withinTime(clock, writeMs, device.write(bytes), silent);
  };

  const writeAll = async (): Promise<void> => {
    for (let bytes = waiting.shift(); bytes !== undefined; bytes = waiting.shift()) {
      const written = await write(bytes);
      if (written.ok) onWritten(bytes);
      else if (!hasEnded()) {
        isClosed = true;
        waiting = [];
        onFailed(written.error);
      }
    }
    // Here, not when the promise settles: what is pushed between the two would wait for ever.
    running = undefined;
  };

  return {
    push(reports) {
      if (isClosed || reports.length === 0) return [];
      const ids = new Set(reports.map(([id]) => id));
      const dropped = waiting.filter(([id]) => ids.has(id));
      waiting = [...waiting.filter(([id]) => !ids.has(id)), ...reports];
      running ??= writeAll();
      return dropped;
    },
    drained: () => running ?? Promise.resolve(),
    close() {
      isClosed = true;
      waiting = [];
    },
  };
}
