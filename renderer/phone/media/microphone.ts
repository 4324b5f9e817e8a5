import type { AudioSettings } from '../../../electron/common/contract/phone-contract.ts';
import { appError, type AppError, type ErrorCode } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import { findDeviceId } from './devices.ts';
import type { InputInfo } from './microphone-identity.ts';

export interface MicrophoneParts {
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;
  onTrouble(error: AppError): void;
  onTroubleOver(code: ErrorCode): void;
  /** Another device speaks now: every call takes a new clone. */
  onTrackChanged(): void;
}

/** The one microphone of the page. Opened once, cloned per call, closed when no call is left. */
export interface Microphone {
  configure(settings: Pick<AudioSettings, 'microphone' | 'processing'>): void;
  open(): Promise<Result<null>>;
  /** A track of its own for one call, to be stopped by the call; null while the microphone is closed. */
  cloneTrack(): MediaStreamTrack | null;
  /** The device that is open; null while none is. */
  inUse(): InputInfo | null;
  /** Devices were plugged or unplugged: takes the wanted one, or the default if that is gone. */
  refresh(): Promise<void>;
  release(): void;
}

export function createMicrophone(parts: MicrophoneParts): Microphone {
  let wanted: Pick<AudioSettings, 'microphone' | 'processing'> = { processing: true };
  let track: MediaStreamTrack | undefined;
  let opening: Promise<Result<null>> | undefined;
  let trouble: ErrorCode | undefined;
  let isWanted = false;

  const stop = (): void => {
    if (track === undefined) return;
    track.onended = null;
    track.stop();
    track = undefined;
  };

  const acquire = async (): Promise<Result<null>> => {
    try {
      const next = await openTrack(parts.mediaDevices, wanted);
      if (!isWanted) {
        next.stop();
        return ok(null);
      }
      stop();
      track = next;
      next.onended = () => {
        track = undefined;
        void refresh();
      };
      if (trouble !== undefined) parts.onTroubleOver(trouble);
      trouble = undefined;
      parts.onTrackChanged();
      return ok(null);
    } catch (defect) {
      const error = explainFailure(defect);
      if (trouble !== undefined && trouble !== error.code) parts.onTroubleOver(trouble);
      trouble = error.code;
      parts.onTrouble(error);
      return fail(error);
    }
  };

  const open = (): Promise<Result<null>> => {
    isWanted = true;
    if (track?.readyState === 'live') return Promise.resolve(ok(null));
    return reopen();
  };

  const reopen = (): Promise<Result<null>> => {
    opening ??= acquire().finally(() => {
      opening = undefined;
    });
    return opening;
  };

  const refresh = async (): Promise<void> => {
    const devices = await parts.mediaDevices.enumerateDevices();
    if (!isWanted) {
      // Nothing is open, but what was missing may be there now: the operator need not try in vain to see that.
      const isBack = devices.some((device) => device.kind === 'audioinput');
      if (trouble === 'media.microphone-missing' && isBack) {
        parts.onTroubleOver(trouble);
        trouble = undefined;
      }
      return;
    }
    const wantedId = findDeviceId(devices, 'audioinput', wanted.microphone);
    const isLive = track?.readyState === 'live';
    const isRight = wantedId === null || track?.getSettings().deviceId === wantedId;
    if (!isLive || !isRight) await reopen();
  };

  return {
    configure(settings) {
      const isSame = settings.microphone === wanted.microphone && settings.processing === wanted.processing;
      wanted = settings;
      if (isSame || !isWanted) return;
      // What is being opened now has the old settings.
      void (opening ?? Promise.resolve()).then(reopen);
    },
    open,
    cloneTrack: () => (track?.readyState === 'live' ? track.clone() : null),
    inUse: () =>
      track?.readyState === 'live'
        ? { label: track.label, groupId: track.getSettings().groupId ?? '' }
        : null,
    refresh,
    release() {
      isWanted = false;
      stop();
    },
  };
}

async function openTrack(
  mediaDevices: MicrophoneParts['mediaDevices'],
  wanted: Pick<AudioSettings, 'microphone' | 'processing'>,
): Promise<MediaStreamTrack> {
  const { processing } = wanted;
  const shape = { echoCancellation: processing, noiseSuppression: processing, autoGainControl: processing };
  const deviceId = findDeviceId(await mediaDevices.enumerateDevices(), 'audioinput', wanted.microphone);
  const stream = await mediaDevices
    .getUserMedia({ audio: deviceId === null ? shape : { ...shape, deviceId: { exact: deviceId } } })
    .catch((defect: unknown) => {
      // Unplugged between the two calls: any microphone is better than none.
      const isGone = deviceId !== null && /^(Overconstrained|NotFound)/.test(nameOf(defect));
      if (!isGone) throw defect;
      return mediaDevices.getUserMedia({ audio: shape });
    });
  const [track] = stream.getAudioTracks();
  if (track === undefined) throw new DOMException('The stream has no audio.', 'NotFoundError');
  return track;
}

/** What the exceptions of getUserMedia mean (Media Capture and Streams, section 10.2). */
export function explainFailure(defect: unknown): AppError {
  const name = nameOf(defect);
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return appError('media.microphone-denied');
    case 'NotFoundError':
    case 'OverconstrainedError':
      return appError('media.microphone-missing');
    case 'NotReadableError':
    case 'AbortError':
      return appError('media.microphone-busy');
    default:
      return appError('internal', { where: 'microphone', name });
  }
}

function nameOf(defect: unknown): string {
  return defect instanceof Error || defect instanceof DOMException ? defect.name : 'unknown';
}
