import { z } from 'zod';
import type { LampState } from './lamp.ts';

/**
 * What became of a call handed over without asking. Exchanges say "done" while the colleague's telephone still rings,
 * and nothing at all when nobody takes it; the lamp of the colleague does tell.
 *
 *   waiting ──rings──> ringing ──busy──> answered
 *      │                  └──idle──> not-answered
 *      └──busy, was idle before──> answered
 */
export const handedOverSchema = z.object({
  number: z.string(),
  outcome: z.enum(['waiting', 'ringing', 'answered', 'not-answered']),
});

export interface HandedOver extends z.infer<typeof handedOverSchema> {
  /** Of the lamp when the call was sent there: a line that talked already tells nothing by being busy. */
  readonly before: LampState;
}

export function followHandedOver(call: HandedOver, lamp: LampState): HandedOver {
  const { outcome } = call;
  if (outcome !== 'waiting' && outcome !== 'ringing') return call;
  if (lamp === 'ringing') return { ...call, outcome: 'ringing' };
  const talks = lamp === 'busy' || lamp === 'held';
  if (talks && (outcome === 'ringing' || call.before === 'idle')) return { ...call, outcome: 'answered' };
  if (lamp === 'idle' && outcome === 'ringing') return { ...call, outcome: 'not-answered' };
  return call;
}
