import type { SipResponse } from '../sip/message.ts';

/** Answers that tell the caller what to change are better than those that do not (RFC 3261 section 16.7, step 6). */
const informative = [401, 407, 415, 420, 484];

/**
 * The response to send when no branch accepted: any 6xx, else the lowest class. Of several phones, one that is out of
 * service must not make the caller avoid the whole exchange, so its 503 becomes 500; a single 503 is the plain truth.
 */
export function pickBestResponse(finals: readonly SipResponse[]): SipResponse | undefined {
  const rank = ({ status }: SipResponse): number => {
    if (status >= 600) return 0;
    const within = informative.includes(status) ? 0 : status === 480 || status === 408 ? 2 : 1;
    return Math.floor(status / 100) * 10 + within;
  };
  const [best] = [...finals].sort((a, b) => rank(a) - rank(b));
  if (best?.status !== 503 || finals.length === 1) return best;
  return { ...best, status: 500, reason: 'Server Internal Error' };
}
