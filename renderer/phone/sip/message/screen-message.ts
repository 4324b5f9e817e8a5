import { Core, UserAgent } from 'sip.js';

/** What becomes of a message before sip.js sees it. */
export type Screening =
  | { readonly kind: 'take' }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'refuse'; readonly response: string };

type RefusalStatus = 400 | 415 | 416 | 420 | 505;

interface Refusal {
  readonly status: RefusalStatus;
  /** Reason phrase: no token of the message goes in. */
  readonly why: string;
  readonly headers?: readonly string[];
}

interface Header {
  readonly name: string;
  readonly value: string;
}

interface Request {
  readonly method: string;
  readonly uri: string;
  readonly version: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

const compact: Readonly<Record<string, string>> = {
  c: 'content-type',
  f: 'from',
  i: 'call-id',
  l: 'content-length',
  t: 'to',
  v: 'via',
};

/** RFC 3261 table 2: two of them would let two readers see two different requests. */
const singles = ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-type'];

/** What an exchange may demand and gets, or may demand without harm: Asterisk requires `timer` of every call. */
const bearable = new Set(
  '100rel answermode from-change gruu histinfo norefersub outbound path privacy replaces tdialog timer'.split(
    ' ',
  ),
);

/**
 * Refuses the requests that sip.js 0.21.2 would drop without a word, take in spite of a fault, or throw at (RFC 4475):
 * a caller whose INVITE is dropped waits 32 s for an answer that never comes. Responses are never refused, and neither
 * is ACK, which has no response.
 */
export function screenMessage(text: string): Screening {
  const { first, headers, body } = splitMessage(text);
  if (/^SIP\//i.test(first)) return isReadableResponse(headers, body) ? { kind: 'take' } : { kind: 'ignore' };
  const request = readRequest(text);
  const refusal = request === null ? null : findRefusal(request);
  return request === null || refusal === null ? { kind: 'take' } : refuse(request, refusal);
}

/** For a message that was taken and then could not be parsed by sip.js, which says nothing to the sender. */
export function refuseUnreadable(text: string): Screening {
  const request = readRequest(text);
  return request === null ? { kind: 'ignore' } : refuse(request, { status: 400, why: 'Cannot be read' });
}

function refuse(request: Request, refusal: Refusal): Screening {
  if (request.method === 'ACK' || valuesOf(request, 'via').length === 0) return { kind: 'ignore' };
  return { kind: 'refuse', response: formatRefusal(request, refusal) };
}

/** Both faults would be thrown at inside sip.js, the second one in the middle of a dialog. */
function isReadableResponse(headers: readonly Header[], body: string): boolean {
  const cseqs = headers.filter(({ name }) => name === 'cseq');
  if (cseqs.length !== 1 || cseqs.some(({ value }) => readCSeq(value) === null)) return false;
  return body === '' || headers.some(({ name }) => name === 'content-type');
}

function splitMessage(text: string): { first: string; headers: readonly Header[]; body: string } {
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const [first = '', ...lines] = head.replace(/[ \t]*\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = lines.map((each) => {
    const colon = each.indexOf(':');
    const name = each.slice(0, Math.max(0, colon)).trim().toLowerCase();
    return { name: compact[name] ?? name, value: each.slice(colon + 1).trim() };
  });
  const length = headers.find(({ name }) => name === 'content-length')?.value ?? '';
  const rest = end < 0 ? '' : text.slice(end + 4);
  // Octets beyond Content-Length are not part of the message (RFC 3261 section 18.3).
  return { first, headers, body: /^\d+$/.test(length) ? rest.slice(0, Number(length)) : rest };
}

/** null for a response and for what has no first line of a request. */
function readRequest(text: string): Request | null {
  const { first, headers, body } = splitMessage(text);
  const line = /^([^\s/]+)([ \t].*[ \t])SIP\/([\d.]+)[ \t]*$/i.exec(first);
  if (line === null) return null;
  const [, method = '', between = '', version = ''] = line;
  return { method, uri: /^ (\S+) $/.exec(between)?.[1] ?? '', version, headers, body };
}

function readCSeq(value: string): { number: number; method: string } | null {
  const match = /^(\d{1,10})[ \t]+([!%'*+\-.\w`~]+)$/.exec(value);
  const [, digits = '', method = ''] = match ?? [];
  if (match === null || Number(digits) >= 2 ** 31) return null;
  // sip.js reads `REGISTERED` as REGISTER and something left over, and throws at the message.
  return Core.Grammar.parse(value, 'CSeq') === -1 ? null : { number: Number(digits), method };
}

function findRefusal(request: Request): Refusal | null {
  const bad = (why: string): Refusal => ({ status: 400, why });
  if (request.version !== '2.0') return { status: 505, why: 'Version Not Supported' };
  for (const name of ['from', 'to', 'call-id', 'cseq'])
    if (valuesOf(request, name).length === 0) return bad(`No ${name}`);
  for (const name of singles) if (valuesOf(request, name).length > 1) return bad(`Two ${name}`);
  if (new Set(valuesOf(request, 'content-length')).size > 1) return bad('Two content-length');
  const numbers = findBadNumber(request);
  if (numbers !== null) return bad(numbers);
  return findRefusedUri(request) ?? findRefusedContent(request);
}

function findRefusedUri({ uri }: Request): Refusal | null {
  const bad = (why: string): Refusal => ({ status: 400, why });
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return bad('Request-URI cannot be read');
  if (scheme !== 'sip' && scheme !== 'sips') return { status: 416, why: 'Unsupported URI Scheme' };
  // What sip.js cannot read it throws at.
  if (UserAgent.makeURI(uri) === undefined) return bad('Request-URI cannot be read');
  // Headers are for URIs that somebody follows, never for the one that is being followed (RFC 3261 section 19.1.1).
  return uri.includes('?') ? bad('Headers in the Request-URI') : null;
}

function findBadNumber(request: Request): string | null {
  const cseq = readCSeq(valuesOf(request, 'cseq')[0] ?? '');
  if (cseq === null) return 'CSeq cannot be read';
  if (cseq.method !== request.method) return 'CSeq names another method';
  const length = valuesOf(request, 'content-length')[0] ?? '0';
  if (!/^\d{1,9}$/.test(length)) return 'Content-Length is not a number';
  const hops = valuesOf(request, 'max-forwards')[0] ?? '70';
  return /^\d{1,9}$/.test(hops) && Number(hops) <= 255 ? null : 'Max-Forwards is not between 0 and 255';
}

function findRefusedContent(request: Request): Refusal | null {
  const { method } = request;
  const unknown = valuesOf(request, 'require')
    .flatMap((value) => value.split(','))
    .map((tag) => tag.trim())
    .filter((tag) => /^[\w!%'*+.`~-]+$/.test(tag) && !bearable.has(tag.toLowerCase()));
  if (unknown.length > 0 && method !== 'ACK' && method !== 'CANCEL')
    return { status: 420, why: 'Bad Extension', headers: [`Unsupported: ${unknown.join(', ')}`] };
  const type = valuesOf(request, 'content-type')[0];
  // RFC 3261 section 20.15; sip.js throws at such a body when the dialog is half made.
  if (request.body !== '' && type === undefined) return { status: 400, why: 'A body of no type' };
  const isForeign = type !== undefined && !/^application\/sdp\b/i.test(type.replace(/\s*\/\s*/, '/'));
  if (method === 'INVITE' && request.body !== '' && isForeign)
    return { status: 415, why: 'Unsupported Media Type', headers: ['Accept: application/sdp'] };
  return null;
}

function formatRefusal(request: Request, { status, why, headers = [] }: Refusal): string {
  const copy = (name: string, label: string): string[] =>
    valuesOf(request, name).map((value) => `${label}: ${value}`);
  const [to = ''] = valuesOf(request, 'to');
  return [
    `SIP/2.0 ${status} ${why}`,
    ...copy('via', 'Via'),
    ...copy('from', 'From').slice(0, 1),
    // Without a transaction the same request must get the same tag again (RFC 3261 section 8.2.7).
    ...(to === '' ? [] : [/;\s*tag\s*=/i.test(to) ? `To: ${to}` : `To: ${to};tag=refused`]),
    ...copy('call-id', 'Call-ID').slice(0, 1),
    ...copy('cseq', 'CSeq').slice(0, 1),
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

function valuesOf(request: Request, name: string): readonly string[] {
  return request.headers.filter((header) => header.name === name).map((header) => header.value);
}
