import { describe, expect, test } from 'vitest';
import {
  europeanTones,
  tonePlanOf,
  type Pulse,
  type TonePlan,
} from '../../../renderer/phone/media/tone-plans.ts';
import { makeToneSamples, oneShots, type Sound } from '../../../renderer/phone/media/tone-samples.ts';
import { measureTones } from '../../support/tones.ts';

const sampleRate = 16_000;
const names = ['ringback', 'busy', 'congestion', 'waiting'] as const;
const countries = 'UA RU MD BY KZ RO AT BG CH CZ DE ES FR HU IL IR IT PL GB US CA'.split(' ');
/** Everything that any network plays, and what none does. */
const pitches = [414, 440, 480, 620, 700, 1_000];

const samplesOf = (ms: number): number => Math.round((ms * sampleRate) / 1_000);

/** Where in the samples each pulse sounds. */
function placesOf(pulses: readonly Pulse[]): { readonly pulse: Pulse; readonly fromMs: number }[] {
  let fromMs = 0;
  return pulses.map((pulse) => {
    const place = { pulse, fromMs };
    fromMs += pulse.onMs + pulse.offMs;
    return place;
  });
}

describe.each(countries)('the networks of %s', (country) => {
  const plan = tonePlanOf(country);

  test.each(names)('%s has the rhythm of the plan', (name) => {
    const samples = makeToneSamples(name, sampleRate, country);
    const pulses = plan[name];
    const wholeMs = pulses.reduce((sum, { onMs, offMs }) => sum + onMs + offMs, 0);
    expect(samples).toHaveLength(samplesOf(wholeMs));
    for (const { pulse, fromMs } of placesOf(pulses)) {
      const on = samples.subarray(samplesOf(fromMs), samplesOf(fromMs + pulse.onMs));
      const off = samples.subarray(
        samplesOf(fromMs + pulse.onMs),
        samplesOf(fromMs + pulse.onMs + pulse.offMs),
      );
      expect(on.filter((sample) => sample !== 0).length).toBeGreaterThan(on.length * 0.9);
      expect(off.every((sample) => sample === 0)).toBe(true);
    }
  });

  test.each(names)('%s has the pitch of the plan and no other', (name) => {
    const samples = makeToneSamples(name, sampleRate, country);
    for (const { pulse, fromMs } of placesOf(plan[name])) {
      const sound = Float64Array.from(samples.subarray(samplesOf(fromMs), samplesOf(fromMs + pulse.onMs)));
      // Two pitches of a window of 40 ms cannot be told from each other when they lie closer than 100 Hz.
      const apartHertz = 4_000 / pulse.onMs;
      const others = pitches.filter((hertz) =>
        pulse.hertz.every((own) => Math.abs(own - hertz) > apartHertz),
      );
      const found = measureTones(sound, sampleRate, [...pulse.hertz, ...others]);
      const level = (name === 'waiting' ? 0.06 : 0.12) / pulse.hertz.length;
      for (const own of pulse.hertz) expect(found.get(own)).toBeGreaterThan(level * 0.8);
      for (const other of others) expect(found.get(other)).toBeLessThan(level * 0.1);
    }
  });
});

describe('the table of tones', () => {
  test.each([
    ['UA', 'busy', [425], 350, 350],
    ['MD', 'congestion', [425], 175, 175],
    ['RU', 'ringback', [425], 1_000, 4_000],
    ['RO', 'busy', [425], 500, 500],
    ['DE', 'busy', [425], 480, 480],
    ['IR', 'congestion', [425], 240, 240],
    ['GB', 'busy', [400], 375, 375],
    ['US', 'ringback', [440, 480], 2_000, 4_000],
    ['US', 'busy', [480, 620], 500, 500],
  ] as const)('%s: %s', (country, name, hertz, onMs, offMs) => {
    expect(tonePlanOf(country)[name]).toEqual([{ hertz: [...hertz], onMs, offMs }]);
  });

  test.each([undefined, 'ZZ', 'constructor', ''])('has European tones for %s', (country) => {
    expect(tonePlanOf(country)).toEqual(europeanTones);
  });

  test('lets busy be told from congestion by its pace wherever the two differ', () => {
    const paceOf = (plan: TonePlan, name: 'busy' | 'congestion'): number =>
      plan[name].reduce((sum, { onMs }) => sum + onMs, 0) / plan[name].length;
    const alike = countries.filter((country) => {
      const plan = tonePlanOf(country);
      return paceOf(plan, 'busy') <= paceOf(plan, 'congestion');
    });
    // One and the same tone there.
    expect(alike).toEqual(['ES', 'HU', 'PL']);
  });
});

describe('tones of our own', () => {
  const all: readonly Sound[] = ['ring', 'beep', 'reminder', ...names];

  test.each(all)('%s never clips, and its edges are soft', (tone) => {
    for (const country of ['UA', 'US', 'GB']) {
      const samples = makeToneSamples(tone, 48_000, country);
      let [loudest, steepest, before] = [0, 0, 0];
      for (const sample of samples) {
        loudest = Math.max(loudest, Math.abs(sample));
        steepest = Math.max(steepest, Math.abs(sample - before));
        before = sample;
      }
      expect(loudest).toBeLessThan(0.5);
      expect(loudest).toBeGreaterThan(0.05);
      expect(steepest).toBeLessThan(0.06);
      expect(Math.abs(before)).toBeLessThan(0.01);
    }
  });

  test('only beep and reminder sound once', () => {
    expect(all.filter((tone) => oneShots.has(tone))).toEqual(['beep', 'reminder']);
  });
});
