import type { Wire } from '../common/contract/wire.ts';
import type { Dispose } from '../common/lib/disposable.ts';
import type { Result } from '../common/lib/result.ts';

/** The socket of `ctl` in the profile folder, open to this user only. */
export interface RemoteControl {
  onConnect(listener: (wire: Wire) => void): Dispose;
  open(): Promise<Result<null>>;
  close(): Promise<void>;
}
