import type { HeadsetIntent, HeadsetLights, HeadsetPhase } from '../../common/contract/hid-contract.ts';
import { encodeLights, splitReport } from '../../common/headset/headset-codec.ts';
import {
  createHeadsetMachine,
  nextTickAt,
  presentLights,
  type HeadsetEvent,
} from '../../common/headset/headset-machine.ts';
import type { HeadsetDiag, MachineContext } from '../../common/headset/machine-state.ts';
import type { AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { HidDevice } from './hid-transport.ts';
import { createWriteQueue } from './write-queue.ts';

/** Lights out must not hold up the end of the program. */
const stopMs = 300;

export interface HeadsetDeviceEvents {
  /** `reportAt`: when the report that caused it arrived, in ms since the epoch. */
  intent(intent: HeadsetIntent, reportAt: number): void;
  diag(diag: HeadsetDiag): void;
  /** Unplugged, or a write failed twice. The device is closed; told once. */
  gone(reason: string): void;
}

export interface HeadsetDevice {
  setPhase(phase: HeadsetPhase, muted: boolean): void;
  /** The lights as they were written last. */
  lights(): HeadsetLights;
  /** All lights out, then closed; settles within 300 ms. */
  stop(): Promise<void>;
}

export interface HeadsetDeviceOptions {
  readonly device: HidDevice;
  readonly context: MachineContext;
  readonly clock: Clock;
  readonly phase: HeadsetPhase;
  readonly muted: boolean;
  readonly events: HeadsetDeviceEvents;
}

/** Runs the headset machine on an open device: reports in, writes and timers out. Writes the present state at once. */
export function runHeadsetDevice(options: HeadsetDeviceOptions): HeadsetDevice {
  const { device, context, clock, events } = options;
  const machine = createHeadsetMachine(context);
  let state = machine.initial;
  let isOver = false;
  let cancelTick = (): void => undefined;

  const giveUp = (reason: string): void => {
    if (isOver) return;
    apply({ type: 'detached', t: clock.now(), error: reason });
    finish();
    void device.close();
    events.gone(reason);
  };
  const queue = createWriteQueue(device, (error: AppError) => {
    giveUp(String(error.details?.['reason'] ?? error.message));
  });
  const finish = (): void => {
    isOver = true;
    cancelTick();
    queue.close();
  };

  const apply = (event: HeadsetEvent): void => {
    if (isOver) return;
    const step = machine.step(state, event);
    state = step.state;
    // Intents first: the way to "answered" must not wait for anything.
    for (const effect of step.effects) if (effect.type === 'intent') events.intent(effect.intent, event.t);
    for (const effect of step.effects) if (effect.type === 'diag') events.diag(effect.diag);
    queue.push(step.effects.flatMap((effect) => (effect.type === 'write' ? [effect.bytes] : [])));
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

  device.onError(giveUp);
  device.onReport((bytes) => {
    apply({ type: 'report', t: clock.now(), ...splitReport(context.layout, bytes) });
  });
  apply({ type: 'call', t: clock.now(), phase: options.phase, muted: options.muted });
  apply({ type: 'attached', t: clock.now() });

  return {
    setPhase(phase, muted) {
      apply({ type: 'call', t: clock.now(), phase, muted });
    },
    lights: () => presentLights(context, state),
    async stop() {
      if (isOver) return;
      isOver = true;
      cancelTick();
      queue.push(encodeLights(context.layout, new Set()).map(({ bytes }) => bytes));
      await within(
        clock,
        stopMs,
        queue.drained().then(() => device.close()),
      );
      finish();
      void device.close();
    },
  };
}

/** Waits for `work`, but not longer than `ms`. */
function within(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    void work.finally(() => {
      cancel();
      resolve();
    });
  });
}
