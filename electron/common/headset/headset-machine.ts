import type { HeadsetPhase } from '../contract/hid-contract.ts';
import { exhausted } from '../lib/exhaustive.ts';
import { desireLights, desireRoles, writeAnsweredState, writePresentState } from './desired-lights.ts';
import { openAttachWindow } from './hook-rules.ts';
import {
  isOffHookPhase,
  learnNothing,
  never,
  type Draft,
  type HeadsetEffect,
  type MachineContext,
  type MachineState,
} from './machine-state.ts';
import { decideMuteLevel } from './mute-rules.ts';
import { applyReport } from './report-rules.ts';
import type { OutRole } from './telephony-usages.ts';

/** Times are milliseconds of one clock that does not run backwards. */
export type HeadsetEvent =
  | { readonly type: 'attached'; readonly t: number }
  | { readonly type: 'detached'; readonly t: number; readonly error?: string }
  | { readonly type: 'report'; readonly t: number; readonly id: number; readonly data: Uint8Array }
  | { readonly type: 'call'; readonly t: number; readonly phase: HeadsetPhase; readonly muted: boolean }
  /** The operator went into or came back from wrap-up or a pause (R20). */
  | { readonly type: 'agent'; readonly t: number; readonly away: boolean }
  | { readonly type: 'tick'; readonly t: number };

export interface HeadsetStep {
  readonly state: MachineState;
  readonly effects: readonly HeadsetEffect[];
}

/**
 * The phases are the call side's; the machine follows `call` events and turns what the operator does into intents,
 * which change nothing until the call side answers with the next `call` event.
 *
 * ```
 *             call rings            answer               second call rings
 *      idle ────────────▶ incoming ────────▶ active ───────────────────────▶ activeAndIncoming
 *       │ ▲                  │                │ ▲  ▲                              │
 *  dial │ └──── end, reject ─┴──── end ───────┤ │  └── reject waiting ────────────┤
 *       ▼                                hold │ │ resume                          │ hold and answer
 *   outgoing ── remote answers ──▶ active     ▼ │                                 ▼
 *                                            held ◀── end ──────────────── activeAndHeld ⟲ swap
 * ```
 *
 * off-hook light: outgoing, active, activeAndIncoming, activeAndHeld, held. Ring: incoming, activeAndIncoming.
 * Independent of the phase: no device, or a device of which is known what it reported since it was attached.
 */
export interface HeadsetMachine {
  readonly initial: MachineState;
  step(state: MachineState, event: HeadsetEvent): HeadsetStep;
}

export function createHeadsetMachine(context: MachineContext): HeadsetMachine {
  return {
    initial: {
      phase: 'idle',
      muted: false,
      away: false,
      idleSince: never,
      device: undefined,
      ignoredReports: 0,
    },
    step: (state, event) => {
      const overdue = fireTimers(context, state, event.t, event.type === 'tick');
      const step = applyEvent(context, overdue.state, event);
      return { state: step.state, effects: [...overdue.effects, ...step.effects] };
    },
  };
}

/** When the machine wants its next `tick`; undefined when it waits for nothing. Ask again after every step. */
export function nextTickAt({ device }: MachineState): number | undefined {
  const due = [device?.dialDueAt, device?.undecidedMuteDueAt].filter((at) => at !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}

/** The call lights as they should be now, for panels and `ctl`. */
export function presentLights({ quirks, options }: MachineContext, { phase, muted }: MachineState) {
  return desireLights(phase, muted, quirks, options);
}

/** The lights that are lit on this device, by role. */
export function litRoles(context: MachineContext, state: MachineState): OutRole[] {
  const desired = desireRoles(context, state);
  return [...new Set(context.layout.outputs.map(({ role }) => role))].filter((role) => desired.has(role));
}

function runDraft(
  context: MachineContext,
  state: MachineState,
  t: number,
  run: (draft: Draft) => void,
): HeadsetStep {
  if (state.device === undefined) return { state, effects: [] };
  const draft: Draft = { context, t, state, device: state.device, effects: [], rewrite: false };
  run(draft);
  if (draft.rewrite) writePresentState(draft);
  return { state: { ...draft.state, device: draft.device }, effects: draft.effects };
}

/** A report or call at exactly the due time still counts; a later one comes after the timer. */
function fireTimers(
  context: MachineContext,
  state: MachineState,
  t: number,
  inclusive: boolean,
): HeadsetStep {
  return runDraft(context, state, t, (draft) => {
    const isDue = (at: number | undefined): boolean =>
      at !== undefined && (at < t || (inclusive && at === t));
    if (isDue(draft.device.undecidedMuteDueAt)) decideMuteLevel(draft);
    if (isDue(draft.device.dialDueAt)) {
      // R13: nobody dialled; the radio link must not stay open.
      draft.device = { ...draft.device, dialDueAt: undefined };
      draft.rewrite = true;
    }
  });
}

function applyEvent(context: MachineContext, state: MachineState, event: HeadsetEvent): HeadsetStep {
  switch (event.type) {
    case 'attached':
      return runDraft(context, { ...state, device: learnNothing(context.layout) }, event.t, (draft) => {
        if (state.phase !== 'idle') openAttachWindow(draft);
        writePresentState(draft);
      });
    case 'detached':
      // R7: the call goes on with whatever audio is left; only a device that broke is worth a word.
      return {
        state: { ...state, device: undefined },
        effects:
          event.error === undefined || state.device === undefined ? [] : [{ type: 'diag', diag: 'detached' }],
      };
    case 'report':
      if (state.device === undefined) return { state, effects: [{ type: 'diag', diag: 'no device' }] };
      return runDraft(context, state, event.t, (draft) => {
        applyReport(draft, event);
      });
    case 'call':
      return applyCall(context, state, event);
    case 'agent':
      return applyAgent(context, state, event);
    case 'tick':
      return { state, effects: [] };
    default:
      return exhausted(event);
  }
}

function applyCall(
  context: MachineContext,
  state: MachineState,
  { phase, muted, t }: HeadsetEvent & { type: 'call' },
): HeadsetStep {
  const idleSince = phase === 'idle' && state.phase !== 'idle' ? t : state.idleSince;
  const next = { ...state, phase, muted, idleSince };
  const lights = presentLights(context, next);
  const isAnswer = state.phase === 'incoming' && isOffHookPhase(phase) && lights.offHook && !lights.ring;
  return runDraft(context, next, t, (draft) => {
    draft.device = { ...draft.device, given: [], dialDueAt: undefined };
    if (phase !== state.phase) draft.device = { ...draft.device, onHookReports: 0 };
    if (isAnswer) writeAnsweredState(draft);
    else writePresentState(draft);
  });
}

function applyAgent(
  context: MachineContext,
  state: MachineState,
  { away, t }: HeadsetEvent & { type: 'agent' },
): HeadsetStep {
  const next = { ...state, away };
  const shown = litRoles(context, state).join();
  return runDraft(context, next, t, (draft) => {
    // A lifted headset waits for a number: an idle state written now would close its radio link (R13).
    if (draft.device.dialDueAt === undefined && litRoles(context, next).join() !== shown)
      draft.rewrite = true;
  });
}
