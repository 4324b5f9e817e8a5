import type { HeadsetPanel } from '../../../electron/common/contract/headset-panel.ts';

type Device = NonNullable<HeadsetPanel['device']>;
type Input = Device['inputs'][number];
export type InputRole = Input['role'];
export type OutputRole = Device['outputs'][number]['role'];
export type Signal = HeadsetPanel['live']['recent'][number];

/** One kind of button of a headset, which may have several fields in its reports. */
export interface ButtonView {
  readonly role: InputRole;
  readonly semantics: readonly Input['semantics'][];
  readonly isPressed: boolean;
  /** When it was pressed last, as far as it is remembered; milliseconds since the epoch. */
  readonly pressedAt: number | null;
}

export interface LightView {
  readonly role: OutputRole;
  readonly isLit: boolean;
}

export interface ControlsView {
  readonly buttons: readonly ButtonView[];
  /** What the headset tells of itself; nothing is done about it. */
  readonly signs: readonly ButtonView[];
  readonly lights: readonly LightView[];
}

/** A button that jumps back is down for some hundredths of a second; its lamp stays lit long enough to be seen. */
export const afterglowMs = 1_000;

/** No intents come of these (R15). */
const signRoles: readonly InputRole[] = ['busy', 'line', 'speaker', 'speedDial', 'voiceMail'];

export function controlsView(device: Device, live: HeadsetPanel['live'], now: number): ControlsView {
  const inputs = unique(device.inputs.map(({ role }) => role)).map((role): ButtonView => {
    const pressedAt =
      live.recent.findLast((signal) => signal.role === role && signal.value !== 0)?.at ?? null;
    return {
      role,
      semantics: unique(
        device.inputs.filter((input) => input.role === role).map(({ semantics }) => semantics),
      ),
      isPressed: live.pressed.includes(role) || (pressedAt !== null && now - pressedAt < afterglowMs),
      pressedAt,
    };
  });
  return {
    buttons: inputs.filter(({ role }) => !signRoles.includes(role)),
    signs: inputs.filter(({ role }) => signRoles.includes(role)),
    lights: unique(device.outputs.map(({ role }) => role)).map((role) => ({
      role,
      isLit: live.lit.includes(role),
    })),
  };
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
