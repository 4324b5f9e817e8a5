import { join } from 'node:path';
import { parseBytes } from '../../../common/headset/headset-codec.ts';
import { formatUsbId } from '../../../common/headset/headset-quirks.ts';
import { parseHidDescriptor } from '../../../common/headset/hid-descriptor.ts';
import { appError, type AppError } from '../../../common/lib/app-error.ts';
import type { HidEntry } from '../hid-transport.ts';
import { describeBytes, maxDescriptorBytes, type DescriptorSource } from './descriptor-source.ts';
import { readStart } from './read-start.ts';

/** Two digits a byte, and room for spaces and line ends. */
const maxFileBytes = 8 * maxDescriptorBytes;

export interface FileDescriptors extends DescriptorSource {
  /** Until told, there are no files. */
  useFolder(folder: string): void;
  /** `headset.descriptor-invalid` for each file that could not be used when it was read last. */
  faults(): readonly AppError[];
}

/** `0b0e-24c9.hex` in the folder: hex digits with any white space. Read anew each time, so that a change counts. */
export function createFileDescriptors(): FileDescriptors {
  let folder: string | undefined;
  const faults = new Map<string, AppError>();

  return {
    async readDescriptor(entry) {
      if (folder === undefined) return undefined;
      const file = join(folder, fileName(entry));
      const content = await readText(file);
      const bytes = content === undefined ? undefined : readHex(content);
      if (content === undefined || bytes !== undefined) faults.delete(file);
      else faults.set(file, appError('headset.descriptor-invalid', { file }));
      return bytes === undefined ? undefined : describeBytes(bytes, 'file', entry);
    },
    useFolder(next) {
      if (next === folder) return;
      folder = next;
      faults.clear();
    },
    faults: () => [...faults.values()],
  };
}

function fileName({ vendorId, productId }: HidEntry): string {
  return `${formatUsbId(vendorId, productId).replace(':', '-')}.hex`;
}

/** Undefined when there is no such file; what is too long or cannot be read is not hex either. */
async function readText(file: string): Promise<string | undefined> {
  try {
    const content = await readStart(file, maxFileBytes + 1);
    return content.length > maxFileBytes ? 'too long' : content.toString('latin1');
  } catch (cause) {
    return isMissing(cause) ? undefined : 'unreadable';
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}

function readHex(text: string): Uint8Array | undefined {
  const bytes = parseBytes(text);
  if (bytes === undefined || bytes.length > maxDescriptorBytes) return undefined;
  return parseHidDescriptor(bytes).collections.length === 0 ? undefined : bytes;
}
