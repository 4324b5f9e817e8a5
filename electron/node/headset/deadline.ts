import type { Clock } from '../../common/lib/clock.ts';

/** What `work` gives, or `late` when it takes longer than `ms`. `work` must not reject. */
export function withinTime<T, L>(clock: Clock, ms: number, work: Promise<T>, late: L): Promise<T | L> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => {
      resolve(late);
    });
    void work.then((value) => {
      cancel();
      resolve(value);
    });
  });
}
