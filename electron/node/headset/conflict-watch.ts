import type { HeadsetPhase } from '../../common/contract/hid-contract.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { Troubles } from './troubles.ts';

/** Without another sign for so long, the other program has let go. */
const signMs = 60_000;

/** Turns what the machine suspects of other programs on the same headset (R15, P19) into troubles that stand. */
export interface ConflictWatch {
  /** `sign` is the detail of a `shared` note. */
  suspect(sign: string, isGuarded: boolean): void;
  /** The call side moved on. */
  phase(phase: HeadsetPhase): void;
}

export function createConflictWatch(troubles: Troubles): ConflictWatch {
  let last: HeadsetPhase = 'idle';
  return {
    suspect(sign, isGuarded) {
      if (sign === 'possible conflict' && isGuarded) troubles.raise(appError('headset.guarded-hangup'));
      else troubles.raise(appError('headset.used-elsewhere'), signMs);
    },
    phase(phase) {
      const isOwnUse = (last === 'idle' || last === 'incoming') && phase !== 'idle' && phase !== 'incoming';
      last = phase;
      if (isOwnUse) troubles.over('headset.used-elsewhere');
      if (phase === 'idle') troubles.over('headset.guarded-hangup');
    },
  };
}
