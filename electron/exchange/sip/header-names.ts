/** Compact forms (RFC 3261 section 7.3.3, RFC 3515, 3892, 6665, 4028). */
const compact: Readonly<Record<string, string>> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  d: 'Request-Disposition',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  j: 'Reject-Contact',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
};

const longNames = [
  'Authorization',
  'CSeq',
  'Call-ID',
  'Contact',
  'Content-Length',
  'Content-Type',
  'Event',
  'Expires',
  'From',
  'Max-Forwards',
  'Proxy-Authorization',
  'Proxy-Require',
  'Reason',
  'Record-Route',
  'Refer-To',
  'Replaces',
  'Require',
  'Route',
  'Supported',
  'To',
  'Via',
];

const byLowerCase = new Map(longNames.map((name) => [name.toLowerCase(), name]));

/** Headers whose comma lists the exchange takes apart; a comma elsewhere (dates, credentials) is not a separator. */
const lists = new Set(['Via', 'Route', 'Record-Route', 'Contact']);

/** Headers that must not come twice (RFC 3261 table 2): two of them would let two hops read two different calls. */
const singles = new Set([
  'From',
  'To',
  'Call-ID',
  'CSeq',
  'Max-Forwards',
  'Content-Length',
  'Expires',
  'Content-Type',
]);

/** The long form in its usual spelling; unknown names stay as they are. */
export function expandHeaderName(name: string): string {
  const lower = name.toLowerCase();
  return compact[lower] ?? byLowerCase.get(lower) ?? name;
}

export const isListHeader = (name: string): boolean => lists.has(name);
export const isSingleHeader = (name: string): boolean => singles.has(name);
