import type { Clock } from '../../../electron/common/lib/clock.ts';

/** Time and timers of the page. */
export const pageClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Milliseconds since the epoch with fractions, from the clock that no correction of the time of day moves. */
export function readPageTime(): number {
  return performance.timeOrigin + performance.now();
}
