import type { Clock } from '../../../electron/common/lib/clock.ts';

/** Time that stands still until the test moves it; timers fire in order while it moves. */
export class ManualClock implements Clock {
  #now = 1_800_000_000_000;
  #setBy = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];
  #watchers: (() => void)[] = [];

  now(): number {
    return this.#now + this.#setBy;
  }

  /** The time of day is set by `ms`, which moves no timer. */
  setTimeOfDay(ms: number): void {
    this.#setBy += ms;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    for (const look of [...this.#watchers]) look();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#now = due.at;
      due.run();
    }
    this.#now = end;
  }

  /**
   * Resolves with the time left of the first timer of `least` to `most` ms, as soon as one is set: what leads to it may
   * come over a real socket, while this clock stands still.
   */
  async untilTimer(least: number, most = least): Promise<number> {
    const found = (): number | undefined => this.waiting.find((ms) => ms >= least && ms <= most);
    for (;;) {
      const ms = found();
      if (ms !== undefined) return ms;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#watchers = this.#watchers.filter((other) => other !== look);
          resolve();
        };
        this.#watchers.push(look);
      });
    }
  }

  /** Delays of the timers that wait, in milliseconds, shortest first. */
  get waiting(): number[] {
    return this.#timers.map((timer) => timer.at - this.#now).sort((a, b) => a - b);
  }
}
