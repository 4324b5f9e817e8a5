import { z } from 'zod';
import { matchLevelSchema } from '../customer/customer-model.ts';
import { callEndSchema } from './call-end.ts';
import { callQualitySchema } from './call-report.ts';
import { callTransferSchema } from './call-transfer.ts';
import { callDirectionSchema, callIdSchema, endedBySchema } from './call-model.ts';

/** What is on record about one call. Saved whole, at every change, under its id: saving twice changes nothing. */
export const callRecordSchema = z.object({
  id: callIdSchema,
  direction: callDirectionSchema,
  remoteRaw: z.string().max(256),
  remoteE164: z.string().max(20).nullable(),
  remoteName: z.string().max(256).nullable(),
  withheld: z.boolean(),
  startedAt: z.number(),
  answeredAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  heldMs: z.number().nonnegative(),
  holdCount: z.int().nonnegative(),
  endedBy: endedBySchema.nullable(),
  endReason: z.string().max(64).nullable(),
  sipStatus: z.int().nullable(),
  /** Through what it was answered and ended, and what the headset did just before; null while it goes on. */
  end: callEndSchema.pick({ through: true, answeredThrough: true, evidence: true }).nullable(),
  /** null for a call without sound. */
  quality: callQualitySchema.nullable(),
  /** Whether three talked in it for a while. */
  conference: z.boolean(),
  /** To whom it was handed over last, and how far that came. */
  transfer: callTransferSchema.pick({ to: true, state: true, status: true }).nullable(),
  customerId: z.string().max(64).nullable(),
  matchLevel: matchLevelSchema.nullable(),
  note: z.string().max(100_000),
  outcome: z.string().max(40).nullable(),
  outcomeAt: z.number().nullable(),
  script: z
    .object({
      id: z.string(),
      version: z.int(),
      language: z.string(),
      path: z.array(z.object({ node: z.string(), answer: z.string().nullable(), at: z.number() })).max(500),
      fields: z.record(z.string(), z.string().max(10_000)),
      offScript: z
        .array(z.object({ node: z.string(), said: z.string().max(2_000), at: z.number() }))
        .max(200),
    })
    .nullable(),
});

export type CallRecord = z.infer<typeof callRecordSchema>;
