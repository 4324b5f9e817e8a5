import { findCall } from '../common/call/call-selectors.ts';
import type { Call } from '../common/call/call-state.ts';
import { appError, type AppError } from '../common/lib/app-error.ts';
import type { CallDesk } from './call-desk.ts';

/** Says so when a caller was lost in a transfer, and has the number offered for calling back. */
export function watchTransfers(parts: {
  readonly calls: CallDesk;
  readonly display: (call: Call) => string;
  readonly offer: (number: string) => void;
  readonly onTrouble: (error: AppError) => void;
}): void {
  parts.calls.onChange((now, before) => {
    for (const call of now.calls) {
      const isNews = call.transfer?.state === 'lost' && findCall(before, call.id)?.transfer?.state !== 'lost';
      if (!isNews) continue;
      const { number, withheld } = call.remote;
      parts.onTrouble(appError('call.customer-lost', { number: withheld ? '' : parts.display(call) }));
      if (!withheld && number !== '') parts.offer(number);
    }
  });
}
