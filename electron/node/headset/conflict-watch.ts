import type { HeadsetPhase } from '../../common/contract/hid-contract.ts';
import type { HeadsetDiag } from '../../common/headset/machine-state.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { Troubles } from './troubles.ts';

/** Without another sign for so long, the other program has let go. */
const signMs = 60_000;

/** Turns what the machine suspects of other programs on the same headset (R15, P19) into troubles that stand. */
export interface ConflictWatch {
  suspect(diag: HeadsetDiag, isGuarded: boolean): void;
  /** The call side moved on. */
  phase(phase: HeadsetPhase): void;
}

export function createConflictWatch(troubles: Troubles): ConflictWatch {
  let last: HeadsetPhase = 'idle';
  return {
    suspect(diag, isGuarded) {
      if (diag === 'possible conflict' && isGuarded) troubles.raise(appError('headset.guarded-hangup'));
      else if (diag === 'possible conflict' || diag === 'headset-in-use')
        troubles.raise(appError('headset.used-elsewhere'), signMs);
    },
    phase(phase) {
      const isOwnUse = (last === 'idle' || last === 'incoming') && phase !== 'idle' && phase !== 'incoming';
      last = phase;
      if (isOwnUse) troubles.over('headset.used-elsewhere');
      if (phase === 'idle') troubles.over('headset.guarded-hangup');
    },
  };
}
