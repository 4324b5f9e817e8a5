import type { Clock } from '../../../electron/common/lib/clock.ts';

/** Time that stands still until told to pass; timers run in the order of their time. */
export interface ManualClock extends Clock {
  /** Lets `ms` milliseconds pass, running what falls due, and lets promises settle in between. */
  pass(ms: number): Promise<void>;
}

export function createManualClock(start = 1_000_000): ManualClock {
  let time = start;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    now: () => time,
    after(ms, run) {
      const timer = { at: time + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async pass(ms) {
      const end = time + ms;
      await settle();
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        time = Math.max(time, due.at);
        due.run();
        await settle();
      }
      time = end;
    },
  };
}
