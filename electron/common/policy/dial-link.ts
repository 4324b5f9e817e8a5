import { appError } from '../lib/app-error.ts';
import { fail, ok, type Result } from '../lib/result.ts';

/** What a link asks to dial. It is offered to the operator and never dialled without a further key. */
export interface DialLink {
  readonly scheme: 'tel' | 'sip' | 'callto';
  /** Digits with an optional leading `+`, or `user@host` for a SIP address. */
  readonly target: string;
}

// RFC 3966 §5.1.1: visual separators carry no meaning. Blanks come percent-encoded from web pages.
const separators = /[\s\-.()/\u00A0\u2010-\u2015]/gu;
const longest = 256;

/**
 * Reads a `tel:` (RFC 3966), `sip:`/`sips:` (RFC 3261 §19.1) or `callto:` link as another program or the command line
 * hands it over. Parameters and headers are dropped; whatever looks like a switch or holds anything but a number or a
 * plain SIP address is refused.
 */
export function parseDialLink(text: string): Result<DialLink> {
  const refused = fail(appError('call.invalid-number'));
  const match = /^(tel|sips?|callto):(?:\/\/)?(.*)$/isu.exec(text.trim());
  if (match === null || text.length > longest) return refused;
  const scheme = match[1]?.toLowerCase() ?? '';
  const body = decode((match[2] ?? '').split(/[;?]/u)[0] ?? '');
  if (body === null) return refused;
  if (scheme === 'sip' || scheme === 'sips') return readAddress(body) ?? refused;
  const number = readNumber(body);
  return number === null ? refused : ok({ scheme: scheme === 'tel' ? 'tel' : 'callto', target: number });
}

function readNumber(body: string): string | null {
  // A leading hyphen would be a switch to any program that is handed the number later.
  if (body.startsWith('-')) return null;
  const bare = body.replace(separators, '');
  return /^\+?[0-9*#]{1,32}$/u.test(bare) ? bare : null;
}

function readAddress(body: string): Result<DialLink> | null {
  const number = readNumber(body);
  if (number !== null) return ok({ scheme: 'sip', target: number });
  const address = /^([A-Za-z0-9_+*#][A-Za-z0-9_.+*#!~'-]{0,63})@([A-Za-z0-9][A-Za-z0-9.-]{0,252})$/u;
  return address.test(body) ? ok({ scheme: 'sip', target: body }) : null;
}

declare function decodeURIComponent(text: string): string;

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/**
 * The dial link among the arguments of a start, `null` if there is none. Chromium adds switches of its own and may
 * reorder the rest, so the place of an argument says nothing.
 */
export function findDialLink(args: readonly string[]): DialLink | null {
  for (const argument of args) {
    if (argument.startsWith('-')) continue;
    const link = parseDialLink(argument);
    if (link.ok) return link.value;
  }
  return null;
}
