import type { CallStats } from '../../../electron/common/contract/phone-contract.ts';
import { estimateMos } from './mos.ts';

type StatsEntry = Readonly<Record<string, unknown>>;

/** Reads one getStats() report of an audio call (webrtc-stats). What the report does not say counts as 0 or null. */
export function summariseStats(report: Iterable<unknown>, connection: string): CallStats {
  const entries = [...report].filter(isEntry);
  const audio = (type: string): StatsEntry | undefined =>
    entries.find((entry) => entry['type'] === type && (entry['kind'] ?? 'audio') === 'audio');
  const inbound = audio('inbound-rtp');
  const outbound = audio('outbound-rtp');
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
    energySent: readNumber(audio('media-source'), 'totalAudioEnergy'),
    energyReceived: readNumber(inbound, 'totalAudioEnergy'),
    jitterMs,
    roundTripMs,
    mos: canRate ? estimateMos({ roundTripMs, jitterMs, lossPercent }) : null,
    codec: readCodec(entries, inbound ?? outbound),
    connection,
  };
}

/** By RTCP where the far end reports, else by the connectivity checks of ICE. */
function readRoundTripMs(entries: readonly StatsEntry[]): number | null {
  const byRtcp = entries.find((entry) => entry['type'] === 'remote-inbound-rtp')?.['roundTripTime'];
  const pair = entries.find((entry) => entry['type'] === 'candidate-pair' && entry['nominated'] === true);
  const seconds = typeof byRtcp === 'number' ? byRtcp : pair?.['currentRoundTripTime'];
  return typeof seconds === 'number' ? seconds * 1_000 : null;
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

function isEntry(value: unknown): value is StatsEntry {
  return typeof value === 'object' && value !== null;
}
