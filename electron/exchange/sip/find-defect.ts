import { parseAddress } from './address.ts';
import { isSingleHeader } from './header-names.ts';
import { findHeader, readCSeq, type SipMessage } from './message.ts';
import { readScheme } from './uri.ts';
import { parseVia } from './via.ts';

export interface Defect {
  readonly status: 400 | 416;
  readonly why: string;
}

const bad = (why: string): Defect => ({ status: 400, why });

/**
 * What is wrong with a message that could be read (RFC 3261 section 8.1.1, 16.3): a request gets this status, a
 * response is dropped. Undefined when it may be processed.
 */
export function findDefect(message: SipMessage): Defect | undefined {
  const seen = new Set<string>();
  for (const { name } of message.headers) {
    if (isSingleHeader(name) && seen.has(name)) return bad(`two ${name} headers`);
    seen.add(name);
  }
  for (const name of ['Via', 'From', 'To', 'Call-ID', 'CSeq']) if (!seen.has(name)) return bad(`no ${name}`);
  if (message.headers.some(({ name, value }) => name === 'Via' && parseVia(value) === undefined)) {
    return bad('Via cannot be read');
  }
  for (const name of ['From', 'To']) {
    if (parseAddress(findHeader(message, name) ?? '') === undefined) return bad(`${name} cannot be read`);
  }
  if (!/^\S+$/.test(findHeader(message, 'Call-ID') ?? '')) return bad('Call-ID cannot be read');
  const cseq = readCSeq(message);
  if (cseq === undefined) return bad('CSeq cannot be read');
  return message.kind === 'request' ? findRequestDefect(message, cseq.method) : undefined;
}

function findRequestDefect(
  request: Extract<SipMessage, { kind: 'request' }>,
  cseqMethod: string,
): Defect | undefined {
  if (cseqMethod !== request.method) return bad('CSeq names another method');
  const maxForwards = findHeader(request, 'Max-Forwards');
  if (maxForwards !== undefined && !(/^\d{1,10}$/.test(maxForwards) && Number(maxForwards) <= 255)) {
    return bad('Max-Forwards is not between 0 and 255');
  }
  const scheme = readScheme(request.uri);
  if (scheme === undefined || /[<>"]/.test(request.uri)) return bad('the Request-URI cannot be read');
  if (scheme !== 'sip' && scheme !== 'sips')
    return { status: 416, why: `the scheme ${scheme} is not supported` };
  // Headers are for URIs that somebody follows, never for the one that is being followed (RFC 3261 section 19.1.1).
  if (request.uri.includes('?')) return bad('headers in the Request-URI');
  return undefined;
}
