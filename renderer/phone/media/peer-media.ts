import type { BodyAndContentType } from 'sip.js';
import type { CallSample } from '../../../electron/common/call/call-sample.ts';
import type { CallStats } from '../../../electron/common/contract/phone-contract.ts';
import { appError, type AppError } from '../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import type { Dispose } from '../../../electron/common/lib/disposable.ts';
import { readPath, sampleStats, summariseStats } from './call-stats.ts';
import { CallMicrophone } from './call-microphone.ts';
import { waitForCandidates } from './gathering.ts';
import {
  hasOnlyBlockedPorts,
  holdBackCandidates,
  type GatheringNeeds,
  type HeldCandidate,
} from './ice-candidates.ts';
import { MediaCourse, type MediaFacts } from './media-course.ts';
import type { CallMedia, MediaState, NegotiationOptions } from './media-port.ts';
import { toMediaState } from './media-state.ts';
import { takePlainCodecs } from './plain-codecs.ts';
import { rollBack } from './roll-back.ts';

export interface PeerMediaParts {
  readonly clock: Clock;
  readonly needs: GatheringNeeds;
  createConnection(): RTCPeerConnection;
  closeConnection(connection: RTCPeerConnection): void;
  /** A microphone track for this call alone; null while the microphone is closed. */
  cloneMicrophone(): MediaStreamTrack | null;
  isMuted(): boolean;
  /** Milliseconds since the epoch, as precise as the platform allows. */
  readTime(): number;
  /** Labels of microphone and speaker in use. */
  readDevices(): MediaFacts['devices'];
  playRemote(stream: MediaStream): Dispose;
  /** The other party speaks on this track from now on. */
  onRemoteTrack(): void;
  /** `isTalking` may have changed. */
  onTalkChanged(): void;
  onClosed(media: PeerMedia): void;
}

interface Prepared {
  /** null: we made the offer. */
  readonly offer: string | null;
  readonly candidates: readonly HeldCandidate[];
}

/**
 * The media of one call on a peer connection, as sip.js asks for it. Differs from the handler of sip.js in that the
 * answer is ready before the operator answers, gathering stops when it is good enough, a refused offer is rolled back
 * (C1), and our wish alone decides the direction we offer, so that a double hold dissolves in any order.
 */
export class PeerMedia implements CallMedia {
  needsNewOffer = false;
  onStateChange: ((state: MediaState) => void) | undefined = undefined;
  readonly #parts: PeerMediaParts;
  readonly #closed = Promise.withResolvers<never>();
  /** sip.js keeps a call for 32 s after its end (RFC 3261 timer J); the connection is not to be kept with it. */
  #connection: RTCPeerConnection | undefined;
  #state: MediaState | 'new' = 'new';
  #candidates: string[] = [];
  readonly #microphone: CallMicrophone;
  #stopPlaying: Dispose = () => undefined;
  #prepared: Prepared | undefined;
  #earlyAnswer: string | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #course: MediaCourse;

  constructor(parts: PeerMediaParts) {
    this.#parts = parts;
    this.#course = new MediaCourse(parts);
    this.#microphone = new CallMicrophone({ clone: parts.cloneMicrophone, isMuted: parts.isMuted });
    this.#closed.promise.catch(() => undefined);
    this.#connection = this.#connect();
  }

  get state(): MediaState | 'new' {
    return this.#state;
  }

  get remoteTrack(): MediaStreamTrack | null {
    return this.#transceiver()?.receiver.track ?? null;
  }

  /** Whether what is said here would be heard there, were it not for the mute. */
  get isTalking(): boolean {
    const isCarried = this.#state === 'connected' || this.#state === 'interrupted';
    return isCarried && !this.#microphone.isHeld && this.#connection !== undefined;
  }

  prepareAnswer(offer: string | null): Promise<void> {
    return this.#inTurn(async () => {
      if (offer === null) {
        await this.#describe('offer', {});
        this.#prepared = { offer, candidates: [] };
        return;
      }
      const held = holdBackCandidates(offer);
      await this.#open().setRemoteDescription({ type: 'offer', sdp: held.sdp });
      await this.#describe('answer', {});
      this.#prepared = { offer, candidates: held.candidates };
    });
  }

  setDescription(sdp: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#prepared?.offer === sdp) return;
      if (this.#earlyAnswer !== undefined) {
        const isSame = this.#earlyAnswer === sdp;
        this.#earlyAnswer = undefined;
        // Another fork answered than the one that we hear: its keys and addresses need a connection of their own (T26).
        if (!isSame) this.#startAnew();
        return;
      }
      const connection = this.#open();
      const type = connection.signalingState === 'have-local-offer' ? 'answer' : 'offer';
      await connection.setRemoteDescription({ type, sdp });
    });
  }

  getDescription(options: NegotiationOptions = {}): Promise<BodyAndContentType> {
    return this.#inTurn(async () => {
      const prepared = this.#prepared;
      this.#prepared = undefined;
      if (prepared === undefined) {
        const isAnswer = this.#open().signalingState === 'have-remote-offer';
        await this.#describe(isAnswer ? 'answer' : 'offer', options);
        this.needsNewOffer = false;
      } else this.#release(prepared.candidates);
      const sdp = this.#open().localDescription?.sdp;
      if (sdp === undefined) throw new Error('There is no local description.');
      return { body: sdp, contentType: 'application/sdp' };
    });
  }

  setEarlyAnswer(sdp: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const connection = this.#open();
      if (connection.signalingState !== 'have-local-offer') return false;
      await connection.setRemoteDescription({ type: 'answer', sdp });
      this.#earlyAnswer = sdp;
      return true;
    });
  }

  rollbackDescription(): Promise<void> {
    return this.#inTurn(() => rollBack(this.#open(), this.#transceiver()));
  }

  hasDescription(contentType: string): boolean {
    return /^application\/sdp\b/i.test(contentType);
  }

  sendDtmf(tones: string, options?: { readonly duration?: number; readonly interToneGap?: number }): boolean {
    const dtmf = this.#sender()?.dtmf;
    if (dtmf?.canInsertDTMF !== true) return false;
    // insertDTMF replaces what is still to be played: keys pressed quickly would be lost.
    dtmf.insertDTMF(dtmf.toneBuffer + tones, options?.duration, options?.interToneGap);
    return true;
  }

  setHeld(on: boolean): void {
    this.#microphone.setHeld(on);
    this.#parts.onTalkChanged();
  }

  applyMute(): void {
    this.#microphone.applyMute();
  }

  /** The microphone was opened or changed. */
  async takeMicrophone(): Promise<void> {
    const sender = this.#sender();
    if (sender === undefined) return;
    await this.#microphone.take(sender);
  }

  explainSilence(): AppError {
    const sdp = this.#connection?.remoteDescription?.sdp ?? '';
    return appError(hasOnlyBlockedPorts(sdp) ? 'media.port-blocked' : 'media.not-connected');
  }

  async readStats(): Promise<CallStats> {
    const connection = this.#open();
    const report = await connection.getStats();
    return summariseStats(report.values(), connection.connectionState);
  }

  async readSample(): Promise<CallSample> {
    const report = [...(await this.#open().getStats()).values()];
    const sample = sampleStats(report, {
      at: this.#parts.readTime(),
      direction: this.#transceiver()?.currentDirection ?? null,
      isMicrophoneOn: this.#microphone.isOn,
    });
    this.#course.note(sample, readPath(report));
    return sample;
  }

  readCourse(): MediaFacts {
    return this.#course.read(this.#connection);
  }

  close(): void {
    if (this.#connection === undefined) return;
    this.#course.end(this.#connection);
    this.#closed.reject(ended());
    this.#shut(this.#connection);
    this.#connection = undefined;
    this.#microphone.stop();
    this.#parts.onClosed(this);
  }

  /** One step at a time; after `close` nothing starts, and what hangs in a closed connection fails. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const step = this.#last.then(() => {
      this.#open();
      return Promise.race([run(), this.#closed.promise]);
    });
    this.#last = step.catch(() => undefined);
    return step;
  }

  async #describe(type: 'offer' | 'answer', options: NegotiationOptions): Promise<void> {
    const connection = this.#open();
    const direction = options.hold === true ? 'sendonly' : 'sendrecv';
    const transceiver = this.#transceiver() ?? connection.addTransceiver('audio', { direction });
    if (transceiver.direction !== direction) transceiver.direction = direction;
    if (options.plainOnly === true) takePlainCodecs(transceiver);
    if (!this.#microphone.isOpen) await this.takeMicrophone();
    const description =
      type === 'offer'
        ? await connection.createOffer({ iceRestart: options.iceRestart === true })
        : await connection.createAnswer();
    // New credentials, by our restart or by that of the far end: candidates found under the old ones do not count.
    if (readUfrag(description.sdp) !== readUfrag(connection.localDescription?.sdp)) this.#candidates = [];
    this.#course.mark('gatheringBegan');
    await connection.setLocalDescription(description);
    await waitForCandidates(connection, () => this.#candidates, this.#parts.needs, this.#parts.clock);
    this.#course.mark('gatheringDone');
  }

  /** The answer goes out now: the far end may be reached. */
  #release(candidates: readonly HeldCandidate[]): void {
    const connection = this.#open();
    for (const candidate of candidates) {
      // A candidate that the browser does not know the form of is one way less, not a failure.
      connection.addIceCandidate(candidate).catch(() => undefined);
    }
    if (!this.#microphone.isOpen) this.takeMicrophone().catch(() => undefined);
    else this.applyMute();
  }

  #connect(): RTCPeerConnection {
    const connection = this.#parts.createConnection();
    connection.onicecandidate = ({ candidate }) => {
      if (candidate !== null && candidate.candidate !== '') this.#candidates.push(candidate.candidate);
    };
    connection.ontrack = ({ track, streams }) => {
      this.#stopPlaying();
      this.#stopPlaying = this.#parts.playRemote(streams[0] ?? new MediaStream([track]));
      this.#parts.onRemoteTrack();
    };
    connection.oniceconnectionstatechange = () => {
      this.#course.followIce(connection.iceConnectionState);
    };
    connection.onconnectionstatechange = () => {
      this.#course.followConnection(connection.connectionState);
      this.#changed(connection);
    };
    return connection;
  }

  #startAnew(): void {
    this.#shut(this.#open());
    this.#candidates = [];
    this.#state = 'new';
    this.#microphone.stop();
    this.#connection = this.#connect();
    this.needsNewOffer = true;
    this.#parts.onTalkChanged();
  }

  #open(): RTCPeerConnection {
    if (this.#connection === undefined) throw ended();
    return this.#connection;
  }

  #shut(connection: RTCPeerConnection): void {
    this.#stopPlaying();
    connection.onicecandidate = null;
    connection.ontrack = null;
    connection.oniceconnectionstatechange = null;
    connection.onconnectionstatechange = null;
    this.#parts.closeConnection(connection);
  }

  #changed(connection: RTCPeerConnection): void {
    const state = toMediaState(connection.connectionState);
    if (connection !== this.#connection || state === null || state === this.#state) return;
    this.#state = state;
    this.#parts.onTalkChanged();
    this.onStateChange?.(state);
  }

  #transceiver(): RTCRtpTransceiver | undefined {
    return this.#connection?.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio');
  }

  #sender(): RTCRtpSender | undefined {
    return this.#transceiver()?.sender;
  }
}

function readUfrag(sdp: string | undefined): string | undefined {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp ?? '')?.[1];
}

const ended = (): Error => new Error('The call has ended.');
