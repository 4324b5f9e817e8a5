import type { AppError } from '../../common/lib/app-error.ts';
import type { HidDevice } from './hid-transport.ts';

/** Output reports on their way to a device, one at a time and in order. */
export interface WriteQueue {
  /**
   * Reports of one state, to be written in this order. What still waits from earlier states under the same report
   * ids is dropped: a report is the whole state of its lights, so only the latest is worth sending.
   */
  push(reports: readonly Uint8Array[]): void;
  /** Settles when everything pushed so far is written or given up. */
  drained(): Promise<void>;
  /** Drops what waits. */
  close(): void;
}

export function createWriteQueue(device: HidDevice, onFailed: (error: AppError) => void): WriteQueue {
  let waiting: Uint8Array[] = [];
  let running: Promise<void> | undefined;
  let isClosed = false;
  const hasEnded = (): boolean => isClosed;

  const writeAll = async (): Promise<void> => {
    for (let bytes = waiting.shift(); bytes !== undefined; bytes = waiting.shift()) {
      const first = await device.write(bytes);
      if (first.ok || hasEnded()) continue;
      const second = await device.write(bytes);
      if (second.ok || hasEnded()) continue;
      waiting = [];
      onFailed(second.error);
      return;
    }
  };

  return {
    push(reports) {
      if (isClosed || reports.length === 0) return;
      const ids = new Set(reports.map(([id]) => id));
      waiting = [...waiting.filter(([id]) => !ids.has(id)), ...reports];
      running ??= writeAll().finally(() => {
        running = undefined;
      });
    },
    drained: () => running ?? Promise.resolve(),
    close() {
      isClosed = true;
      waiting = [];
    },
  };
}
