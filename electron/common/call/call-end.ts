import { z } from 'zod';
import { headsetEventSchema } from '../contract/headset-panel.ts';
import { callIdSchema, endedBySchema } from './call-model.ts';

/**
 * How a call ended, so that "who hung up?" has an answer. button: a press on the headset; shared: an on-hook that
 * another program may have caused; desk, ctl, notification: a wish from there; remote, elsewhere, network, program as in
 * `endedBy`; timeout: nobody answered in time. An echo or an unplug never ends a call; they stand in the evidence.
 */
export const callEndSchema = z.object({
  id: callIdSchema,
  at: z.number(),
  endedBy: endedBySchema,
  through: z.enum([
    'button',
    'shared',
    'desk',
    'ctl',
    'notification',
    'script',
    'remote',
    'timeout',
    'elsewhere',
    'network',
    'program',
  ]),
  sipStatus: z.int().nullable(),
  /** How it had been answered here; absent if nobody did. */
  answeredThrough: z
    .enum(['headset', 'desk', 'ctl', 'notification', 'auto-answer', 'program'])
    .exactOptional(),
  /** What the headset did in the ten seconds before, oldest first. */
  evidence: z.array(headsetEventSchema).max(100),
});

export type CallEnd = z.infer<typeof callEndSchema>;
