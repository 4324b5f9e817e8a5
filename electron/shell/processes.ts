import type { Wire } from '../common/contract/wire.ts';
import type { Dispose } from '../common/lib/disposable.ts';

export type HostName = 'hid-host' | 'store-host' | 'exchange-host';

export interface HostProcess {
  readonly wire: Wire;
  readonly pid: number | undefined;
  /** Called once, however the process ended. */
  onExit(listener: () => void): Dispose;
  /** Ends the process at once; it may hang in native code and is not asked. */
  kill(): void;
}

/** Starts the processes that hold native code or foreign data: utility processes under Electron, forks elsewhere. */
export interface ProcessStarter {
  start(name: HostName): HostProcess;
}
