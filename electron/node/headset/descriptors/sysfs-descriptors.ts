import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HidEntry } from '../hid-transport.ts';
import { describeBytes, maxDescriptorBytes, type DescriptorSource } from './descriptor-source.ts';
import { readStart } from './read-start.ts';

export interface SysfsDescriptors extends DescriptorSource {
  /** The kernel's name of the device: node-hid loses names with letters outside ASCII. */
  readProductName(entry: HidEntry): Promise<string | undefined>;
}

/** Linux: the kernel shows the raw bytes of every hidraw node to everyone. */
export function createSysfsDescriptors(root = '/sys/class/hidraw'): SysfsDescriptors {
  const locate = (entry: HidEntry, file: string): string => join(root, basename(entry.path), 'device', file);
  return {
    readDescriptor: async (entry) =>
      readStart(locate(entry, 'report_descriptor'), maxDescriptorBytes + 1).then(
        (bytes) => describeBytes(new Uint8Array(bytes), 'sysfs', entry),
        // Unplugged since it was listed.
        () => undefined,
      ),
    readProductName: async (entry) =>
      readFile(locate(entry, 'uevent'), 'utf8').then(
        (text) => /^HID_NAME=(.+)$/m.exec(text)?.[1],
        () => undefined,
      ),
  };
}
