import type { HeadsetIntent } from '../contract/hid-contract.ts';
import type { Draft, HeadsetDiag, HeadsetNoteKind } from './machine-state.ts';

/** An intent as the event log tells it: its type first. Digits stay out of it: they may be somebody's PIN. */
export function nameIntent(intent: HeadsetIntent): string {
  switch (intent.type) {
    case 'reject':
      return `reject ${intent.call}`;
    case 'setMute':
      return intent.on ? 'setMute on' : 'setMute off';
    default:
      return intent.type;
  }
}

export function note(draft: Draft, what: HeadsetNoteKind, detail: string): void {
  draft.effects.push({ type: 'note', what, detail });
}

export function noteDiag(draft: Draft, diag: HeadsetDiag): void {
  draft.effects.push({ type: 'diag', diag });
}

/** The operator's press as an intent, and in the log. */
export function give(draft: Draft, intent: HeadsetIntent): void {
  draft.effects.push({ type: 'intent', intent });
  note(draft, 'pressed', nameIntent(intent));
}
