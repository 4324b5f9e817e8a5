import { findCall } from '../../common/call/call-selectors.ts';
import { isCutOff } from '../../common/call/cut-off.ts';
import type { RemoteParty } from '../../common/call/call-model.ts';
import type { Call, CallsState } from '../../common/call/call-state.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { CallDesk } from './call-desk.ts';
import type { DialOffers } from './dial-offers.ts';
import type { Notices } from '../base/notices.ts';

/**
 * Callers who were lost through no wish of anybody: it is said, and their number offered for calling back. Returns the
 * offer for those who were cut off and could not be had back.
 */
export function watchLostCallers(
  calls: Pick<CallDesk, 'onChange'>,
  offers: Pick<DialOffers, 'offer'>,
  notices: Pick<Notices, 'raise'>,
  /** The other side still waits: what becomes of it is decided elsewhere. */
  isWaiting: (callId: string) => boolean,
): (remote: RemoteParty) => void {
  const offer = (remote: RemoteParty, cause: string, reason: 'lost' | 'cut-off'): void => {
    if (!remote.withheld && remote.number !== '') offers.offer(remote.number, cause, reason);
  };
  const offerBack = (remote: RemoteParty): void => offer(remote, 'caller cut off', 'cut-off');
  calls.onChange((now, before) => {
    for (const call of now.calls) {
      const isNews = call.transfer?.state === 'lost' && findCall(before, call.id)?.transfer?.state !== 'lost';
      if (!isNews) continue;
      notices.raise(appError('call.customer-lost'));
      offer(call.remote, 'caller lost', 'lost');
    }
    const cut = cutOff(now, before, isWaiting);
    if (cut !== undefined) offerBack(cut.remote);
  });
  return offerBack;
}

/**
 * The phone page went away in the middle of a talk, and nobody knows the way back to it. Of several calls the one that
 * talked, not one on hold.
 */
function cutOff(
  now: CallsState,
  before: CallsState,
  isWaiting: (callId: string) => boolean,
): Call | undefined {
  const lost = now.calls.filter((call) => {
    const known = findCall(before, call.id);
    const isNews = known !== undefined && known.state !== 'ended' && call.state === 'ended';
    return isNews && isCutOff(call) && known.cutOff === null;
  });
  if (lost.some(({ id }) => isWaiting(id))) return undefined;
  return lost.find(({ id }) => findCall(before, id)?.state === 'active') ?? lost[0];
}
