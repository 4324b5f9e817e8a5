import type { Clock } from '../../common/lib/clock.ts';
import type { Dispose } from '../../common/lib/disposable.ts';

const everyMs = 3_000;
/**
 * A page may be busy for a moment, and a ping that was under way when the machine went to sleep is overdue when it
 * wakes: one miss says nothing, two in a row do.
 */
const mostMisses = 2;

/** Asks a page again and again whether it is alive. A page that crashed says so; one that hangs says nothing. */
export function watchPage(options: {
  readonly clock: Clock;
  /** Settles with whether the page answered in time. */
  readonly ping: () => Promise<boolean>;
  /** Once; whoever hears it gets rid of the page, and watches the next one. */
  readonly onHung: () => void;
}): Dispose {
  let misses = 0;
  let isOver = false;
  let cancel: Dispose = () => undefined;

  const arm = (): void => {
    cancel = options.clock.after(everyMs, () => void ask());
  };
  const ask = async (): Promise<void> => {
    const answered = await options.ping();
    if (isOver) return;
    misses = answered ? 0 : misses + 1;
    if (misses < mostMisses) {
      arm();
      return;
    }
    isOver = true;
    options.onHung();
  };

  arm();
  return () => {
    isOver = true;
    cancel();
  };
}
