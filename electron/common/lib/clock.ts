/** Time and timers, handed in so that rules and tests own them. Times are milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Calls `run` once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}
