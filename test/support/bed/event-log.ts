/** Events in the order they came, for waiting without polling. */
export interface EventLog<Event> {
  add(event: Event): void;
  /** A place in time: `until` looks only at what comes after it. */
  mark(): number;
  until(what: string, matches: (event: Event) => boolean, options?: WaitOptions): Promise<Event>;
  all(): readonly Event[];
}

export interface WaitOptions {
  /** From `mark()`; without it everything ever seen counts. */
  readonly since?: number;
  readonly timeoutMs?: number;
}

export function createEventLog<Event>(source: string): EventLog<Event> {
  const events: Event[] = [];
  const listeners = new Set<(event: Event) => void>();
  return {
    add(event) {
      events.push(event);
      for (const listener of [...listeners]) listener(event);
    },
    mark: () => events.length,
    all: () => events,
    until: (what, matches, { since = 0, timeoutMs = 10_000 } = {}) =>
      new Promise((resolve, reject) => {
        const known = events.slice(since).find(matches);
        if (known !== undefined) {
          resolve(known);
          return;
        }
        const listen = (event: Event): void => {
          if (!matches(event)) return;
          clearTimeout(timer);
          listeners.delete(listen);
          resolve(event);
        };
        const timer = setTimeout(() => {
          listeners.delete(listen);
          const seen = events.slice(Math.max(since, events.length - 5)).map((event) => JSON.stringify(event));
          reject(new Error(`${source}: not within ${timeoutMs} ms: ${what}; last: ${seen.join(' ')}`));
        }, timeoutMs);
        listeners.add(listen);
      }),
  };
}
