import type { HeadsetEventEntry } from '../contract/headset-panel.ts';
import type { HeadsetIntent, HeadsetPhase } from '../contract/hid-contract.ts';
import type { ReportFault } from './headset-codec.ts';
import type { HeadsetOptions, Quirks } from './headset-quirks.ts';
import type { InField, TelephonyLayout } from './telephony-layout.ts';

/** What stands fixed while one device is attached. */
export interface MachineContext {
  readonly layout: TelephonyLayout;
  readonly quirks: Quirks;
  readonly options: HeadsetOptions;
}

/** A write of ours that carries off-hook, and may cause a hook report (R8). Times are those of the events, in ms. */
export interface Expectation {
  readonly offHook: boolean;
  readonly until: number;
  readonly write: number;
  /** The device changes its hook by this write, and tells so. */
  readonly turns: boolean;
}

/** A hook level that a write of ours may still force, because it crossed a press on its way (R19). */
export interface Crossing {
  readonly offHook: boolean;
  readonly until: number;
}

export interface GivenIntent {
  readonly type: HeadsetIntent['type'];
  readonly at: number;
}

/** All that is known of the device since it was attached. */
export interface DeviceKnowledge {
  /** The last value of each field, by its index in `layout.inputs`; undefined before its first report. */
  readonly values: readonly (number | undefined)[];
  readonly hookLevel: boolean | undefined;
  readonly writtenOffHook: boolean;
  readonly lastWriteAt: number;
  /** How many reports were written. */
  readonly writes: number;
  /** Oldest first. */
  readonly expectations: readonly Expectation[];
  readonly crossing: Crossing | undefined;
  readonly attachWindowUntil: number;
  /** In that window it was turned away from the off-hook bit written last. */
  readonly wasTurnedAtAttach: boolean;
  readonly flashMaskUntil: number;
  readonly busyChangedAt: number;
  /** Reports with an unchanged hook 0 during the present incoming phase (R14). */
  readonly onHookReports: number;
  readonly learntMute: 'toggle' | 'level' | undefined;
  readonly undecidedMuteDueAt: number | undefined;
  readonly muteToggledAt: number;
  readonly dialDueAt: number | undefined;
  readonly given: readonly GivenIntent[];
}

export interface MachineState {
  readonly phase: HeadsetPhase;
  readonly muted: boolean;
  /** The operator is in wrap-up or paused: the agent light may show it (R20). */
  readonly away: boolean;
  readonly idleSince: number;
  /** Undefined while no device is attached. */
  readonly device: DeviceKnowledge | undefined;
  readonly ignoredReports: number;
}

export type HeadsetDiag = ReportFault | 'headset-in-use' | 'possible conflict' | 'detached' | 'no device';

/** Why a hook or button change gave an intent, or gave none; the vocabulary of the event log. */
export type HeadsetNoteKind = Extract<
  HeadsetEventEntry['what'],
  'pressed' | 'echo' | 'attach-window' | 'flash-mask' | 'crossed' | 'repeated' | 'shared' | 'guarded'
>;

export type HeadsetEffect =
  | { readonly type: 'intent'; readonly intent: HeadsetIntent }
  /** Numbered from 1 since the device was attached. */
  | { readonly type: 'write'; readonly write: number; readonly bytes: Uint8Array }
  | { readonly type: 'diag'; readonly diag: HeadsetDiag }
  /** `detail` is an intent as `nameIntent` tells it, a hook value, or the diag. */
  | { readonly type: 'note'; readonly what: HeadsetNoteKind; readonly detail: string };

/** One field of a report; `previous` is undefined in the first report of its id. */
export interface FieldReading {
  readonly field: InField;
  readonly value: number;
  readonly previous: number | undefined;
}

/** One step in the making: the rules put new states and effects here, the step hands them out. */
export interface Draft {
  readonly context: MachineContext;
  readonly t: number;
  readonly effects: HeadsetEffect[];
  state: MachineState;
  device: DeviceKnowledge;
  /** The present state is to be written again at the end of the step, once whatever the number of reasons. */
  rewrite: boolean;
}

export const never = Number.NEGATIVE_INFINITY;

export function learnNothing(layout: TelephonyLayout): DeviceKnowledge {
  return {
    values: layout.inputs.map(() => undefined),
    hookLevel: undefined,
    writtenOffHook: false,
    lastWriteAt: never,
    writes: 0,
    expectations: [],
    crossing: undefined,
    attachWindowUntil: never,
    wasTurnedAtAttach: false,
    flashMaskUntil: never,
    busyChangedAt: never,
    onHookReports: 0,
    learntMute: undefined,
    undecidedMuteDueAt: undefined,
    muteToggledAt: never,
    dialDueAt: undefined,
    given: [],
  };
}

export function isOffHookPhase(phase: HeadsetPhase): boolean {
  return phase !== 'idle' && phase !== 'incoming';
}

const defaultAckDeadlineMs = 500;

export function ackDeadlineMs({ quirks }: MachineContext): number {
  return quirks.ackDeadlineMs ?? defaultAckDeadlineMs;
}
