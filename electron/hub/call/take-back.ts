import type { LostCall } from '../../common/call/lost-calls.ts';
import type { HeadsetIntent } from '../../common/contract/hid-contract.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { CallDesk } from './call-desk.ts';

/** The way back to a call that was cut off with its phone page, while it is offered. */
export interface TakeBack {
  /** Resolves when the far side was asked. `by`: the side the wish came from. */
  accept(id: string | undefined, by: string): Promise<Result<null>>;
  decline(id: string | undefined): Result<null>;
  /** A hook lifted while a call is offered means that call, not the dialler. Whether it did. */
  fromHeadset(intent: HeadsetIntent): boolean;
}

export function createTakeBack(
  calls: Pick<CallDesk, 'wish'>,
  lost: () => { offered(): LostCall | null; decline(callId: string): void },
): TakeBack {
  const find = (id: string | undefined): Result<string> => {
    const offered = lost().offered();
    if (offered === null) return fail(appError('call.not-found'));
    return id === undefined || id === offered.id ? ok(offered.id) : fail(appError('call.not-possible'));
  };
  const accept: TakeBack['accept'] = async (id, by) => {
    const found = find(id);
    return found.ok ? calls.wish({ type: 'take-back', id: found.value }, `${by} take-back`) : found;
  };
  return {
    accept,
    decline(id) {
      const found = find(id);
      if (!found.ok) return found;
      lost().decline(found.value);
      return ok(null);
    },
    fromHeadset(intent) {
      if (intent.type !== 'dialIntent' || !find(undefined).ok) return false;
      void accept(undefined, 'headset');
      return true;
    },
  };
}
