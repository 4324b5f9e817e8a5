import type { Dispose } from '../common/lib/disposable.ts';

/** Keys that reach us while another program is in front. */
export interface SystemKeys {
  /** False where no program may do this. */
  readonly canGrab: boolean;
  /** Takes a key from the whole system until disposed; null if another program has it. */
  grab(accelerator: string, onPress: () => void): Dispose | null;
}
