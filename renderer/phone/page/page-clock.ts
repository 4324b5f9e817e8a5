import type { Clock } from '../../../electron/common/lib/clock.ts';

/** Time and timers of the page. What is measured by it goes on as before when the time of day is set. */
export const pageClock: Clock = {
  now: readPageTime,
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
