import { vi } from 'vitest';
import { describeSession } from './sip-phone.ts';

type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
interface Description {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

const turned: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

class StubTrack extends EventTarget {
  readonly kind = 'audio';
  readonly id = 'stub-track';
  enabled = true;
  stop(): void {
    this.enabled = false;
  }
}

class StubStream extends EventTarget {
  readonly #tracks: StubTrack[] = [];
  addTrack(track: StubTrack): void {
    this.#tracks.push(track);
  }
  getTracks(): readonly StubTrack[] {
    return this.#tracks;
  }
  getAudioTracks(): readonly StubTrack[] {
    return this.#tracks;
  }
  getVideoTracks(): readonly StubTrack[] {
    return [];
  }
  getTrackById(id: string): StubTrack | undefined {
    return this.#tracks.find((track) => track.id === id);
  }
}

/** Every peer connection that a phone has opened since the globals were set. */
export const openedPeers: StubPeer[] = [];

let nextPort = 43_000;

/** What phones for browsers ask of RTCPeerConnection: the states and descriptions of one audio line, no media. */
export class StubPeer extends EventTarget {
  signalingState: 'stable' | 'have-local-offer' | 'have-remote-offer' | 'closed' = 'stable';
  readonly iceGatheringState = 'complete';
  readonly iceConnectionState = 'connected';
  readonly connectionState = 'connected';
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  readonly #transceiver = {
    direction: 'sendrecv' as Direction,
    sender: { track: null as StubTrack | null, replaceTrack: () => Promise.resolve() },
    receiver: { track: new StubTrack() },
  };
  readonly #port = (nextPort += 2);
  #version = 0;

  constructor() {
    super();
    openedPeers.push(this);
  }

  /** Direction of the audio line as the other side last described it. */
  get farDirection(): string {
    return (
      /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(this.remoteDescription?.sdp ?? '')?.[1] ?? 'sendrecv'
    );
  }

  addTrack(track: StubTrack): void {
    this.#transceiver.sender.track = track;
  }
  getTransceivers() {
    return [this.#transceiver];
  }
  getSenders() {
    return [this.#transceiver.sender];
  }
  getReceivers() {
    return [this.#transceiver.receiver];
  }
  createOffer(): Promise<Description> {
    return Promise.resolve({ type: 'offer', sdp: this.#describe(this.#transceiver.direction, 'actpass') });
  }
  createAnswer(): Promise<Description> {
    const far = this.farDirection;
    const asked = far === 'sendonly' || far === 'recvonly' || far === 'inactive' ? far : 'sendrecv';
    return Promise.resolve({ type: 'answer', sdp: this.#describe(turned[asked], 'active') });
  }
  setLocalDescription(description: Description): Promise<void> {
    this.localDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
    return Promise.resolve();
  }
  setRemoteDescription(description: Description): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    return Promise.resolve();
  }
  close(): void {
    this.signalingState = 'closed';
  }

  #describe(direction: Direction, setup: string): string {
    return describeSession(this.#port, direction, ++this.#version, setup);
  }
}

/** Gives Node what phones for browsers take for granted; `vi.unstubAllGlobals` takes it away. */
export function stubBrowser(): void {
  openedPeers.length = 0;
  const getUserMedia = (): Promise<StubStream> => {
    const stream = new StubStream();
    stream.addTrack(new StubTrack());
    return Promise.resolve(stream);
  };
  const browser = new EventTarget();
  vi.stubGlobal('window', Object.assign(browser, { RTCPeerConnection: StubPeer }));
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  vi.stubGlobal('RTCPeerConnection', StubPeer);
  vi.stubGlobal('RTCSessionDescription', function describe(description: Description) {
    return description;
  });
  vi.stubGlobal('MediaStream', StubStream);
  vi.stubGlobal('MediaStreamTrackEvent', Event);
}
