import { z } from 'zod';
import type { CallSample } from './call-sample.ts';
import { estimateMos } from './mos.ts';
import {
  leastMos,
  measuresKept,
  qualityRules,
  type Measure,
  type QualityRule,
  type WarningKind,
} from './quality-rules.ts';

/** Mean and worst value over a call. */
export interface Spread {
  readonly count: number;
  readonly sum: number;
  readonly worst: number;
}

interface Warning {
  /** null while it does not stand. */
  readonly since: number | null;
  readonly raised: number;
  /** Milliseconds that it stood before now. */
  readonly stoodMs: number;
  readonly value: number | null;
  readonly worst: number | null;
}

/** How one call sounded so far. */
export interface Quality {
  readonly last: CallSample | null;
  /** The last ten seconds, oldest first. */
  readonly measures: readonly Measure[];
  readonly warnings: ReadonlyMap<WarningKind, Warning>;
  readonly mos: Spread | null;
  readonly jitterMs: Spread | null;
  readonly roundTripMs: Spread | null;
  readonly packetsReceived: number;
  readonly packetsLost: number;
}

export const noQuality: Quality = {
  last: null,
  measures: [],
  warnings: new Map(),
  mos: null,
  jitterMs: null,
  roundTripMs: null,
  packetsReceived: 0,
  packetsLost: 0,
};

export interface QualityEffect {
  readonly type: 'raised' | 'cleared';
  readonly kind: WarningKind;
  readonly value: number | null;
}

export interface QualityStep {
  readonly state: Quality;
  readonly effects: readonly QualityEffect[];
}

/**
 * The quality of one call as a pure reducer, fed with one sample a second.
 *
 *   quiet ──bad for long enough──▶ standing ──good for long enough──▶ quiet
 *
 * A rule that cannot say anything (nothing may come in while on hold, no round trip measured yet) counts that second as
 * a good one, so that no warning outlives what it warns of.
 */
export function stepQuality(state: Quality, sample: CallSample): QualityStep {
  const { last } = state;
  // Counters that fell belong to another connection: it begins anew, as the first sample of a call does.
  const isContinued =
    last !== null &&
    sample.at > last.at &&
    sample.bytesReceived >= last.bytesReceived &&
    sample.bytesSent >= last.bytesSent &&
    sample.packetsReceived >= last.packetsReceived;
  if (!isContinued) return { state: { ...state, last: sample }, effects: [] };

  const measure = measureSecond(last, sample);
  const measures = [...state.measures, measure].slice(-measuresKept);
  const warnings = new Map(state.warnings);
  const effects: QualityEffect[] = [];
  for (const rule of qualityRules) {
    const before = warnings.get(rule.kind) ?? quiet;
    const after = applyRule(rule, before, measures, sample.at);
    if (after !== before) warnings.set(rule.kind, after);
    const hasChanged = (after.since === null) !== (before.since === null);
    if (hasChanged) {
      const type = after.since === null ? 'cleared' : 'raised';
      effects.push({ type, kind: rule.kind, value: after.value });
    }
  }
  return {
    state: {
      last: sample,
      measures,
      warnings,
      mos: addTo(state.mos, measure.mos, Math.min),
      jitterMs: addTo(state.jitterMs, measure.jitterMs, Math.max),
      roundTripMs: addTo(state.roundTripMs, measure.roundTripMs, Math.max),
      packetsReceived: state.packetsReceived + sample.packetsReceived - last.packetsReceived,
      packetsLost: state.packetsLost + Math.max(0, sample.packetsLost - last.packetsLost),
    },
    effects,
  };
}

/** The last seconds of a call, for somebody who listens: excellent, good, fair, bad. */
export const gradeSchema = z.enum(['excellent', 'good', 'fair', 'bad']);

export type Grade = z.infer<typeof gradeSchema>;

/** Users are satisfied above 4.2 (what G.711 reaches on a good line); below 3.0 most are not. */
const excellentMos = 4.2;
const badMos = 3;
const gradedOver = 5;

export function gradeOf(mos: number): Grade {
  if (mos >= excellentMos) return 'excellent';
  if (mos >= leastMos) return 'good';
  return mos >= badMos ? 'fair' : 'bad';
}

/** Mean of the last five seconds, so that one bad second does not change the word; null before the first. */
export function recentMos(state: Quality): number | null {
  const known = state.measures.slice(-gradedOver).flatMap(({ mos }) => mos ?? []);
  return known.length === 0 ? null : known.reduce((sum, mos) => sum + mos, 0) / known.length;
}

/** Without sound the line is bad, however good it was before. */
export function recentGrade(state: Quality): Grade | null {
  const isSilent = ['no-sound-in', 'no-sound-out'] as const;
  if (isSilent.some((kind) => isStanding(state, kind))) return 'bad';
  const mos = recentMos(state);
  return mos === null ? null : gradeOf(mos);
}

export const isStanding = (state: Quality, kind: WarningKind): boolean =>
  (state.warnings.get(kind)?.since ?? null) !== null;

const quiet: Warning = { since: null, raised: 0, stoodMs: 0, value: null, worst: null };

function applyRule(rule: QualityRule, before: Warning, measures: readonly Measure[], at: number): Warning {
  const value = measures.at(-1)?.[rule.figure] ?? null;
  if (before.since === null) {
    if (!rule.mustRaise(measures)) return before;
    const worst = worstOf(rule, before.worst, value);
    return { since: at, raised: before.raised + 1, stoodMs: before.stoodMs, value, worst };
  }
  if (rule.mayClear(measures))
    return { ...before, since: null, stoodMs: before.stoodMs + (at - before.since), value };
  return { ...before, value: value ?? before.value, worst: worstOf(rule, before.worst, value) };
}

function worstOf(rule: QualityRule, known: number | null, value: number | null): number | null {
  if (known === null || value === null) return known ?? value;
  return rule.isWorseHigh ? Math.max(known, value) : Math.min(known, value);
}

function measureSecond(last: CallSample, sample: CallSample): Measure {
  const mayReceive = sample.mayReceive && last.mayReceive;
  const maySend = sample.maySend && last.maySend;
  const received = sample.packetsReceived - last.packetsReceived;
  // A packet that was only late is taken off the count again (RFC 3550 section 6.4.1).
  const lost = Math.max(0, sample.packetsLost - last.packetsLost);
  const isHeard = mayReceive && received > 0;
  const lossPercent = isHeard ? (100 * lost) / (lost + received) : null;
  const jitterMs = isHeard ? sample.jitterMs : null;
  const { roundTripMs } = sample;
  const canRate = lossPercent !== null && jitterMs !== null && roundTripMs !== null;
  return {
    at: sample.at,
    roundTripMs,
    jitterMs,
    lossPercent,
    mos: canRate ? estimateMos({ roundTripMs, jitterMs, lossPercent }) : null,
    bytesIn: mayReceive ? sample.bytesReceived - last.bytesReceived : null,
    bytesOut: maySend ? sample.bytesSent - last.bytesSent : null,
    levelIn: isHeard ? sample.levelReceived : null,
    levelOut: maySend && sample.isMicrophoneOn ? sample.levelSent : null,
  };
}

function addTo(
  spread: Spread | null,
  value: number | null,
  pickWorst: (...values: number[]) => number,
): Spread | null {
  if (value === null) return spread;
  if (spread === null) return { count: 1, sum: value, worst: value };
  return { count: spread.count + 1, sum: spread.sum + value, worst: pickWorst(spread.worst, value) };
}
