import { scrubSecrets, scrubText, type Pseudonyms } from './redact-sip-text.ts';

/** Keys of the sound and of the connectivity checks: RFC 4566 section 5.12, RFC 4568, RFC 8839 section 5.4. */
const secretLine = /^\s*(?:k\s*=|a\s*=\s*(?:ice-pwd|crypto|key-mgmt|ice-ufrag|inline)\b)/iu;
const harmlessAttribute =
  /^a=(?:rtpmap|fmtp|ptime|maxptime|sendrecv|sendonly|recvonly|inactive|setup|mid|group|rtcp-mux|rtcp-mux-only|rtcp-rsize|rtcp-fb|extmap|extmap-allow-mixed|fingerprint|ice-options|ice-lite|end-of-candidates|msid-semantic)(?::[\x20-\x7e]*)?$/u;
const candidate =
  /^a=candidate:(\S{1,40}) (\d) (udp|tcp) (\d{1,10}) (\S+) (\d{1,5}) typ (host|srflx|prflx|relay)\b/iu;

/** Only session descriptions are shown in part; of anything else at most its length. */
export function redactBody(
  body: string,
  contentType: string,
  includeCustomer: boolean,
  names: Pseudonyms,
): string {
  if (body === '') return '';
  const lines = body.split(/\r\n|\n|\r/u);
  const isSdp = /^application\/sdp\b/iu.test(contentType);
  if (includeCustomer) return lines.map((line) => showLine(line)).join('\r\n');
  if (!isSdp) return `[masked: ${String(body.length)} characters]`;
  return lines.map((line) => maskLine(line, names)).join('\r\n');
}

/** A line that looks like a header of credentials is one that slipped behind an empty line. */
const credentialLine =
  /^\s*[\w-]{0,60}(?:authori[sz]ation|authenticat)[\w-]{0,60}\s*:|(?:digest|basic|bearer)\s+\S/iu;

const showLine = (line: string): string =>
  secretLine.test(line) || credentialLine.test(line) ? '[removed]' : scrubSecrets(line);

/** Lines as they are: version, name, unlimited time, the offered codecs. */
const harmlessLine = /^(?:|v=0|s=-|t=0 0|m=audio \d{1,5} [A-Z/]{3,30}(?: \d{1,3}){1,40})$/u;

type Mask = readonly [RegExp, (found: readonly string[], names: Pseudonyms) => string];

const masks: readonly Mask[] = [
  [secretLine, () => '[removed]'],
  // The numbers of a session mean nothing, but some exchanges put a subscriber's there.
  [
    /^o=\S+ \d{1,20} \d{1,20} IN IP[46] (\S+)$/u,
    ([, address = ''], names) => `o=- [masked] IN IP4 ${names.address(address)}`,
  ],
  [
    /^c=IN IP([46]) (\S+)$/u,
    ([, version = '4', address = ''], names) => `c=IN IP${version} ${names.address(address)}`,
  ],
  [candidate, maskCandidate],
  [
    /^a=rtcp:(\d{1,5}) IN IP[46] (\S+)$/u,
    ([, port = '', address = ''], names) => `a=rtcp:${port} IN IP4 ${names.address(address)}`,
  ],
  [harmlessAttribute, ([line = ''], names) => scrubText(line, names)],
];

function maskCandidate(found: readonly string[], names: Pseudonyms): string {
  const [, , component = '', protocol = '', priority = '', address = '', port = '', type = ''] = found;
  return `a=candidate:- ${component} ${protocol} ${priority} ${names.address(address)} ${port} typ ${type}`;
}

function maskLine(line: string, names: Pseudonyms): string {
  if (harmlessLine.test(line)) return line;
  for (const [form, mask] of masks) {
    const found = form.exec(line);
    if (found !== null) return mask(found, names);
  }
  return `${/^[a-z]=/u.exec(line)?.[0] ?? ''}[masked]`;
}
