import type { LineFaults } from '../../common/contract/exchange-contract.ts';

/** What a bad line does to the packets of one party. */
export interface FaultyLine {
  /** When a packet that is spoken now arrives, in ms from now and never before the one ahead of it; null: it is lost. */
  delayOf(at: number): number | null;
}

/**
 * RFC 3550 jitter is the mean difference of the delays of neighbours. Of delays spread evenly from 0 to d that is d / 3;
 * packets wait for the one ahead of them, as in a queue, which makes it less.
 */
const spreadOfJitter = 4;

export function createFaultyLine(faults: LineFaults, random: () => number): FaultyLine {
  let startedAt: number | undefined;
  let lastArrival = Number.NEGATIVE_INFINITY;
  return {
    delayOf(at) {
      startedAt ??= at;
      const age = at - startedAt;
      if (age < faults.afterMs || age >= faults.afterMs + (faults.forMs ?? Number.POSITIVE_INFINITY)) {
        const arrival = Math.max(at, lastArrival);
        lastArrival = arrival;
        return arrival - at;
      }
      if (faults.silent || random() * 100 < faults.lossPercent) return null;
      lastArrival = Math.max(lastArrival, at + random() * faults.jitterMs * spreadOfJitter);
      return lastArrival - at;
    },
  };
}
