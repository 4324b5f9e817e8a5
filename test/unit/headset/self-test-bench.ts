import type {
  SelfTestAction,
  SelfTestOutcome,
  SelfTestTask,
  SelfTestView,
} from '../../../electron/common/contract/headset-panel.ts';
import { splitReport, writeField } from '../../../electron/common/headset/headset-codec.ts';
import {
  createHeadsetMachine,
  litRoles,
  nextTickAt,
  type HeadsetEvent,
} from '../../../electron/common/headset/headset-machine.ts';
import type { HeadsetOptions, Quirks } from '../../../electron/common/headset/headset-quirks.ts';
import type { MachineContext, MachineState } from '../../../electron/common/headset/machine-state.ts';
import { readReport } from '../../../electron/common/headset/report-rules.ts';
import type {
  SelfTestEvent,
  SelfTestState,
  SelfTestStep,
} from '../../../electron/common/headset/self-test-state.ts';
import {
  selfTestTickAt,
  selfTestView,
  startSelfTest,
  stepSelfTest,
} from '../../../electron/common/headset/self-test.ts';
import type { InRole } from '../../../electron/common/headset/telephony-usages.ts';
import { layoutOf, type FixtureName } from './descriptor-fixtures.ts';

/** How a device differs from what its descriptor says. */
export interface Habits {
  /** The hook is 1 only for this long at a press, and does not follow the off-hook light. */
  readonly hookPulseMs?: number;
  /** An absolute mute is 1 only for this long at a press. */
  readonly mutePulseMs?: number;
  readonly mutesOnlyOffHook?: boolean;
  /** Buttons report 1 and never 0. */
  readonly noRelease?: boolean;
}

/** A headset made of a layout and habits, the real machine and a self-test, on one virtual clock. */
export interface Bench {
  press(role: InRole): Bench;
  act(action: SelfTestAction): Bench;
  interrupt(): Bench;
  wait(ms: number): Bench;
  view(): SelfTestView;
  /** `answer`, `ring?` for a look; undefined when the test is over. */
  task(): string | undefined;
  outcomes(): Record<string, SelfTestOutcome>;
  context(): MachineContext;
  machine(): MachineState;
  lit(): string[];
}

export const nameTask = (task: SelfTestTask): string =>
  task.kind === 'press' ? task.press : `${task.light}?`;

export function startBench(
  name: FixtureName,
  habits: Habits = {},
  quirks: Quirks = {},
  options: HeadsetOptions = {},
): Bench {
  const built = layoutOf(name);
  let context: MachineContext = { layout: layoutOf(name, quirks), quirks, options };
  let machine = createHeadsetMachine(context);
  let state = machine.initial;
  let t = 1_000_000;
  let later: { readonly at: number; readonly run: () => void }[] = [];
  let test: SelfTestState | undefined;
  const values = new Map<InRole, number>();
  let isLifted = false;

  const plan = (ms: number, run: () => void): void => {
    later = [...later, { at: t + ms, run }].sort((a, b) => a.at - b.at);
  };

  const send = (role: InRole): void => {
    const field = built.inputs.find((one) => one.role === role);
    if (field === undefined) throw new Error(`${name} has no ${role}`);
    const data = new Uint8Array(built.inBytes.get(field.reportId) ?? 0);
    for (const other of built.inputs)
      if (other.reportId === field.reportId) writeField(other, data, values.get(other.role) ?? 0);
    const bytes = built.numbered ? Uint8Array.of(field.reportId, ...data) : data;
    const report = splitReport(context.layout, bytes);
    for (const reading of readReport(context.layout, state.device?.values ?? [], report))
      tell({
        type: 'field',
        t,
        role: reading.field.role,
        value: reading.value,
        previous: reading.previous,
      });
    apply({ type: 'report', t, ...report });
  };

  const set = (role: InRole, value: number): void => {
    values.set(role, value);
    send(role);
  };

  /** As hid-host does it: the writes of a step first, then what the test makes of its intents. */
  const apply = (event: HeadsetEvent): void => {
    const step = machine.step(state, event);
    state = step.state;
    for (const effect of step.effects) if (effect.type === 'write') take(effect.bytes);
    for (const effect of step.effects)
      if (effect.type === 'intent') tell({ type: 'intent', t, intent: effect.intent });
  };

  const take = (bytes: Uint8Array): void => {
    const light = built.outputs.find(({ role }) => role === 'offHook');
    if (light === undefined || bytes[0] !== light.reportId) return;
    isLifted = (((bytes[1 + (light.bit >> 3)] ?? 0) >> (light.bit & 7)) & 1) === 1;
    if (habits.hookPulseMs !== undefined || !built.inputs.some(({ role }) => role === 'hook')) return;
    plan(5, () => {
      if ((values.get('hook') ?? 0) === (isLifted ? 1 : 0)) return;
      set('hook', isLifted ? 1 : 0);
    });
  };

  const follow = (step: SelfTestStep): void => {
    test = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'phase') apply({ ...effect, type: 'call', t });
      else {
        context = { ...context, layout: layoutOf(name, effect.quirks), quirks: effect.quirks };
        machine = createHeadsetMachine(context);
      }
    }
  };
  const tell = (event: SelfTestEvent): void => {
    if (test !== undefined) follow(stepSelfTest(test, event));
  };

  const press = (role: InRole): void => {
    const pulseMs = role === 'hook' ? habits.hookPulseMs : role === 'mute' ? habits.mutePulseMs : undefined;
    const semantics = built.inputs.find((field) => field.role === role)?.semantics;
    if (role === 'mute' && habits.mutesOnlyOffHook === true && !isLifted) return;
    if (semantics === 'level' && pulseMs === undefined) set(role, (values.get(role) ?? 0) === 0 ? 1 : 0);
    else {
      set(role, 1);
      values.set(role, 0);
      if (habits.noRelease !== true)
        plan(pulseMs ?? 80, () => {
          send(role);
        });
    }
  };

  apply({ type: 'attached', t });
  for (const id of new Set(built.inputs.map(({ reportId }) => reportId))) {
    const first = built.inputs.find(({ reportId }) => reportId === id);
    if (first !== undefined) set(first.role, 0);
  }
  t += 5_000;
  follow(startSelfTest(context, t));

  const tickAt = () => (test === undefined ? undefined : selfTestTickAt(test));
  const view = (): SelfTestView => {
    if (test === undefined) throw new Error('not started');
    return selfTestView(test);
  };

  const bench: Bench = {
    press(role) {
      press(role);
      return bench;
    },
    act(action) {
      tell({ type: 'action', t, action });
      return bench;
    },
    interrupt() {
      tell({ type: 'interrupted', t });
      return bench;
    },
    wait(ms) {
      const until = t + ms;
      for (;;) {
        const next = Math.min(later[0]?.at ?? Infinity, nextTickAt(state) ?? Infinity, tickAt() ?? Infinity);
        if (next > until) break;
        t = next;
        const [first] = later;
        if (first !== undefined && first.at === next) {
          later = later.slice(1);
          first.run();
        } else if (nextTickAt(state) === next) apply({ type: 'tick', t });
        else tell({ type: 'tick', t });
      }
      t = until;
      return bench;
    },
    view,
    task() {
      const { task } = view();
      return task === null ? undefined : nameTask(task);
    },
    outcomes: () => Object.fromEntries(view().results.map(({ task, outcome }) => [nameTask(task), outcome])),
    context: () => context,
    machine: () => state,
    lit: () => litRoles(context, state),
  };
  return bench;
}

const controls: Readonly<Record<string, readonly InRole[]>> = {
  answer: ['hook'],
  mute: ['mute'],
  unmute: ['mute'],
  hold: ['flash', 'hold'],
  resume: ['flash', 'hold'],
  end: ['hook', 'drop'],
  reject: ['reject', 'drop'],
  redial: ['redial'],
};

/** An operator who does what is asked, two seconds after it is asked. */
export function obey(bench: Bench): Bench {
  for (let task = bench.task(); task !== undefined; task = bench.task()) {
    bench.wait(2_000);
    if (bench.task() !== task) continue;
    const role = controls[task]?.find((one) =>
      bench.context().layout.inputs.some((field) => field.role === one),
    );
    if (role === undefined) bench.act('seen');
    else bench.press(role);
    bench.wait(1_500);
  }
  return bench;
}
