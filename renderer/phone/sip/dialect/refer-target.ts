import { parseNameAddr, parsePartyUri } from '../message/name-addr.ts';
import { rewriteHeader } from './header-lines.ts';

/**
 * sip.js drops a whole REFER whose Refer-To is no `sip:`. A `tel:` number becomes the SIP address that means the same
 * (RFC 3261 section 19.1.6); its host says nothing, the number is dialled at our own exchange.
 */
export function readableReferTo(message: string): string {
  if (!message.startsWith('REFER ')) return message;
  return rewriteHeader(message, ['refer-to', 'r'], (value, line) => {
    const party = parsePartyUri(parseNameAddr(value)?.uri ?? '');
    // Digits and visual separators (RFC 3966 section 3), nothing that a name could be made of.
    if (party?.scheme !== 'tel' || !/^\+?[\d*#().-]+$/.test(party.user)) return line;
    return `Refer-To: <sip:${encodeURIComponent(party.user)}@tel.invalid;user=phone>`;
  });
}
