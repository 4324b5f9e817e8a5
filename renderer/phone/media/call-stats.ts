import type { MediaPath } from '../../../electron/common/call/call-course.ts';
import type { CallSample } from '../../../electron/common/call/call-sample.ts';
import { estimateMos } from '../../../electron/common/call/mos.ts';
import type { CallStats } from '../../../electron/common/contract/phone-contract.ts';

type StatsEntry = Readonly<Record<string, unknown>>;

/** Reads one getStats() report of an audio call (webrtc-stats). What the report does not say counts as 0 or null. */
export function summariseStats(report: Iterable<unknown>, connection: string): CallStats {
  const entries = [...report].filter(isEntry);
  const inbound = findAudio(entries, 'inbound-rtp');
  const outbound = findAudio(entries, 'outbound-rtp');
  const packetsReceived = readNumber(inbound, 'packetsReceived');
  const packetsLost = Math.max(0, readNumber(inbound, 'packetsLost'));
  const jitterMs = readNumber(inbound, 'jitter') * 1_000;
  const roundTripMs = readRoundTripMs(entries);
  const lossPercent = packetsReceived === 0 ? 0 : (100 * packetsLost) / (packetsLost + packetsReceived);
  const canRate = packetsReceived > 0 && roundTripMs !== null;
  return {
    packetsSent: readNumber(outbound, 'packetsSent'),
    packetsReceived,
    packetsLost,
    energySent: readNumber(findAudio(entries, 'media-source'), 'totalAudioEnergy'),
    energyReceived: readNumber(inbound, 'totalAudioEnergy'),
    jitterMs,
    roundTripMs,
    mos: canRate ? estimateMos({ roundTripMs, jitterMs, lossPercent }) : null,
    codec: readCodec(entries, inbound ?? outbound),
    connection,
  };
}

/** What the connection itself knows, beside its statistics. */
export interface SampleContext {
  readonly at: number;
  readonly direction: RTCRtpTransceiverDirection | null;
  readonly isMicrophoneOn: boolean;
}

/** The figures that the quality of a call is judged by, from the same report. */
export function sampleStats(report: Iterable<unknown>, context: SampleContext): CallSample {
  const entries = [...report].filter(isEntry);
  const inbound = findAudio(entries, 'inbound-rtp');
  const outbound = findAudio(entries, 'outbound-rtp');
  const { at, direction, isMicrophoneOn } = context;
  return {
    at,
    packetsReceived: readCounter(inbound, 'packetsReceived'),
    packetsLost: readCounter(inbound, 'packetsLost'),
    bytesReceived: readCounter(inbound, 'bytesReceived'),
    bytesSent: readCounter(outbound, 'bytesSent'),
    jitterMs: readCounter(inbound, 'jitter') * 1_000,
    roundTripMs: readRoundTripMs(entries),
    levelReceived: readLevel(inbound),
    levelSent: readLevel(findAudio(entries, 'media-source')),
    mayReceive: direction === 'sendrecv' || direction === 'recvonly',
    maySend: direction === 'sendrecv' || direction === 'sendonly',
    isMicrophoneOn,
    codec: readCodec(entries, inbound ?? outbound)?.slice(0, 64) ?? null,
  };
}

/** The pair that carries the sound; null before there is one. */
export function readPath(report: Iterable<unknown>): MediaPath | null {
  const entries = [...report].filter(isEntry);
  const pair = findPair(entries);
  const find = (key: string): StatsEntry | undefined =>
    entries.find((entry) => pair !== undefined && entry['id'] === pair[key]);
  const [local, remote] = [find('localCandidateId'), find('remoteCandidateId')];
  const read = (entry: StatsEntry | undefined, name: string): string | null => {
    const value = entry?.[name];
    return typeof value === 'string' ? value.slice(0, 16) : null;
  };
  const types = { local: read(local, 'candidateType'), remote: read(remote, 'candidateType') };
  if (types.local === null || types.remote === null) return null;
  // Towards a relay another protocol may be spoken than on the way that follows it.
  const protocol = read(local, 'relayProtocol') ?? read(local, 'protocol') ?? 'udp';
  return { local: types.local, remote: types.remote, protocol };
}

const findAudio = (entries: readonly StatsEntry[], type: string): StatsEntry | undefined =>
  entries.find((entry) => entry['type'] === type && (entry['kind'] ?? 'audio') === 'audio');

/** The one that the transport chose; nominated are also those of before an ICE restart. */
function findPair(entries: readonly StatsEntry[]): StatsEntry | undefined {
  const chosen = entries.find((entry) => entry['type'] === 'transport')?.['selectedCandidatePairId'];
  const pairs = entries.filter((entry) => entry['type'] === 'candidate-pair');
  return (
    pairs.find((pair) => chosen !== undefined && pair['id'] === chosen) ??
    pairs.find((pair) => pair['nominated'] === true)
  );
}

/** By RTCP where the far end reports, else by the connectivity checks of ICE. */
function readRoundTripMs(entries: readonly StatsEntry[]): number | null {
  const byRtcp = entries.find((entry) => entry['type'] === 'remote-inbound-rtp')?.['roundTripTime'];
  const seconds = typeof byRtcp === 'number' ? byRtcp : findPair(entries)?.['currentRoundTripTime'];
  return typeof seconds === 'number' && seconds >= 0 && Number.isFinite(seconds) ? seconds * 1_000 : null;
}

function readCodec(entries: readonly StatsEntry[], stream: StatsEntry | undefined): string | null {
  const id = stream?.['codecId'];
  const mimeType = entries.find((entry) => entry['type'] === 'codec' && entry['id'] === id)?.['mimeType'];
  return typeof mimeType === 'string' ? mimeType.replace(/^audio\//i, '') : null;
}

function readNumber(entry: StatsEntry | undefined, name: string): number {
  const value = entry?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

const readCounter = (entry: StatsEntry | undefined, name: string): number =>
  Math.max(0, readNumber(entry, name));

function readLevel(entry: StatsEntry | undefined): number | null {
  const level = entry?.['audioLevel'];
  return typeof level === 'number' && level >= 0 && level <= 1 ? level : null;
}

function isEntry(value: unknown): value is StatsEntry {
  return typeof value === 'object' && value !== null;
}
