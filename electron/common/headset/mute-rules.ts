import { exhausted } from '../lib/exhaustive.ts';
import { isOffHookPhase, type Draft, type FieldReading } from './machine-state.ts';
import { give, nameIntent, note } from './notes.ts';

/** A mute bit back at 0 within this time was a pulse, not a state (R17). */
const pulseMs = 100;
const burstMs = 1000;

/** What the mute control says (R17). The call side owns the state; the device only asks for a change. */
export function applyMute(draft: Draft, { field, value, previous = 0 }: FieldReading): void {
  const rises = value > 0 && previous <= 0;
  switch (field.semantics) {
    case 'toggle':
    case 'momentary':
      if (rises || (value > 0 && draft.context.quirks.noReleaseReport === true)) askToggle(draft);
      return;
    case 'onOff':
      if (value === previous || value === 0) return;
      if (isOffHookPhase(draft.state.phase)) askMute(draft, value > 0);
      else draft.rewrite = true;
      return;
    case 'level':
      if ((value !== 0) !== (previous !== 0)) applyMuteLevel(draft, value !== 0, field.noPreferred);
      return;
    default:
      exhausted(field.semantics);
  }
}

function applyMuteLevel(draft: Draft, on: boolean, noPreferred: boolean): void {
  const { learntMute, undecidedMuteDueAt } = draft.device;
  if (noPreferred || learntMute === 'level') askMuteLevel(draft, on);
  else if (learntMute === 'toggle') {
    if (on) askToggle(draft);
  } else if (on && isOffHookPhase(draft.state.phase))
    draft.device = { ...draft.device, undecidedMuteDueAt: draft.t + pulseMs };
  else if (!on && undecidedMuteDueAt !== undefined) {
    draft.device = { ...draft.device, learntMute: 'toggle', undecidedMuteDueAt: undefined };
    askToggle(draft);
  } else askMuteLevel(draft, on);
}

/** The bit stayed at 1: from now on this device's mute is read as a state. */
export function decideMuteLevel(draft: Draft): void {
  draft.device = { ...draft.device, learntMute: 'level', undecidedMuteDueAt: undefined };
  askMuteLevel(draft, true);
}

/** Without a call a level says nothing yet: it is remembered, as every field is, and that is all. */
function askMuteLevel(draft: Draft, on: boolean): void {
  if (isOffHookPhase(draft.state.phase)) askMute(draft, on);
}

function askMute(draft: Draft, on: boolean): void {
  const intent = { type: 'setMute', on } as const;
  if (draft.state.muted === on) {
    draft.rewrite = true;
    note(draft, 'repeated', nameIntent(intent));
  } else give(draft, intent);
}

function askToggle(draft: Draft): void {
  const { context, device, state, t } = draft;
  const isBurst = context.options.collapseMuteBursts === true && t <= device.muteToggledAt + burstMs;
  // Without the light written again, the device loses every second press (P3).
  if (!isOffHookPhase(state.phase)) draft.rewrite = true;
  else if (isBurst) {
    draft.rewrite = true;
    note(draft, 'repeated', 'toggleMute');
  } else {
    draft.device = { ...device, muteToggledAt: t };
    give(draft, { type: 'toggleMute' });
  }
}
