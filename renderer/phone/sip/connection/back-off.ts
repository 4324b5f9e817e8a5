type Range = readonly [leastMs: number, mostMs: number];

/** 30 % to either side. */
const around = (ms: number): Range => [ms * 0.7, ms * 1.3];

/**
 * Somebody waits: the far end of a call can neither be held nor hang up until we are back. Never more than some 8 s.
 */
const withCalls: readonly Range[] = [0, 500, 1_000, 2_000, 4_000, 8_000].map(around);

/**
 * Two quick tries, for a cable or a proxy that was away for a moment. Who fails at these has lost the exchange itself,
 * as have all its other phones: from then on they spread over more than ten seconds, whenever it comes back.
 */
const idle: readonly Range[] = [
  ...[0, 500, 1_000].map(around),
  [1_000, 13_000],
  [2_000, 14_000],
  [4_000, 16_000],
  [9_000, 21_000],
  around(30_000),
];

/**
 * How long to wait before the next try to connect, in milliseconds.
 * `failures` counts tries in a row without success; `random` is 0 (inclusive) to 1.
 */
export function backOffMs(failures: number, random: number, hasCalls: boolean): number {
  const ranges = hasCalls ? withCalls : idle;
  const [least, most] = ranges[Math.min(failures, ranges.length - 1)] ?? around(0);
  return Math.round(least + (most - least) * random);
}
