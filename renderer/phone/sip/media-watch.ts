import type { AppError } from '../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import type { Dispose } from '../../../electron/common/lib/disposable.ts';
import type { CallMedia, MediaState } from '../media/media-port.ts';

export interface MediaWatchHandlers {
  publish(state: MediaState, error?: AppError): void;
  isEstablished(): boolean;
  /** Looks for a new way for the sound (ICE restart, RFC 8445 section 2.4). */
  restart(): Promise<void>;
}

const restartAfterMs = 2_000;
const soundDueMs = 5_000;
const mostRestarts = 5;

/**
 * Follows the media of a call, of which SIP knows nothing (T52): says when no sound is carried 5 s after the call was
 * established, and looks for a new way when the old one is gone for 2 s.
 */
export function watchMedia(media: CallMedia, clock: Clock, handlers: MediaWatchHandlers): Dispose {
  let cancel: Dispose = () => undefined;
  let restarts = 0;
  let isOver = false;

  const restartLater = (ms: number): void => {
    cancel();
    cancel = clock.after(ms, () => {
      if (isOver || media.state === 'connected' || restarts >= mostRestarts) return;
      restarts++;
      // Without a socket the restart comes with the re-INVITE after the reconnect.
      handlers.restart().catch(() => undefined);
      restartLater(restartAfterMs * (restarts + 1));
    });
  };

  const checkSound = (): void => {
    cancel = clock.after(soundDueMs, () => {
      if (isOver || media.state === 'connected') return;
      if (!handlers.isEstablished()) checkSound();
      else handlers.publish('failed', media.explainSilence());
    });
  };

  media.onStateChange = (state) => {
    if (isOver) return;
    if (state === 'connected') {
      cancel();
      restarts = 0;
    } else if (handlers.isEstablished()) restartLater(state === 'failed' ? 0 : restartAfterMs);
    if (state === 'failed') handlers.publish(state, media.explainSilence());
    else handlers.publish(state);
  };
  checkSound();

  return () => {
    isOver = true;
    media.onStateChange = undefined;
    cancel();
  };
}
