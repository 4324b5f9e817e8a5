import type { Clock } from '../../common/lib/clock.ts';
import { createForwardClock } from '../../common/lib/forward-clock.ts';

/** One frame of a 60 Hz display: what changes within it is painted together, so it is sent together. */
const frameMs = 16;

/**
 * The database on site answers well within this. A call that begins to ring and the card of its customer are then one
 * picture, which is painted sooner than two; a slower answer is shown when it comes.
 */
const lookUpMs = 25;

/**
 * When the desk is told of changes: the first at once, those that follow within a frame together; while a customer is
 * being looked up, as soon as the answer is there or `lookUpMs` after the change. The returned function notes a change.
 */
export function createPublishPace(options: {
  readonly clock: Clock;
  readonly isLookingUp: () => boolean;
  readonly publish: () => void;
}): () => void {
  const clock = createForwardClock(options.clock);
  let due: { readonly at: number; readonly cancel: () => void } | null = null;
  let publishedAt = Number.NEGATIVE_INFINITY;

  const publish = (): void => {
    due = null;
    publishedAt = clock.now();
    options.publish();
  };

  return () => {
    const now = clock.now();
    const at = Math.max(now + (options.isLookingUp() ? lookUpMs : 0), publishedAt + frameMs);
    if (due !== null && due.at <= at) return;
    due?.cancel();
    due = { at, cancel: clock.after(at - now, publish) };
  };
}
