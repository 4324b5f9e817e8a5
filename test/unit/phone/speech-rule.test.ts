import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameMs, measureFrame } from '../../../renderer/phone/media/sound-frame.ts';
import {
  forgetSpeech,
  hearFrame,
  isSpeech,
  nothingHeard,
  type SpeechState,
} from '../../../renderer/phone/media/speech-rule.ts';
import { makeNoise } from '../../support/noise.ts';
import { readVoice, voiceNames, voiceRate } from '../../support/voices.ts';

const frameSamples = (voiceRate * frameMs) / 1_000;
const perSecond = 1_000 / frameMs;

const hearLevels = (levels: readonly number[], from: SpeechState = nothingHeard): SpeechState =>
  levels.reduce(hearFrame, from);

const steady = (decibels: number, seconds: number): number[] =>
  Array.from({ length: Math.round(seconds * perSecond) }, () => decibels);

/** Milliseconds until speech is heard in samples of 8 kHz; null if it is not. */
function heardAfter(samples: Float32Array, start: SpeechState = nothingHeard): number | null {
  let state = start;
  for (let from = 0; from + frameSamples <= samples.length; from += frameSamples) {
    state = hearFrame(state, measureFrame(samples.subarray(from, from + frameSamples)).steadyDb);
    if (isSpeech(state)) return ((from + frameSamples) * 1_000) / voiceRate;
  }
  return null;
}

function voiceIn(name: string, voiceDb: number, noiseDb: number): Float32Array {
  const voice = readVoice(name);
  const noise = makeNoise(noiseDb, voice.length);
  const gain = 10 ** (voiceDb / 20) / 32_768;
  return Float32Array.from(voice, (sample, i) => sample * gain + (noise[i] ?? 0));
}

/** A room that was listened to before anybody spoke in it. */
const room = (noiseDb: number): SpeechState => {
  const noise = makeNoise(noiseDb, 2 * voiceRate, 7);
  let state = nothingHeard;
  for (let from = 0; from < noise.length; from += frameSamples) {
    state = hearFrame(state, measureFrame(noise.subarray(from, from + frameSamples)).steadyDb);
  }
  return state;
};

/** The voices are -22 dBFS on average. One word, even twice, need not be noticed. */
const sentences = voiceNames.filter((name) => readVoice(name).length > 1.5 * voiceRate);

describe('voices', () => {
  test.each([
    ['of usual loudness in a quiet room', 0, -60],
    ['of usual loudness among fans', 0, -45],
    ['that are soft in a quiet room', -10, -60],
    ['that are soft, 20 dB above the noise', -10, -52],
  ])('%s are heard, each that says more than a word', (_what, voiceDb, noiseDb) => {
    expect(sentences).toHaveLength(31);
    const background = room(noiseDb);
    const missed = sentences.filter(
      (name) => heardAfter(voiceIn(name, voiceDb, noiseDb), background) === null,
    );
    expect(missed).toEqual([]);
  });

  test('of usual loudness are heard within a second', () => {
    const background = room(-60);
    const delays = sentences.map((name) => heardAfter(voiceIn(name, 0, -60), background) ?? Infinity);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1_000);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(400);
  });

  test('at the next desk, some 25 dB weaker, are none of ours', () => {
    const background = room(-60);
    const heard = sentences.filter((name) => heardAfter(voiceIn(name, -25, -60), background) !== null);
    expect(heard).toEqual([]);
  });
});

describe('what is no speech', () => {
  test('keys that are struck ten times a second, however loud', () => {
    const samples = makeNoise(-60, 10 * voiceRate);
    for (let at = 0; at < samples.length; at += voiceRate / 10) {
      const click = makeNoise(-12, Math.round(voiceRate * 0.015), at);
      samples.set(click, at + (Math.round((at / voiceRate) * 37) % 300));
    }
    expect(heardAfter(samples)).toBeNull();
  });

  test('noise that wavers by three decibels either way, at any loudness', () => {
    const waver = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 60, maxLength: 200 });
    fc.assert(
      fc.property(fc.double({ min: -90, max: -5, noNaN: true }), waver, (loudness, changes) => {
        let state = nothingHeard;
        for (const change of changes) {
          state = hearFrame(state, loudness + change);
          expect(isSpeech(state)).toBe(false);
        }
      }),
    );
  });

  test('anything below -45 dBFS', () => {
    const level = fc.double({ min: -160, max: -45.1, noNaN: true });
    fc.assert(
      fc.property(fc.array(level, { maxLength: 200 }), (levels) => {
        expect(isSpeech(hearLevels(levels))).toBe(false);
      }),
    );
  });

  test('less than 400 ms in any second', () => {
    const short = [...steady(-25, 0.35), ...steady(-60, 0.65)];
    const many = Array.from({ length: 20 }, () => short).flat();
    let state = hearLevels(steady(-60, 1));
    for (const level of many) {
      state = hearFrame(state, level);
      expect(isSpeech(state)).toBe(false);
    }
  });

  test('a tone that does not end, after a while', () => {
    let state = hearLevels(steady(-60, 2));
    state = hearLevels(steady(-20, 1), state);
    expect(isSpeech(state)).toBe(true);
    state = hearLevels(steady(-20, 15), state);
    expect(isSpeech(state)).toBe(false);
  });
});

describe('the background', () => {
  const loud = steady(-25, 0.4);

  test('does not fall to nothing by one frame without samples', () => {
    const before = hearLevels(steady(-40, 2));
    const after = hearLevels([-160], before);
    expect(after.floorDb).toBe((before.floorDb ?? 0) - 6);
    expect(isSpeech(hearLevels(steady(-38, 1), after))).toBe(false);
  });

  test('is followed within half a second when a machine is switched off', () => {
    const { floorDb } = hearLevels([...steady(-40, 5), ...steady(-60, 0.5)]);
    expect(floorDb).toBeCloseTo(-60, 1);
  });

  test('rises too slowly for a sentence without pauses to vanish in it', () => {
    expect(isSpeech(hearLevels([...steady(-60, 2), ...steady(-25, 4)]))).toBe(true);
  });

  test('stays known when what was said is forgotten', () => {
    const spoken = hearLevels([...steady(-60, 1), ...loud]);
    expect(isSpeech(spoken)).toBe(true);
    const forgotten = forgetSpeech(spoken);
    expect(isSpeech(forgotten)).toBe(false);
    expect(forgotten.floorDb).toBe(spoken.floorDb);
  });

  test('is never above the loudest nor below what a gate leaves, and memory is one second', () => {
    const level = fc.double({ min: -160, max: 0, noNaN: true });
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 100 }), (levels) => {
        const { floorDb, recent } = hearLevels(levels);
        expect(floorDb).toBeGreaterThanOrEqual(-70);
        expect(floorDb).toBeLessThanOrEqual(Math.max(-70, ...levels));
        expect(recent.length).toBe(Math.min(levels.length, perSecond));
      }),
    );
  });
});
