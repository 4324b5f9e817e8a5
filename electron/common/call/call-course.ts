import { z } from 'zod';

/** Moments of one call, in the order in which they are usual; times in milliseconds since the epoch. */
export const callMoments = [
  'began',
  'microphoneAsked',
  'microphoneOpen',
  'gatheringBegan',
  'gatheringDone',
  'signalSent',
  'signalAnswered',
  'established',
  'pathFound',
  'secured',
  'firstPacketIn',
  'firstPacketOut',
] as const;

export type CallMoment = (typeof callMoments)[number];

/** How the sound may travel (RFC 8839 section 5.1); `local` is ours. */
export const candidateSchema = z.object({
  side: z.enum(['local', 'remote']),
  type: z.string().max(16),
  protocol: z.string().max(16),
  port: z.int().min(0).max(65_535),
  /** null where it was taken out: an address may tell where somebody lives. */
  address: z.string().max(256).nullable(),
});

export const mostCandidates = 40;

/** The pair of candidates that carries the sound. */
export const mediaPathSchema = z.object({
  local: z.string().max(16),
  remote: z.string().max(16),
  protocol: z.string().max(16),
});

/** What the phone page knows of how a call was set up. Told whole whenever it grew. */
export const callCourseSchema = z.object({
  moments: z.partialRecord(z.enum(callMoments), z.number()),
  candidates: z.array(candidateSchema).max(mostCandidates),
  path: mediaPathSchema.nullable(),
  iceRestarts: z.int().nonnegative(),
  devices: z.object({ microphone: z.string().max(256).nullable(), speaker: z.string().max(256).nullable() }),
});

export type Candidate = z.infer<typeof candidateSchema>;
export type MediaPath = z.infer<typeof mediaPathSchema>;
export type CallCourse = z.infer<typeof callCourseSchema>;

export const emptyCourse: CallCourse = {
  moments: {},
  candidates: [],
  path: null,
  iceRestarts: 0,
  devices: { microphone: null, speaker: null },
};
