import { createEventLog } from '../../support/bed/event-log.ts';

/** The VM is emulated on a machine that may be busy; whatever has not happened by then never will. */
export const patienceMs = 60_000;

/** Things that happened, taken one after the other: what is not asked for is found as `rest`. */
export interface Sequence<T> {
  add(item: T): void;
  /** The next one that was not taken yet; waits for it. */
  next(): Promise<T>;
  /** Takes all that are there. */
  rest(): readonly T[];
}

export function createSequence<T>(name: string): Sequence<T> {
  const log = createEventLog<T>(name);
  let taken = 0;
  return {
    add: (item) => {
      log.add(item);
    },
    next() {
      const position = taken++;
      return log.until('one more', () => true, { since: position, timeoutMs: patienceMs });
    },
    rest() {
      const rest = log.all().slice(taken);
      taken = log.all().length;
      return rest;
    },
  };
}
