import { findCall } from '../common/call/call-selectors.ts';
import { appError } from '../common/lib/app-error.ts';
import type { CallDesk } from './call-desk.ts';
import type { DialOffers } from './dial-offers.ts';
import type { Notices } from './notices.ts';

/** Says so when a caller was lost in a transfer, and has the number offered for calling back. */
export function watchTransfers(
  calls: CallDesk,
  offers: Pick<DialOffers, 'offer'>,
  notices: Pick<Notices, 'raise'>,
): void {
  calls.onChange((now, before) => {
    for (const call of now.calls) {
      const isNews = call.transfer?.state === 'lost' && findCall(before, call.id)?.transfer?.state !== 'lost';
      if (!isNews) continue;
      notices.raise(appError('call.customer-lost'));
      const { number, withheld } = call.remote;
      if (!withheld && number !== '') offers.offer(number, 'caller lost', 'lost');
    }
  });
}
