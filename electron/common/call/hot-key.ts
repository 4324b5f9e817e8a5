import { z } from 'zod';
import { activeCall, heldCall, liveCalls, ringingIn } from './call-selectors.ts';
import type { CallsState, Wish } from './call-state.ts';

/** What can be done from any program. `show` brings the desk to the front. */
export const hotKeyActions = ['answerOrEnd', 'mute', 'hold', 'show'] as const;
export type HotKeyAction = (typeof hotKeyActions)[number];

/**
 * As Electron writes a key that is taken from the whole system: `Control+Alt+A`, `CommandOrControl+Shift+F9`, `F13`. A
 * letter or digit alone would be taken from every text that anybody writes.
 */
const acceleratorSchema = z
  .string()
  .regex(
    /^(?:(?:(?:CommandOrControl|Control|Ctrl|Command|Cmd|Alt|Option|AltGr|Super|Meta)\+)(?:(?:Control|Ctrl|Command|Cmd|Alt|Option|Shift|Super|Meta)\+){0,2}(?:[A-Z0-9]|Space|Insert|Home|End|PageUp|PageDown|F(?:[1-9]|1\d|2[0-4]))|F(?:1[3-9]|2[0-4]))$/,
  );

export const hotKeysSchema = z.strictObject({
  answerOrEnd: acceleratorSchema.exactOptional(),
  mute: acceleratorSchema.exactOptional(),
  hold: acceleratorSchema.exactOptional(),
  show: acceleratorSchema.exactOptional(),
});

export type HotKeys = z.output<typeof hotKeysSchema>;

/** The wish behind a key, the same as that of the button on the desk; null if it can do nothing now. */
export function wishOfHotKey(action: Exclude<HotKeyAction, 'show'>, state: CallsState): Wish | null {
  const ringing = ringingIn(state);
  const [live] = liveCalls(state);
  switch (action) {
    case 'answerOrEnd':
      if (ringing !== undefined) return { type: 'answer', id: ringing.id };
      return live === undefined ? null : { type: 'hangup' };
    case 'mute':
      return live === undefined || live === ringing ? null : { type: 'mute', on: !state.muted };
    case 'hold':
      if (activeCall(state) !== undefined) return { type: 'hold' };
      return heldCall(state) === undefined ? null : { type: 'resume' };
  }
}
