import { findCall } from '../../common/call/call-selectors.ts';
import type { Call, CallsState } from '../../common/call/call-state.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { CallDesk } from './call-desk.ts';
import type { DialOffers } from './dial-offers.ts';
import type { Notices } from '../shared/notices.ts';

/** Callers who were lost through no wish of anybody: it is said, and their number offered for calling back. */
export function watchLostCallers(
  calls: CallDesk,
  offers: Pick<DialOffers, 'offer'>,
  notices: Pick<Notices, 'raise'>,
): void {
  const offer = ({ remote }: Call, cause: string, reason: 'lost' | 'cut-off'): void => {
    if (!remote.withheld && remote.number !== '') offers.offer(remote.number, cause, reason);
  };
  calls.onChange((now, before) => {
    for (const call of now.calls) {
      const isNews = call.transfer?.state === 'lost' && findCall(before, call.id)?.transfer?.state !== 'lost';
      if (!isNews) continue;
      notices.raise(appError('call.customer-lost'));
      offer(call, 'caller lost', 'lost');
    }
    const cut = cutOff(now, before);
    if (cut !== undefined) offer(cut, 'caller cut off', 'cut-off');
  });
}

/** The phone page went away in the middle of a talk. Of several calls the one that talked, not one on hold. */
function cutOff(now: CallsState, before: CallsState): Call | undefined {
  const lost = now.calls.filter((call) => {
    const known = findCall(before, call.id);
    const isNews = known !== undefined && known.state !== 'ended' && call.state === 'ended';
    return isNews && call.answeredAt !== null && call.error?.code === 'phone.unavailable';
  });
  return lost.find(({ id }) => findCall(before, id)?.state === 'active') ?? lost[0];
}
