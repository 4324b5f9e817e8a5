import type { AudioSettings } from '../../../electron/common/contract/phone-contract.ts';
import { appError, type AppError, type ErrorCode } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import { readProcessing } from '../../../electron/common/sound/sound-processing.ts';
import { chooseMicrophone, findRealLabel, isPresent } from './microphone-choice.ts';
import type { InputInfo } from './microphone-identity.ts';
import type { NoiseFilter, OpenNoiseFilter } from './noise-filter-port.ts';
import type { ReportDefect } from '../sip/lib/guard.ts';

export interface MicrophoneParts {
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>;
  onTrouble(error: AppError): void;
  onTroubleOver(code: ErrorCode): void;
  /** RNNoise, loaded when it is first asked for. */
  readonly openNoiseFilter: OpenNoiseFilter;
  readonly reportDefect: ReportDefect;
  /** Another device speaks now: every call takes a new clone. */
  onTrackChanged(): void;
}

type MicrophoneSettings = Pick<
  AudioSettings,
  'microphone' | 'processing' | 'echoCancellation' | 'noiseSuppression' | 'gainControl'
>;

/** The one microphone of the page. Opened once, cloned per call, closed when no call is left. */
export interface Microphone {
  configure(settings: MicrophoneSettings): void;
  open(): Promise<Result<null>>;
  /** A track of its own for one call, to be stopped by the call; null while the microphone is closed. */
  cloneTrack(): MediaStreamTrack | null;
  /** The same as the device gives it, for meters: a noise filter makes true silence of a quiet room. */
  cloneDeviceTrack(): MediaStreamTrack | null;
  /** The device that is open; null while none is. */
  inUse(): InputInfo | null;
  /** Devices were plugged or unplugged: takes the wanted one, or the default if that is gone. */
  refresh(): Promise<void>;
  release(): void;
}

export function createMicrophone(parts: MicrophoneParts): Microphone {
  let wanted: MicrophoneSettings = { processing: true };
  let track: MediaStreamTrack | undefined;
  let filter: NoiseFilter | null = null;
  /** Of the device that speaks, and of the one that went away while it did. */
  let label = '';
  let lost: string | undefined;
  let opening: Promise<Result<null>> | undefined;
  let trouble: ErrorCode | undefined;
  let isReplaced = false;
  let isWanted = false;

  const stop = (): void => {
    filter?.close();
    filter = null;
    if (track === undefined) return;
    track.onended = null;
    track.stop();
    track = undefined;
  };

  const tellReplaced = (missing: string | null): void => {
    if (missing !== null) {
      parts.onTrouble(appError('media.microphone-replaced', { lost: missing.slice(0, 256), used: label }));
    } else if (isReplaced) parts.onTroubleOver('media.microphone-replaced');
    isReplaced = missing !== null;
  };

  /** Without the filter the voice goes out as it is: noise is better than nobody. */
  const openFilter = async (device: MediaStreamTrack): Promise<NoiseFilter | null> => {
    if (readProcessing(wanted).noiseSuppression !== 'wasm') return null;
    try {
      return await parts.openNoiseFilter(device);
    } catch (defect) {
      parts.reportDefect('noise-filter', defect);
      return null;
    }
  };

  const acquire = async (): Promise<Result<null>> => {
    try {
      const opened = await openTrack(parts.mediaDevices, wanted, lost);
      const next = opened.track;
      const nextFilter = await openFilter(next);
      if (!isWanted) {
        nextFilter?.close();
        next.stop();
        return ok(null);
      }
      stop();
      track = next;
      filter = nextFilter;
      ({ label } = opened);
      if (lost === label) lost = undefined;
      next.onended = () => {
        stop();
        lost = label === '' ? undefined : label;
        void refresh();
      };
      if (trouble !== undefined) parts.onTroubleOver(trouble);
      trouble = undefined;
      tellReplaced(opened.missing);
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

  const isLive = (): boolean => track?.readyState === 'live';
  const isLacking = (): boolean => isWanted && !isLive();

  const open = async (): Promise<Result<null>> => {
    isWanted = true;
    if (isLive()) return ok(null);
    const opened = await reopen();
    // It may have joined an opening whose track was released meanwhile.
    return opened.ok && isLacking() ? reopen() : opened;
  };

  const reopen = (): Promise<Result<null>> => {
    opening ??= acquire().finally(() => {
      opening = undefined;
    });
    return opening;
  };

  const refresh = async (): Promise<void> => {
    // What is being opened now was chosen of the devices before this change.
    await opening;
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
    // Some sound servers hand the stream to another device without ending it.
    if (isLive() && label !== '' && !isPresent(devices, label)) lost = label;
    const { deviceId } = chooseMicrophone(devices, { chosen: wanted.microphone, lost });
    const isRight = deviceId === null ? lost !== label : track?.getSettings().deviceId === deviceId;
    if (!isLive() || !isRight) await reopen();
  };

  return {
    configure(settings) {
      const isSame =
        settings.microphone === wanted.microphone &&
        JSON.stringify(readProcessing(settings)) === JSON.stringify(readProcessing(wanted));
      // Another choice is the operator's last word on where to speak.
      if (settings.microphone !== wanted.microphone) lost = undefined;
      wanted = settings;
      if (isSame || !isWanted) return;
      // What is being opened now has the old settings.
      void (opening ?? Promise.resolve()).then(reopen);
    },
    open,
    cloneTrack: () => (track?.readyState === 'live' ? (filter?.track ?? track).clone() : null),
    cloneDeviceTrack: () => (track?.readyState === 'live' ? track.clone() : null),
    inUse: () =>
      track?.readyState === 'live'
        ? { label: track.label, groupId: track.getSettings().groupId ?? '' }
        : null,
    refresh,
    release() {
      isWanted = false;
      lost = undefined;
      tellReplaced(null);
      stop();
    },
  };
}

/** What the engine is to do with the sound (Media Capture and Streams, section 4.3.8). */
function shapeOf(settings: MicrophoneSettings): MediaTrackConstraints {
  const { echoCancellation, noiseSuppression, gainControl } = readProcessing(settings);
  return {
    echoCancellation,
    noiseSuppression: noiseSuppression === 'browser',
    autoGainControl: gainControl,
  };
}

interface OpenedTrack {
  readonly track: MediaStreamTrack;
  readonly label: string;
  readonly missing: string | null;
}

async function openTrack(
  mediaDevices: MicrophoneParts['mediaDevices'],
  wanted: MicrophoneSettings,
  lost: string | undefined,
): Promise<OpenedTrack> {
  const { microphone: chosen } = wanted;
  const shape = shapeOf(wanted);
  const get = async (deviceId: string | null): Promise<MediaStreamTrack> => {
    const audio = deviceId === null ? shape : { ...shape, deviceId: { exact: deviceId } };
    const [track] = (await mediaDevices.getUserMedia({ audio })).getAudioTracks();
    if (track === undefined) throw new DOMException('The stream has no audio.', 'NotFoundError');
    return track;
  };
  const before = chooseMicrophone(await mediaDevices.enumerateDevices(), { chosen, lost });
  const getOrAny = (deviceId: string | null): Promise<MediaStreamTrack> =>
    get(deviceId).catch((defect: unknown) => {
      // Unplugged between the two calls: any microphone is better than none.
      const isGone = deviceId !== null && /^(Overconstrained|NotFound)/.test(nameOf(defect));
      if (!isGone) throw defect;
      return get(null);
    });
  let track = await getOrAny(before.deviceId);
  // Until the microphone was allowed once the engine may tell no labels, and the one wished for could not be found.
  const devices = await mediaDevices.enumerateDevices();
  const after = chooseMicrophone(devices, { chosen, lost });
  if (before.deviceId === null && after.deviceId !== null) {
    track.stop();
    track = await getOrAny(after.deviceId);
  }
  const label = findRealLabel(devices, {
    label: track.label,
    groupId: track.getSettings().groupId ?? '',
  });
  return { track, label, missing: after.missing === label ? null : after.missing };
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
