const stepsMs = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;
const longestMs = 30_000;
const longestInCallMs = 8_000;

/**
 * How long to wait before the next try to connect, in milliseconds.
 * Spread by 30 % to either side, so that the clients of one restarted exchange do not come back in one moment.
 * `failures` counts tries in a row without success; `random` is 0 (inclusive) to 1. With `hasCalls` never more than 8 s:
 * the far end of a call can neither be held nor hang up until we are back.
 */
export function backOffMs(failures: number, random: number, hasCalls: boolean): number {
  const step = Math.min(stepsMs[failures] ?? longestMs, hasCalls ? longestInCallMs : longestMs);
  return Math.round(step * (0.7 + 0.6 * random));
}
