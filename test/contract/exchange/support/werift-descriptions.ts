import type { SessionDescriptionHandler } from 'sip.js';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import {
  createSilence,
  frameSamples,
  measurePower,
  type G711,
} from '../../../../electron/exchange/media/g711.ts';
import { createLevelMeter } from '../../../../electron/exchange/media/level-meter.ts';
import { paceFrames } from '../../../../electron/exchange/media/pace-frames.ts';
import { systemClock } from '../../../../electron/node/system-clock.ts';

const payloadType: Readonly<Record<G711, number>> = { PCMA: 8, PCMU: 0 };
/** One period of 1 kHz at 0 dBm0 (ITU-T G.711, tables 5 and 6). */
const milliwatt: Readonly<Record<G711, readonly number[]>> = {
  PCMA: [0x34, 0x21, 0x21, 0x34, 0xb4, 0xa1, 0xa1, 0xb4],
  PCMU: [0x1e, 0x0b, 0x0b, 0x1e, 0x9e, 0x8b, 0x8b, 0x9e],
};

/** The operator's sound, without a browser: a tone while `isSpeaking`, silence otherwise. */
export class WeriftDescriptions implements SessionDescriptionHandler {
  isSpeaking = false;
  packetsHeard = 0;
  private readonly meter = createLevelMeter();
  private readonly peer: RTCPeerConnection;
  private readonly transceiver;
  private stopPacing: (() => void) | undefined;

  constructor(codec: G711 = 'PCMA') {
    this.peer = new RTCPeerConnection({
      codecs: {
        audio: [
          new RTCRtpCodecParameters({
            mimeType: `audio/${codec}`,
            clockRate: 8_000,
            channels: 1,
            payloadType: payloadType[codec],
          }),
        ],
      },
      iceServers: [],
      iceAdditionalHostAddresses: ['127.0.0.1'],
      iceUseIpv6: false,
      iceUseTcp: false,
    });
    const track = new MediaStreamTrack({ kind: 'audio' });
    this.transceiver = this.peer.addTransceiver(track, { direction: 'sendrecv' });
    const heard = new WeakSet<MediaStreamTrack>();
    this.peer.onTrack.subscribe((remote) => {
      if (heard.has(remote)) return;
      heard.add(remote);
      remote.onReceiveRtp.subscribe((packet) => {
        this.packetsHeard++;
        this.meter.add(measurePower(packet.payload, codec), Date.now());
      });
    });
    this.peer.connectionStateChange.subscribe((state) => {
      if (state !== 'connected') return;
      this.stopPacing ??= paceFrames(systemClock, (index) => {
        if (
          this.transceiver.currentDirection === 'recvonly' ||
          this.transceiver.currentDirection === 'inactive'
        )
          return;
        const tone = Uint8Array.from({ length: frameSamples }, (_, at) => milliwatt[codec][at % 8] ?? 0);
        const header = new RtpHeader({
          payloadType: payloadType[codec],
          sequenceNumber: index & 0xffff,
          timestamp: index * frameSamples,
        });
        track.writeRtp(new RtpPacket(header, Buffer.from(this.isSpeaking ? tone : createSilence(codec))));
      });
    });
  }

  /** Root mean square of the last second heard, 0..1. */
  get levelHeard(): number {
    return this.meter.read(Date.now());
  }
  get remoteDescription(): string {
    return this.peer.remoteDescription?.sdp ?? '';
  }
  setDirection(direction: 'sendrecv' | 'sendonly' | 'inactive'): void {
    this.transceiver.direction = direction;
  }
  close(): void {
    this.stopPacing?.();
    void this.peer.close();
  }
  hasDescription(type: string): boolean {
    return type === 'application/sdp';
  }
  async getDescription(): Promise<{ body: string; contentType: string }> {
    const isAnswer = this.peer.signalingState === 'have-remote-offer';
    await this.peer.setLocalDescription(
      isAnswer ? await this.peer.createAnswer() : await this.peer.createOffer(),
    );
    return { body: this.peer.localDescription?.sdp ?? '', contentType: 'application/sdp' };
  }
  async setDescription(sdp: string): Promise<void> {
    const type = this.peer.signalingState === 'have-local-offer' ? 'answer' : 'offer';
    await this.peer.setRemoteDescription({ type, sdp });
  }
  rollbackDescription(): Promise<void> {
    return this.peer.setLocalDescription({ type: 'rollback' });
  }
  sendDtmf(): boolean {
    return false;
  }
}
