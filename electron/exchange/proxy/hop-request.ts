import { findHeader, listHeader, readCSeq, type SipRequest, type SipResponse } from '../sip/message.ts';

/**
 * CANCEL and the ACK to a non-2xx: both go to the same hop as the INVITE, with its Request-URI, top Via, From,
 * Call-ID, CSeq number and Route (RFC 3261 sections 9.1 and 17.1.1.3). The ACK takes To, with its tag, from the answer.
 */
export function buildHopRequest(
  invite: SipRequest,
  method: 'ACK' | 'CANCEL',
  response?: SipResponse,
  reason: readonly string[] = [],
): SipRequest {
  const to = findHeader(response ?? invite, 'To') ?? '';
  return {
    kind: 'request',
    method,
    uri: invite.uri,
    headers: [
      { name: 'Via', value: listHeader(invite, 'Via')[0] ?? '' },
      ...listHeader(invite, 'Route').map((value) => ({ name: 'Route', value })),
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: findHeader(invite, 'From') ?? '' },
      { name: 'To', value: to },
      { name: 'Call-ID', value: findHeader(invite, 'Call-ID') ?? '' },
      { name: 'CSeq', value: `${readCSeq(invite)?.number ?? 0} ${method}` },
      ...reason.map((value) => ({ name: 'Reason', value })),
    ],
    body: '',
  };
}
