import { describe, expect, test } from 'vitest';
import { PeerMedia } from '../../../renderer/phone/media/peer-media.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

const candidate = 'candidate:1 1 udp 2122260223 10.0.0.1 40000 typ host';
const offer = ['v=0', 'm=audio 9 X 8', 'a=ice-ufrag:far', `a=${candidate}`, 'a=end-of-candidates', ''].join(
  '\r\n',
);

class FakeTrack {
  enabled = true;
  isStopped = false;
  stop(): void {
    this.isStopped = true;
  }
}

class FakeSender {
  track: FakeTrack | null = null;
  dtmf: { canInsertDTMF: boolean; toneBuffer: string; insertDTMF: (tones: string) => void } | null = null;
  replaceTrack(track: FakeTrack): Promise<void> {
    this.track = track;
    return Promise.resolve();
  }
}

/** Keeps the offer/answer states of JSEP (RFC 8829) and finds one UDP candidate as soon as it may. */
class FakeConnection extends EventTarget {
  signalingState: RTCSignalingState = 'stable';
  iceGatheringState: RTCIceGatheringState = 'new';
  connectionState: RTCPeerConnectionState = 'new';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  onicecandidate: ((event: { candidate: { candidate: string } | null }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly sender = new FakeSender();
  readonly remoteCandidates: unknown[] = [];
  readonly remoteSdps: string[] = [];
  transceivers: { direction: string; sender: FakeSender; receiver: { track: { kind: string } } }[] = [];
  isClosed = false;
  #ufrag = 1;

  addTransceiver(_kind: string, { direction }: { direction: string }) {
    const transceiver = { direction, sender: this.sender, receiver: { track: { kind: 'audio' } } };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers() {
    return this.transceivers;
  }

  createOffer({ iceRestart }: { iceRestart: boolean }): Promise<RTCSessionDescriptionInit> {
    if (iceRestart) this.#ufrag++;
    return Promise.resolve({ type: 'offer', sdp: this.#sdp() });
  }

  createAnswer(): Promise<RTCSessionDescriptionInit> {
    return Promise.resolve({ type: 'answer', sdp: this.#sdp() });
  }

  setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (description.type === 'rollback') this.signalingState = 'stable';
    else {
      this.localDescription = description;
      this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
      queueMicrotask(() => {
        this.onicecandidate?.({ candidate: { candidate } });
        this.dispatchEvent(new Event('icecandidate'));
      });
    }
    return Promise.resolve();
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (description.type === 'rollback') this.signalingState = 'stable';
    else {
      this.remoteDescription = description;
      this.remoteSdps.push(description.sdp ?? '');
      this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
      if (this.transceivers.length === 0) this.addTransceiver('audio', { direction: 'recvonly' });
    }
    return Promise.resolve();
  }

  addIceCandidate(given: unknown): Promise<void> {
    this.remoteCandidates.push(given);
    return Promise.resolve();
  }

  close(): void {
    this.isClosed = true;
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  #sdp(): string {
    return `v=0\r\na=ice-ufrag:own${this.#ufrag}\r\na=${this.transceivers[0]?.direction ?? 'none'}\r\n`;
  }
}

function bed() {
  const clock = new ManualClock();
  const connections: FakeConnection[] = [];
  const tracks: FakeTrack[] = [];
  const state = { isMuted: false, microphoneIsOpen: true, closed: 0 };
  const talks: boolean[] = [];
  const media: PeerMedia = new PeerMedia({
    clock,
    needs: { hasStun: false, hasTurn: false },
    createConnection: () => {
      const connection = new FakeConnection();
      connections.push(connection);
      return connection as unknown as RTCPeerConnection;
    },
    closeConnection: (connection) => {
      connection.close();
    },
    cloneMicrophone: () => {
      if (!state.microphoneIsOpen) return null;
      const track = new FakeTrack();
      tracks.push(track);
      return track as unknown as MediaStreamTrack;
    },
    isMuted: () => state.isMuted,
    readTime: () => clock.now(),
    readDevices: () => ({ microphone: 'Headset', speaker: null }),
    playRemote: () => () => undefined,
    onRemoteTrack: () => undefined,
    onTalkChanged: () => {
      talks.push(media.isTalking);
    },
    onClosed: () => {
      state.closed++;
    },
  });
  const last = (): FakeConnection => {
    const connection = connections.at(-1);
    if (connection === undefined) throw new Error('There is no connection.');
    return connection;
  };
  /** Lets the time pass that the gathering takes to settle. */
  const settled = async <T>(work: Promise<T>): Promise<T> => {
    await clock.untilTimer(15);
    clock.advance(15);
    return work;
  };
  return { clock, connections, last, media, settled, state, talks, tracks };
}

describe('an answer made ready while the call rings', () => {
  test('keeps the far end out of reach until the operator answers', async () => {
    const { last, media, settled } = bed();
    await settled(media.prepareAnswer(offer));
    expect(last().remoteSdps).toEqual([['v=0', 'm=audio 9 X 8', 'a=ice-ufrag:far', ''].join('\r\n')]);
    expect(last().remoteCandidates).toEqual([]);
    await media.setDescription(offer);
    const answer = await media.getDescription();
    expect(answer).toEqual({
      body: 'v=0\r\na=ice-ufrag:own1\r\na=sendrecv\r\n',
      contentType: 'application/sdp',
    });
    expect(last().remoteSdps).toHaveLength(1);
    expect(last().remoteCandidates).toEqual([{ candidate, sdpMLineIndex: 0 }]);
  });

  test('waits for its preparation when the operator is faster', async () => {
    const { clock, last, media } = bed();
    const preparing = media.prepareAnswer(offer);
    const answer = media.setDescription(offer).then(() => media.getDescription());
    await clock.untilTimer(15);
    clock.advance(15);
    await preparing;
    expect((await answer).body).toContain('a=sendrecv');
    expect(last().remoteSdps).toHaveLength(1);
  });

  test('takes the microphone that is opened after it', async () => {
    const { last, media, settled, state, tracks } = bed();
    state.microphoneIsOpen = false;
    await settled(media.prepareAnswer(offer));
    expect(last().sender.track).toBeNull();
    state.microphoneIsOpen = true;
    await media.takeMicrophone();
    expect(last().sender.track).toBe(tracks[0]);
  });

  test('is torn down with the call, and nothing of it goes on', async () => {
    const { last, media, settled, state, tracks } = bed();
    await settled(media.prepareAnswer(offer));
    media.close();
    media.close();
    expect(last().isClosed).toBe(true);
    expect(tracks.map(({ isStopped }) => isStopped)).toEqual([true]);
    expect(state.closed).toBe(1);
    await expect(media.getDescription()).rejects.toThrow('ended');
    expect(last().remoteCandidates).toEqual([]);
  });

  test('[40] an INVITE without a description gets our offer, whose answer comes later', async () => {
    const { last, media, settled } = bed();
    await settled(media.prepareAnswer(null));
    expect((await media.getDescription()).body).toContain('a=sendrecv');
    expect(last().signalingState).toBe('have-local-offer');
    await media.setDescription(offer);
    expect(last()).toMatchObject({ signalingState: 'stable', remoteDescription: { type: 'answer' } });
  });
});

describe('offers', () => {
  test('are given up to 500 ms when no address is found', async () => {
    const { clock, last, media } = bed();
    const offering = media.getDescription();
    last().onicecandidate = null;
    await clock.untilTimer(500);
    clock.advance(500);
    expect((await offering).body).toContain('a=sendrecv');
  });

  test('[48] say the direction that we wish, whatever the other side holds', async () => {
    const { last, media, settled } = bed();
    await settled(media.getDescription());
    await media.setDescription(offer);
    const hold = await settled(media.getDescription({ hold: true }));
    expect(hold.body).toContain('a=sendonly');
    await media.setDescription(offer);
    for (const transceiver of last().transceivers) transceiver.direction = 'recvonly';
    const resume = await settled(media.getDescription({ hold: false }));
    expect(resume.body).toContain('a=sendrecv');
  });

  test('C1: a refused one is rolled back, and the next one works', async () => {
    const { last, media, settled } = bed();
    await settled(media.getDescription());
    await media.rollbackDescription();
    expect(last().signalingState).toBe('stable');
    await settled(media.getDescription());
    expect(last().signalingState).toBe('have-local-offer');
  });

  test('with an ICE restart wait for addresses under the new credentials', async () => {
    const { clock, media, settled } = bed();
    await settled(media.getDescription());
    await media.setDescription(offer);
    const restarted = media.getDescription({ iceRestart: true });
    await clock.untilTimer(15);
    clock.advance(15);
    expect((await restarted).body).toContain('own2');
  });

  test('T26: the answer of another fork than the early media asks for a connection of its own', async () => {
    const { connections, media, settled, tracks } = bed();
    await settled(media.getDescription());
    expect(await media.setEarlyAnswer(offer)).toBe(true);
    expect(await media.setEarlyAnswer(offer)).toBe(false);
    await media.setDescription(`${offer}a=other\r\n`);
    expect(media.needsNewOffer).toBe(true);
    expect(connections.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    await settled(media.getDescription());
    expect(media.needsNewOffer).toBe(false);
    expect(tracks.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  });

  test('the same answer after early media changes nothing', async () => {
    const { connections, last, media, settled } = bed();
    await settled(media.getDescription());
    await media.setEarlyAnswer(offer);
    await media.setDescription(offer);
    expect(media.needsNewOffer).toBe(false);
    expect(connections).toHaveLength(1);
    expect(last().remoteSdps).toHaveLength(1);
  });
});

describe('the microphone of a call', () => {
  test('T51: is silent while the call is held or muted, and stays so on another device', async () => {
    const { media, settled, state, tracks } = bed();
    await settled(media.getDescription());
    const [first] = tracks;
    expect(first?.enabled).toBe(true);
    media.setHeld(true);
    expect(first?.enabled).toBe(false);
    await media.takeMicrophone();
    expect(first?.isStopped).toBe(true);
    expect(tracks[1]?.enabled).toBe(false);
    state.isMuted = true;
    media.setHeld(false);
    expect(tracks[1]?.enabled).toBe(false);
    state.isMuted = false;
    media.applyMute();
    expect(tracks[1]?.enabled).toBe(true);
  });

  test('is off when the call ends while another device takes over, which then never comes to pass', async () => {
    const { last, media, settled, tracks } = bed();
    await settled(media.getDescription());
    // What Chromium does when the connection is closed meanwhile (WebRTC 1.0, section 5.2, replaceTrack).
    last().sender.replaceTrack = () => new Promise(() => undefined);
    void media.takeMicrophone();
    media.close();
    expect(tracks.map(({ isStopped }) => isStopped)).toEqual([true, true]);
  });

  test('is that of the new device alone also when the browser refuses the change', async () => {
    const { last, media, settled, tracks } = bed();
    await settled(media.getDescription());
    last().sender.replaceTrack = () => Promise.reject(new DOMException('stopped', 'InvalidStateError'));
    await expect(media.takeMicrophone()).rejects.toThrow('stopped');
    expect(tracks.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  });
});

describe('tones by telephone-event', () => {
  test('are added to those still to be played, and refused where nothing was agreed', async () => {
    const { last, media, settled } = bed();
    await settled(media.getDescription());
    expect(media.sendDtmf('1')).toBe(false);
    const inserted: string[] = [];
    last().sender.dtmf = {
      canInsertDTMF: true,
      toneBuffer: '12',
      insertDTMF: (tones) => {
        inserted.push(tones);
      },
    };
    expect(media.sendDtmf('3#')).toBe(true);
    expect(inserted).toEqual(['123#']);
  });
});

describe('the state of the connection', () => {
  test('is told when it changes, not for every attempt', () => {
    const { last, media } = bed();
    const told: string[] = [];
    media.onStateChange = (state) => {
      told.push(state);
    };
    for (const state of [
      'connecting',
      'connected',
      'disconnected',
      'connecting',
      'connected',
      'failed',
    ] as const) {
      last().become(state);
    }
    expect(told).toEqual(['connected', 'interrupted', 'connected', 'failed']);
  });

  test('says when what is said here is heard there: while sound is carried and the call not held', () => {
    const { last, media, talks } = bed();
    expect(media.isTalking).toBe(false);
    last().become('connected');
    last().become('disconnected');
    media.setHeld(true);
    last().become('connected');
    media.setHeld(false);
    last().become('failed');
    last().become('connected');
    expect(talks).toEqual([true, true, false, false, true, false, true]);
    media.close();
    expect(media.isTalking).toBe(false);
  });

  test('T26: a connection made anew does not talk yet', async () => {
    const { last, media, settled, talks } = bed();
    await settled(media.getDescription());
    await media.setEarlyAnswer(offer);
    last().become('connected');
    await media.setDescription(`${offer}a=other\r\n`);
    expect(talks).toEqual([true, false]);
  });

  test('explains silence by ports that the browser engine refuses', async () => {
    const { media, settled } = bed();
    await settled(media.getDescription());
    await media.setDescription(offer.replace('40000', '10080'));
    expect(media.explainSilence().code).toBe('media.port-blocked');
  });
});
