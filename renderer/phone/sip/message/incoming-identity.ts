import type { RemoteParty } from '../../../../electron/common/call/call-model.ts';
import { cleanText } from '../lib/clean-text.ts';
import { parseNameAddr, parsePartyUri, splitAtCommas, type NameAddr } from './name-addr.ts';

/** The part of a SIP message that identities are read from. */
export interface HeaderSource {
  getHeaders(name: string): readonly string[];
}

interface Candidate {
  readonly number: string;
  readonly name: string;
  readonly isTel: boolean;
  readonly isAnonymous: boolean;
}

/**
 * Who calls: P-Asserted-Identity (RFC 3325), then Remote-Party-ID of the calling party, then From. Only a trusted
 * proxy reaches us over the registered connection, so the asserted headers are believed.
 */
export function readRemoteParty(message: HeaderSource): RemoteParty {
  const asserted = readAsserted(message);
  const rpid = readRemotePartyId(message);
  const from = readCandidates(message, 'From')[0];
  const chosen = asserted ?? rpid?.candidate ?? from;
  const isPrivate = asksForPrivacy(message) || (asserted === undefined && rpid?.isPrivate === true);
  if (chosen === undefined || isPrivate || chosen.isAnonymous) return { number: '', withheld: true };
  const sameParty = [asserted, rpid?.candidate, from].filter((party) => party?.number === chosen.number);
  const name = [chosen, ...sameParty].map((party) => party?.name ?? '').find((text) => text !== '');
  const party = { number: chosen.number, withheld: false };
  return name === undefined || name === chosen.number ? party : { ...party, name };
}

/**
 * The other party as asserted within a call, after a transfer for instance (re-INVITE, 18x, 200).
 * null if the message says nothing about it.
 */
export function readAssertedParty(message: HeaderSource): RemoteParty | null {
  const says =
    message.getHeaders('P-Asserted-Identity').length + message.getHeaders('Remote-Party-ID').length > 0;
  if (!says) return null;
  return readRemoteParty({ getHeaders: (name) => (name === 'From' ? [] : message.getHeaders(name)) });
}

function readAsserted(message: HeaderSource): Candidate | undefined {
  const candidates = readCandidates(message, 'P-Asserted-Identity');
  // Of the two that are allowed, the tel URI is the number; the sip URI often carries the name.
  const chosen = candidates.find((candidate) => candidate.isTel) ?? candidates[0];
  if (chosen === undefined || chosen.name !== '') return chosen;
  return { ...chosen, name: candidates.find((candidate) => candidate.name !== '')?.name ?? '' };
}

function readRemotePartyId(message: HeaderSource): { candidate: Candidate; isPrivate: boolean } | undefined {
  for (const value of readNameAddrs(message, 'Remote-Party-ID')) {
    const party = value.params.get('party')?.toLowerCase() ?? 'calling';
    const candidate = party === 'calling' ? toCandidate(value) : null;
    const privacy = value.params.get('privacy')?.toLowerCase() ?? 'off';
    if (candidate !== null) return { candidate, isPrivate: privacy !== 'off' && privacy !== '' };
  }
  return undefined;
}

/** RFC 3323 section 4.2 and RFC 3325 section 9.3: `id` hides the asserted identity, `none` explicitly does not. */
function asksForPrivacy(message: HeaderSource): boolean {
  const values = message.getHeaders('Privacy').flatMap((header) => header.toLowerCase().split(/[;,\s]+/));
  return values.some((value) => value === 'id' || value === 'user' || value === 'header');
}

function readCandidates(message: HeaderSource, header: string): Candidate[] {
  return readNameAddrs(message, header).flatMap((value) => toCandidate(value) ?? []);
}

function readNameAddrs(message: HeaderSource, header: string): NameAddr[] {
  return message
    .getHeaders(header)
    .flatMap(splitAtCommas)
    .flatMap((value) => parseNameAddr(value) ?? []);
}

function toCandidate(value: NameAddr): Candidate | null {
  const uri = parsePartyUri(value.uri);
  if (uri === null) return null;
  const isTel = uri.scheme === 'tel';
  // RFC 3966: visual separators carry no meaning.
  const raw = isTel ? uri.user.replace(/[-.()\s]/g, '') : uri.user;
  const isAnonymous = uri.host === 'anonymous.invalid' || raw.toLowerCase() === 'anonymous';
  return {
    number: cleanText(raw === '' ? uri.host : raw, 256),
    name: cleanText(value.name, 256),
    isTel,
    isAnonymous,
  };
}
