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
const credentialLine = /^\s*[\w-]*(?:authori[sz]ation|authenticat)[\w-]*\s*:|(?:digest|basic|bearer)\s+\S/iu;

const showLine = (line: string): string =>
  secretLine.test(line) || credentialLine.test(line) ? '[removed]' : scrubSecrets(line);

function maskLine(line: string, names: Pseudonyms): string {
  if (line === '' || line === 'v=0' || line === 's=-') return line;
  if (secretLine.test(line)) return '[removed]';
  if (/^t=\d{1,10} \d{1,10}$/u.test(line) && line === 't=0 0') return line;
  if (/^m=audio \d{1,5} [A-Z/]{3,30}(?: \d{1,3}){1,40}$/u.test(line)) return line;
  const origin = /^o=\S+ (\d{1,20} \d{1,20}) IN IP[46] (\S+)$/u.exec(line);
  // The numbers of a session mean nothing, but some exchanges put a subscriber's there.
  if (origin !== null) return `o=- [masked] IN IP4 ${names.address(origin[2] ?? '')}`;
  const connection = /^c=IN IP([46]) (\S+)$/u.exec(line);
  if (connection !== null) return `c=IN IP${connection[1] ?? '4'} ${names.address(connection[2] ?? '')}`;
  const found = candidate.exec(line);
  if (found !== null) {
    const [, , component, protocol, priority, address = '', port, type] = found;
    return `a=candidate:- ${component ?? ''} ${protocol ?? ''} ${priority ?? ''} ${names.address(address)} ${port ?? ''} typ ${type ?? ''}`;
  }
  const rtcp = /^a=rtcp:(\d{1,5}) IN IP[46] (\S+)$/u.exec(line);
  if (rtcp !== null) return `a=rtcp:${rtcp[1] ?? ''} IN IP4 ${names.address(rtcp[2] ?? '')}`;
  return harmlessAttribute.test(line)
    ? scrubText(line, names)
    : `${/^[a-z]=/u.exec(line)?.[0] ?? ''}[masked]`;
}
