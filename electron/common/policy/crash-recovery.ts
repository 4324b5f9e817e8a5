/** Crashes of one page within this many milliseconds count together. */
const window = 60_000;
const slowest = 30_000;

/**
 * How long to wait, in milliseconds, before a page that died is loaded again: at once the first time, then ever
 * longer, so that a page that dies at every start does not occupy the machine. `earlier` holds the times of former
 * crashes of this page.
 */
export function reloadDelay(earlier: readonly number[], now: number): number {
  const recent = earlier.filter((time) => now - time < window).length;
  return recent === 0 ? 0 : Math.min(slowest, 500 * 2 ** (recent - 1));
}
