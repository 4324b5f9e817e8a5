import type { RemoteParty } from '../../common/call/call-model.ts';
import type { LostCall } from '../../common/call/lost-calls.ts';
import type { HeadsetIntent } from '../../common/contract/hid-contract.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { Notices } from '../base/notices.ts';
import type { CallDesk } from './call-desk.ts';
import type { DialOffers } from './dial-offers.ts';
import { watchLostCallers } from './lost-callers.ts';

/** The way back to a call that was cut off with its phone page, while it is offered; after that, the number. */
export interface TakeBack {
  /** Resolves when the far side was asked. `by`: the side the wish came from. */
  accept(id: string | undefined, by: string): Promise<Result<null>>;
  decline(id: string | undefined): Result<null>;
  /** A hook lifted while a call is offered means that call, not the dialler. */
  fromHeadset(intent: HeadsetIntent): void;
  /** Who could not be had back is offered to be called. */
  callBack(remote: RemoteParty): void;
}

export function createTakeBack(
  calls: Pick<CallDesk, 'wish' | 'onChange'>,
  dialOffers: Pick<DialOffers, 'offer' | 'fromHeadset'>,
  notices: Pick<Notices, 'raise'>,
  lost: () => { offered(): LostCall | null; decline(callId: string): void; isLost(callId: string): boolean },
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
      if (intent.type === 'dialIntent' && find(undefined).ok) void accept(undefined, 'headset');
      else dialOffers.fromHeadset(intent);
    },
    callBack: watchLostCallers(calls, dialOffers, notices, (callId) => lost().isLost(callId)),
  };
}
