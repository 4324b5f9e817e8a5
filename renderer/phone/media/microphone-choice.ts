import { findDeviceId, type DeviceInfo } from './devices.ts';
import type { InputInfo } from './microphone-identity.ts';

export interface MicrophoneWish {
  /** Label in the settings; absent: the default of the system. */
  readonly chosen: string | undefined;
  /** Label of the one that went away in these calls; taken again when it is back. */
  readonly lost: string | undefined;
}

export interface MicrophoneChoice {
  /** null: the default of the system. */
  readonly deviceId: string | null;
  /** Label of the one that should speak and is not there. */
  readonly missing: string | null;
}

/** Which microphone the calls should have, of those that are there. */
export function chooseMicrophone(
  devices: readonly DeviceInfo[],
  { chosen, lost }: MicrophoneWish,
): MicrophoneChoice {
  const isChosen = chosen !== undefined && chosen.trim() !== '';
  const wanted = isChosen ? chosen : lost;
  const deviceId = findDeviceId(devices, 'audioinput', wanted);
  return { deviceId, missing: deviceId === null && wanted !== undefined ? wanted : null };
}

/** The label of the device itself, where a track only says that it is the default: they share the group. */
export function findRealLabel(devices: readonly (DeviceInfo & InputInfo)[], inUse: InputInfo): string {
  const real = devices.find(
    ({ kind, deviceId, groupId, label }) =>
      kind === 'audioinput' &&
      deviceId !== 'default' &&
      deviceId !== 'communications' &&
      groupId !== '' &&
      groupId === inUse.groupId &&
      label !== '',
  );
  return (real?.label ?? inUse.label).slice(0, 256);
}

/** Whether a microphone with that label is there; true where the engine tells no labels. */
export function isPresent(devices: readonly DeviceInfo[], label: string): boolean {
  const inputs = devices.filter(({ kind }) => kind === 'audioinput');
  return (
    inputs.some((device) => device.label === label) ||
    (inputs.length > 0 && inputs.every((device) => device.label === ''))
  );
}
