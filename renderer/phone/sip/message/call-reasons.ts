import type { EndedBy } from '../../../../electron/common/call/call-model.ts';
import { appError, type AppError } from '../../../../electron/common/lib/app-error.ts';
import { splitAtCommas, splitParams } from './name-addr.ts';

/**
 * Who ended a ringing call, from the Reason headers of the CANCEL (RFC 3326). Exchanges say "answered by a colleague"
 * as `SIP;cause=200` or `Q.850;cause=26`, some in two headers.
 */
export function readCancelledBy(reasonHeaders: readonly string[]): Extract<EndedBy, 'elsewhere' | 'remote'> {
  const elsewhere = reasonHeaders.flatMap(splitAtCommas).some((value) => {
    const { head, params } = splitParams(value);
    const cause = params.get('cause');
    const protocol = head.toLowerCase();
    return (protocol === 'sip' && cause === '200') || (protocol === 'q.850' && cause === '26');
  });
  return elsewhere ? 'elsewhere' : 'remote';
}

/** What a final response of 300 to 699 to our INVITE means for the operator. */
export function failureOfStatus(status: number): AppError {
  switch (status) {
    case 404:
    case 410:
    case 414:
    case 416:
    case 484:
    case 485:
      return appError('call.invalid-number', { status });
    case 480:
    case 486:
    case 600:
    case 603:
    case 607:
      return appError('call.rejected', { status });
    case 401:
    case 407:
      return appError('sip.password-refused', { status });
    default:
      return appError('call.failed', { status });
  }
}

/** RFC 3261 section 12.2.1.2: these two say that the other side no longer knows the call. */
export function meansDialogGone(status: number): boolean {
  return status === 481 || status === 408;
}
