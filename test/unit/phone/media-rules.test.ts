import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callStatsSchema } from '../../../electron/common/contract/phone-contract.ts';
import { readPath, sampleStats, summariseStats } from '../../../renderer/phone/media/call-stats.ts';
import { findDeviceId } from '../../../renderer/phone/media/devices.ts';
import {
  hasOnlyBlockedPorts,
  holdBackCandidates,
  isGatheredEnough,
  readGatheringNeeds,
} from '../../../renderer/phone/media/ice-candidates.ts';
import { callSampleSchema } from '../../../electron/common/call/call-sample.ts';
import { estimateMos } from '../../../electron/common/call/mos.ts';
import { gatheringNeedsOf, peerConfiguration } from '../../../renderer/phone/media/ice-servers.ts';
import { listCandidates } from '../../../renderer/phone/media/media-course.ts';
import { makeToneSamples } from '../../../renderer/phone/media/tone-samples.ts';

describe('STUN and TURN servers of a call', () => {
  const stun = { urls: 'stun:a.example' };
  const turn = { urls: 'TURN:b.example', username: 'bed', credential: 'secret-relay' };

  test('a relay without name or credential is left out: the engine would make no connection at all', () => {
    const { urls } = turn;
    const lacking = [{ urls }, { urls, username: 'bed' }, { urls, username: 'bed', credential: '' }];
    expect(peerConfiguration([...lacking, stun, turn]).iceServers).toEqual([stun, turn]);
    // Nor is its candidate waited for.
    expect(gatheringNeedsOf([...lacking, stun])).toEqual({ hasStun: true, hasTurn: false });
    expect(gatheringNeedsOf([turn])).toEqual({ hasStun: false, hasTurn: true });
  });
});

describe('MOS', () => {
  test.each([
    // latency 10: R = 94.518
    [{ roundTripMs: 0, jitterMs: 0, lossPercent: 0 }, 4.43],
    // latency 150: R = 91.018
    [{ roundTripMs: 100, jitterMs: 20, lossPercent: 0 }, 4.36],
    // latency 160 and more lose ten times as fast: R = 90.768 - just at the knee
    [{ roundTripMs: 150, jitterMs: 0, lossPercent: 0 }, 4.35],
    // R = 74.518
    [{ roundTripMs: 0, jitterMs: 0, lossPercent: 8 }, 3.8],
    // latency 630: R = 43.768
    [{ roundTripMs: 500, jitterMs: 60, lossPercent: 0 }, 2.25],
    [{ roundTripMs: 2_000, jitterMs: 0, lossPercent: 50 }, 1],
  ])('%j is %d', (input, expected) => {
    expect(estimateMos(input)).toBeCloseTo(expected, 1);
  });

  test('stays between 1 and 4.5 and never rises with delay or loss', () => {
    const input = fc.record({
      roundTripMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
      jitterMs: fc.double({ min: 0, max: 500, noNaN: true }),
      lossPercent: fc.double({ min: 0, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(input, fc.double({ min: 0, max: 500, noNaN: true }), (given, more) => {
        const mos = estimateMos(given);
        expect(mos).toBeGreaterThanOrEqual(1);
        expect(mos).toBeLessThan(4.5);
        const slower = { ...given, roundTripMs: given.roundTripMs + more };
        expect(estimateMos(slower)).toBeLessThanOrEqual(mos + 1e-9);
      }),
    );
  });
});

describe('statistics of a call', () => {
  const report = [
    { type: 'codec', id: 'C1', mimeType: 'audio/PCMA' },
    { type: 'media-source', id: 'M', kind: 'audio', totalAudioEnergy: 0.5 },
    { type: 'outbound-rtp', id: 'O', kind: 'audio', packetsSent: 100, codecId: 'C1' },
    {
      type: 'inbound-rtp',
      id: 'I',
      kind: 'audio',
      packetsReceived: 95,
      packetsLost: 5,
      jitter: 0.02,
      totalAudioEnergy: 0.25,
      codecId: 'C1',
    },
    { type: 'remote-inbound-rtp', id: 'R', kind: 'audio', roundTripTime: 0.04 },
    { type: 'candidate-pair', id: 'P', nominated: true, currentRoundTripTime: 0.1 },
  ];

  test('come from the entries of the report', () => {
    expect(summariseStats(report, 'connected')).toEqual({
      packetsSent: 100,
      packetsReceived: 95,
      packetsLost: 5,
      energySent: 0.5,
      energyReceived: 0.25,
      jitterMs: 20,
      roundTripMs: 40,
      mos: estimateMos({ roundTripMs: 40, jitterMs: 20, lossPercent: 5 }),
      codec: 'PCMA',
      connection: 'connected',
    });
  });

  test('take the round trip of ICE where the far end sends no reports', () => {
    expect(summariseStats(report.slice(0, 4).concat(report.slice(5)), 'connected').roundTripMs).toBe(100);
  });

  test('are empty, not wrong, before anything was carried', () => {
    expect(summariseStats([], 'new')).toMatchObject({
      packetsReceived: 0,
      roundTripMs: null,
      mos: null,
      codec: null,
    });
  });

  test('fit the contract whatever the browser reports', () => {
    const entry = fc.dictionary(
      fc.constantFrom('type', 'kind', 'jitter', 'packetsLost', 'packetsReceived', 'roundTripTime'),
      fc.anything(),
    );
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        expect(callStatsSchema.safeParse(summariseStats(entries, 'connected')).success).toBe(true);
      }),
    );
  });
});

describe('a sample of a call', () => {
  const report = [
    {
      type: 'inbound-rtp',
      kind: 'audio',
      packetsReceived: 95,
      packetsLost: 5,
      bytesReceived: 15_200,
      jitter: 0.02,
      audioLevel: 0.1,
      codecId: 'C',
    },
    { type: 'outbound-rtp', kind: 'audio', bytesSent: 16_000 },
    { type: 'media-source', kind: 'audio', audioLevel: 0.3 },
    { type: 'codec', id: 'C', mimeType: 'audio/PCMU' },
    { type: 'transport', selectedCandidatePairId: 'P2' },
    { type: 'candidate-pair', id: 'P1', nominated: true, currentRoundTripTime: 9, localCandidateId: 'x' },
    {
      type: 'candidate-pair',
      id: 'P2',
      nominated: true,
      currentRoundTripTime: 0.03,
      localCandidateId: 'L',
      remoteCandidateId: 'R',
    },
    { type: 'local-candidate', id: 'L', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
    { type: 'remote-candidate', id: 'R', candidateType: 'host' },
  ];

  test('has the counters, the levels and the round trip of the pair in use', () => {
    const context = { at: 7, direction: 'sendonly', isMicrophoneOn: false } as const;
    expect(sampleStats(report, context)).toEqual({
      at: 7,
      packetsReceived: 95,
      packetsLost: 5,
      bytesReceived: 15_200,
      bytesSent: 16_000,
      jitterMs: 20,
      roundTripMs: 30,
      levelReceived: 0.1,
      levelSent: 0.3,
      mayReceive: false,
      maySend: true,
      isMicrophoneOn: false,
      codec: 'PCMU',
    });
    expect(readPath(report)).toEqual({ local: 'relay', remote: 'host', protocol: 'tls' });
    expect(readPath([])).toBeNull();
  });

  test('fits the contract whatever the browser reports', () => {
    const keys = ['type', 'kind', 'jitter', 'packetsLost', 'bytesSent', 'audioLevel', 'id', 'candidateType'];
    const entry = fc.dictionary(fc.constantFrom(...keys), fc.anything());
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const sample = sampleStats(entries, { at: 1, direction: null, isMicrophoneOn: true });
        expect(callSampleSchema.safeParse(sample).error).toBeUndefined();
        expect(() => readPath(entries)).not.toThrow();
      }),
    );
  });

  test('names the candidates of a description with their ports', () => {
    expect(listCandidates('remote', `v=0\r\na=${udpHost}\r\na=${relay}\r\n`)).toEqual([
      { side: 'remote', type: 'host', protocol: 'udp', port: 40_000, address: '10.0.0.1' },
      { side: 'remote', type: 'relay', protocol: 'udp', port: 50_000, address: '203.0.113.9' },
    ]);
  });
});

const udpHost = 'candidate:1 1 udp 2122260223 10.0.0.1 40000 typ host generation 0';
const tcpHost = 'candidate:2 1 tcp 1518280447 10.0.0.1 9 typ host tcptype active';
const srflx = 'candidate:3 1 UDP 1686052607 203.0.113.5 40000 typ srflx raddr 10.0.0.1 rport 40000';
const relay = 'candidate:4 1 udp 41885439 203.0.113.9 50000 typ relay raddr 0.0.0.0 rport 0';

describe('candidates', () => {
  test('without servers the first UDP address is enough, TCP is not waited for', () => {
    const needs = readGatheringNeeds([]);
    expect(isGatheredEnough([], needs)).toBe(false);
    expect(isGatheredEnough([tcpHost], needs)).toBe(false);
    expect(isGatheredEnough([tcpHost, udpHost], needs)).toBe(true);
  });

  test('with servers their address is waited for', () => {
    const stun = readGatheringNeeds(['stun:stun.example']);
    expect(isGatheredEnough([udpHost], stun)).toBe(false);
    expect(isGatheredEnough([udpHost, srflx], stun)).toBe(true);
    const turn = readGatheringNeeds(['stun:stun.example', 'turns:turn.example']);
    expect(isGatheredEnough([udpHost, srflx], turn)).toBe(false);
    expect(isGatheredEnough([relay], turn)).toBe(true);
  });

  test('an offer is held back from its candidates, and each can be given back in its place', () => {
    const sdp = [
      'v=0',
      'm=audio 1 X 8',
      `a=${udpHost}`,
      'a=mid:0',
      'm=video 2 X 9',
      `a=${relay}`,
      'a=end-of-candidates',
      '',
    ].join('\r\n');
    const held = holdBackCandidates(sdp);
    expect(held.sdp).toBe(['v=0', 'm=audio 1 X 8', 'a=mid:0', 'm=video 2 X 9', ''].join('\r\n'));
    expect(held.candidates).toEqual([
      { candidate: udpHost, sdpMLineIndex: 0 },
      { candidate: relay, sdpMLineIndex: 1 },
    ]);
  });

  test('a far end whose only ports the browser engine refuses is recognised', () => {
    const on = (...ports: number[]): string =>
      ports.map((port) => `a=candidate:1 1 udp 1 10.0.0.1 ${port} typ host`).join('\r\n');
    expect(hasOnlyBlockedPorts(on(10_080))).toBe(true);
    expect(hasOnlyBlockedPorts(on(10_080, 6_000))).toBe(true);
    expect(hasOnlyBlockedPorts(on(10_080, 12_000))).toBe(false);
    expect(hasOnlyBlockedPorts(on(10_082))).toBe(false);
    expect(hasOnlyBlockedPorts('v=0')).toBe(false);
  });
});

describe('finding a device by its label', () => {
  const devices = [
    { kind: 'audioinput', deviceId: 'default', label: 'Default - Jabra Evolve2 65 (0b0e:24c7)' },
    { kind: 'audioinput', deviceId: 'a', label: 'Jabra Evolve2 65 (0b0e:24c7)' },
    { kind: 'audiooutput', deviceId: 'b', label: 'Jabra Evolve2 65 (0b0e:24c7)' },
    { kind: 'audiooutput', deviceId: 'c', label: 'Speakers' },
    { kind: 'audiooutput', deviceId: 'd', label: 'Speakers 2' },
  ];

  test.each([
    ['audioinput', 'Jabra Evolve2 65 (0b0e:24c7)', 'a'],
    ['audiooutput', 'jabra evolve2 65', 'b'],
    ['audiooutput', 'Speakers', 'c'],
    ['audiooutput', 'Speak', null],
    ['audioinput', 'Speakers', null],
    ['audioinput', undefined, null],
    ['audioinput', ' ', null],
  ] as const)('%s %s is %s', (kind, label, expected) => {
    expect(findDeviceId(devices, kind, label)).toBe(expected);
  });
});

describe('tones', () => {
  /** Strength of one frequency in the samples (Goertzel), 0 to 1. */
  function strengthAt(samples: Float32Array, hertz: number, sampleRate: number): number {
    const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
    let [before, last] = [0, 0];
    for (const sample of samples) [before, last] = [last, sample + coefficient * last - before];
    return (2 * Math.sqrt(last * last + before * before - coefficient * last * before)) / samples.length;
  }

  test('ring-back is one second of 425 Hz in five', () => {
    const samples = makeToneSamples('ringback', 8_000);
    expect(samples).toHaveLength(40_000);
    expect(strengthAt(samples.subarray(0, 8_000), 425, 8_000)).toBeGreaterThan(0.1);
    expect(strengthAt(samples.subarray(0, 8_000), 600, 8_000)).toBeLessThan(0.01);
    expect(Math.max(...samples.subarray(8_001))).toBe(0);
  });

  test('the ring never clips, and its edges are soft', () => {
    const samples = makeToneSamples('ring', 48_000);
    const steps = samples.subarray(1).map((sample, i) => Math.abs(sample - (samples[i] ?? 0)));
    expect(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeLessThan(0.5);
    expect(steps.reduce((most, step) => Math.max(most, step), 0)).toBeLessThan(0.06);
  });
});
