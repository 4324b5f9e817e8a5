import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  stepMicrophone,
  unheardMicrophone,
  type MicrophoneEvent,
  type MicrophoneState,
} from '../../../renderer/phone/media/microphone-rule.ts';
import { frameMs } from '../../../renderer/phone/media/sound-frame.ts';

const at = (decibels: number): MicrophoneEvent => ({
  type: 'frame',
  frame: { levelDb: decibels, steadyDb: decibels },
});
const forMs = (ms: number, decibels: number): MicrophoneEvent[] =>
  Array.from({ length: ms / frameMs }, () => at(decibels));
const mute: MicrophoneEvent = { type: 'muted', on: true };
const unmute: MicrophoneEvent = { type: 'muted', on: false };

/** A room, then a voice in it for that long, in syllables of 150 ms with 50 ms between them. */
const quiet = (ms: number): MicrophoneEvent[] => forMs(ms, -60);
const voice = (ms: number): MicrophoneEvent[] =>
  Array.from({ length: ms / frameMs }, (_, i) => at(i % 4 === 3 ? -55 : -25));

/** What is told, each with the milliseconds of sound until then. */
function play(events: readonly MicrophoneEvent[], start: MicrophoneState = unheardMicrophone): string[] {
  const told: string[] = [];
  let state = start;
  let ms = 0;
  for (const event of events) {
    if (event.type === 'frame') ms += frameMs;
    const step = stepMicrophone(state, event);
    ({ state } = step);
    told.push(...step.effects.map(({ type, code }) => `${ms} ${type} ${code.replace('media.', '')}`));
  }
  return told;
}

describe('speaking while muted', () => {
  test('is told once 400 ms were spoken, and over after five seconds without', () => {
    const told = play([...quiet(1_000), mute, ...voice(2_000), ...quiet(7_000)]);
    expect(told).toEqual([
      // The first 300 ms may be from before the mute. Of the others every fourth is a pause: the eighth voiced is the eleventh.
      '1850 trouble speaking-while-muted',
      // The second that is looked at still has 400 ms of voice for 450 ms; then 5 s without.
      '8450 over speaking-while-muted',
    ]);
  });

  test('goes on through pauses of speech, without being told again', () => {
    const told = play([
      ...quiet(1_000),
      mute,
      ...voice(1_000),
      ...quiet(4_000),
      ...voice(1_000),
      ...quiet(3_000),
    ]);
    expect(told).toEqual(['1850 trouble speaking-while-muted']);
  });

  test('unmuted is over at once', () => {
    const told = play([...quiet(1_000), mute, ...voice(1_000), unmute, ...voice(5_000)]);
    expect(told).toEqual(['1850 trouble speaking-while-muted', '2000 over speaking-while-muted']);
  });

  test('is over when the call ends, is held, or another microphone takes over', () => {
    for (const type of ['stopped', 'changed'] as const) {
      const told = play([...quiet(1_000), mute, ...voice(1_000), { type }]);
      expect(told).toEqual(['1850 trouble speaking-while-muted', '2000 over speaking-while-muted']);
    }
  });

  test('is not the end of a sentence that was said before the mute', () => {
    expect(play([...quiet(1_000), ...voice(3_000), mute, ...voice(300), ...quiet(5_000)])).toEqual([]);
  });

  test('is nothing that was said before the mute and is heard only now', () => {
    expect(play([...quiet(1_000), mute, ...forMs(300, -25), ...forMs(350, -25), ...quiet(5_000)])).toEqual(
      [],
    );
  });

  test('is nothing that is said unmuted', () => {
    expect(play([...quiet(1_000), ...voice(20_000)])).toEqual([]);
  });

  test('a mute that is said again changes nothing', () => {
    const told = play([...quiet(1_000), mute, ...voice(1_000), mute, ...voice(1_000)]);
    expect(told).toEqual(['1850 trouble speaking-while-muted']);
  });

  test('is heard on another microphone with the mute still on', () => {
    const told = play([mute, { type: 'changed' }, ...quiet(1_000), ...voice(1_000)]);
    expect(told).toEqual(['1500 trouble speaking-while-muted']);
  });
});

describe('a silent microphone', () => {
  test('is told after four seconds without any sound, over with the first', () => {
    const told = play([...quiet(500), ...forMs(6_000, -160), ...quiet(100)]);
    expect(told).toEqual(['4500 trouble microphone-silent', '6550 over microphone-silent']);
  });

  test('is told after twenty seconds of hardly any sound, over with the first that is one', () => {
    const told = play([...forMs(21_000, -95), ...quiet(100)]);
    expect(told).toEqual(['20000 trouble microphone-silent', '21050 over microphone-silent']);
  });

  test('is not one in a quiet room, whose operator listens', () => {
    expect(play(forMs(60_000, -84))).toEqual([]);
    const breaths = Array.from({ length: 5 }, () => [...forMs(15_000, -95), ...forMs(200, -70)]).flat();
    expect(play(breaths)).toEqual([]);
  });

  test('is over when the operator mutes, and counted anew when he unmutes', () => {
    const nothing = (ms: number): MicrophoneEvent[] => forMs(ms, -160);
    const told = play([...nothing(5_000), mute, ...nothing(10_000), unmute, ...nothing(5_000)]);
    expect(told).toEqual([
      '4000 trouble microphone-silent',
      '5000 over microphone-silent',
      '19000 trouble microphone-silent',
    ]);
  });

  test('is over with the call, and counted anew in the next', () => {
    const nothing = forMs(4_000, -160);
    const told = play([...nothing, { type: 'stopped' }, ...nothing]);
    expect(told).toEqual([
      '4000 trouble microphone-silent',
      '4000 over microphone-silent',
      '8000 trouble microphone-silent',
    ]);
  });
});

test('whatever happens, troubles come and go in turns, one at a time, and none is left at the end', () => {
  const event = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(fc.integer({ min: 1, max: 120 }), fc.double({ min: -160, max: 0, noNaN: true })),
    },
    { weight: 2, arbitrary: fc.constantFrom(mute, unmute) },
    { weight: 1, arbitrary: fc.constantFrom<MicrophoneEvent>({ type: 'changed' }, { type: 'stopped' }) },
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (given) => {
      const events = given.flatMap((one) => (Array.isArray(one) ? forMs(one[0] * frameMs, one[1]) : [one]));
      const told = play([...events, { type: 'stopped' }]).map((line) => line.split(' ').slice(1));
      expect(told.length % 2).toBe(0);
      told.forEach(([type, code], i) => {
        expect(type).toBe(i % 2 === 0 ? 'trouble' : 'over');
        if (i % 2 === 1) expect(code).toBe(told[i - 1]?.[1]);
      });
    }),
  );
});
