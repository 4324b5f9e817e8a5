import type { DescriptorOrigin } from '../../common/contract/headset-panel.ts';
import type { CollectionPath } from '../../common/headset/collection-paths.ts';
import type { ParsedDescriptor } from '../../common/headset/hid-collection.ts';
import type { Dispose } from '../../common/lib/disposable.ts';
import type { Result } from '../../common/lib/result.ts';

/**
 * One call-control interface of a device: a hidraw node, the on-screen headset, or on Windows all collection paths
 * of the interface together.
 */
export interface HidEntry {
  /** What `open` takes; of several the first. Changes when the device is plugged in again: no identity. */
  readonly path: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly product: string;
  /** Empty when the device has none. */
  readonly serial: string;
  readonly virtual: boolean;
  /** Its top-level collections in the order of the descriptor; empty when the system does not tell. */
  readonly collections: readonly CollectionPath[];
}

/** An open device. Reports and writes are bytes as node-hid has them: the id byte first when reports are numbered. */
export interface HidDevice {
  onReport(listener: (bytes: Uint8Array) => void): Dispose;
  /** Told once when the device is gone, with the system's words; there is no other sign of an unplug. */
  onError(listener: (reason: string) => void): Dispose;
  write(bytes: Uint8Array): Promise<Result<null>>;
  /** No report is told any more, nor read from the system, and no unplug either; writes still go out. */
  stopReading(): void;
  /** Never rejects; a second call is harmless. Safe inside `onReport`. */
  close(): Promise<void>;
}

/** What a device declares, and how sure that is. */
export interface DeviceDescriptor {
  readonly parsed: ParsedDescriptor;
  /** Null where the system gives parsed collections only (WebHID). */
  readonly bytes: Uint8Array | null;
  readonly origin: DescriptorOrigin;
}

/** Access to HID devices; adapters: node-hid and the on-screen headset. Nothing here throws or rejects. */
export interface HidTransport {
  list(): Promise<Result<readonly HidEntry[]>>;
  /** What the entry declares, all its paths together; undefined when no source knows it. */
  readDescriptor(entry: HidEntry): Promise<DeviceDescriptor | undefined>;
  /** Fails with `headset.permission` or `headset.failed`. */
  open(entry: HidEntry): Promise<Result<HidDevice>>;
}
