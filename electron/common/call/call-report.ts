import { z } from 'zod';
import { candidateSchema, mediaPathSchema, mostCandidates, type CallCourse } from './call-course.ts';
import { callEndSchema } from './call-end.ts';
import { callIdSchema } from './call-model.ts';
import { callPhasesSchema, phasesOf } from './call-phases.ts';
import { gradeOf, gradeSchema, recentGrade, recentMos, type Quality, type Spread } from './quality.ts';
import { warningKindSchema, warningKinds } from './quality-rules.ts';

const spreadSchema = z.object({ mean: z.number(), worst: z.number() }).nullable();

/** How the line of one call was; kept with its record, without addresses. */
export const callQualitySchema = z.object({
  grade: gradeSchema.nullable(),
  /** `worst` is the lowest MOS, the highest jitter and the longest round trip of any second. */
  mos: spreadSchema,
  jitterMs: spreadSchema,
  roundTripMs: spreadSchema,
  /** Of all packets that should have come, 0 to 100; null when none came. */
  lossPercent: z.number().nullable(),
  /** Those that were ever raised, with how often, for how long together, and the worst figure (ms, percent, MOS). */
  warnings: z.array(
    z.object({
      kind: warningKindSchema,
      count: z.int().positive(),
      ms: z.number().nonnegative(),
      worst: z.number().nullable(),
    }),
  ),
  /** Code of why no sound was carried. */
  fault: z.string().max(64).nullable(),
  codec: z.string().max(64).nullable(),
  phases: callPhasesSchema,
  path: mediaPathSchema.nullable(),
  candidates: z.array(candidateSchema).max(mostCandidates),
  iceRestarts: z.int().nonnegative(),
  devices: z.object({
    microphone: z.string().max(256).nullable(),
    speaker: z.string().max(256).nullable(),
    headset: z.string().max(256).nullable(),
  }),
});

/** The figures of the last second and what stands now; null once the call is over. */
export const liveQualitySchema = z.object({
  grade: gradeSchema.nullable(),
  mos: z.number().nullable(),
  jitterMs: z.number().nullable(),
  roundTripMs: z.number().nullable(),
  lossPercent: z.number().nullable(),
  warnings: z.array(z.object({ kind: warningKindSchema, since: z.number(), value: z.number().nullable() })),
});

export const callReportSchema = z.object({
  id: callIdSchema,
  live: liveQualitySchema.nullable(),
  quality: callQualitySchema,
  /** Who or what ended the call; null while it goes on. */
  end: callEndSchema.nullable(),
});

export type CallQuality = z.infer<typeof callQualitySchema>;
export type LiveQuality = z.infer<typeof liveQualitySchema>;
export type CallReport = z.infer<typeof callReportSchema>;

export interface CallFacts {
  readonly course: CallCourse;
  readonly fault: string | null;
  readonly headset: string | null;
  /** Until when standing warnings count, milliseconds since the epoch. */
  readonly at: number;
}

export function summariseQuality(state: Quality, { course, fault, headset, at }: CallFacts): CallQuality {
  const { packetsLost, packetsReceived, mos } = state;
  const due = packetsLost + packetsReceived;
  return {
    grade: mos === null ? null : gradeOf(mos.sum / mos.count),
    mos: meanAndWorst(mos),
    jitterMs: meanAndWorst(state.jitterMs),
    roundTripMs: meanAndWorst(state.roundTripMs),
    lossPercent: due === 0 ? null : (100 * packetsLost) / due,
    warnings: warningKinds.flatMap((kind) => {
      const warning = state.warnings.get(kind);
      if (warning === undefined) return [];
      const standsMs = warning.since === null ? 0 : Math.max(0, at - warning.since);
      return { kind, count: warning.raised, ms: warning.stoodMs + standsMs, worst: warning.worst };
    }),
    fault,
    codec: state.last?.codec ?? null,
    phases: phasesOf(course.moments),
    path: course.path,
    candidates: course.candidates,
    iceRestarts: course.iceRestarts,
    devices: { ...course.devices, headset },
  };
}

export function describeNow(state: Quality): LiveQuality {
  const latest = state.measures.at(-1);
  return {
    grade: recentGrade(state),
    mos: recentMos(state),
    jitterMs: latest?.jitterMs ?? null,
    roundTripMs: latest?.roundTripMs ?? null,
    lossPercent: latest?.lossPercent ?? null,
    warnings: warningKinds.flatMap((kind) => {
      const warning = state.warnings.get(kind);
      return warning?.since == null ? [] : { kind, since: warning.since, value: warning.value };
    }),
  };
}

/** Types, protocols and ports stay: they tell what was wrong, and not where somebody is. */
export const withoutAddresses = (quality: CallQuality): CallQuality => ({
  ...quality,
  candidates: quality.candidates.map((candidate) => ({ ...candidate, address: null })),
});

const meanAndWorst = (spread: Spread | null): z.infer<typeof spreadSchema> =>
  spread === null ? null : { mean: spread.sum / spread.count, worst: spread.worst };
