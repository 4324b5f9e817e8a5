import { parseBytes } from '../../../common/headset/headset-codec.ts';
import { formatUsbId } from '../../../common/headset/headset-quirks.ts';
import { describeBytes, type DescriptorSource } from './descriptor-source.ts';
import { knownDescriptors } from './known-descriptors.ts';

/** Descriptors of devices captured whole, by USB id; another firmware of a device may declare other bits. */
export const bundledDescriptors: DescriptorSource = {
  readDescriptor(entry) {
    const bytes = parseBytes(knownDescriptors.get(formatUsbId(entry.vendorId, entry.productId)) ?? '');
    return Promise.resolve(bytes === undefined ? undefined : describeBytes(bytes, 'bundled', entry));
  },
};
