import type { HeadsetLights, HeadsetPhase } from '../../common/contract/hid-contract.ts';
import { encodeLights, splitReport } from '../../common/headset/headset-codec.ts';
import {
  createHeadsetMachine,
  nextTickAt,
  presentLights,
  type HeadsetEvent,
} from '../../common/headset/headset-machine.ts';
import { forgetWrites } from '../../common/headset/hook-echoes.ts';
import type { HeadsetEffect, MachineContext, MachineState } from '../../common/headset/machine-state.ts';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { HidDevice } from './hid-transport.ts';
import { withinTime } from './deadline.ts';
import { nothingSeen, seeReport, seeWritten, type SeenField, type LiveView } from './live-view.ts';
import { countReport, openGate } from './report-gate.ts';
import { createWriteQueue } from './write-queue.ts';

/** Lights out must not hold up the end of the program. */
const stopMs = 300;
/** What a flood left behind is worked off before the answers to writes come in. */
const stopFloodMs = 3_000;

/** What went over the wire, and what the call side said; times in ms since the epoch. */
export type DeviceTraffic =
  | { readonly t: number; readonly direction: 'in' | 'out'; readonly bytes: Uint8Array }
  | { readonly t: number; readonly phase: HeadsetPhase; readonly muted: boolean }
  | { readonly t: number; readonly event: 'attached' | 'detached' };

export interface HeadsetDeviceEvents {
  /** The fields of a report, told before what the machine makes of it. */
  fields(fields: readonly SeenField[], t: number): void;
  /** Intents, diags and notes of the machine, intents first; `t`: when what caused them arrived. */
  effect(effect: Exclude<HeadsetEffect, { type: 'write' }>, t: number): void;
  traffic(traffic: DeviceTraffic): void;
  /** Buttons or lights are other than before. */
  changed(): void;
  /** Unplugged, stopped working, or put aside for flooding. The device is closed; told once. */
  gone(error: AppError): void;
}

export interface HeadsetDevice {
  /** Written even if it is the present one: that brings the device back into step (R1). */
  setPhase(phase: HeadsetPhase, muted: boolean): void;
  setAway(away: boolean): void;
  /** Writes the present state again: the device may have lost it in a sleep. */
  rewrite(): void;
  /** Other quirks or options from now on. What is known of the device stays; the present state is written. */
  configure(context: MachineContext): void;
  /** The system says that the device is not there any more, though nothing told so. */
  lose(reason: string): void;
  context(): MachineContext;
  state(): MachineState;
  /** The lights as the present state wants them. */
  lights(): HeadsetLights;
  live(): LiveView;
  /** How many reports came in so far, read or not. */
  reports(): number;
  /** All lights out, then closed; settles within 300 ms. Nothing is told any more. */
  stop(): Promise<void>;
}

export interface HeadsetDeviceOptions {
  readonly device: HidDevice;
  readonly context: MachineContext;
  readonly clock: Clock;
  readonly phase: HeadsetPhase;
  readonly muted: boolean;
  readonly away: boolean;
  readonly events: HeadsetDeviceEvents;
}

/** Runs the headset machine on an open device: reports in, writes and timers out. Writes the present state at once. */
export function runHeadsetDevice(options: HeadsetDeviceOptions): HeadsetDevice {
  const { device, clock, events } = options;
  let { context } = options;
  let machine = createHeadsetMachine(context);
  let state = machine.initial;
  let live = nothingSeen;
  let gate = openGate;
  let reports = 0;
  let lastBytes: Uint8Array = new Uint8Array();
  let isOver = false;
  let isStepping = false;
  const backlog: HeadsetEvent[] = [];
  /** Of the writes, as the machine counts them. */
  const numbers = new WeakMap<Uint8Array, number>();
  let cancelTick = (): void => undefined;

  const queue = createWriteQueue({
    device,
    clock,
    onWritten(bytes) {
      if (isOver) return;
      live = seeWritten(live, bytes);
      events.traffic({ t: clock.now(), direction: 'out', bytes });
      events.changed();
    },
    onFailed: (error) => {
      giveUp(error);
    },
  });

  const finish = (): void => {
    isOver = true;
    cancelTick();
    queue.close();
  };

  const giveUp = (error: AppError): void => {
    if (isOver) return;
    apply({ type: 'detached', t: clock.now(), error: error.message });
    events.traffic({ t: clock.now(), event: 'detached' });
    finish();
    void device.close();
    events.gone(error);
  };

  /** One step after the other, also when what a step tells leads to the next event at once. */
  const apply = (event: HeadsetEvent): void => {
    backlog.push(event);
    if (isStepping) return;
    isStepping = true;
    for (let next = backlog.shift(); next !== undefined; next = backlog.shift()) takeStep(next);
    isStepping = false;
  };

  const takeStep = (event: HeadsetEvent): void => {
    if (isOver) return;
    const step = machine.step(state, event);
    state = step.state;
    // Intents first: the way to "answered" must not wait for anything.
    for (const effect of step.effects) if (effect.type === 'intent') events.effect(effect, event.t);
    for (const effect of step.effects)
      if (effect.type !== 'intent' && effect.type !== 'write') events.effect(effect, event.t);
    const writes = step.effects.filter((effect) => effect.type === 'write');
    for (const { bytes, write } of writes) numbers.set(bytes, write);
    const superseded = queue.push(writes.map(({ bytes }) => bytes));
    state = forgetWrites(state, new Set(superseded.flatMap((bytes) => numbers.get(bytes) ?? [])));
    armTick();
  };

  const armTick = (): void => {
    cancelTick();
    cancelTick = () => undefined;
    const due = isOver ? undefined : nextTickAt(state);
    if (due === undefined) return;
    cancelTick = clock.after(Math.max(0, due - clock.now()), () => {
      apply({ type: 'tick', t: Math.max(due, clock.now()) });
    });
  };

  const setPhase = (phase: HeadsetPhase, muted: boolean): void => {
    if (isOver) return;
    const t = clock.now();
    events.traffic({ t, phase, muted });
    apply({ type: 'call', t, phase, muted });
  };

  const rewrite = (): void => {
    apply({ type: 'call', t: clock.now(), phase: state.phase, muted: state.muted });
  };

  const stop = async (withinMs = stopMs): Promise<void> => {
    if (isOver) return;
    isOver = true;
    cancelTick();
    queue.push(encodeLights(context.layout, new Set()).map(({ bytes }) => bytes));
    await withinTime(
      clock,
      withinMs,
      queue.drained().then(() => device.close()),
      undefined,
    );
    finish();
    void device.close();
  };

  const receive = (bytes: Uint8Array): void => {
    if (isOver) return;
    reports++;
    const t = clock.now();
    const counted = countReport(gate, t, isSame(bytes, lastBytes));
    gate = counted.gate;
    lastBytes = bytes;
    if (counted.verdict === 'drop') return;
    if (counted.verdict === 'flood') {
      events.traffic({ t, event: 'detached' });
      device.stopReading();
      void stop(stopFloodMs);
      events.gone(appError('headset.flooding'));
      return;
    }
    events.traffic({ t, direction: 'in', bytes });
    const report = splitReport(context.layout, bytes);
    const seen = seeReport(live, context.layout, report, t);
    live = seen.view;
    if (seen.fields.length > 0) events.fields(seen.fields, t);
    apply({ type: 'report', t, ...report });
    if (seen.fields.some(({ value, previous }) => value !== (previous ?? 0))) events.changed();
  };

  device.onError((reason) => {
    giveUp(appError('headset.failed', { reason }));
  });
  device.onReport(receive);
  events.traffic({ t: clock.now(), phase: options.phase, muted: options.muted });
  apply({ type: 'call', t: clock.now(), phase: options.phase, muted: options.muted });
  apply({ type: 'agent', t: clock.now(), away: options.away });
  events.traffic({ t: clock.now(), event: 'attached' });
  apply({ type: 'attached', t: clock.now() });

  return {
    setPhase,
    setAway(away) {
      apply({ type: 'agent', t: clock.now(), away });
    },
    rewrite,
    configure(next) {
      if (isOver) return;
      state = carryOver(state, context, next);
      live = { ...live, values: carryValues(live.values, context, next) };
      context = next;
      machine = createHeadsetMachine(context);
      rewrite();
      events.changed();
    },
    lose(reason) {
      giveUp(appError('headset.failed', { reason }));
    },
    context: () => context,
    state: () => state,
    lights: () => presentLights(context, state),
    live: () => live,
    reports: () => reports,
    stop: () => stop(),
  };
}

/** Of call-control reports; what is longer than any of them is compared by its beginning. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < Math.min(a.length, 64); index++) if (a[index] !== b[index]) return false;
  return true;
}

/** What each field reported last, found again by its place: quirks give and take fields and change how they speak. */
function carryValues(
  values: readonly (number | undefined)[],
  from: MachineContext,
  to: MachineContext,
): readonly (number | undefined)[] {
  return to.layout.inputs.map(
    (field) =>
      values[
        from.layout.inputs.findIndex(
          ({ reportId, bit, role }) =>
            reportId === field.reportId && bit === field.bit && role === field.role,
        )
      ],
  );
}

function carryOver(state: MachineState, from: MachineContext, to: MachineContext): MachineState {
  if (state.device === undefined) return state;
  return { ...state, device: { ...state.device, values: carryValues(state.device.values, from, to) } };
}
