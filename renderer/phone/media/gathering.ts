import type { Clock } from '../../../electron/common/lib/clock.ts';
import { isGatheredEnough, type GatheringNeeds } from './ice-candidates.ts';

/** The other interfaces of the machine follow the first one within a few milliseconds. */
const settleMs = 15;
const capMs = 500;

/**
 * Resolves when the local description has the candidates it needs, after 500 ms at the latest. Chromium itself would
 * wait for TCP candidates (100 ms more) or for a STUN server that does not answer (5 s and more).
 */
export function waitForCandidates(
  connection: RTCPeerConnection,
  found: () => readonly string[],
  needs: GatheringNeeds,
  clock: Clock,
): Promise<void> {
  const isComplete = (): boolean => connection.iceGatheringState === 'complete' && found().length > 0;
  if (isComplete()) return Promise.resolve();
  return new Promise((resolve) => {
    let cancelSettle: () => void = () => undefined;
    const done = (): void => {
      cancelCap();
      cancelSettle();
      connection.removeEventListener('icecandidate', check);
      connection.removeEventListener('icegatheringstatechange', check);
      resolve();
    };
    const check = (): void => {
      if (isComplete()) {
        done();
        return;
      }
      if (!isGatheredEnough(found(), needs)) return;
      cancelSettle();
      cancelSettle = clock.after(settleMs, done);
    };
    const cancelCap = clock.after(capMs, done);
    connection.addEventListener('icecandidate', check);
    connection.addEventListener('icegatheringstatechange', check);
    check();
  });
}
