import { exhausted } from '../lib/exhaustive.ts';
import { consumeEcho } from './hook-echoes.ts';
import { findIntent, type Stimulus } from './intent-table.ts';
import { ackDeadlineMs, isOffHookPhase, type Draft, type FieldReading } from './machine-state.ts';
import { note } from './notes.ts';

/** Poly and Jabra send hook 0 shortly after a flash; it is not a hang-up (P16). */
const flashMaskMs = 300;

/** A write younger than this when a press comes in was still on its way when the operator pressed (R19). */
const inFlightMs = 50;
/** How long such a write may take to turn the device back; no hand presses twice in that time. */
const turnBackMs = 100;

export function maskHookAfterFlash(draft: Draft): void {
  draft.device = { ...draft.device, flashMaskUntil: draft.t + flashMaskMs };
}

export function openAttachWindow(draft: Draft): void {
  draft.device = { ...draft.device, attachWindowUntil: draft.t + ackDeadlineMs(draft.context) };
}

/** Attach window (R7) and flash mask (R10). */
function isMuffled(draft: Draft, value: number): boolean {
  const { device, t } = draft;
  const why =
    t <= device.attachWindowUntil ? 'attach-window' : t <= device.flashMaskUntil ? 'flash-mask' : undefined;
  if (why !== undefined) note(draft, why, `hook ${String(value)}`);
  return why !== undefined;
}

/** What a hook field says, once everything that is not the operator is taken away. */
export function judgeHook(draft: Draft, reading: FieldReading): Stimulus | undefined {
  const { field, value, previous = 0 } = reading;
  switch (field.semantics) {
    case 'level':
      return judgeHookLevel(draft, reading);
    case 'onOff':
      if (value === previous || value === 0 || isMuffled(draft, value)) return undefined;
      return value > 0 ? 'hookUp' : 'hookDown';
    case 'toggle':
    case 'momentary': {
      // R11: the 1 is a press, the 0 its release; such hooks do not follow our writes, so there is no echo.
      const pressed = draft.context.quirks.noReleaseReport === true ? value > 0 : value > 0 && previous <= 0;
      if (!pressed || isMuffled(draft, value)) return undefined;
      return isOffHookPhase(draft.state.phase) ? 'hookDown' : 'hookUp';
    }
    default:
      return exhausted(field.semantics);
  }
}

/** In this order: nothing new, echo (R8), attach window (R7), flash mask (R10), crossed (R19), the operator. */
function judgeHookLevel(draft: Draft, { value, previous }: FieldReading): Stimulus | undefined {
  const offHook = value !== 0;
  const { device } = draft;
  const last = device.hookLevel ?? device.writtenOffHook;
  const repeated = previous !== undefined && (previous !== 0) === offHook;
  if (!repeated) draft.device = { ...device, hookLevel: offHook };
  if (repeated || offHook === last) return countRepeatedOnHook(draft, offHook);
  if (consumeEcho(draft, offHook)) {
    draft.device = { ...draft.device, wasTurnedAtAttach: false };
    note(draft, 'echo', `hook ${String(value)}`);
    return undefined;
  }
  if (isMuffled(draft, value)) {
    if (draft.t <= device.attachWindowUntil) noteTurned(draft, offHook);
    return undefined;
  }
  const stimulus = offHook ? 'hookUp' : 'hookDown';
  if (isTurningBack(draft, offHook, stimulus)) return undefined;
  if (consumeCrossing(draft, offHook, stimulus)) return undefined;
  expectTurnBack(draft, offHook);
  return stimulus;
}

/** R7: a press in the attach window gave no intent, but it turned the device away from what was written. */
function noteTurned(draft: Draft, offHook: boolean): void {
  draft.device = { ...draft.device, wasTurnedAtAttach: offHook !== draft.device.writtenOffHook };
}

/** The next press only brings such a device back into step; the other half of a pair is not what the operator wished. */
function isTurningBack(draft: Draft, offHook: boolean, stimulus: Stimulus): boolean {
  const { context, device, state } = draft;
  draft.device = { ...device, wasTurnedAtAttach: false };
  if (!device.wasTurnedAtAttach || offHook !== device.writtenOffHook) return false;
  if (findIntent(state.phase, stimulus, context.quirks) === undefined) return false;
  note(draft, 'attach-window', `hook ${offHook ? '1' : '0'}`);
  return true;
}

/**
 * R19: the operator pressed while a write with the other off-hook bit was under way. The device takes that write after
 * the press, goes back, and reports so. That report is not a second press.
 */
function expectTurnBack(draft: Draft, offHook: boolean): void {
  const { device, t } = draft;
  const isInFlight = device.writtenOffHook !== offHook && t <= device.lastWriteAt + inFlightMs;
  const crossing = isInFlight ? { offHook: !offHook, until: t + turnBackMs } : undefined;
  draft.device = { ...device, crossing };
}

function consumeCrossing(draft: Draft, offHook: boolean, stimulus: Stimulus): boolean {
  const { context, device, state, t } = draft;
  if (device.crossing?.offHook !== offHook || t > device.crossing.until) return false;
  if (findIntent(state.phase, stimulus, context.quirks) === undefined) return false;
  draft.device = { ...device, crossing: undefined };
  // The device left the state that the press and the call side agreed on.
  draft.rewrite = true;
  note(draft, 'crossed', `hook ${offHook ? '1' : '0'}`);
  return true;
}

/** R14: some headsets reject by reporting on-hook twice, though they never were off-hook. */
function countRepeatedOnHook(draft: Draft, offHook: boolean): Stimulus | undefined {
  const { context, device, state, t } = draft;
  if (context.quirks.rejectByRepeatedOnHook !== true || state.phase !== 'incoming') return undefined;
  if (offHook || t <= device.attachWindowUntil) return undefined;
  const onHookReports = device.onHookReports + 1;
  draft.device = { ...draft.device, onHookReports };
  return onHookReports >= 2 ? 'reject' : undefined;
}
