import { Core } from 'sip.js';
import { parseNameAddr, splitAtCommas } from './name-addr.ts';

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
  const end = message.indexOf('\r\n\r\n');
  const head = end < 0 ? message : message.slice(0, end);
  const readable = head.replaceAll(
    /(?<=\r\n)(?:contact|m)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)/gi,
    (line, value: string) => (isReadable(value) ? line : keepReadable(value)),
  );
  const complete = needsStandIn(readable) ? `${readable}\r\nContact: ${standInOf(readable)}` : readable;
  return complete === head ? message : complete + (end < 0 ? '' : message.slice(end));
}

function isReadable(value: string): boolean {
  return Array.isArray(Core.Grammar.parse(unfold(value), 'Contact'));
}

function keepReadable(value: string): string {
  const values = splitAtCommas(unfold(value));
  const kept = values.filter(isReadable);
  const others = values.filter((each) => !kept.includes(each));
  const contact = kept.length === 0 ? '' : `Contact: ${kept.join(',')}\r\n`;
  return `${contact}${unreadable}: ${others.join(',')}`;
}

function needsStandIn(head: string): boolean {
  const isAnswer =
    /^SIP\/2\.0 2/.test(head) && /\r\ncseq[ \t]*:[ \t]*\d+[ \t]+INVITE[ \t]*(?:\r\n|$)/i.test(head);
  return isAnswer && !/\r\n(?:contact|m)[ \t]*:/i.test(head);
}

function standInOf(head: string): string {
  const to = /\r\n(?:to|t)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)/i.exec(head)?.[1] ?? '';
  const called = parseNameAddr(unfold(to))?.uri ?? '';
  const standIn = `<${called.split('?')[0] ?? ''};${standInMark}>`;
  return isReadable(standIn) ? standIn : `<sip:unknown@invalid;${standInMark}>`;
}

function unfold(value: string): string {
  return value.replace(/\r\n[ \t]+/g, ' ').trim();
}
