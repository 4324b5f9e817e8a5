import { expandHeaderName, isListHeader } from './header-names.ts';
import type { SipHeader, SipMessage } from './message.ts';
import { splitOutsideQuotes } from './split-list.ts';

/** Limits of what one WebSocket message may hold. Real messages stay below 8 KB. */
export const maximumMessageBytes = 64 * 1024;
const maximumHeaders = 256;

export type ParsedMessage =
  | { readonly ok: true; readonly message: SipMessage }
  /** `message` is there when enough was readable to answer a request with 400 or 505. */
  | {
      readonly ok: false;
      readonly status: 400 | 505 | 513;
      readonly why: string;
      readonly message: SipMessage | undefined;
    };

const token = /^[!%'*+\-.0-9A-Z_`a-z~]+$/;
const requestLine = /^([!%'*+\-.0-9A-Z_`a-z~]+) (\S+) SIP\/(\d+\.\d+)$/i;
const statusLine = /^SIP\/(\d+\.\d+) ([1-6]\d\d)(?: (.*))?$/i;

const refuse = (
  why: string,
  message?: SipMessage,
  status: 400 | 505 | 513 = 400,
): Extract<ParsedMessage, { ok: false }> => ({ ok: false, status, why, message });

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads one SIP message out of one WebSocket message (RFC 7118: never more than one, never a part of one). Never
 * throws. What the headers mean together is `findDefect`'s business.
 */
export function parseMessage(data: string | Uint8Array): ParsedMessage {
  const bytes = typeof data === 'string' ? encoder.encode(data) : data;
  if (bytes.length > maximumMessageBytes) return refuse('larger than 64 KB', undefined, 513);
  const found = splitAtEmptyLine(bytes);
  if (!found.ok) return found;
  const { head, rest } = found;
  // A quoted pair may hold NUL (RFC 3261 section 25.1, RFC 4475 section 3.1.1.2).
  if (/\r(?!\n)|(?<!\r)\n|(?<!\\)\0/.test(head)) return refuse('bare CR, LF or NUL in the headers');
  const [startLine = '', ...headerLines] = unfold(head).split('\r\n');

  const start = readStartLine(startLine);
  const headers = readHeaders(headerLines);
  if (start === undefined) {
    const why = 'the first line is neither a request nor a status line';
    return refuse(why, guessRequest(startLine, headers.found));
  }
  const message: SipMessage = { ...start.shape, headers: headers.found, body: '' };
  if (headers.defect !== undefined) return refuse(headers.defect, message);
  if (start.version !== '2.0') return refuse('not SIP/2.0', message, 505);
  if (rest === undefined) return refuse('the body is not UTF-8', message);
  return attachBody(message, rest);
}

type Split = { readonly ok: true; readonly head: string; readonly rest: string | undefined };

/** `rest` is undefined when it is no text: this exchange carries session descriptions and words, no octets. */
function splitAtEmptyLine(bytes: Uint8Array): Split | Extract<ParsedMessage, { ok: false }> {
  const octets = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // Empty lines before the start line are ignored (RFC 3261 section 7.5).
  let start = 0;
  while (octets.toString('latin1', start, start + 2) === '\r\n') start += 2;
  const end = octets.indexOf('\r\n\r\n', start);
  if (end === -1) return refuse('no empty line after the headers');
  const head = decode(bytes.subarray(start, end));
  if (head === undefined) return refuse('not UTF-8');
  return { ok: true, head, rest: decode(bytes.subarray(end + 4)) };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** A first line with a blank too many is not read, but its sender is told. */
function guessRequest(line: string, headers: readonly SipHeader[]): SipMessage | undefined {
  const [method = '', ...others] = line.trim().split(/\s+/);
  const isRequest = token.test(method) && /^SIP\/\d+\.\d+$/i.test(others.at(-1) ?? '');
  return isRequest
    ? { kind: 'request', method, uri: 'sip:unreadable.invalid', headers, body: '' }
    : undefined;
}

/** A line that begins with a blank continues the one before (RFC 3261 section 7.3.1). */
function unfold(head: string): string {
  return head.replace(/[ \t]*\r\n[ \t]+/g, ' ');
}

type MessageShape =
  | { readonly kind: 'request'; readonly method: string; readonly uri: string }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string };

function readStartLine(line: string): { readonly shape: MessageShape; readonly version: string } | undefined {
  const status = statusLine.exec(line);
  if (status !== null) {
    const [, version = '', code = '', reason = ''] = status;
    return { shape: { kind: 'response', status: Number(code), reason }, version };
  }
  const request = requestLine.exec(line);
  if (request === null) return undefined;
  const [, method = '', uri = '', version = ''] = request;
  return { shape: { kind: 'request', method, uri }, version };
}

function readHeaders(lines: readonly string[]): { readonly found: SipHeader[]; readonly defect?: string } {
  const found: SipHeader[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const written = colon === -1 ? '' : line.slice(0, colon).trimEnd();
    if (!token.test(written)) return { found, defect: 'a header line without a name' };
    const name = expandHeaderName(written);
    const value = line.slice(colon + 1).trim();
    // `*` as Contact and values with one element pass through the split unchanged.
    const values = isListHeader(name) ? splitOutsideQuotes(value, ',') : [value];
    if (values === undefined) return { found, defect: `an open quote or bracket in ${name}` };
    found.push(...values.map((each) => ({ name, value: each })));
    if (found.length > maximumHeaders) return { found, defect: 'too many headers' };
  }
  return { found };
}

/**
 * Content-Length is optional here, but where it is given it binds (RFC 3261 section 18.3): a body shorter than said is
 * refused, what exceeds it is not part of the message.
 */
function attachBody(message: SipMessage, rest: string): ParsedMessage {
  const lengths = message.headers.filter(({ name }) => name === 'Content-Length').map(({ value }) => value);
  const [first] = lengths;
  if (first === undefined) return { ok: true, message: { ...message, body: rest } };
  if (lengths.some((length) => length !== first)) return refuse('two different Content-Length', message);
  if (!/^\d{1,9}$/.test(first)) return refuse('Content-Length is not a number', message);
  const octets = encoder.encode(rest);
  const wanted = Number(first);
  if (octets.length < wanted) return refuse('the body is shorter than Content-Length', message);
  try {
    return { ok: true, message: { ...message, body: decoder.decode(octets.subarray(0, wanted)) } };
  } catch {
    return refuse('Content-Length cuts a character in two', message);
  }
}
