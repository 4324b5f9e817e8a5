import type { AppError, ErrorCode } from '../../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import type { Dispose } from '../../../../electron/common/lib/disposable.ts';
import type { CallMedia, MediaState } from '../../media/media-port.ts';

export interface MediaWatchHandlers {
  publish(state: MediaState, error?: AppError): void;
  /** Sound is carried again, or nobody listens any more: what was told is no trouble now. */
  mended(code: ErrorCode): void;
  isEstablished(): boolean;
  /** Whether the exchange can be asked about the call. */
  isReachable(): boolean;
  /** Neither sound nor signalling: nothing is left of the call. */
  giveUp(): void;
  /** Looks for a new way for the sound (ICE restart, RFC 8445 section 2.4). */
  restart(): Promise<void>;
}

const restartAfterMs = 2_000;
const soundDueMs = 5_000;
/** ICE reports a lost way 5 s after the last answer: 20 s without sound. */
const silenceMs = 15_000;
const mostRestarts = 5;

/**
 * Follows the media of a call, of which SIP knows nothing (T52): says when no sound is carried 5 s after the call was
 * established or for 20 s in it, and looks for a new way when the old one is gone for 2 s. A call that has neither sound
 * nor signalling for so long is over (T40): its exchange will not say so any more.
 */
export function watchMedia(media: CallMedia, clock: Clock, handlers: MediaWatchHandlers): Dispose {
  let cancel: Dispose = () => undefined;
  let cancelSilence: Dispose | undefined;
  let restarts = 0;
  let isOver = false;
  let told: ErrorCode | undefined;

  const tellSilence = (): void => {
    const error = media.explainSilence();
    told = error.code;
    handlers.publish('failed', error);
  };

  const takeBack = (): void => {
    if (told !== undefined) handlers.mended(told);
    told = undefined;
  };

  const awaitSilence = (): void => {
    cancelSilence = clock.after(silenceMs, () => {
      if (isOver || media.state === 'connected') return;
      if (!handlers.isReachable()) {
        handlers.giveUp();
        return;
      }
      tellSilence();
      awaitSilence();
    });
  };

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
      else tellSilence();
    });
  };

  media.onStateChange = (state) => {
    if (isOver) return;
    if (state === 'connected') {
      cancel();
      cancelSilence?.();
      cancelSilence = undefined;
      restarts = 0;
      takeBack();
    } else if (handlers.isEstablished()) {
      restartLater(state === 'failed' ? 0 : restartAfterMs);
      if (cancelSilence === undefined) awaitSilence();
    }
    if (state === 'failed') tellSilence();
    else handlers.publish(state);
  };
  checkSound();

  return () => {
    isOver = true;
    media.onStateChange = undefined;
    cancel();
    cancelSilence?.();
    takeBack();
  };
}
