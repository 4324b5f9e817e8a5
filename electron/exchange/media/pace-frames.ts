import type { Clock } from '../../common/lib/clock.ts';
import { frameMs } from './g711.ts';

/** After a longer stall (a laptop that slept) the missed frames are skipped, not sent in one burst. */
const maximumBurst = 5;

/**
 * Calls `send` for each 20 ms that pass, true to the clock over any length of time although timers are late. `index`
 * counts frames since the start, skipped ones included: RTP timestamps come from it (RFC 3550 section 5.1).
 */
export function paceFrames(clock: Clock, send: (index: number) => void): () => void {
  const startedAt = clock.now();
  let sent = 0;
  let cancel = clock.after(frameMs, wake);
  function wake(): void {
    const due = Math.floor((clock.now() - startedAt) / frameMs);
    if (due - sent > maximumBurst) sent = due - 1;
    while (sent < due) send(sent++);
    cancel = clock.after(Math.max(1, startedAt + (sent + 1) * frameMs - clock.now()), wake);
  }
  return () => cancel();
}
