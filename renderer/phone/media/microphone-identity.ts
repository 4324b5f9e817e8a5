import { findDeviceId, type DeviceInfo } from './devices.ts';

/** What `enumerateDevices` tells, or a track about itself. */
export interface InputInfo {
  readonly label: string;
  /** The same for all devices in one housing; the default has that of the device it stands for. */
  readonly groupId: string;
}

/**
 * The USB id that Chromium adds to the label of a USB sound device on every system: `Jabra Link 380 (0b0e:24c9)`, also
 * behind "Default - " and "Communications - ". Four hex digits each, lower case; null if there is none.
 */
export function readUsbId(label: string): string | null {
  return /\(([0-9a-f]{4}:[0-9a-f]{4})\)\s*$/i.exec(label)?.[1]?.toLowerCase() ?? null;
}

/**
 * The USB id of the microphone in use or, while none is (`inUse` null), of the one that a call would open: the chosen
 * one by its label, else the default. Some systems call that just "Default": then its group tells.
 */
export function identifyMicrophone(
  devices: readonly (DeviceInfo & InputInfo)[],
  inUse: InputInfo | null,
  chosenLabel: string | undefined,
): string | null {
  const inputs = devices.filter(({ kind }) => kind === 'audioinput');
  const chosenId = findDeviceId(devices, 'audioinput', chosenLabel);
  const microphone =
    inUse ??
    inputs.find(({ deviceId }) => deviceId === chosenId) ??
    inputs.find(({ deviceId }) => deviceId === 'default') ??
    inputs[0];
  if (microphone === undefined) return null;
  const { label, groupId } = microphone;
  const group = groupId === '' ? [] : inputs.filter((input) => input.groupId === groupId);
  return [label, ...group.map((input) => input.label)].map(readUsbId).find((id) => id !== null) ?? null;
}
