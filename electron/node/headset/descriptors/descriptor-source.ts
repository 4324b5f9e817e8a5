import type { DescriptorOrigin } from '../../../common/contract/headset-panel.ts';
import { keepListedCollections } from '../../../common/headset/collection-paths.ts';
import { parseHidDescriptor } from '../../../common/headset/hid-descriptor.ts';
import type { DeviceDescriptor, HidEntry } from '../hid-transport.ts';

/** One place where descriptors come from: node-hid has no call for them. Nothing here throws or rejects. */
export interface DescriptorSource {
  /** What the entry declares; undefined when this source does not know the device. */
  readDescriptor(entry: HidEntry): Promise<DeviceDescriptor | undefined>;
}

/** USB counts the bytes of a report descriptor in 16 bits (HID 1.11 §6.2.1, wDescriptorLength). */
export const maxDescriptorBytes = 0xffff;

/** Bytes as the description of an entry; undefined when they are of something else or no descriptor at all. */
export function describeBytes(
  bytes: Uint8Array,
  origin: DescriptorOrigin,
  entry: HidEntry,
): DeviceDescriptor | undefined {
  if (bytes.length === 0 || bytes.length > maxDescriptorBytes) return undefined;
  const parsed = keepListedCollections(parseHidDescriptor(bytes), entry.collections);
  return parsed === undefined ? undefined : { parsed, bytes, origin };
}
