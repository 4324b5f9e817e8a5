import { createSocket } from 'node:dgram';
import { makeTone, measureTones, toALaw } from '../tones.ts';
import type { Heard } from './recording.ts';

export interface RtpPacket {
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Buffer;
}

/** Plain RTP with A-law at one port of 127.0.0.1, for a far end whose SIP a test writes itself. */
export interface RtpEnd {
  readonly port: number;
  /** Everything that arrived, in the order of arrival. */
  readonly received: readonly RtpPacket[];
  /** Speaks its tone to the address in a session description from now on. */
  speakTo(sdp: string): void;
  /** Resolves when `count` more packets with sound have come than now. */
  untilMore(count: number): Promise<void>;
  /** Waits until a whole second of what arrives from now on satisfies `holds`. */
  hears(what: string, tones: readonly number[], holds: (heard: Heard) => boolean): Promise<void>;
  close(): void;
}

const frameMs = 20;
/** 8 kHz. */
const frameSamples = 160;
const pcma = 8;
const framesPerSecond = 1_000 / frameMs;
const patienceMs = 15_000;

export async function openRtpEnd(port: number, tone: number): Promise<RtpEnd> {
  const socket = createSocket('udp4');
  await new Promise<void>((done) => socket.bind(port, '127.0.0.1', done));
  const received: RtpPacket[] = [];
  const watchers = new Set<() => void>();
  socket.on('message', (data) => {
    const packet = readPacket(data);
    if (packet === undefined) return;
    received.push(packet);
    for (const watch of [...watchers]) watch();
  });

  const untilReceived = (what: string, holds: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        watchers.delete(watch);
        act();
      };
      const watch = (): void => {
        if (holds()) finish(resolve);
      };
      const timer = setTimeout(() => {
        finish(() => reject(new Error(`RTP ${port}: not within ${patienceMs} ms: ${what}`)));
      }, patienceMs);
      watchers.add(watch);
    });

  const voice = toALaw(makeTone(tone, 1, 8_000));
  let target: { readonly address: string; readonly port: number } | undefined;
  let sent = 0;
  const started = performance.now();
  const speaking = setInterval(() => {
    const due = Math.floor((performance.now() - started) / frameMs);
    // A loaded machine calls late; what was not spoken in time is not spoken in a burst.
    sent = Math.max(sent, due - 3);
    for (; sent < due; sent++) {
      if (target !== undefined) socket.send(writePacket(sent, voice), target.port, target.address);
    }
  }, frameMs);

  return {
    port,
    received,
    speakTo(sdp) {
      target = {
        address: /^c=IN IP4 (\S+)/mu.exec(sdp)?.[1] ?? '',
        port: Number(/^m=audio (\d+)/mu.exec(sdp)?.[1]),
      };
    },
    untilMore(count) {
      const from = received.length;
      return untilReceived(`${count} more packets`, () => soundOf(received.slice(from)).length >= count);
    },
    hears(what, tones, holds) {
      let from = received.length;
      return untilReceived(what, () => {
        const second = soundOf(received.slice(from));
        if (second.length < framesPerSecond) return false;
        from = received.length;
        const samples = Float64Array.from(Buffer.concat(second), decodeALaw);
        return holds(measureTones(samples, 8_000, tones));
      });
    },
    close() {
      clearInterval(speaking);
      socket.close();
    },
  };
}

/** Frames of speech; digits (RFC 4733) and comfort noise are left out. */
const soundOf = (packets: readonly RtpPacket[]): readonly Buffer[] =>
  packets.filter(({ payloadType }) => payloadType === pcma).map(({ payload }) => payload);

/** ITU-T G.711: -1..1. */
function decodeALaw(octet: number): number {
  const code = octet ^ 0x55;
  const segment = (code >> 4) & 0x07;
  const step = ((code & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return (code & 0x80 ? magnitude : -magnitude) / 32_768;
}

/** RFC 3550 section 5.1; rtpengine sends no extensions and no padding. */
function readPacket(data: Buffer): RtpPacket | undefined {
  if (data.length < 13 || data.readUInt8(0) >> 6 !== 2) return undefined;
  return {
    payloadType: data.readUInt8(1) & 0x7f,
    sequence: data.readUInt16BE(2),
    timestamp: data.readUInt32BE(4),
    payload: data.subarray(12 + 4 * (data.readUInt8(0) & 0x0f)),
  };
}

function writePacket(frame: number, voice: Uint8Array): Buffer {
  const packet = Buffer.alloc(12 + frameSamples);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(pcma, 1);
  packet.writeUInt16BE(frame % 65_536, 2);
  packet.writeUInt32BE((frame * frameSamples) % 2 ** 32, 4);
  packet.writeUInt32BE(0x0ff_1ce, 8);
  const from = (frame * frameSamples) % voice.length;
  packet.set(voice.subarray(from, from + frameSamples), 12);
  return packet;
}

/**
 * The widest hole in the speech of the sender, in milliseconds of its own clock: independent of how late and in which
 * order a loaded machine delivers. 20 ms is no hole. Packets that were lost, and pauses in sending, both count.
 */
export function widestHoleMs(packets: readonly RtpPacket[]): number {
  const spoken = packets.filter(({ payloadType }) => payloadType === pcma);
  const first = spoken[0];
  if (first === undefined) return Number.POSITIVE_INFINITY;
  // What was overtaken lies before the first one: distances go both ways around the 32 bits of RFC 3550.
  const times = spoken.map(({ timestamp }) => (timestamp - first.timestamp) | 0).sort((a, b) => a - b);
  const steps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  return Math.max(0, ...steps) / 8;
}
