import type { ErrorCode } from '../../../electron/common/lib/app-error.ts';
import { exhausted } from '../../../electron/common/lib/exhaustive.ts';
import { frameMs, soundLatencyMs, type SoundFrame } from './sound-frame.ts';
import { forgetSpeech, hearFrame, isSpeech, nothingHeard, type SpeechState } from './speech-rule.ts';

/**
 * Whether mute and microphone contradict each other while a call carries sound, as a pure reducer. Time is the sound
 * itself: every frame is 50 ms, and where nothing is measured nothing is concluded.
 *
 *   muted:    speech ──▶ speaking while muted ──5 s without, unmute, end──▶ over
 *   unmuted:  no sound at all for 4 s, or hardly any for 20 s ──▶ microphone silent ──sound, mute, end──▶ over
 */
export interface MicrophoneState {
  readonly isMuted: boolean;
  readonly speech: SpeechState;
  /** Frames still to come that were recorded before the last mute or unmute. */
  readonly lateFrames: number;
  /** Frames since speech was last heard; null if none was since the mute. */
  readonly sinceSpeech: number | null;
  /** Frames in a row without any sound, and with hardly any. */
  readonly emptyFrames: number;
  readonly faintFrames: number;
  readonly trouble: MicrophoneTrouble | null;
}

export type MicrophoneTrouble = Extract<ErrorCode, 'media.speaking-while-muted' | 'media.microphone-silent'>;

export type MicrophoneEvent =
  | { readonly type: 'frame'; readonly frame: SoundFrame }
  | { readonly type: 'muted'; readonly on: boolean }
  /** Another microphone is listened to. */
  | { readonly type: 'changed' }
  /** No call carries sound any more. */
  | { readonly type: 'stopped' };

export interface MicrophoneEffect {
  readonly type: 'trouble' | 'over';
  readonly code: MicrophoneTrouble;
}

export const unheardMicrophone: MicrophoneState = {
  isMuted: false,
  speech: nothingHeard,
  lateFrames: 0,
  sinceSpeech: null,
  emptyFrames: 0,
  faintFrames: 0,
  trouble: null,
};

const inFrames = (ms: number): number => ms / frameMs;
const speechOver = inFrames(5_000);
const mostLateFrames = inFrames(soundLatencyMs);
/**
 * Below what any converter gives by itself: the last bit of 16, thrown at random, is -98 dBFS in the telephone band and
 * -102 after the noise suppression of Chromium (measured). A mute switch in the headset gives exact zeros.
 */
export const emptyBelowDb = -110;
const emptyTooLong = inFrames(4_000);
/**
 * A microphone cut off before its converter gives the noise of that alone. So, nearly, does a good one in a quiet room
 * (noise of -75 dBFS is -87 after suppression, measured), but nobody wears it for 20 s without a breath in it.
 */
const faintBelowDb = -85;
const faintTooLong = inFrames(20_000);

export function stepMicrophone(
  state: MicrophoneState,
  event: MicrophoneEvent,
): { readonly state: MicrophoneState; readonly effects: readonly MicrophoneEffect[] } {
  const heard = hear(state, event);
  const trouble = findTrouble(heard);
  const effects: MicrophoneEffect[] = [];
  if (trouble !== state.trouble) {
    if (state.trouble !== null) effects.push({ type: 'over', code: state.trouble });
    if (trouble !== null) effects.push({ type: 'trouble', code: trouble });
  }
  return { state: { ...heard, trouble }, effects };
}

function hear(state: MicrophoneState, event: MicrophoneEvent): MicrophoneState {
  switch (event.type) {
    case 'frame':
      return hearSound(state, event.frame);
    case 'muted':
      // The end of a sentence before the mute, or the silence of another state, says nothing about this one.
      return event.on === state.isMuted
        ? state
        : {
            ...unheardMicrophone,
            isMuted: event.on,
            speech: forgetSpeech(state.speech),
            lateFrames: mostLateFrames,
          };
    case 'changed':
    case 'stopped':
      return { ...unheardMicrophone, isMuted: state.isMuted };
    default:
      return exhausted(event);
  }
}

function hearSound(state: MicrophoneState, { levelDb, steadyDb }: SoundFrame): MicrophoneState {
  const { lateFrames, sinceSpeech } = state;
  const heard = hearFrame(state.speech, steadyDb);
  const speech = lateFrames > 0 ? forgetSpeech(heard) : heard;
  return {
    ...state,
    speech,
    lateFrames: Math.max(0, lateFrames - 1),
    sinceSpeech: isSpeech(speech) ? 0 : sinceSpeech === null ? null : sinceSpeech + 1,
    emptyFrames: levelDb < emptyBelowDb ? state.emptyFrames + 1 : 0,
    faintFrames: levelDb < faintBelowDb ? state.faintFrames + 1 : 0,
  };
}

function findTrouble(state: MicrophoneState): MicrophoneTrouble | null {
  if (state.isMuted) {
    const speaks = state.sinceSpeech !== null && state.sinceSpeech < speechOver;
    return speaks ? 'media.speaking-while-muted' : null;
  }
  const isSilent = state.emptyFrames >= emptyTooLong || state.faintFrames >= faintTooLong;
  return isSilent ? 'media.microphone-silent' : null;
}
