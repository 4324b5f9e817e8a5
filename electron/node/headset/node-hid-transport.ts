import { planPaths } from '../../common/headset/collection-paths.ts';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { DescriptorSources } from './descriptors/descriptor-sources.ts';
import { joinCollections, type NodeHidInfo } from './hid-listing.ts';
import type { HidDevice, HidEntry, HidTransport } from './hid-transport.ts';
import { openJoined } from './joined-device.ts';
import { createListeners } from './listeners.ts';

/** What we use of node-hid: its asynchronous half. The synchronous one blocks threads and hangs at exit. */
export interface NodeHidModule {
  devicesAsync(): Promise<readonly NodeHidInfo[]>;
  readonly HIDAsync: { open(path: string, options: { nonExclusive: boolean }): Promise<NodeHidHandle> };
}

export interface NodeHidHandle {
  on(event: 'data', listener: (data: Uint8Array) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  removeAllListeners(event: 'data'): unknown;
  write(values: Buffer): Promise<number>;
  close(): Promise<void>;
}

/** What node-hid does not tell of a device. */
export type DeviceFacts = Pick<DescriptorSources, 'readDescriptor' | 'readProductName'>;

export interface NodeHidOptions {
  /** Loads the native module on first use; may reject, and is asked again at the next scan. */
  readonly load: () => Promise<NodeHidModule>;
  readonly descriptors: DeviceFacts;
}

function toReason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * node-hid gives words only, no code. On Windows they are in the system's language, so the number counts there
 * (ERROR_ACCESS_DENIED); on macOS kIOReturnNotPermitted and kIOReturnNotPrivileged.
 */
const denied = /permission denied|not permitted|\(0x00000005\)|\(0xE00002(?:E2|C1)\)/i;

function toError(cause: unknown): AppError {
  const reason = toReason(cause);
  return appError(denied.test(reason) ? 'headset.permission' : 'headset.failed', { reason });
}

export function createNodeHidTransport({ load, descriptors }: NodeHidOptions): HidTransport {
  const openPath = async (path: string): Promise<Result<HidDevice>> => {
    try {
      // hidapi seizes devices on macOS otherwise, and the volume keys die.
      const handle = await (await load()).HIDAsync.open(path, { nonExclusive: true });
      return ok(wrapHandle(handle));
    } catch (cause) {
      return fail(toError(cause));
    }
  };
  return {
    async list() {
      try {
        const infos = await (await load()).devicesAsync();
        return ok(await Promise.all(joinCollections(infos).map((entry) => nameEntry(entry, descriptors))));
      } catch (cause) {
        return fail(toError(cause));
      }
    },
    readDescriptor: (entry) => descriptors.readDescriptor(entry),
    async open(entry) {
      if (new Set(entry.collections.map(({ path }) => path)).size < 2) return openPath(entry.path);
      const descriptor = await descriptors.readDescriptor(entry);
      return descriptor === undefined
        ? fail(appError('headset.failed', { reason: 'nothing is known about this device' }))
        : openJoined(planPaths(descriptor.parsed, entry.collections), openPath);
    },
  };
}

/** Product names with letters outside ASCII arrive empty on Linux. */
async function nameEntry(entry: HidEntry, descriptors: DeviceFacts): Promise<HidEntry> {
  if (entry.product !== '') return entry;
  const product = await descriptors.readProductName(entry);
  return product === undefined ? entry : { ...entry, product };
}

function wrapHandle(handle: NodeHidHandle): HidDevice {
  const reports = createListeners<Uint8Array>();
  const errors = createListeners<string>();
  let isClosed = false;
  let goneBecause: string | undefined;

  // Both listeners stand from the start: without `error` an unplug ends the process, without `data` nobody notices it.
  handle.on('error', (error) => {
    if (goneBecause !== undefined || isClosed) return;
    goneBecause = toReason(error);
    errors.tell(goneBecause);
  });
  handle.on('data', (data) => {
    if (!isClosed) reports.tell(data);
  });

  return {
    onReport: reports.add,
    onError: errors.add,
    async write(bytes): Promise<Result<null>> {
      if (isClosed || goneBecause !== undefined)
        return fail(appError('headset.failed', { reason: goneBecause ?? 'closed' }));
      try {
        await handle.write(Buffer.from(bytes));
        return ok(null);
      } catch (cause) {
        return fail(toError(cause));
      }
    },
    stopReading() {
      reports.clear();
      // Its thread stops when nobody listens.
      handle.removeAllListeners('data');
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      reports.clear();
      errors.clear();
      // Closing inside the data callback has crashed node-hid (its issues 537, 538, 540, 554).
      await new Promise((resolve) => setImmediate(resolve));
      await handle.close().catch(() => undefined);
    },
  };
}

/** The native module, if it is there for this system. */
export async function loadNodeHid(): Promise<NodeHidModule> {
  return import('node-hid');
}
