import type { WebHidDevice } from '../../../common/contract/hid-collections.ts';
import { keepListedCollections } from '../../../common/headset/collection-paths.ts';
import { readTelephonyLayout } from '../../../common/headset/telephony-layout.ts';
import { findWebHidDevice, mapWebHidDevice } from '../../../common/headset/webhid-descriptor.ts';
import type { DescriptorSource } from './descriptor-source.ts';

export interface WebHidDescriptors extends DescriptorSource {
  /** All that the browser engine sees now. */
  update(devices: readonly WebHidDevice[]): void;
}

/** What the browser engine has read of the devices; the only exact word about any device on Windows. */
export function createWebHidDescriptors(): WebHidDescriptors {
  let devices: readonly WebHidDevice[] = [];
  return {
    readDescriptor(entry) {
      const device = findWebHidDevice(devices, entry);
      const parsed =
        device === undefined ? undefined : keepListedCollections(mapWebHidDevice(device), entry.collections);
      // The engine hides what it protects: without call control its word is not the last one.
      const knows = parsed !== undefined && readTelephonyLayout(parsed).capability !== 'none';
      return Promise.resolve(knows ? { parsed, bytes: null, origin: 'webhid' } : undefined);
    },
    update(next) {
      devices = next;
    },
  };
}
