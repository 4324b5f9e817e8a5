import type { SelfTestAction, SelfTestView } from '../contract/headset-panel.ts';
import type { HeadsetIntent, HeadsetPhase } from '../contract/hid-contract.ts';
import type { Quirks } from './headset-quirks.ts';
import type { MachineContext } from './machine-state.ts';
import type { PlannedTask } from './self-test-plan.ts';
import type { InRole } from './telephony-usages.ts';

/**
 * What happens at the device and at the desk meanwhile; times in ms of one clock. Every field of a readable report is a
 * `field`, changed or not, before the intents of that report.
 */
export type SelfTestEvent =
  | {
      readonly type: 'field';
      readonly t: number;
      readonly role: InRole;
      readonly value: number;
      /** Undefined in the first report of its id. */
      readonly previous: number | undefined;
    }
  | { readonly type: 'intent'; readonly t: number; readonly intent: HeadsetIntent }
  | { readonly type: 'action'; readonly t: number; readonly action: SelfTestAction }
  | { readonly type: 'tick'; readonly t: number }
  /** A call came or the device went. */
  | { readonly type: 'interrupted'; readonly t: number };

export type SelfTestEffect =
  /** For the headset machine, as a `call` event: the test is the call side (R1). */
  | { readonly type: 'phase'; readonly phase: HeadsetPhase; readonly muted: boolean }
  /** The device is to be read with these quirks from now on; comes before the phase that goes with it. */
  | { readonly type: 'quirks'; readonly quirks: Quirks };

/** How one control moved since the test began. */
export interface Track {
  readonly lastReportAt: number;
  readonly roseAt: number;
  readonly fellAt: number;
}

/** A press that was understood, while it is watched what the control does next. */
export interface Watch {
  readonly over: 'hook-pulse' | 'mute-pulse' | 'release';
  readonly since: number;
  readonly until: number;
}

export interface SelfTestState {
  /** As it was when the test began. */
  readonly context: MachineContext;
  readonly status: SelfTestView['state'];
  readonly plan: readonly PlannedTask[];
  readonly index: number;
  readonly results: readonly SelfTestView['results'][number][];
  readonly learnt: Quirks;
  readonly isKept: boolean;
  /** As told last. */
  readonly phase: HeadsetPhase;
  readonly muted: boolean;
  /** When the device was given something to react to last; what its hook does long after is its own doing. */
  readonly quietSince: number;
  /** The phase of the present task begins only then. */
  readonly beginsAt: number | undefined;
  readonly deadline: number;
  readonly wrongAt: number | undefined;
  readonly watch: Watch | undefined;
  readonly tracks: ReadonlyMap<InRole, Track>;
}

export interface SelfTestStep {
  readonly state: SelfTestState;
  readonly effects: readonly SelfTestEffect[];
}

/** One step in the making, as in the headset machine. */
export interface SelfTestDraft {
  readonly t: number;
  readonly effects: SelfTestEffect[];
  state: SelfTestState;
}
