import type { HeadsetPanel } from '../../common/contract/headset-panel.ts';
import type { AppError } from '../../common/lib/app-error.ts';
import { usbIdOf } from './headset-choice.ts';
import type { ActiveHeadset } from './headset-in-use.ts';
import { showLive } from './live-view.ts';

export interface PanelParts {
  readonly active: ActiveHeadset | undefined;
  readonly selfTest: HeadsetPanel['selfTest'];
  readonly recording: HeadsetPanel['recording'];
  readonly obstacles: readonly AppError[];
}

/** What is known of the headset in use, in the form that the desk and `ctl` see. */
export function showPanel({ active, selfTest, recording, obstacles }: PanelParts): HeadsetPanel {
  return {
    device: active === undefined ? null : showDevice(active),
    live:
      active === undefined
        ? { pressed: [], lit: [], recent: [] }
        : showLive(active.device.live(), active.device.context().layout),
    selfTest,
    recording,
    obstacles: [...obstacles],
  };
}

function showDevice({ candidate, device }: ActiveHeadset): NonNullable<HeadsetPanel['device']> {
  const { layout, quirks, options } = device.context();
  return {
    usbId: usbIdOf(candidate.entry),
    product: candidate.entry.product,
    capability: layout.capability,
    origin: candidate.descriptor.origin,
    inputs: layout.inputs.map(({ role, semantics, reportId, bit, size }) => ({
      role,
      semantics,
      reportId,
      bit,
      size,
    })),
    outputs: layout.outputs.map(({ role, reportId, bit }) => ({ role, reportId, bit })),
    quirks,
    options,
    warnings: [...layout.warnings],
  };
}
