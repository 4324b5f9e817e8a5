import type { CallSample } from '../../../electron/common/call/call-sample.ts';
import type {
  MicrophoneCheck,
  RelayTrial,
  SpeakerCheck,
} from '../../../electron/common/contract/phone-checks.ts';
import type { SoundSample } from '../../../electron/common/contract/sound-contract.ts';
import type { CallStats, SipAccount } from '../../../electron/common/contract/phone-contract.ts';
import { appError, type AppError } from '../../../electron/common/lib/app-error.ts';
import { ok, type Result } from '../../../electron/common/lib/result.ts';
import type { MediaFacts } from '../../../renderer/phone/media/media-course.ts';
import type {
  CallMedia,
  IceServer,
  MediaEngine,
  MediaState,
  NegotiationOptions,
  Tone,
} from '../../../renderer/phone/media/media-port.ts';

const stats: CallStats = {
  packetsSent: 0,
  packetsReceived: 0,
  packetsLost: 0,
  energySent: 0,
  energyReceived: 0,
  jitterMs: 0,
  roundTripMs: null,
  mos: null,
  codec: null,
  connection: 'new',
};

const silentSample: CallSample = {
  at: 0,
  packetsReceived: 0,
  packetsLost: 0,
  bytesReceived: 0,
  bytesSent: 0,
  jitterMs: 0,
  roundTripMs: null,
  levelReceived: null,
  levelSent: null,
  mayReceive: true,
  maySend: true,
  isMicrophoneOn: true,
  codec: null,
};

/** Session descriptions without a browser: keeps the offer/answer state, remembers what it was asked. */
export class StubCallMedia implements CallMedia {
  state: MediaState | 'new' = 'new';
  needsNewOffer = false;
  onStateChange: ((state: MediaState) => void) | undefined = undefined;
  signaling: 'stable' | 'have-local-offer' | 'have-remote-offer' = 'stable';
  isHeld = false;
  isClosed = false;
  rollbacks = 0;
  earlyAnswers: string[] = [];
  tonesByRtp: string[] = [];
  hasTelephoneEvent = true;
  offers: NegotiationOptions[] = [];
  /** Set to keep `setDescription` waiting, as a real peer connection does. */
  setDescriptionGate: Promise<void> = Promise.resolve();
  prepareError: Error | undefined;
  prepared: (string | null)[] = [];
  sample: Partial<CallSample> = {};
  stats: Partial<CallStats> = {};
  facts: MediaFacts = {
    moments: {},
    candidates: [],
    path: null,
    devices: { microphone: null, speaker: null },
  };
  #version = 0;

  prepareAnswer(offer: string | null): Promise<void> {
    this.prepared.push(offer);
    return this.prepareError === undefined ? Promise.resolve() : Promise.reject(this.prepareError);
  }

  setEarlyAnswer(sdp: string): Promise<boolean> {
    this.earlyAnswers.push(sdp);
    return Promise.resolve(true);
  }

  getDescription(options: NegotiationOptions = {}): Promise<{ body: string; contentType: string }> {
    if (this.isClosed) return Promise.reject(new Error('closed'));
    if (this.signaling === 'have-local-offer') return Promise.reject(new Error('have-local-offer'));
    if (this.signaling === 'stable') {
      this.offers.push(options);
      this.signaling = 'have-local-offer';
    } else this.signaling = 'stable';
    this.#version++;
    const direction = options.hold === true ? 'sendonly' : 'sendrecv';
    const body = `v=0\r\no=- 7 ${this.#version} IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\na=${direction}\r\n`;
    return Promise.resolve({ body, contentType: 'application/sdp' });
  }

  hasDescription(contentType: string): boolean {
    return contentType === 'application/sdp';
  }

  async setDescription(): Promise<void> {
    await this.setDescriptionGate;
    if (this.isClosed) throw new Error('closed');
    if (this.prepareError !== undefined) throw this.prepareError;
    this.signaling = this.signaling === 'have-local-offer' ? 'stable' : 'have-remote-offer';
  }

  rollbackDescription(): Promise<void> {
    this.rollbacks++;
    this.signaling = 'stable';
    return Promise.resolve();
  }

  sendDtmf(tones: string): boolean {
    if (this.hasTelephoneEvent) this.tonesByRtp.push(tones);
    return this.hasTelephoneEvent;
  }

  setHeld(on: boolean): void {
    this.isHeld = on;
  }

  explainSilence(): AppError {
    return appError('media.not-connected');
  }

  readStats(): Promise<CallStats> {
    return Promise.resolve({ ...stats, ...this.stats });
  }

  readSample(): Promise<CallSample> {
    return Promise.resolve({ ...silentSample, ...this.sample });
  }

  readCourse(): MediaFacts {
    return this.facts;
  }

  close(): void {
    this.isClosed = true;
  }

  /** The peer connection reports a change. */
  report(state: MediaState): void {
    this.state = state;
    this.onStateChange?.(state);
  }
}

export class StubMediaEngine implements MediaEngine {
  /** What the newest call was given. */
  iceServers: SipAccount['iceServers'] = [];
  readonly calls: StubCallMedia[] = [];
  readonly tones: Tone[] = [];
  microphone: Result<null> = ok(null);
  microphoneIsOpen = false;
  microphoneCheck: Result<MicrophoneCheck> = ok({ device: 'Stub microphone', levelDb: -30 });
  speakerCheck: Result<SpeakerCheck> = ok({ device: 'Stub speaker' });
  /** What differs from a relay that works, by address. */
  relays: Readonly<Record<string, Partial<RelayTrial>>> = {};
  readonly triedRelays: IceServer[] = [];
  isMuted = false;
  mixed: readonly CallMedia[] = [];
  isMeasured = false;
  readonly samples: string[] = [];
  /** Prepares each call's media before it is used. */
  onCreate: (media: StubCallMedia) => void = () => undefined;

  configure(): void {
    // Devices do not matter without a browser.
  }

  openMicrophone(): Promise<Result<null>> {
    this.microphoneIsOpen = this.microphone.ok;
    return Promise.resolve(this.microphone);
  }

  releaseMicrophone(): void {
    this.microphoneIsOpen = false;
  }

  setMuted(on: boolean): void {
    this.isMuted = on;
  }

  mix(members: readonly CallMedia[]): void {
    this.mixed = members;
  }

  createCallMedia(iceServers: SipAccount['iceServers'] = []): StubCallMedia {
    this.iceServers = iceServers;
    const media = new StubCallMedia();
    this.onCreate(media);
    this.calls.push(media);
    return media;
  }

  checkMicrophone(): Promise<Result<MicrophoneCheck>> {
    return Promise.resolve(this.microphoneCheck);
  }

  checkSpeaker(): Promise<Result<SpeakerCheck>> {
    return Promise.resolve(this.speakerCheck);
  }

  tryRelay(server: IceServer): Promise<RelayTrial> {
    const { urls: url } = server;
    this.triedRelays.push(server);
    const works: RelayTrial = { url, found: ['relay'], errorCodes: [], isComplete: false, isAccepted: true };
    return Promise.resolve({ ...works, ...this.relays[url] });
  }

  play(tone: Tone): void {
    this.tones.push(tone);
  }

  playSample(sound: SoundSample, language: string): Promise<Result<null>> {
    this.samples.push(`${sound} ${language}`);
    return Promise.resolve(ok(null));
  }

  measureMicrophone(on: boolean): Promise<Result<null>> {
    this.isMeasured = on;
    return Promise.resolve(on ? this.microphone : ok(null));
  }

  dispose(): void {
    this.microphoneIsOpen = false;
  }
}
