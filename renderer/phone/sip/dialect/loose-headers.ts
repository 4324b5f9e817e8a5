import { Core } from 'sip.js';
import { rewriteHeader } from './header-lines.ts';
import { decodeStandIn, encodeStandIn, idMark } from './stand-in.ts';

/**
 * What else sip.js drops a message for: a Call-ID that holds `=` or a second `@`, a hop whose host has an underscore, a
 * semicolon behind the type of the body. Call-ID and hop get stand-ins, for which `looseHeadersAsTheyCame` puts them back.
 */
export function readableLooseHeaders(message: string): string {
  const withId = rewriteHeader(message, ['call-id', 'i'], (value, line) =>
    value === '' || isReadable(value, 'Call_ID') ? line : `Call-ID: ${idMark}${encodeStandIn(value)}`,
  );
  const withHops = rewriteHeader(withId, ['via', 'v'], (value, line) =>
    isReadable(value, 'Via') ? line : `Via: ${readableHops(value)}`,
  );
  return rewriteHeader(withHops, ['content-type', 'c'], (value, line) =>
    value.endsWith(';') ? `Content-Type: ${withoutSemicolons(value)}` : line,
  );
}

export function looseHeadersAsTheyCame(message: string): string {
  return message
    .replace(
      /(?<=^Call-ID: )offhook-id\.(\S+)/im,
      (whole, text: string) => decodeStandIn(text, /^$/) ?? whole,
    )
    .replace(
      /unreadable\.invalid;offhook-hop=([^;,\s]+)/g,
      (whole, text: string) => decodeStandIn(text, /[;,\s]/) ?? whole,
    );
}

/** The host of every hop that has an underscore, which no host of RFC 3261 section 25.1 has. */
function readableHops(value: string): string {
  return value.replace(
    /(SIP\s*\/\s*2\.0\s*\/\s*\w+\s+)([\w.-]*_[\w.-]*(?::\d+)?)/gi,
    (_, protocol: string, host: string) => `${protocol}unreadable.invalid;offhook-hop=${encodeStandIn(host)}`,
  );
}

function withoutSemicolons(value: string): string {
  let end = value.length;
  while (end > 0 && '; \t'.includes(value.charAt(end - 1))) end--;
  return value.slice(0, end);
}

function isReadable(value: string, rule: string): boolean {
  return Core.Grammar.parse(value, rule) !== -1;
}
