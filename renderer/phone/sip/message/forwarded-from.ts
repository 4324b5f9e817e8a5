import type { RemoteParty } from '../../../../electron/common/call/call-model.ts';
import { cleanText } from '../lib/clean-text.ts';
import type { HeaderSource } from './incoming-identity.ts';
import { parseNameAddr, parsePartyUri, splitAtCommas, type NameAddr } from './name-addr.ts';

/**
 * Who sent the call on to us last: Diversion (RFC 5806), else History-Info (RFC 7044). undefined if the call came
 * straight, or if whoever sent it on wants to stay unknown.
 */
export function readForwardedFrom(message: HeaderSource): RemoteParty | undefined {
  const [diversion] = readValues(message, 'Diversion');
  if (diversion !== undefined) {
    // RFC 5806 section 4: the topmost value is the latest diversion.
    const privacy = diversion.params.get('privacy')?.toLowerCase() ?? 'off';
    return privacy === 'off' ? toParty(diversion) : undefined;
  }
  const isHidden = message
    .getHeaders('Privacy')
    .some((value) => /\b(?:history|session|header)\b/i.test(value));
  const forwarder = isHidden ? undefined : findForwarder(readValues(message, 'History-Info'));
  return forwarder === undefined ? undefined : toParty(forwarder);
}

/**
 * RFC 7044 section 5: an entry made by a change of the user names with `mp` the index of the one before. Older servers
 * (RFC 4244) put the Reason of the redirection into the address that was left.
 */
function findForwarder(entries: readonly NameAddr[]): NameAddr | undefined {
  const mapped = entries.findLast(({ params }) => params.has('mp'));
  const found =
    mapped === undefined
      ? entries.slice(0, -1).findLast(({ uri }) => /[?&]reason=/i.test(uri))
      : entries.find(({ params }) => params.get('index') === mapped.params.get('mp'));
  return found === undefined || /[?&]privacy=(?:history|session|header)/i.test(found.uri) ? undefined : found;
}

function readValues(message: HeaderSource, header: string): NameAddr[] {
  return message
    .getHeaders(header)
    .flatMap(splitAtCommas)
    .flatMap((value) => parseNameAddr(value) ?? []);
}

function toParty({ name, uri }: NameAddr): RemoteParty | undefined {
  const party = parsePartyUri(uri);
  if (party === null || party.host === 'anonymous.invalid') return undefined;
  const user = party.scheme === 'tel' ? party.user.replace(/[-.()\s]/g, '') : party.user;
  const number = cleanText(user, 256);
  if (number === '') return undefined;
  const known = cleanText(name, 256);
  return known === '' || known === number
    ? { number, withheld: false }
    : { number, name: known, withheld: false };
}
