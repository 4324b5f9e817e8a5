import type { HeadsetDeviceInfo } from '../../../electron/common/contract/hid-contract.ts';
import type { TextKey } from '../../i18n/texts.ts';

/** Whether it is in use, or why it is not. */
export function deviceStatus(
  { active, chosen, capability, virtual }: HeadsetDeviceInfo,
  devices: readonly HeadsetDeviceInfo[],
): TextKey {
  if (active) return chosen ? 'headsetPage.status.chosen' : 'headsetPage.status.inUse';
  if (chosen) return 'headsetPage.status.chosenIdle';
  if (capability === 'none') return 'headsetPage.status.noButtons';
  if (capability === 'muteOnly' || capability === 'hookOnly') return 'headsetPage.status.partOnly';
  if (virtual) return 'headsetPage.status.onScreen';
  return devices.some((device) => device.active) ? 'headsetPage.status.spare' : 'headsetPage.status.idle';
}

/** What has no buttons cannot be chosen, and what is chosen needs no choosing. */
export function canBeChosen({ chosen, capability }: HeadsetDeviceInfo): boolean {
  return !chosen && capability !== 'none';
}
