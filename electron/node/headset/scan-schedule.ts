import type { Clock } from '../../common/lib/clock.ts';

/** Plugging a headset in makes several files; their rights are set a moment later. */
const settleMs = 100;
/** A hub with a loose contact tells of changes without end: so many looks in so much time, unless they find something. */
const stormScans = 3;
const stormMs = 1_500;
/** Listing devices makes the sound crackle on some systems: seldom, and not in a call. */
const slowMs = 20_000;
/** After a headset was lost in a call, where no device file tells of its return. */
const searchMs = [1000, 3000, 10_000] as const;

/** When to look for devices. */
export interface ScanSchedule {
  /** Something changed: soon, once things have settled; in a storm of changes that lead to nothing, more seldom. */
  soon(): void;
  /** The headset was lost: soon, and a few times more until `found`. */
  search(): void;
  found(): void;
  /** Once more at this time, in place of the one asked for before; undefined: no more. Not in a call with a headset. */
  at(time: number | undefined): void;
  stop(): void;
}

export interface ScanReasons {
  /** No call is up. */
  isIdle(): boolean;
  hasHeadset(): boolean;
  scan(): void;
}

export function scheduleScans(clock: Clock, { isIdle, hasHeadset, scan }: ScanReasons): ScanSchedule {
  let cancelSoon: (() => void) | undefined;
  let cancelSlow = (): void => undefined;
  let cancelAt = (): void => undefined;
  let searches: (() => void)[] = [];
  /** When changes led to a look lately, oldest first. */
  let looks: number[] = [];

  const armSlow = (): void => {
    cancelSlow = clock.after(slowMs, () => {
      armSlow();
      if (isIdle()) scan();
    });
  };
  const scanAfter = (ms: number): void => {
    cancelSoon?.();
    cancelSoon = clock.after(ms, () => {
      cancelSoon = undefined;
      looks = [...looks, clock.now()].slice(-stormScans);
      scan();
    });
  };
  const stormWaitMs = (): number => {
    const [oldest] = looks;
    if (looks.length < stormScans || oldest === undefined) return 0;
    return Math.min(stormMs, Math.max(0, oldest + stormMs - clock.now()));
  };
  const found = (): void => {
    looks = [];
    for (const cancel of searches) cancel();
    searches = [];
  };

  armSlow();
  return {
    soon() {
      if (cancelSoon === undefined) scanAfter(Math.max(settleMs, stormWaitMs()));
    },
    search() {
      found();
      scanAfter(settleMs);
      searches = searchMs.map((ms) => clock.after(ms, scan));
    },
    found,
    at(time) {
      cancelAt();
      cancelAt = () => undefined;
      if (time === undefined) return;
      cancelAt = clock.after(Math.max(0, time - clock.now()), () => {
        if (isIdle() || !hasHeadset()) scan();
      });
    },
    stop() {
      cancelSoon?.();
      cancelSlow();
      cancelAt();
      found();
    },
  };
}
