import type { DeskState } from '../../../electron/common/contract/desk-state.ts';
import type { SelfTestAction, SelfTestView } from '../../../electron/common/contract/headset-panel.ts';
import { isLive } from './controls.ts';
import type { ViewState } from './view-state.ts';

/** One thing that can be done in the test of the headset now, with its keys. */
export interface SelfTestChoice {
  readonly action: Exclude<SelfTestAction, 'cancel'>;
  /** The digit that does it; null for what Enter alone does. */
  readonly digit: number | null;
  readonly isMain: boolean;
}

/** Why no test can begin; null when one can. */
export function testObstacle(state: DeskState): 'in-call' | 'no-headset' | null {
  if (state.calls.some(isLive)) return 'in-call';
  return state.headsetPanel?.device == null ? 'no-headset' : null;
}

/**
 * What the keys and the buttons of the test do now. Digits keep their meaning from task to task, so that the hand can
 * stay where it is; Enter does what is most likely. Nothing does a task that asks for a press but the headset itself.
 */
export function testChoicesOf(state: DeskState, view: ViewState): readonly SelfTestChoice[] {
  if (view.page !== 'headset' || state.headsetPanel === null) return [];
  const test = view.isTestOpen ? state.headsetPanel.selfTest : null;
  if (test?.state === 'running') {
    const skip: SelfTestChoice = { action: 'skip', digit: 3, isMain: false };
    if (test.task?.kind !== 'look') return [skip];
    return [
      { action: 'seen', digit: 1, isMain: true },
      { action: 'not-seen', digit: 2, isMain: false },
      skip,
    ];
  }
  const start: SelfTestChoice = { action: 'start', digit: null, isMain: true };
  const canStart = testObstacle(state) === null;
  if (test !== null && canBeKept(test)) {
    const keep: SelfTestChoice = { action: 'keep', digit: null, isMain: true };
    return canStart ? [keep, { ...start, isMain: false }] : [keep];
  }
  return canStart ? [start] : [];
}

/** Whether the test found out something that nobody has said yes to. */
export function canBeKept(test: SelfTestView): boolean {
  return test.state === 'done' && !test.isKept && Object.keys(test.learnt).length > 0;
}

/** A call that came while the test was open: the desk belongs to it. Results that are being read give way too. */
export function givesWayToCall(state: DeskState, view: ViewState): boolean {
  return view.page === 'headset' && view.isTestOpen && state.calls.some(isLive);
}
