import type { WebHidDevice } from '../../../common/contract/hid-collections.ts';
import type { AppError } from '../../../common/lib/app-error.ts';
import type { HidEntry } from '../hid-transport.ts';
import { bundledDescriptors } from './bundled-descriptors.ts';
import type { DescriptorSource } from './descriptor-source.ts';
import { createFileDescriptors } from './file-descriptors.ts';
import { createIoregDescriptors } from './ioreg-descriptors.ts';
import { createSysfsDescriptors } from './sysfs-descriptors.ts';
import { createWebHidDescriptors } from './webhid-descriptors.ts';

/** All sources of a system together. */
export interface DescriptorSources extends DescriptorSource {
  /** The name of a device whose name the list leaves empty, if the system has another place for it. */
  readProductName(entry: HidEntry): Promise<string | undefined>;
  /** What WebHID sees, whole at every change. Devices that were unknown before may be known now. */
  describe(devices: readonly WebHidDevice[]): void;
  /** Where the user's descriptor files are: `<folder>/0b0e-24c9.hex`. They are read anew each time. */
  useFolder(folder: string): void;
  /** Files of the user's that could not be used when they were read last: `headset.descriptor-invalid` {file}. */
  faults(): readonly AppError[];
}

/**
 * The most exact first: the bytes the system holds; a file, which is bytes too and somebody's deliberate word; what the
 * browser engine says; what was known when the program was built. Reads of one device go one after the other and stop
 * at the first that knows it.
 */
export function createDescriptorSources(platform: NodeJS.Platform): DescriptorSources {
  const sysfs = platform === 'linux' ? createSysfsDescriptors() : undefined;
  const ioreg = platform === 'darwin' ? createIoregDescriptors() : undefined;
  const files = createFileDescriptors();
  const webHid = createWebHidDescriptors();
  const sources = [sysfs, ioreg, files, webHid, bundledDescriptors].filter((source) => source !== undefined);
  return {
    readDescriptor: firstOf(sources).readDescriptor,
    readProductName: (entry) => sysfs?.readProductName(entry) ?? Promise.resolve(undefined),
    describe: webHid.update,
    useFolder: files.useFolder,
    faults: files.faults,
  };
}

/** Asks one source after the other. */
export function firstOf(sources: readonly DescriptorSource[]): DescriptorSource {
  return {
    async readDescriptor(entry) {
      for (const source of sources) {
        const found = await source.readDescriptor(entry);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}
