import { Core } from 'sip.js';
import { parseNameAddr, splitAtCommas } from './name-addr.ts';
import { readHeader, rewriteHeader } from './header-lines.ts';

const contact = ['contact', 'm'];

/** Our own name for what sip.js cannot read in a Contact. */
const unreadable = 'X-Offhook-Unreadable-Contact';

/** Marks the address that stands in for a Contact; never leaves this machine. */
export const standInMark = 'offhook-stand-in';

/**
 * sip.js drops a whole response when it cannot read its Contact, and a 2xx to an INVITE without one: the call would ring
 * for ever, a registration that lists a `tel:` or `mailto:` address (RFC 3261 section 10.3) would never succeed. What it
 * cannot read is taken out of 1xx and 2xx. An answer to an INVITE that then has none (RFC 3261 section 12.1.1 demands
 * it) gets the address that was called, marked, as the one place that an ACK and a BYE can be sent to; RFC 2543
 * section 6.13 had them sent there.
 */
export function completeContact(message: string): string {
  if (!/^SIP\/2\.0 [12]\d\d /.test(message)) return message;
  const readable = rewriteHeader(message, contact, (value, line) =>
    isReadable(value) ? line : keepReadable(value),
  );
  if (!needsStandIn(readable)) return readable;
  // In front of all others, so that it is a header whatever the end of the message looks like.
  return readable.replace('\r\n', `\r\nContact: ${standInOf(readable)}\r\n`);
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
  const isAnswer = message.startsWith('SIP/2.0 2') && /\sINVITE$/.test(readHeader(message, ['cseq']) ?? '');
  return isAnswer && readHeader(message, contact) === undefined;
}

function standInOf(message: string): string {
  const called = parseNameAddr(readHeader(message, ['to', 't']) ?? '')?.uri ?? '';
  const standIn = `<${called.split('?')[0] ?? ''};${standInMark}>`;
  return isReadable(standIn) ? standIn : `<sip:unknown@invalid;${standInMark}>`;
}
