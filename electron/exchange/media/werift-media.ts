import { randomInt } from 'node:crypto';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import type { Clock } from '../../common/lib/clock.ts';
import type { CallMedia, MediaPorts } from './call-media.ts';
import { createSilence, frameSamples, measurePower, transcode, type G711 } from './g711.ts';
import { createLevelMeter } from './level-meter.ts';
import { createFaultyLine } from './line-faults.ts';
import { paceFrames } from './pace-frames.ts';
import { createOriginStamp, offersSecureAudio } from './session-description.ts';
import { createTransportKeeper } from './transport-keeper.ts';

const payloadTypes: Readonly<Record<G711, number>> = { PCMA: 8, PCMU: 0 };

/**
 * One party over WebRTC: ICE with host candidates only, DTLS-SRTP, G.711. 127.0.0.1 is offered beside the real
 * addresses: a laptop without a network has nothing else, and Chromium takes it only when told to.
 */
export function openWeriftMedia(clock: Clock, ports: MediaPorts): CallMedia {
  const peer = new RTCPeerConnection({
    codecs: { audio: listCodecs() },
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
    iceUseTcp: false,
  });
  const track = new MediaStreamTrack({ kind: 'audio' });
  const transceiver = peer.addTransceiver(track, { direction: 'sendrecv' });
  const stampOrigin = createOriginStamp(randomInt(1, 2 ** 31));
  const meter = createLevelMeter();
  const heardTracks = new WeakSet<MediaStreamTrack>();
  let stopPacing: (() => void) | undefined;
  let packetsHeard = 0;
  let packetsSpoken = 0;
  let loudest = 0;
  let closed = false;

  const keepTransports = createTransportKeeper(peer);
  keepTransports();

  const isAudible = (): boolean => {
    const direction = transceiver.currentDirection;
    return direction === 'sendrecv' || direction === 'sendonly';
  };

  const hear = (packet: RtpPacket): void => {
    const codec = findCodec(packet.header.payloadType);
    // telephone-event and padding are not sound.
    if (codec === undefined || packet.payload.length === 0) return;
    packetsHeard++;
    const power = measurePower(packet.payload, codec);
    loudest = Math.max(loudest, power);
    meter.add(power, clock.now());
    ports.onFrame?.(transcode(packet.payload, codec, 'PCMA'));
  };

  const faultyLine = ports.faults === undefined ? undefined : createFaultyLine(ports.faults, Math.random);
  const carry = (packet: RtpPacket): void => {
    const delay = faultyLine === undefined ? 0 : faultyLine.delayOf(clock.now());
    if (delay === null) return;
    if (delay === 0) track.writeRtp(packet);
    else {
      clock.after(delay, () => {
        if (!closed) track.writeRtp(packet);
      });
    }
  };

  const speak = (index: number): void => {
    ports.onTick(Math.sqrt(loudest));
    loudest = 0;
    if (!isAudible()) return;
    const codec = transceiver.sender.codec?.mimeType.toLowerCase() === 'audio/pcmu' ? 'PCMU' : 'PCMA';
    const frame = ports.nextFrame();
    const payload = frame === undefined ? createSilence(codec) : transcode(frame, 'PCMA', codec);
    const header = new RtpHeader({
      payloadType: payloadTypes[codec],
      sequenceNumber: packetsSpoken & 0xffff,
      timestamp: (index * frameSamples) >>> 0,
      marker: packetsSpoken === 0,
    });
    packetsSpoken++;
    carry(new RtpPacket(header, Buffer.from(payload)));
  };

  peer.onTrack.subscribe((remote) => {
    // Reported again after each hold; a second listener would count every packet twice.
    if (heardTracks.has(remote)) return;
    heardTracks.add(remote);
    remote.onReceiveRtp.subscribe(hear);
  });
  peer.connectionStateChange.subscribe((state) => {
    if (closed) return;
    if (state === 'connected') stopPacing ??= paceFrames(clock, speak);
    if (state === 'failed') ports.onFailed();
  });

  const describe = async (type: 'offer' | 'answer', isInactive = false): Promise<string> => {
    await peer.setLocalDescription(type === 'offer' ? await peer.createOffer() : await peer.createAnswer());
    const sdp = peer.localDescription?.sdp ?? '';
    return stampOrigin(isInactive ? sdp.replace(/^a=recvonly(?=\r?$)/m, 'a=inactive') : sdp);
  };

  const hearDescription = async (type: 'offer' | 'answer', sdp: string): Promise<void> => {
    try {
      await peer.setRemoteDescription({ type, sdp });
    } finally {
      keepTransports();
    }
  };

  const accept = async (sdp: string): Promise<boolean> => {
    await hearDescription('answer', sdp);
    return true;
  };

  const answer = async (sdp: string): Promise<string | undefined> => {
    // After an inactive offer this library would take the next ICE restart for a nomination and lose the media. Shown
    // to it as sendonly, the hold is as silent from this side, and the answer says inactive again.
    const isInactive = /^a=inactive\r?$/m.test(sdp);
    await hearDescription('offer', sdp.replace(/^a=inactive(?=\r?$)/m, 'a=sendonly'));
    const described = await describe('answer', isInactive);
    return offersSecureAudio(described) ? described : undefined;
  };

  let negotiating: Promise<unknown> = Promise.resolve();
  /** One after the other, and none once it is closed. `failed` is said of what could not be agreed on. */
  const negotiate = <T>(failed: T, run: () => Promise<T>): Promise<T> => {
    const next = negotiating.then(() => (closed ? failed : run().catch(() => failed)));
    negotiating = next;
    return next;
  };

  return {
    createOffer: () => negotiate(undefined, () => describe('offer')),
    acceptAnswer: async (sdp) => offersSecureAudio(sdp) && negotiate(false, () => accept(sdp)),
    answerOffer: async (sdp) =>
      offersSecureAudio(sdp) ? negotiate(undefined, () => answer(sdp)) : undefined,
    isAudible,
    readStats: () => ({ packetsHeard, packetsSpoken, levelHeard: meter.read(clock.now()) }),
    close() {
      closed = true;
      stopPacing?.();
      // Closed while it gathers candidates, this library leaves their sockets open and never says what it gathered.
      // Nobody needs to wait for that.
      void negotiating.then(() => peer.close()).catch(() => undefined);
    },
  };
}

function findCodec(payloadType: number): G711 | undefined {
  if (payloadType === payloadTypes.PCMA) return 'PCMA';
  return payloadType === payloadTypes.PCMU ? 'PCMU' : undefined;
}

function listCodecs(): RTCRtpCodecParameters[] {
  return [
    new RTCRtpCodecParameters({
      mimeType: 'audio/PCMA',
      clockRate: 8_000,
      channels: 1,
      payloadType: payloadTypes.PCMA,
    }),
    new RTCRtpCodecParameters({
      mimeType: 'audio/PCMU',
      clockRate: 8_000,
      channels: 1,
      payloadType: payloadTypes.PCMU,
    }),
    new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: 8_000, payloadType: 101 }),
  ];
}
