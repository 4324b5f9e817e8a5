import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseBytes } from '../../common/headset/headset-codec.ts';
import { formatUsbId } from '../../common/headset/headset-quirks.ts';
import type { HidEntry } from './hid-transport.ts';
import { knownDescriptors } from './known-descriptors.ts';

/** Where report descriptors come from: node-hid has no call for them. Nothing here throws or rejects. */
export interface DescriptorSource {
  readDescriptor(entry: HidEntry): Promise<Uint8Array | undefined>;
  readProductName(entry: HidEntry): Promise<string | undefined>;
}

const telephonyPage = 0x0b;

/** Linux: sysfs holds the raw bytes, readable by everyone, for every hidraw node. */
export function createSysfsDescriptors(root = '/sys/class/hidraw'): DescriptorSource {
  const locate = (entry: HidEntry, file: string): string => join(root, basename(entry.path), 'device', file);
  return {
    readDescriptor: async (entry) =>
      readFile(locate(entry, 'report_descriptor')).then(
        (bytes) => new Uint8Array(bytes),
        () => undefined,
      ),
    readProductName: async (entry) =>
      readFile(locate(entry, 'uevent'), 'utf8').then(
        (text) => /^HID_NAME=(.+)$/m.exec(text)?.[1],
        () => undefined,
      ),
  };
}

/** Elsewhere: descriptors of devices seen before. There every top-level collection has a path of its own. */
export const bundledDescriptors: DescriptorSource = {
  readDescriptor(entry) {
    const isOther = entry.usagePages.length > 0 && !entry.usagePages.includes(telephonyPage);
    const hex = isOther ? undefined : knownDescriptors.get(formatUsbId(entry.vendorId, entry.productId));
    return Promise.resolve(hex === undefined ? undefined : parseBytes(hex));
  },
  readProductName: () => Promise.resolve(undefined),
};

/** Asks one source after the other. */
export function chainDescriptors(...sources: readonly DescriptorSource[]): DescriptorSource {
  return {
    async readDescriptor(entry) {
      for (const source of sources) {
        const found = await source.readDescriptor(entry);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    async readProductName(entry) {
      for (const source of sources) {
        const found = await source.readProductName(entry);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

export function createDescriptorSource(platform: NodeJS.Platform): DescriptorSource {
  return platform === 'linux'
    ? chainDescriptors(createSysfsDescriptors(), bundledDescriptors)
    : bundledDescriptors;
}
