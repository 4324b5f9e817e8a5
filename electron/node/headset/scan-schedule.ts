import type { Clock } from '../../common/lib/clock.ts';

/** Plugging a headset in makes several files; their rights are set a moment later. */
const settleMs = 100;
/** Listing devices makes the sound crackle on some systems: seldom, and not in a call. */
const slowMs = 20_000;
/** After a headset was lost in a call, where no device file tells of its return. */
const searchMs = [1000, 3000, 10_000] as const;

/** When to look for devices. */
export interface ScanSchedule {
  /** Something changed: soon, once things have settled. */
  soon(): void;
  /** The headset was lost: soon, and a few times more until `found`. */
  search(): void;
  found(): void;
  stop(): void;
}

export function scheduleScans(clock: Clock, isIdle: () => boolean, scan: () => void): ScanSchedule {
  let cancelSoon = (): void => undefined;
  let cancelSlow = (): void => undefined;
  let searches: (() => void)[] = [];

  const armSlow = (): void => {
    cancelSlow = clock.after(slowMs, () => {
      armSlow();
      if (isIdle()) scan();
    });
  };
  const soon = (): void => {
    cancelSoon();
    cancelSoon = clock.after(settleMs, scan);
  };
  const found = (): void => {
    for (const cancel of searches) cancel();
    searches = [];
  };

  armSlow();
  return {
    soon,
    search() {
      found();
      soon();
      searches = searchMs.map((ms) => clock.after(ms, scan));
    },
    found,
    stop() {
      cancelSoon();
      cancelSlow();
      found();
    },
  };
}
