import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { emptyCourse } from '../../../electron/common/call/call-course.ts';
import {
  callQualitySchema,
  describeNow,
  liveQualitySchema,
  summariseQuality,
  withoutAddresses,
} from '../../../electron/common/call/call-report.ts';
import { phasesOf } from '../../../electron/common/call/call-phases.ts';
import type { CallSample } from '../../../electron/common/call/call-sample.ts';
import { estimateMos } from '../../../electron/common/call/mos.ts';
import {
  gradeOf,
  isStanding,
  noQuality,
  stepQuality,
  type Quality,
  type QualityEffect,
} from '../../../electron/common/call/quality.ts';
import { warningKinds, type WarningKind } from '../../../electron/common/call/quality-rules.ts';

/** What one second of a call is like; G.711 in frames of 20 ms is 50 packets and 8,000 bytes. */
interface Second {
  readonly received?: number;
  readonly lost?: number;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
  readonly jitterMs?: number;
  readonly roundTripMs?: number | null;
  readonly levelReceived?: number | null;
  readonly levelSent?: number | null;
  readonly mayReceive?: boolean;
  readonly maySend?: boolean;
  readonly isMicrophoneOn?: boolean;
}

const startedAt = 1_800_000_000_000;
const first: CallSample = {
  at: startedAt,
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
  codec: 'PCMA',
};

function after(last: CallSample, second: Second, speaksUp: boolean): CallSample {
  const { received = 50, lost = 0, bytesIn = received * 160, bytesOut = 8_000 } = second;
  const { jitterMs = 2, roundTripMs = 20, mayReceive = true, maySend = true, isMicrophoneOn = true } = second;
  // Speech: every other second is louder.
  const level = speaksUp ? 0.2 : 0.01;
  const { levelReceived = level, levelSent = level } = second;
  return {
    ...first,
    at: last.at + 1_000,
    packetsReceived: last.packetsReceived + received,
    packetsLost: last.packetsLost + lost,
    bytesReceived: last.bytesReceived + bytesIn,
    bytesSent: last.bytesSent + bytesOut,
    jitterMs,
    roundTripMs,
    levelReceived,
    levelSent,
    mayReceive,
    maySend,
    isMicrophoneOn,
  };
}

/** Feeds the seconds one after the other; effects with the number of the second that brought them, from 1. */
function listen(seconds: readonly Second[]): {
  state: Quality;
  effects: (QualityEffect & { second: number })[];
} {
  let sample = first;
  let { state } = stepQuality(noQuality, first);
  const effects: (QualityEffect & { second: number })[] = [];
  for (const [index, second] of seconds.entries()) {
    sample = after(sample, second, index % 2 === 0);
    const step = stepQuality(state, sample);
    state = step.state;
    for (const effect of step.effects) effects.push({ ...effect, second: index + 1 });
  }
  return { state, effects };
}

const times = (count: number, second: Second): Second[] => Array.from({ length: count }, () => second);
const changesOf = (seconds: readonly Second[], kind: WarningKind): string[] =>
  listen(seconds)
    .effects.filter((effect) => effect.kind === kind)
    .map(({ second, type }) => `${second} ${type}`);

describe('a warning', () => {
  test.each<[WarningKind, Second, Second]>([
    ['round-trip', { roundTripMs: 401 }, { roundTripMs: 400 }],
    ['jitter', { jitterMs: 31 }, { jitterMs: 30 }],
    ['loss', { received: 196, lost: 4 }, {}],
    ['mos', { roundTripMs: 300, jitterMs: 25, received: 95, lost: 5 }, {}],
  ])('%s is raised by three bad seconds and cleared by five good ones', (kind, bad, good) => {
    expect(changesOf([...times(3, bad), ...times(6, good)], kind)).toEqual(['3 raised', '8 cleared']);
    expect(changesOf([...times(2, bad), ...times(8, good)], kind)).toEqual([]);
    expect(changesOf(times(10, good), kind)).toEqual([]);
  });

  it('of loss is none at exactly 1 %', () => {
    expect(changesOf(times(20, { received: 198, lost: 2 }), 'loss')).toEqual([]);
  });

  it('is raised by three of five, not only by three in a row', () => {
    const bad: Second = { jitterMs: 80 };
    expect(changesOf([bad, {}, bad, {}, bad], 'jitter')).toEqual(['5 raised']);
    expect(changesOf([bad, {}, {}, bad, {}, {}, bad], 'jitter')).toEqual([]);
  });

  it('of loss is raised by a mean of more than 3 % over seven seconds, and cleared at 1 %', () => {
    // 30 % in one second of seven is 4.3 %: bad, though it is one of five.
    const burst: Second[] = [...times(6, {}), { received: 35, lost: 15 }];
    expect(changesOf(burst, 'loss')).toEqual(['7 raised']);
    expect(changesOf([...burst, ...times(6, {})], 'loss')).toEqual(['7 raised']);
    expect(changesOf([...burst, ...times(7, {})], 'loss')).toEqual(['7 raised', '14 cleared']);
  });

  it('of silence is raised after three seconds without a byte and cleared by the first', () => {
    const silent: Second = { received: 0 };
    expect(changesOf([{}, ...times(3, silent), {}], 'no-sound-in')).toEqual(['4 raised', '5 cleared']);
    expect(changesOf([...times(2, silent), {}, ...times(2, silent)], 'no-sound-in')).toEqual([]);
    expect(changesOf([{}, ...times(3, { bytesOut: 0 }), {}], 'no-sound-out')).toEqual([
      '4 raised',
      '5 cleared',
    ]);
  });

  it('of a level that does not change takes ten seconds', () => {
    expect(changesOf(times(10, { levelSent: 0.1 }), 'flat-out')).toEqual(['10 raised']);
    expect(changesOf(times(9, { levelSent: 0.1 }), 'flat-out')).toEqual([]);
    expect(changesOf([...times(10, { levelReceived: 0 }), {}], 'flat-in')).toEqual([
      '10 raised',
      '11 cleared',
    ]);
    expect(changesOf(times(30, {}), 'flat-out')).toEqual([]);
  });

  it('is none for what nobody expects: no sound from a held customer, no level from a muted microphone', () => {
    const held: Second = { mayReceive: false, received: 0, isMicrophoneOn: false, levelSent: 0 };
    expect(listen([{}, ...times(20, held), {}]).effects).toEqual([]);
    const muted: Second = { isMicrophoneOn: false, levelSent: 0 };
    expect(listen(times(20, muted)).effects).toEqual([]);
  });

  it('ends with what it warned of when the call is held', () => {
    const silent: Second = { received: 0 };
    const held: Second = { mayReceive: false, received: 0 };
    expect(changesOf([...times(4, silent), held], 'no-sound-in')).toEqual(['3 raised', '5 cleared']);
  });
});

describe('loss 5 %, jitter 60 ms and a round trip of 500 ms', () => {
  const bad: Second = { received: 95, lost: 5, jitterMs: 60, roundTripMs: 500 };

  it('warn after three seconds of all four, and the rating is that of the formula', () => {
    const { state, effects } = listen([...times(5, {}), ...times(5, bad)]);
    expect(effects.map(({ kind, type, second }) => `${second} ${kind} ${type}`)).toEqual([
      '8 round-trip raised',
      '8 jitter raised',
      '8 loss raised',
      '8 mos raised',
    ]);
    const { grade, mos } = describeNow(state);
    expect(grade).toBe('bad');
    expect(mos).toBeCloseTo(estimateMos({ roundTripMs: 500, jitterMs: 60, lossPercent: 5 }), 6);
  });

  it('are cleared after recovery, and the report tells how often and how long', () => {
    const { state } = listen([...times(5, {}), ...times(5, bad), ...times(8, {}), ...times(3, bad)]);
    const { warnings, lossPercent, mos } = summariseQuality(state, {
      course: emptyCourse,
      fault: null,
      headset: null,
      at: startedAt + 21_000,
    });
    expect(warnings.map(({ kind, count, worst }) => [kind, count, worst])).toEqual([
      ['round-trip', 2, 500],
      ['jitter', 2, 60],
      ['loss', 2, 5],
      ['mos', 2, estimateMos({ roundTripMs: 500, jitterMs: 60, lossPercent: 5 })],
    ]);
    // Raised in second 8, cleared in 15; raised again in the last one.
    expect(warnings[0]?.ms).toBe(7_000);
    expect(lossPercent).toBeCloseTo((100 * 40) / (13 * 50 + 8 * 100), 5);
    expect(mos?.worst).toBeLessThan(3);
  });
});

test.each([
  [4.4, 'excellent'],
  [4.2, 'excellent'],
  [4.1, 'good'],
  [3.5, 'good'],
  [3.4, 'fair'],
  [3, 'fair'],
  [2.9, 'bad'],
  [1, 'bad'],
] as const)('a MOS of %d is %s', (mos, grade) => {
  expect(gradeOf(mos)).toBe(grade);
});

test('a line without sound is bad, however good it was', () => {
  const { state } = listen([...times(5, {}), ...times(3, { received: 0 })]);
  expect(describeNow(state).grade).toBe('bad');
});

test('counters that begin anew with another connection are no loss and no silence', () => {
  const { state } = listen(times(8, {}));
  const anew = stepQuality(state, { ...first, at: startedAt + 9_000 });
  expect(anew.effects).toEqual([]);
  const next = stepQuality(anew.state, after({ ...first, at: startedAt + 9_000 }, {}, true));
  expect(next.state.packetsReceived).toBe(450);
});

const sampleArbitrary: fc.Arbitrary<CallSample> = fc.record({
  at: fc.integer({ min: 0, max: 60_000 }),
  packetsReceived: fc.nat(10_000),
  packetsLost: fc.nat(10_000),
  bytesReceived: fc.nat(1_000_000),
  bytesSent: fc.nat(1_000_000),
  jitterMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
  roundTripMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  levelReceived: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  levelSent: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  mayReceive: fc.boolean(),
  maySend: fc.boolean(),
  isMicrophoneOn: fc.boolean(),
  codec: fc.option(fc.string({ maxLength: 10 })),
});

test('whatever is sampled: raise and clear take turns, ten seconds are kept, and the report fits its form', () => {
  fc.assert(
    fc.property(fc.array(sampleArbitrary, { maxLength: 40 }), (samples) => {
      let state = noQuality;
      const standing = new Set<WarningKind>();
      for (const sample of samples) {
        const step = stepQuality(state, sample);
        state = step.state;
        for (const { type, kind } of step.effects) {
          expect(standing.has(kind)).toBe(type === 'cleared');
          if (type === 'raised') standing.add(kind);
          else standing.delete(kind);
        }
        for (const kind of warningKinds) expect(isStanding(state, kind)).toBe(standing.has(kind));
        expect(state.measures.length).toBeLessThanOrEqual(10);
      }
      const facts = { course: emptyCourse, fault: null, headset: null, at: 60_000 };
      expect(callQualitySchema.safeParse(summariseQuality(state, facts)).error).toBeUndefined();
      expect(liveQualitySchema.safeParse(describeNow(state)).error).toBeUndefined();
    }),
  );
});

describe('the report', () => {
  const address = '192.0.2.17';
  const candidates = [{ side: 'local', type: 'host', protocol: 'udp', port: 40_000, address }] as const;

  it('names types, protocols and ports without addresses', () => {
    const quality = summariseQuality(noQuality, {
      course: { ...emptyCourse, candidates: [...candidates] },
      fault: 'media.not-connected',
      headset: 'H',
      at: 0,
    });
    const told = withoutAddresses(quality);
    expect(JSON.stringify(told)).not.toContain(address);
    expect(told.candidates).toEqual([{ ...candidates[0], address: null }]);
    expect(told).toMatchObject({ fault: 'media.not-connected', grade: null, mos: null, lossPercent: null });
  });

  it('tells how long each part of the way to sound took', () => {
    expect(
      phasesOf({
        microphoneAsked: 0,
        microphoneOpen: 31.4,
        gatheringBegan: 40,
        gatheringDone: 62,
        signalSent: 100,
        signalAnswered: 104,
        established: 110,
        pathFound: 130,
        secured: 155,
        firstPacketIn: 160,
      }),
    ).toEqual({
      microphone: 31,
      gathering: 22,
      signalling: 4,
      path: 20,
      dtls: 25,
      firstPacketIn: 50,
      firstPacketOut: null,
    });
  });

  it('counts what came before the agreement as no time at all', () => {
    expect(phasesOf({ established: 100, pathFound: 50, firstPacketIn: 60 })).toMatchObject({
      path: 0,
      firstPacketIn: 0,
    });
  });
});
