/** The same numbers for the same seed on every machine: sample customers are the same everywhere. */
export interface SeededRandom {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  /** True with a chance of `percent` in a hundred. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Mulberry32 (public domain, Tommy Ettinger): 32 bits of state, evenly spread; nothing here needs secrecy. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (percent) => next() * 100 < percent,
    pick(list) {
      const item = list[below(list.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
  };
}

/**
 * Scatters 0 … size - 1 without meeting: the n-th of `size` numbers in an order that does not show. `step` must have
 * no divisor in common with `size`.
 */
export function scatter(n: number, size: number, step: number): number {
  // Products beyond 2^53 would lose digits.
  return Number((BigInt(n) * BigInt(step)) % BigInt(size));
}
