import type { Clock } from '../../../electron/common/lib/clock.ts';

/** Time that passes when told to. `pass` lets promises settle before and after every timer. */
export interface ManualClock extends Clock {
  pass(ms: number): Promise<void>;
  /** The time of day is set by `ms`, which moves no timer. */
  setTimeOfDay(ms: number): void;
}

/** Everything that is ready to run has run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export function createManualClock(start = 1_700_000_000_000): ManualClock {
  let now = start;
  let setBy = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now + setBy,
    setTimeOfDay(ms) {
      setBy += ms;
    },
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    async pass(ms) {
      const until = now + ms;
      await settle();
      for (;;) {
        const due = timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((one) => one !== due);
        now = due.at;
        due.run();
        await settle();
      }
      now = until;
    },
  };
}
