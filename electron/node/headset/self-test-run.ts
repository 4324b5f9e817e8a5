import type { SelfTestAction, SelfTestView } from '../../common/contract/headset-panel.ts';
import type { HeadsetIntent, HeadsetPhase } from '../../common/contract/hid-contract.ts';
import type { Quirks } from '../../common/headset/headset-quirks.ts';
import type { MachineContext } from '../../common/headset/machine-state.ts';
import type { SelfTestEvent, SelfTestState, SelfTestStep } from '../../common/headset/self-test-state.ts';
import { selfTestTickAt, selfTestView, startSelfTest, stepSelfTest } from '../../common/headset/self-test.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { SeenField } from './live-view.ts';

export interface SelfTestRunOptions {
  readonly clock: Clock;
  /** The headset to test; undefined when there is none. */
  readonly subject: () => { readonly usbId: string; readonly context: MachineContext } | undefined;
  readonly isInCall: () => boolean;
  /** What the test says in place of the call side. */
  readonly play: (phase: HeadsetPhase, muted: boolean) => void;
  /** Quirks of the running test are other than before, or it is over. */
  readonly onQuirks: () => void;
  readonly onChange: () => void;
  /** Saves what was learnt. */
  readonly keep: (usbId: string, quirks: Quirks) => Promise<Result<null>>;
}

/** The self-test on the headset in use. While it runs, it and not the hub hears what the operator presses. */
export interface SelfTestRun {
  isRunning(): boolean;
  view(): SelfTestView | null;
  /** In force while the test runs. */
  quirksFor(usbId: string): Quirks;
  act(action: SelfTestAction): Promise<Result<null>>;
  fields(fields: readonly SeenField[], t: number): void;
  intent(intent: HeadsetIntent, t: number): void;
  /** A call came, or the headset went. */
  interrupt(): void;
}

export function createSelfTestRun(options: SelfTestRunOptions): SelfTestRun {
  const { clock } = options;
  let usbId = '';
  let state: SelfTestState | undefined;
  let learnt: Quirks = {};
  let cancelTick = (): void => undefined;
  const isRunning = (): boolean => state?.status === 'running';

  const useQuirks = (quirks: Quirks): void => {
    learnt = quirks;
    options.onQuirks();
  };

  const adopt = (step: SelfTestStep): void => {
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'quirks') useQuirks(effect.quirks);
      else options.play(effect.phase, effect.muted);
    }
    // Kept or not: what a test found out is not used behind the operator's back.
    if (!isRunning() && Object.keys(learnt).length > 0) useQuirks({});
    armTick();
    options.onChange();
  };

  const step = (event: SelfTestEvent): void => {
    if (state !== undefined) adopt(stepSelfTest(state, event));
  };

  const armTick = (): void => {
    cancelTick();
    cancelTick = () => undefined;
    const due = state === undefined ? undefined : selfTestTickAt(state);
    if (due === undefined) return;
    cancelTick = clock.after(Math.max(0, due - clock.now()), () => {
      step({ type: 'tick', t: Math.max(due, clock.now()) });
    });
  };

  const interrupt = (): void => {
    if (isRunning()) step({ type: 'interrupted', t: clock.now() });
  };

  const start = (): Result<null> => {
    const subject = options.subject();
    if (subject === undefined) return fail(appError('headset.none'));
    interrupt();
    usbId = subject.usbId;
    learnt = {};
    adopt(startSelfTest(subject.context, clock.now()));
    return ok(null);
  };

  const keep = async (): Promise<Result<null>> => {
    if (state === undefined) return ok(null);
    const asked = state;
    const kept = stepSelfTest(asked, { type: 'action', t: clock.now(), action: 'keep' });
    if (!kept.state.isKept || asked.isKept) return ok(null);
    const saved = await options.keep(usbId, asked.learnt);
    // Another test may have begun while the file was written.
    if (saved.ok && state === asked) adopt(kept);
    return saved;
  };

  return {
    isRunning,
    view: () => (state === undefined ? null : selfTestView(state)),
    quirksFor: (id) => (id === usbId ? learnt : {}),
    async act(action) {
      if (options.isInCall()) return fail(appError('headset.busy'));
      if (action === 'start') return start();
      if (action === 'keep') return keep();
      step({ type: 'action', t: clock.now(), action });
      return ok(null);
    },
    fields(fields, t) {
      if (isRunning()) for (const field of fields) step({ type: 'field', t, ...field });
    },
    intent(intent, t) {
      step({ type: 'intent', t, intent });
    },
    interrupt,
  };
}
