import { beepMs } from '../../../electron/common/call/auto-answer.ts';
import { tonePlanOf, type Pulse } from './tone-plans.ts';

interface Beep {
  /** Sounded together. */
  readonly hertz: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
}

interface ToneShape {
  readonly periodMs: number;
  readonly level: number;
  readonly beeps: readonly Beep[];
}

/** Two rising double notes, then rest: heard through a full room, borne two hundred times a day. */
const ring: ToneShape = {
  periodMs: 3_000,
  level: 0.35,
  beeps: [
    { hertz: [659.25], fromMs: 0, toMs: 180 },
    { hertz: [880], fromMs: 180, toMs: 420 },
    { hertz: [659.25], fromMs: 600, toMs: 780 },
    { hertz: [880], fromMs: 780, toMs: 1_020 },
  ],
};

/** Two short high notes, heard over whatever goes on in the room, and over when the customer is there. */
const beep: ToneShape = {
  periodMs: beepMs,
  level: 0.25,
  beeps: [
    { hertz: [1_046.5], fromMs: 0, toMs: 150 },
    { hertz: [1_318.5], fromMs: 200, toMs: beepMs },
  ],
};

export const reminderMs = 700;

/** Two falling notes, unlike anything a network plays: somebody still waits on hold. */
const reminder: ToneShape = {
  periodMs: reminderMs,
  level: 0.2,
  beeps: [
    { hertz: [880], fromMs: 0, toMs: 250 },
    { hertz: [659.25], fromMs: 300, toMs: reminderMs },
  ],
};

/** As loud as a network plays them into a quiet line. */
const networkLevel = 0.12;
/** Somebody is talking meanwhile. */
const waitingLevel = 0.06;

export type Sound = 'ring' | 'ringback' | 'beep' | 'busy' | 'congestion' | 'waiting' | 'reminder';

/** What sounds once; everything else is repeated until another tone is wanted. */
export const oneShots: ReadonlySet<Sound> = new Set<Sound>(['beep', 'reminder']);

const edgeMs = 12;

/** `country` is an ISO 3166 code: how its networks sound; absent: as in most of Europe. */
function shapeOf(tone: Sound, country: string | undefined): ToneShape {
  const plan = tonePlanOf(country);
  switch (tone) {
    case 'ring':
      return ring;
    case 'beep':
      return beep;
    case 'reminder':
      return reminder;
    case 'waiting':
      return shapeOfPulses(plan.waiting, waitingLevel);
    case 'ringback':
    case 'busy':
    case 'congestion':
      return shapeOfPulses(plan[tone], networkLevel);
  }
}

function shapeOfPulses(pulses: readonly Pulse[], level: number): ToneShape {
  let periodMs = 0;
  const beeps = pulses.map(({ hertz, onMs, offMs }) => {
    const fromMs = periodMs;
    periodMs += onMs + offMs;
    return { hertz, fromMs, toMs: fromMs + onMs };
  });
  return { periodMs, level, beeps };
}

/** One period of the tone, mono, -1 to 1. Soft edges, so that nothing clicks. */
export function makeToneSamples(
  tone: Sound,
  sampleRate: number,
  country?: string,
): Float32Array<ArrayBuffer> {
  const shape = shapeOf(tone, country);
  const samples = new Float32Array(Math.round((shape.periodMs / 1_000) * sampleRate));
  for (const { hertz, fromMs, toMs } of shape.beeps) {
    const first = Math.round((fromMs / 1_000) * sampleRate);
    const end = Math.round((toMs / 1_000) * sampleRate);
    const edge = (edgeMs / 1_000) * sampleRate;
    for (let i = first; i < end; i++) {
      const softness = Math.min(1, (i - first) / edge, (end - i) / edge);
      const turn = (2 * Math.PI * (i - first)) / sampleRate;
      const sum = hertz.reduce((total, one) => total + Math.sin(turn * one), 0);
      samples[i] = (shape.level * softness * sum) / hertz.length;
    }
  }
  return samples;
}
