import type { SessionDescriptionHandler, SessionDescriptionHandlerOptions } from 'sip.js';
import type { CallSample } from '../../../electron/common/call/call-sample.ts';
import type {
  MicrophoneCheck,
  RelayTrial,
  SpeakerCheck,
} from '../../../electron/common/contract/phone-checks.ts';
import type {
  AudioSettings,
  CallStats,
  SipAccount,
} from '../../../electron/common/contract/phone-contract.ts';
import type { SoundSample } from '../../../electron/common/contract/sound-contract.ts';
import type { AppError } from '../../../electron/common/lib/app-error.ts';
import type { Result } from '../../../electron/common/lib/result.ts';
import type { MediaFacts } from './media-course.ts';
import type { Sound } from './tone-samples.ts';

/** What a (re-)INVITE says about our side of the media. */
export interface NegotiationOptions extends SessionDescriptionHandlerOptions {
  readonly hold?: boolean;
  readonly iceRestart?: boolean;
  /** No codec but G.711, which nobody has to translate (RFC 3551 section 4.5.14); for the first offer of a call. */
  readonly plainOnly?: boolean;
}

export type MediaState = 'connected' | 'interrupted' | 'failed';

/** The media of one call. Extends what sip.js asks of a session description handler. */
export interface CallMedia extends SessionDescriptionHandler {
  /**
   * Makes the whole answer to `offer` while the call rings, so that accepting takes no time. With `null` (INVITE
   * without SDP) makes the offer for the 200. Sends nothing to the other side. Rejects if the offer cannot be taken.
   */
  prepareAnswer(offer: string | null): Promise<void>;
  /** Takes the answer of a 183 so that announcements are heard. Resolves to false if the call has early media already. */
  setEarlyAnswer(sdp: string): Promise<boolean>;
  /** After a 200 from another fork than the early media: the session needs a new offer. */
  readonly needsNewOffer: boolean;
  rollbackDescription(): Promise<void>;
  /** While held, the microphone is not sent, muted or not. */
  setHeld(on: boolean): void;
  readonly state: MediaState | 'new';
  /** Told when the connection state changes. */
  onStateChange: ((state: MediaState) => void) | undefined;
  /** Why no sound is carried, as far as it can be known. */
  explainSilence(): AppError;
  readStats(): Promise<CallStats>;
  readSample(): Promise<CallSample>;
  /** How far the media got, also after `close`. */
  readCourse(): MediaFacts;
}

/** Beep and reminder sound once, the others until another one is wanted. */
export type Tone = Sound | null;

export type IceServer = SipAccount['iceServers'][number];

/** Microphone, loudspeaker and tones of the page. */
export interface MediaEngine {
  configure(audio: AudioSettings): void;
  /** Opens the microphone, once for all calls; fails with a media.* code. */
  openMicrophone(): Promise<Result<null>>;
  /** No call is left: microphone and audio output are given back. */
  releaseMicrophone(): void;
  setMuted(on: boolean): void;
  /** These calls hear each other and the operator, until another list is given; fewer than two end it. */
  mix(members: readonly CallMedia[]): void;
  createCallMedia(iceServers: SipAccount['iceServers']): CallMedia;
  play(tone: Tone): void;
  /** Opens the microphone for two seconds and tells how loud it was. */
  checkMicrophone(): Promise<Result<MicrophoneCheck>>;
  /** Plays a beep. */
  checkSpeaker(): Promise<Result<SpeakerCheck>>;
  /** Asks one STUN or TURN server for a way; resolves after 5 s at the latest, never rejects. */
  tryRelay(server: IceServer): Promise<RelayTrial>;
  /** Once, on the device it is for; resolves when it has begun. */
  playSample(sound: SoundSample, language: string): Promise<Result<null>>;
  /** Opens the microphone and tells its level until switched off; fails with a media.* code. */
  measureMicrophone(on: boolean): Promise<Result<null>>;
  dispose(): void;
}
