import type { SelfTestAction, SelfTestView } from '../contract/headset-panel.ts';
import { exhausted } from '../lib/exhaustive.ts';
import { never, type MachineContext } from './machine-state.ts';
import {
  beginTask,
  endTest,
  finishTask,
  isWorthwhile,
  nextTask,
  outcomeOf,
  presentTask,
  suspectWrong,
  takeForWrong,
  tellPhase,
} from './self-test-course.ts';
import { learn, trackField, watchAfterPress, watchForRelease } from './self-test-evidence.ts';
import { planSelfTest, type PlannedTask } from './self-test-plan.ts';
import type { SelfTestDraft, SelfTestEvent, SelfTestState, SelfTestStep } from './self-test-state.ts';
import type { InRole } from './telephony-usages.ts';

/** Buttons whose 0 to 1 is a press. Hooks are judged by their intents alone: they move by themselves too. */
const buttonRoles: readonly InRole[] = [
  'mute',
  'flash',
  'hold',
  'redial',
  'drop',
  'reject',
  'speedDial',
  'voiceMail',
];

/**
 * Plays a whole call with the operator to see which buttons and lights of a headset work, and what the device does other
 * than its descriptor says. It takes the place of the call side: the machine's intents come in, phases go out. Begins
 * and ends in `idle`.
 *
 * ```
 *            right press, word of the operator, deadline, skip
 *   task 1 ───────────────────────────────────────────────────▶ task 2 … ──▶ done
 *     │ ▲                                                           │
 *     └─┘ a wrong press: told, waited once more                     └── call, unplugged ──▶ interrupted
 * ```
 */
export function startSelfTest(context: MachineContext, t: number): SelfTestStep {
  const state: SelfTestState = {
    context,
    status: 'running',
    plan: planSelfTest(context),
    index: 0,
    results: [],
    learnt: {},
    isKept: false,
    phase: 'idle',
    muted: false,
    quietSince: never,
    beginsAt: undefined,
    deadline: t,
    wrongAt: undefined,
    watch: undefined,
    tracks: new Map(),
  };
  return run(state, t, beginTask);
}

export function stepSelfTest(state: SelfTestState, event: SelfTestEvent): SelfTestStep {
  return run(state, event.t, (draft) => {
    fireTimers(draft, event.type === 'tick');
    applyEvent(draft, event);
  });
}

/** When the test wants its next `tick`; undefined when it is over. Ask again after every step. */
export function selfTestTickAt(state: SelfTestState): number | undefined {
  if (state.status !== 'running') return undefined;
  if (state.watch !== undefined) return state.watch.until;
  return Math.min(state.beginsAt ?? state.deadline, state.wrongAt ?? state.deadline, state.deadline);
}

export function selfTestView(state: SelfTestState): SelfTestView {
  const coming = state.status === 'running' ? state.plan.slice(state.index).filter(isWorthwhile(state)) : [];
  return {
    state: state.status,
    task: coming[0]?.task ?? null,
    left: coming.length,
    results: [...state.results],
    learnt: state.learnt,
    isKept: state.isKept,
  };
}

function run(state: SelfTestState, t: number, change: (draft: SelfTestDraft) => void): SelfTestStep {
  const draft: SelfTestDraft = { t, effects: [], state };
  change(draft);
  return { state: draft.state, effects: draft.effects };
}

/** An event at exactly the due time still counts; a later one comes after the timer. */
function fireTimers(draft: SelfTestDraft, inclusive: boolean): void {
  for (;;) {
    const due = selfTestTickAt(draft.state);
    if (due === undefined || due > draft.t || (due === draft.t && !inclusive)) return;
    fireTimer(draft, due);
  }
}

function fireTimer(draft: SelfTestDraft, due: number): void {
  const { state } = draft;
  const { watch, beginsAt, wrongAt } = state;
  const planned = presentTask(state);
  if (planned === undefined) return;
  if (watch !== undefined) {
    draft.state = { ...state, watch: undefined };
    learn(draft, watch);
    finishTask(draft, 'works');
  } else if (beginsAt === due) {
    draft.state = { ...state, beginsAt: undefined };
    tellPhase(draft, planned.phase, planned.muted);
  } else if (wrongAt === due) takeForWrong(draft, planned);
  else if (planned.isProbe) {
    draft.state = { ...state, learnt: { ...state.learnt, muteOnlyOffHook: true } };
    nextTask(draft);
  } else if (planned.task.kind === 'look') finishTask(draft, 'skipped');
  else finishTask(draft, outcomeOf(state, planned) ?? 'silent');
}

function applyEvent(draft: SelfTestDraft, event: SelfTestEvent): void {
  switch (event.type) {
    case 'field':
      applyField(draft, event);
      return;
    case 'intent':
      applyIntent(draft, event);
      return;
    case 'action':
      applyAction(draft, event.action);
      return;
    case 'interrupted':
      if (draft.state.status === 'running') endTest(draft, 'interrupted');
      return;
    case 'tick':
      return;
    default:
      exhausted(event);
  }
}

function applyField(draft: SelfTestDraft, event: SelfTestEvent & { type: 'field' }): void {
  const planned = presentTask(draft.state);
  if (planned === undefined) return;
  const before = draft.state;
  trackField(draft, event);
  if (before.beginsAt !== undefined || planned.task.kind === 'look') return;
  if (planned.isProbe) {
    if (event.role === 'mute' && event.value !== (event.previous ?? 0)) nextTask(draft);
    return;
  }
  watchForRelease(draft, planned, before, event);
  if (draft.state.watch === undefined && isOtherPress(planned, event)) suspectWrong(draft);
}

function isOtherPress(
  { roles }: PlannedTask,
  { role, value, previous = 0 }: SelfTestEvent & { type: 'field' },
): boolean {
  return buttonRoles.includes(role) && !roles.includes(role) && value > 0 && previous <= 0;
}

function applyIntent(draft: SelfTestDraft, { intent }: SelfTestEvent & { type: 'intent' }): void {
  const planned = presentTask(draft.state);
  if (planned === undefined) return;
  const { watch, beginsAt } = draft.state;
  // Nothing may be written while the hook is watched: what it does then must be its own doing.
  if (watch?.over === 'hook-pulse') return;
  // What gave an intent was not the silent repetition that is watched for.
  if (watch?.over === 'release') draft.state = { ...draft.state, watch: undefined };
  const isAsked = planned.task.kind === 'press' && beginsAt === undefined && draft.state.watch === undefined;
  if (!isAsked || planned.isProbe) tellPhase(draft, draft.state.phase, draft.state.muted);
  else if (planned.isDoneBy(intent)) {
    draft.state = { ...draft.state, wrongAt: undefined };
    const next = watchAfterPress(draft, planned);
    if (next === undefined) finishTask(draft, 'works');
    else {
      draft.state = { ...draft.state, watch: next };
      // The mute light belongs to the press that is watched; without it some devices do not go on.
      if (next.over === 'mute-pulse') tellPhase(draft, planned.phase, true);
    }
  } else {
    suspectWrong(draft);
    // Refused: the device comes back into step by the phase it had (R1).
    tellPhase(draft, draft.state.phase, draft.state.muted);
  }
}

function applyAction(draft: SelfTestDraft, action: SelfTestAction): void {
  const { state } = draft;
  const planned = presentTask(state);
  if (planned === undefined) {
    const isKept = state.isKept || (action === 'keep' && Object.keys(state.learnt).length > 0);
    draft.state = { ...state, isKept };
    return;
  }
  switch (action) {
    case 'seen':
    case 'not-seen':
      if (planned.task.kind === 'look') finishTask(draft, action === 'seen' ? 'works' : action);
      return;
    case 'skip':
      // A press that is being watched was the right one.
      if (state.watch !== undefined) return;
      if (planned.isProbe) nextTask(draft);
      else finishTask(draft, 'skipped');
      return;
    case 'cancel':
      endTest(draft, 'done');
      return;
    case 'start':
    case 'keep':
      return;
    default:
      exhausted(action);
  }
}
