import { readTag } from './address.ts';
import { findHeader, listHeader, type SipHeader, type SipRequest, type SipResponse } from './message.ts';

const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  423: 'Interval Too Brief',
  430: 'Flow Failed',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  483: 'Too Many Hops',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  505: 'Version Not Supported',
  513: 'Message Too Large',
  603: 'Decline',
};

export interface ResponseOptions {
  /** Added to To when it has none and the status is not 100. */
  readonly toTag?: string;
  readonly reason?: string;
  readonly headers?: readonly SipHeader[];
  readonly body?: string;
}

/** A response with Via, From, To, Call-ID, CSeq and Record-Route of the request (RFC 3261 section 8.2.6). */
export function buildResponse(
  request: SipRequest,
  status: number,
  options: ResponseOptions = {},
): SipResponse {
  const to = findHeader(request, 'To') ?? '';
  const tag =
    options.toTag !== undefined && status > 100 && readTag(to) === undefined ? `;tag=${options.toTag}` : '';
  const copied = (name: string): readonly SipHeader[] =>
    listHeader(request, name).map((value) => ({ name, value }));
  return {
    kind: 'response',
    status,
    reason: options.reason ?? phrases[status] ?? 'Unknown',
    headers: [
      ...copied('Via'),
      ...(status > 100 && status < 300 ? copied('Record-Route') : []),
      ...copied('From'),
      { name: 'To', value: `${to}${tag}` },
      ...copied('Call-ID'),
      ...copied('CSeq'),
      ...(options.headers ?? []),
    ],
    body: options.body ?? '',
  };
}
