import type { Clock } from './clock.ts';

/**
 * A clock for what is measured by it: when the time of day is set back it goes on from where it was last read, so that
 * nothing that lasts a second lasts an hour. Ahead of the time of day from then on by what that was set back. Set
 * forward it follows, which at worst ends a wait early.
 */
export function createForwardClock(clock: Clock): Clock {
  let last = Number.NEGATIVE_INFINITY;
  let aheadMs = 0;
  return {
    now() {
      const time = clock.now() + aheadMs;
      if (time < last) aheadMs += last - time;
      last = Math.max(last, time);
      return last;
    },
    after: (ms, run) => clock.after(ms, run),
  };
}
