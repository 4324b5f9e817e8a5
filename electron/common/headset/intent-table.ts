import type { HeadsetIntent, HeadsetPhase } from '../contract/hid-contract.ts';
import type { Quirks } from './headset-quirks.ts';

/** What a report may tell, in order of precedence: one report gives one intent at most (R5). */
export const stimuli = ['reject', 'drop', 'flash', 'hold', 'redial', 'hookUp', 'hookDown'] as const;
export type Stimulus = (typeof stimuli)[number];

type Row = Readonly<Partial<Record<Stimulus, HeadsetIntent>>>;

const end = { type: 'end' } as const;
const hold = { type: 'hold' } as const;
const resume = { type: 'resume' } as const;
const swap = { type: 'swap' } as const;
const holdAndAnswer = { type: 'holdAndAnswer' } as const;
const rejectIncoming = { type: 'reject', call: 'incoming' } as const;
const rejectWaiting = { type: 'reject', call: 'waiting' } as const;

/** R9. `end` is the active or only call; a waiting one keeps ringing. */
const table: Readonly<Record<HeadsetPhase, Row>> = {
  idle: { hookUp: { type: 'dialIntent' }, redial: { type: 'redial' } },
  incoming: {
    hookUp: { type: 'answer' },
    hookDown: rejectIncoming,
    reject: rejectIncoming,
    drop: rejectIncoming,
  },
  outgoing: { hookDown: end, drop: end },
  active: { hookDown: end, flash: hold, hold, drop: end },
  activeAndIncoming: {
    hookDown: end,
    flash: holdAndAnswer,
    hold: holdAndAnswer,
    reject: rejectWaiting,
    drop: end,
  },
  activeAndHeld: { hookDown: end, flash: swap, hold: swap, drop: end },
  held: { hookUp: resume, hookDown: end, flash: resume, hold: resume, drop: end },
};

export function findIntent(
  phase: HeadsetPhase,
  stimulus: Stimulus,
  quirks: Quirks,
): HeadsetIntent | undefined {
  if (stimulus === 'hookDown' && phase === 'activeAndIncoming') return { type: quirks.waitingHook ?? 'end' };
  // Such a device goes on-hook by itself when a call is held.
  if (stimulus === 'hookDown' && phase === 'held' && quirks.holdDropsOffHook === true) return undefined;
  return table[phase][stimulus];
}

/** Given once until the call side answers: a drop button followed by hook 0 is one end (R5). */
const singleTypes: ReadonlySet<HeadsetIntent['type']> = new Set([
  'answer',
  'reject',
  'end',
  'hold',
  'resume',
  'swap',
  'holdAndAnswer',
  'endAndAnswer',
] as const);

export function isGivenOnce(intent: HeadsetIntent): boolean {
  return singleTypes.has(intent.type);
}
