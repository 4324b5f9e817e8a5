import { z } from 'zod';
import type { LampState } from './lamp.ts';

/**
 * Logged in or out of the queue, paused or not. What counts is what the exchange tells (a lamp, or the answer of its
 * web service); a code that was sent proves nothing.
 */
export const queueSwitchSchema = z.object({
  /** null: the exchange has not told. */
  isOn: z.boolean().nullable(),
  /** Asked for and not confirmed. */
  asked: z.boolean().nullable(),
});

export type QueueSwitch = z.infer<typeof queueSwitchSchema>;

export const untold: QueueSwitch = { isOn: null, asked: null };

export const ask = (before: QueueSwitch, on: boolean): QueueSwitch => ({ ...before, asked: on });

/** The exchange did not take the code: nothing has changed. */
export const giveUp = (before: QueueSwitch): QueueSwitch => ({ ...before, asked: null });

export const tell = ({ asked }: QueueSwitch, isOn: boolean | null): QueueSwitch => ({
  isOn,
  asked: asked === isOn ? null : asked,
});

/** Exchanges light the lamp of a feature code while it is on; they use whichever dialog state they like for that. */
export function readSwitchLamp(lamp: LampState): boolean | null {
  if (lamp === 'unknown' || lamp === 'hidden') return null;
  return lamp !== 'idle';
}
