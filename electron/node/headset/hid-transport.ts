import type { Dispose } from '../../common/lib/disposable.ts';
import type { Result } from '../../common/lib/result.ts';

/** One way into one device: a hidraw node, a Windows collection path, or the on-screen headset. */
export interface HidEntry {
  /** What `open` takes. Changes when the device is plugged in again: no identity. */
  readonly path: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly product: string;
  /** Empty when the device has none. */
  readonly serial: string;
  readonly virtual: boolean;
  /** Usage pages of the top-level collections behind the path, as far as the system tells. */
  readonly usagePages: readonly number[];
}

/** An open device. Reports and writes are bytes as node-hid has them: the id byte first when reports are numbered. */
export interface HidDevice {
  onReport(listener: (bytes: Uint8Array) => void): Dispose;
  /** Told once when the device is gone, with the system's words; there is no other sign of an unplug. */
  onError(listener: (reason: string) => void): Dispose;
  write(bytes: Uint8Array): Promise<Result<null>>;
  /** Never rejects; a second call is harmless. Safe inside `onReport`. */
  close(): Promise<void>;
}

/** Access to HID devices; adapters: node-hid and the on-screen headset. Nothing here throws or rejects. */
export interface HidTransport {
  list(): Promise<Result<readonly HidEntry[]>>;
  /** The report descriptor behind an entry; undefined when this system gives none for it. */
  readDescriptor(entry: HidEntry): Promise<Uint8Array | undefined>;
  /** Fails with `headset.permission` or `headset.failed`. */
  open(entry: HidEntry): Promise<Result<HidDevice>>;
}
