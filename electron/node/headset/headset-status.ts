import type { HeadsetDeviceInfo, HeadsetLights, HeadsetStatus } from '../../common/contract/hid-contract.ts';
import type { AppError } from '../../common/lib/app-error.ts';
import { isChosen, type Candidate } from './headset-choice.ts';
import type { ActiveHeadset } from './headset-in-use.ts';

const noLights: HeadsetLights = { offHook: false, ring: false, mute: false, hold: false };

/** `error`: why there is none in use, if something is wrong. */
export function showStatus(active: ActiveHeadset | undefined, error: AppError | undefined): HeadsetStatus {
  if (active !== undefined) {
    const { product, virtual } = active.candidate.entry;
    return { state: 'ready', product, virtual, lights: active.device.lights() };
  }
  if (error !== undefined) return { state: 'failed', virtual: false, error, lights: noLights };
  return { state: 'none', virtual: false, lights: noLights };
}

export function showCandidate(
  candidate: Candidate,
  active: boolean,
  chosen: string | null,
): HeadsetDeviceInfo {
  const { path, product, vendorId, productId, virtual } = candidate.entry;
  const { capability } = candidate.layout;
  return {
    key: path,
    product,
    vendorId,
    productId,
    virtual,
    capability,
    active,
    chosen: isChosen(candidate, chosen),
  };
}
