import type { SoundDevices } from '../../../electron/common/contract/sound-contract.ts';
import { findLabel, type DeviceInfo } from './devices.ts';

/** Labels in the settings; absent: the default of the system. */
export interface ChosenDevices {
  readonly microphone?: string;
  readonly speaker?: string;
  readonly ringer?: string;
}

/** A USB hub full of headsets; more is a fault somewhere. */
const mostDevices = 64;

/** What the desk is told of the sound devices. `speaking` is the label of the open microphone, null while it is closed. */
export function describeSound(
  devices: readonly DeviceInfo[],
  chosen: ChosenDevices,
  speaking: string | null,
  permission: SoundDevices['permission'],
): SoundDevices {
  return {
    permission,
    microphones: listLabels(devices, 'audioinput'),
    outputs: listLabels(devices, 'audiooutput'),
    inUse: {
      microphone: speaking ?? findLabel(devices, 'audioinput', chosen.microphone),
      speaker: findLabel(devices, 'audiooutput', chosen.speaker),
      ringer: findLabel(devices, 'audiooutput', chosen.ringer),
    },
  };
}

/** Each label once: two of the same model cannot be told apart by it. "default" and "communications" stand for others. */
function listLabels(devices: readonly DeviceInfo[], kind: 'audioinput' | 'audiooutput'): string[] {
  const labels = devices
    .filter((device) => device.kind === kind && !['default', 'communications'].includes(device.deviceId))
    .map(({ label }) => label.slice(0, 256))
    .filter((label) => label !== '');
  return [...new Set(labels)].slice(0, mostDevices);
}
