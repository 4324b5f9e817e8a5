import { UserAgent, type Core, type URI } from 'sip.js';
import { cleanText } from './clean-text.ts';
import { toDialUri } from './dial-target.ts';
import { parseNameAddr, parsePartyUri, splitAtCommas } from './name-addr.ts';

/** The first address of a 3xx (RFC 3261 section 8.1.3.4) that can be called; null if there is none. */
export function readRedirection(message: Pick<Core.IncomingMessage, 'getHeaders'>): string | null {
  const uris = message
    .getHeaders('Contact')
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
