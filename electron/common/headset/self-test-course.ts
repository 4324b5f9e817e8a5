import type { SelfTestOutcome } from '../contract/headset-panel.ts';
import type { HeadsetPhase } from '../contract/hid-contract.ts';
import type { PlannedTask } from './self-test-plan.ts';
import type { SelfTestDraft, SelfTestState } from './self-test-state.ts';

const pressDeadlineMs = 20_000;
const lookDeadlineMs = 60_000;
const probeDeadlineMs = 10_000;
/** Some devices send several fields and reports for one press; only then it is clear that it was the wrong one. */
const wrongAfterMs = 300;
/** Between an end and the next ring, so that the second half of a double press answers nothing. */
const pauseMs = 1000;

export function presentTask({ status, plan, index }: SelfTestState): PlannedTask | undefined {
  return status === 'running' ? plan[index] : undefined;
}

/** The silence of a mute button in idle means something only where it works in a call. */
export const isWorthwhile =
  ({ results }: SelfTestState) =>
  ({ isProbe }: PlannedTask): boolean =>
    !isProbe ||
    results.some(
      ({ task, outcome }) =>
        outcome === 'works' && task.kind === 'press' && (task.press === 'mute' || task.press === 'unmute'),
    );

export function suspectWrong(draft: SelfTestDraft): void {
  draft.state = { ...draft.state, wrongAt: draft.state.wrongAt ?? draft.t + wrongAfterMs };
}

/** The first wrong press is told and waited over; the second is the outcome. */
export function takeForWrong(draft: SelfTestDraft, planned: PlannedTask): void {
  if (outcomeOf(draft.state, planned) === 'wrong') {
    finishTask(draft, 'wrong');
    return;
  }
  const deadline = draft.t + pressDeadlineMs;
  draft.state = { ...draft.state, wrongAt: undefined, deadline };
  setOutcome(draft, planned, 'wrong');
}

const isSameTask = (a: PlannedTask['task'], b: PlannedTask['task']): boolean =>
  a.kind === 'press' ? b.kind === 'press' && a.press === b.press : b.kind === 'look' && a.light === b.light;

export function outcomeOf({ results }: SelfTestState, { task }: PlannedTask): SelfTestOutcome | undefined {
  return results.find((result) => isSameTask(result.task, task))?.outcome;
}

function setOutcome(draft: SelfTestDraft, { task }: PlannedTask, outcome: SelfTestOutcome): void {
  const others = draft.state.results.filter((result) => !isSameTask(result.task, task));
  draft.state = { ...draft.state, results: [...others, { task, outcome }] };
}

export function finishTask(draft: SelfTestDraft, outcome: SelfTestOutcome): void {
  const planned = presentTask(draft.state);
  if (planned !== undefined) setOutcome(draft, planned, outcome);
  nextTask(draft);
}

export function nextTask(draft: SelfTestDraft): void {
  draft.state = { ...draft.state, index: draft.state.index + 1, wrongAt: undefined, watch: undefined };
  beginTask(draft);
}

export function beginTask(draft: SelfTestDraft): void {
  const { state } = draft;
  const index = state.plan.findIndex((planned, at) => at >= state.index && isWorthwhile(state)(planned));
  const planned = state.plan[index];
  if (planned === undefined) {
    endTest(draft, 'done');
    return;
  }
  const pauses = planned.phase === 'incoming' && state.phase !== 'incoming' && state.index > 0;
  const beginsAt = pauses ? draft.t + pauseMs : undefined;
  const deadline = (beginsAt ?? draft.t) + deadlineMs(planned);
  draft.state = { ...state, index, beginsAt, deadline };
  if (pauses) tellPhase(draft, 'idle', false);
  else tellPhase(draft, planned.phase, planned.muted);
}

function deadlineMs({ task, isProbe }: PlannedTask): number {
  if (isProbe) return probeDeadlineMs;
  return task.kind === 'look' ? lookDeadlineMs : pressDeadlineMs;
}

export function endTest(draft: SelfTestDraft, status: 'done' | 'interrupted'): void {
  const { state } = draft;
  draft.state = { ...state, status, beginsAt: undefined, wrongAt: undefined, watch: undefined };
  // What was learnt holds for the test alone until somebody says "keep".
  if (Object.keys(state.learnt).some((quirk) => quirk !== 'muteOnlyOffHook'))
    draft.effects.push({ type: 'quirks', quirks: state.context.quirks });
  tellPhase(draft, 'idle', false);
}

/** Also when nothing changed: the device needs the answer to its press (R1). */
export function tellPhase(draft: SelfTestDraft, phase: HeadsetPhase, muted: boolean): void {
  draft.state = { ...draft.state, phase, muted, quietSince: draft.t };
  draft.effects.push({ type: 'phase', phase, muted });
}
