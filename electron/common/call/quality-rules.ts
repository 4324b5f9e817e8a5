import { z } from 'zod';

/**
 * round-trip, jitter, loss, mos: the line is worse than it should be; no-sound: nothing comes or goes; flat: the level
 * does not change, as of a dead microphone, but also of a customer who listens: told, never a reason for alarm.
 */
export const warningKindSchema = z.enum([
  'round-trip',
  'jitter',
  'loss',
  'mos',
  'no-sound-in',
  'no-sound-out',
  'flat-in',
  'flat-out',
]);

export const warningKinds = warningKindSchema.options;

export type WarningKind = z.infer<typeof warningKindSchema>;

/** One second of a call; null where nothing can be said about it. */
export interface Measure {
  readonly at: number;
  readonly roundTripMs: number | null;
  readonly jitterMs: number | null;
  readonly lossPercent: number | null;
  readonly mos: number | null;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly levelIn: number | null;
  readonly levelOut: number | null;
}

type Figure = Exclude<keyof Measure, 'at'>;

/** `measures` oldest first. */
export interface QualityRule {
  readonly kind: WarningKind;
  /** The figure that the warning is told with. */
  readonly figure: Figure;
  /** Whether a higher figure is the worse one. */
  readonly isWorseHigh: boolean;
  mustRaise(measures: readonly Measure[]): boolean;
  mayClear(measures: readonly Measure[]): boolean;
}

/** The longest window that a rule looks at. */
export const measuresKept = 10;

/** Network advice of the large providers: round trip up to 400 ms, jitter up to 30 ms, loss up to 1 %. */
const mostRoundTripMs = 400;
const mostJitterMs = 30;
const mostLossPercent = 1;
const mostMeanLossPercent = 3;
const clearMeanLossPercent = 1;
export const leastMos = 3.5;
/** One hundredth of full scale: what is flatter than that is no speech. */
const leastDeviation = 0.01;

const raiseOf = { bad: 3, last: 5 } as const;
const lossMeanOver = 7;
const silentFor = 3;
const flatFor = 10;

const valuesOf = (measures: readonly Measure[], figure: Figure, last: number): readonly (number | null)[] =>
  measures.slice(-last).map((measure) => measure[figure]);

/** Raised by three bad ones of the last five, cleared when all of the last five are good. */
function threshold(
  kind: WarningKind,
  figure: Figure,
  isWorseHigh: boolean,
  isBad: (value: number) => boolean,
): QualityRule {
  const countBad = (measures: readonly Measure[]): number =>
    valuesOf(measures, figure, raiseOf.last).filter((value) => value !== null && isBad(value)).length;
  return {
    kind,
    figure,
    isWorseHigh,
    mustRaise: (measures) => countBad(measures) >= raiseOf.bad,
    mayClear: (measures) => measures.length >= raiseOf.last && countBad(measures) === 0,
  };
}

/** Few packets lost all the time do not make three bad seconds of five, but a bad call. */
function lossRule(): QualityRule {
  const often = threshold('loss', 'lossPercent', true, (value) => value > mostLossPercent);
  const meanOf = (measures: readonly Measure[]): number | null => {
    const known = valuesOf(measures, 'lossPercent', lossMeanOver).filter((value) => value !== null);
    return known.length < lossMeanOver ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return {
    ...often,
    mustRaise: (measures) => often.mustRaise(measures) || (meanOf(measures) ?? 0) > mostMeanLossPercent,
    mayClear: (measures) => often.mayClear(measures) && (meanOf(measures) ?? 0) <= clearMeanLossPercent,
  };
}

function silenceRule(kind: WarningKind, figure: 'bytesIn' | 'bytesOut'): QualityRule {
  const isSilent = (measures: readonly Measure[]): boolean => {
    const values = valuesOf(measures, figure, silentFor);
    return values.length === silentFor && values.every((value) => value === 0);
  };
  return {
    kind,
    figure,
    isWorseHigh: false,
    mustRaise: isSilent,
    mayClear: (measures) => !isSilent(measures),
  };
}

function flatRule(kind: WarningKind, figure: 'levelIn' | 'levelOut'): QualityRule {
  const isFlat = (measures: readonly Measure[]): boolean => {
    const levels = valuesOf(measures, figure, flatFor).filter((value) => value !== null);
    return levels.length === flatFor && deviationOf(levels) < leastDeviation;
  };
  return { kind, figure, isWorseHigh: false, mustRaise: isFlat, mayClear: (measures) => !isFlat(measures) };
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

export const qualityRules: readonly QualityRule[] = [
  threshold('round-trip', 'roundTripMs', true, (value) => value > mostRoundTripMs),
  threshold('jitter', 'jitterMs', true, (value) => value > mostJitterMs),
  lossRule(),
  threshold('mos', 'mos', false, (value) => value < leastMos),
  silenceRule('no-sound-in', 'bytesIn'),
  silenceRule('no-sound-out', 'bytesOut'),
  flatRule('flat-in', 'levelIn'),
  flatRule('flat-out', 'levelOut'),
];
