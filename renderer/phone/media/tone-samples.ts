import { beepMs } from '../../../electron/common/call/auto-answer.ts';

interface Beep {
  readonly hertz: number;
  readonly fromMs: number;
  readonly toMs: number;
}

interface ToneShape {
  readonly periodMs: number;
  readonly level: number;
  readonly beeps: readonly Beep[];
}

/** ETSI TS 100 512: 425 Hz, one second of tone and four of silence, as most of Europe hears it. */
const ringback: ToneShape = { periodMs: 5_000, level: 0.12, beeps: [{ hertz: 425, fromMs: 0, toMs: 1_000 }] };

/** Two rising double notes, then rest: heard through a full room, borne two hundred times a day. */
const ring: ToneShape = {
  periodMs: 3_000,
  level: 0.35,
  beeps: [
    { hertz: 659.25, fromMs: 0, toMs: 180 },
    { hertz: 880, fromMs: 180, toMs: 420 },
    { hertz: 659.25, fromMs: 600, toMs: 780 },
    { hertz: 880, fromMs: 780, toMs: 1_020 },
  ],
};

/** Two short high notes, heard over whatever goes on in the room, and over when the customer is there. */
const beep: ToneShape = {
  periodMs: beepMs,
  level: 0.25,
  beeps: [
    { hertz: 1_046.5, fromMs: 0, toMs: 150 },
    { hertz: 1_318.5, fromMs: 200, toMs: beepMs },
  ],
};

const shapes = { ring, ringback, beep } as const;

export type Sound = keyof typeof shapes;

const edgeMs = 12;

/** One period of the tone, mono, -1 to 1; all but the beep are played in a loop. Soft edges, so that nothing clicks. */
export function makeToneSamples(tone: Sound, sampleRate: number): Float32Array<ArrayBuffer> {
  const shape = shapes[tone];
  const samples = new Float32Array(Math.round((shape.periodMs / 1_000) * sampleRate));
  for (const beep of shape.beeps) {
    const first = Math.round((beep.fromMs / 1_000) * sampleRate);
    const end = Math.round((beep.toMs / 1_000) * sampleRate);
    const edge = (edgeMs / 1_000) * sampleRate;
    for (let i = first; i < end; i++) {
      const softness = Math.min(1, (i - first) / edge, (end - i) / edge);
      samples[i] = shape.level * softness * Math.sin((2 * Math.PI * beep.hertz * (i - first)) / sampleRate);
    }
  }
  return samples;
}
