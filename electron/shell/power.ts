import type { Dispose } from '../common/lib/disposable.ts';

export interface Power {
  onSuspend(listener: () => void): Dispose;
  onResume(listener: () => void): Dispose;
  /** Keeps the machine awake while a call is up. */
  keepAwake(on: boolean): void;
}
