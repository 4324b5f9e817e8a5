import type { Clock } from '../../../../electron/common/lib/clock.ts';
import type { MediaEngine, Tone } from '../../media/media-port.ts';
import { reminderMs } from '../../media/tone-samples.ts';

export interface ToneRules {
  /** Another call that comes while one talks is heard as well as seen. */
  readonly callWaiting: boolean;
  /** 0: never. */
  readonly holdReminderSeconds: number;
}

export type FailureTone = 'busy' | 'congestion';

/** What the choice of a tone depends on, of one call. */
export interface SoundingCall {
  readonly phase: 'ringing' | 'answering' | 'established' | 'ended';
  readonly isHeld: boolean;
  readonly direction: 'incoming' | 'outgoing';
  /** Incoming: the operator is to be called to the phone. */
  readonly isRinging: boolean;
  /** Incoming: the beep before an answer without the operator sounds. */
  readonly isAnnounced: boolean;
  /** Outgoing: it rings there and the network plays nothing. */
  readonly wantsRingback: boolean;
  /** Outgoing: how the operator hears that it came to nothing. */
  readonly failureTone: FailureTone | null;
}

/** Which tone is heard, by what the calls of a line do. */
export interface LineTones {
  /** After every change: the calls there are, and those that have just ended. */
  follow(calls: readonly SoundingCall[], ended: readonly SoundingCall[]): void;
  stop(): void;
}

/** Long enough to be recognised, short enough not to be waited for; whatever comes next cuts it off. */
export const failureToneMs = 3_000;

export function createLineTones(parts: {
  readonly clock: Clock;
  readonly media: Pick<MediaEngine, 'play'>;
  readonly rules: () => ToneRules;
}): LineTones {
  const { clock, media } = parts;
  let calls: readonly SoundingCall[] = [];
  let playing: Tone = null;
  let failure: FailureTone | null = null;
  let isReminding = false;
  let stopFailure: () => void = () => undefined;
  let stopReminder: (() => void) | null = null;

  const show = (): void => {
    const wanted = chooseTone(calls, { failure, isReminding, callWaiting: parts.rules().callWaiting });
    if (wanted !== playing) media.play(wanted);
    playing = wanted;
  };

  const fail = (tone: FailureTone | null): void => {
    stopFailure();
    failure = tone;
    if (tone === null) return;
    stopFailure = clock.after(failureToneMs, () => {
      failure = null;
      show();
    });
  };

  const remindLater = (): void => {
    stopReminder = clock.after(parts.rules().holdReminderSeconds * 1_000, () => {
      isReminding = true;
      show();
      stopReminder = clock.after(reminderMs, () => {
        isReminding = false;
        show();
        remindLater();
      });
    });
  };

  const followHold = (): void => {
    const mayRemind = parts.rules().holdReminderSeconds > 0 && restsAlone(calls);
    if (mayRemind && stopReminder === null) remindLater();
    if (mayRemind || stopReminder === null) return;
    stopReminder();
    stopReminder = null;
    isReminding = false;
  };

  return {
    follow(now, ended) {
      const failed = ended.find((call) => call.failureTone !== null)?.failureTone ?? null;
      // A new call is no time to hear how the last one ended.
      if (failed !== null || now.some((call) => call.phase === 'ringing')) fail(failed);
      calls = now;
      followHold();
      show();
    },
    stop() {
      stopFailure();
      stopReminder?.();
      stopReminder = null;
      failure = null;
      isReminding = false;
      calls = [];
      show();
    },
  };
}

const isTalking = ({ phase, isHeld }: SoundingCall): boolean =>
  phase === 'answering' || (phase === 'established' && !isHeld);

/** Somebody waits and nothing else goes on: a held customer during a consultation is not forgotten. */
const restsAlone = (calls: readonly SoundingCall[]): boolean =>
  calls.length > 0 && calls.every(({ phase, isHeld }) => phase === 'established' && isHeld);

/** Exported for its table of cases. */
export function chooseTone(
  calls: readonly SoundingCall[],
  now: {
    readonly failure: FailureTone | null;
    readonly isReminding: boolean;
    readonly callWaiting: boolean;
  },
): Tone {
  const outgoing = calls.filter(({ direction }) => direction === 'outgoing');
  if (outgoing.some((call) => call.phase === 'ringing' && call.wantsRingback)) return 'ringback';
  const incoming = calls.filter(({ direction }) => direction === 'incoming');
  if (incoming.some((call) => call.isAnnounced)) return 'beep';
  const talks = calls.some(isTalking);
  if (incoming.some((call) => call.isRinging)) {
    if (!talks) return 'ring';
    return now.callWaiting ? 'waiting' : null;
  }
  if (talks) return null;
  return now.failure ?? (now.isReminding ? 'reminder' : null);
}

/**
 * What a network would play for a final response to our INVITE: busy where a person or a line says no, congestion where
 * the call could not be set up (ITU-T E.182); nothing for one that the operator cancelled.
 */
export function failureToneOf(status: number): FailureTone | null {
  if (status < 400 || status === 487) return null;
  return status === 486 || status === 600 || status === 603 ? 'busy' : 'congestion';
}
