import { UserAgent, type Core, type URI } from 'sip.js';
import { cleanText } from '../lib/clean-text.ts';
import { toDialUri } from '../message/dial-target.ts';
import { parseNameAddr, parsePartyUri, splitAtCommas } from '../message/name-addr.ts';

/** Our own name for the Contact of a response that ends a request. */
const movedTo = 'X-Offhook-Moved-To';

/**
 * sip.js drops a whole response when it cannot read its Contact, and it reads `sip:` only: a call redirected to a
 * `tel:` number would ring for ever. Of a 3xx to 6xx it needs no Contact at all, so it gets none (RFC 3261 section
 * 8.1.3.4; folded lines go with the first).
 */
export function hideRedirection(message: string): string {
  if (!/^SIP\/2\.0 [3-6]\d\d /.test(message)) return message;
  const end = message.indexOf('\r\n\r\n');
  const head = end < 0 ? message : message.slice(0, end);
  const hidden = head.replaceAll(/(?<=\r\n)(?:contact|m)[ \t]*(?=:)/gi, movedTo);
  return hidden + (end < 0 ? '' : message.slice(end));
}

/** The first address of a 3xx (RFC 3261 section 8.1.3.4) that can be called; null if there is none. */
export function readRedirection(message: Pick<Core.IncomingMessage, 'getHeaders'>): string | null {
  const uris = message
    .getHeaders(movedTo)
    .flatMap(splitAtCommas)
    .flatMap((value) => parseNameAddr(value)?.uri ?? []);
  return uris.find((uri) => (parsePartyUri(uri)?.user ?? '') !== '') ?? null;
}

/** The number or name in an address, to be shown and dialled; null if there is none. */
export function numberOf(target: string): string | null {
  const number = cleanText(parsePartyUri(target)?.user ?? '', 256);
  return number === '' ? null : number;
}

/** What to call for an address within `domain`; undefined for every other. */
export function readOwnDomain(target: string, domain: string): URI | undefined {
  const party = parsePartyUri(target);
  if (party === null || party.host !== (domain.split(':')[0] ?? '').toLowerCase()) return undefined;
  const address = toDialUri(party.user, domain);
  return address.ok ? UserAgent.makeURI(address.value) : undefined;
}
