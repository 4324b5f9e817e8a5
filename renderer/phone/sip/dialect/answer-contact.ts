import { Core } from 'sip.js';
import { parseNameAddr, splitAtCommas } from '../message/name-addr.ts';
import { setApart } from './dialog-tags.ts';
import { readHeader, rewriteHeader } from './header-lines.ts';

const contact = ['contact', 'm'];

/** Our own name for what sip.js cannot read in a Contact. */
const unreadable = 'X-Offhook-Unreadable-Contact';

/** Marks the address that stands in for a Contact; never leaves this machine. */
export const standInMark = 'offhook-stand-in';

/**
 * sip.js drops a whole response when it cannot read its Contact, and a 1xx or 2xx to an INVITE without one: the call would
 * ring for ever or without a sound, a registration that lists a `tel:` or `mailto:` address (RFC 3261 section 10.3) would
 * never succeed. What it cannot read is taken out of 1xx and 2xx. An answer to an INVITE that then has none (RFC 3261
 * section 12.1.1 demands it) gets the address that was called, marked, as the one place that an ACK and a BYE can be sent
 * to; RFC 2543 section 6.13 had them sent there. A provisional answer is set apart as well, since sip.js would keep its
 * stand-in when the final answer of the same dialog names an address.
 */
export function completeContact(message: string): string {
  if (!/^SIP\/2\.0 [12]\d\d /.test(message)) return message;
  const readable = rewriteHeader(message, contact, (value, line) =>
    isReadable(value) ? line : keepReadable(value),
  );
  if (!needsStandIn(readable)) return readable;
  // In front of all others, so that it is a header whatever the end of the message looks like.
  const completed = readable.replace('\r\n', `\r\nContact: ${standInOf(readable)}\r\n`);
  return completed.startsWith('SIP/2.0 1') ? setApart(completed) : completed;
}

function isReadable(value: string): boolean {
  return Array.isArray(Core.Grammar.parse(value, 'Contact'));
}

function keepReadable(value: string): string {
  const values = splitAtCommas(value);
  const kept = values.filter(isReadable);
  const others = values.filter((each) => !kept.includes(each));
  const readable = kept.length === 0 ? '' : `Contact: ${kept.join(',')}\r\n`;
  return `${readable}${unreadable}: ${others.join(',')}`;
}

function needsStandIn(message: string): boolean {
  if (message.startsWith('SIP/2.0 100 ') || readHeader(message, contact) !== undefined) return false;
  // A PRACK must not go to the wrong place (RFC 3262 section 4).
  if (message.startsWith('SIP/2.0 1') && readHeader(message, ['rseq']) !== undefined) return false;
  return /\sINVITE$/.test(readHeader(message, ['cseq']) ?? '');
}

function standInOf(message: string): string {
  const called = parseNameAddr(readHeader(message, ['to', 't']) ?? '')?.uri ?? '';
  const standIn = `<${called.split('?')[0] ?? ''};${standInMark}>`;
  return isReadable(standIn) ? standIn : `<sip:unknown@invalid;${standInMark}>`;
}
