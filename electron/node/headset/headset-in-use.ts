import type { HeadsetPhase } from '../../common/contract/hid-contract.ts';
import type { MachineContext } from '../../common/headset/machine-state.ts';
import type { AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { isSameEntry, type Candidate } from './headset-choice.ts';
import {
  runHeadsetDevice,
  type DeviceTraffic,
  type HeadsetDevice,
  type HeadsetDeviceEvents,
} from './headset-device.ts';
import type { HidDevice } from './hid-transport.ts';

export interface ActiveHeadset {
  readonly candidate: Candidate;
  readonly device: HeadsetDevice;
  /** Ms since the epoch. */
  readonly since: number;
}

export interface HeadsetInUseEvents extends Omit<HeadsetDeviceEvents, 'gone' | 'traffic'> {
  /** From before `attached` on. */
  traffic(traffic: DeviceTraffic, of: Candidate): void;
  attached(headset: ActiveHeadset): void;
  /** `error` is absent when it was let go, for another one or for none. */
  detached(headset: ActiveHeadset, error?: AppError): void;
}

export interface HeadsetInUseOptions {
  readonly clock: Clock;
  readonly contextOf: (candidate: Candidate) => MachineContext;
  readonly callSide: () => { readonly phase: HeadsetPhase; readonly muted: boolean; readonly away: boolean };
  readonly events: HeadsetInUseEvents;
  /** After `detached` with an error. */
  readonly onLost: (headset: ActiveHeadset, error: AppError) => void;
}

/** The one headset that is open, and how another takes its place. */
export interface HeadsetInUse {
  current(): ActiveHeadset | undefined;
  is(candidate: Candidate): boolean;
  /** Settles when the one before, if any, is dark and closed. */
  take(candidate: Candidate, device: HidDevice): Promise<void>;
  /** Dark and closed, with none in its place. */
  leave(): Promise<void>;
  /** Takes up layout, quirks and options as they are now. */
  refresh(candidates: readonly Candidate[]): void;
  stop(): Promise<void>;
}

export function createHeadsetInUse(options: HeadsetInUseOptions): HeadsetInUse {
  const { clock, contextOf, events } = options;
  let active: ActiveHeadset | undefined;
  const is = ({ entry }: Candidate): boolean =>
    active !== undefined && isSameEntry(active.candidate.entry, entry);

  const open = (candidate: Candidate, hid: HidDevice): ActiveHeadset => {
    const device = runHeadsetDevice({
      device: hid,
      context: contextOf(candidate),
      clock,
      ...options.callSide(),
      events: {
        ...events,
        traffic: (traffic) => {
          events.traffic(traffic, candidate);
        },
        gone(error) {
          if (active?.device !== device) return;
          const lost = active;
          active = undefined;
          events.detached(lost, error);
          options.onLost(lost, error);
        },
      },
    });
    return { candidate, device, since: clock.now() };
  };

  return {
    current: () => active,
    is,
    async take(candidate, device) {
      const replaced = active;
      if (replaced !== undefined) events.detached(replaced);
      // The old one goes dark at once, and what it says in answer is not the operator's.
      const stopping = replaced?.device.stop();
      active = open(candidate, device);
      events.attached(active);
      await stopping;
    },
    async leave() {
      if (active === undefined) return;
      const left = active;
      active = undefined;
      events.detached(left);
      await left.device.stop();
    },
    refresh(candidates) {
      if (active === undefined) return;
      const candidate = candidates.find(is) ?? active.candidate;
      active = { ...active, candidate };
      const next = contextOf(candidate);
      // Only when something is other than before: the device would be written to at every wish.
      if (describe(next) !== describe(active.device.context())) active.device.configure(next);
    },
    async stop() {
      await active?.device.stop();
    },
  };
}

function describe({ layout, quirks, options }: MachineContext): string {
  return JSON.stringify([layout.inputs, layout.outputs, quirks, options]);
}
