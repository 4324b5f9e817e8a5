import { Core, UserAgent } from 'sip.js';
import { rewriteHeader } from './header-lines.ts';
import { parseNameAddr, parsePartyUri, type NameAddr } from './name-addr.ts';

/**
 * sip.js drops a message whose From or To is not to the letter, and with it the call of a customer: names without quotes
 * (`Іван (Київ) <sip:…>`), `tel:` numbers, hosts with an underscore, tags like `1@10.0.0.1`. RFC 4475 sections 3.1.2.14
 * and 3.1.2.15 leave it to the reader to infer what was meant. Names get their quotes; addresses and tags that sip.js
 * cannot read get a form that it can, out of which `partiesAsTheyCame` has the first one back. What cannot be
 * understood stays as it is.
 */
export function readableParties(message: string): string {
  const withFrom = rewriteHeader(message, ['from', 'f'], (value, line) => readable('From', value, line));
  return rewriteHeader(withFrom, ['to', 't'], (value, line) => readable('To', value, line));
}

/** For what we send: addresses and tags as the other side wrote them. */
export function partiesAsTheyCame(message: string): string {
  return message
    .replace(/<sip:[^<>\s]*;offhook-uri=([^<>;\s]+)>/g, (whole, text: string) => {
      const uri = decode(text);
      return uri === null ? whole : `<${uri}>`;
    })
    .replace(/;tag=offhook-tag\.([^;,<>\s]+)/g, (whole, text: string) => {
      const tag = decode(text);
      return tag === null || /[;,\s]/.test(tag) ? whole : `;tag=${tag}`;
    });
}

function readable(name: 'From' | 'To', value: string, line: string): string {
  if (Core.Grammar.parse(value, name) !== -1) return line;
  const party = parseNameAddr(value);
  const uri = party === null ? null : readableUri(party.uri);
  if (party === null || uri === null) return line;
  const written = `${quote(party.name)}<${uri}>${readableTag(party)}`;
  return Core.Grammar.parse(written, name) === -1 ? line : `${name}: ${written}`;
}

function readableUri(uri: string): string | null {
  if (UserAgent.makeURI(uri) !== undefined) return uri;
  const party = parsePartyUri(uri);
  if (party === null) return null;
  const user = party.user === '' ? '' : `${encode(party.user)}@`;
  return `sip:${user}unreadable.invalid;offhook-uri=${encode(uri)}`;
}

function readableTag({ params }: NameAddr): string {
  const tag = params.get('tag') ?? '';
  if (tag === '') return '';
  return isToken(tag) ? `;tag=${tag}` : `;tag=offhook-tag.${encode(tag)}`;
}

function quote(name: string): string {
  return name === '' ? '' : `"${name.replace(/["\\]/g, '\\$&')}" `;
}

/** RFC 3261 section 25.1. */
function isToken(text: string): boolean {
  return /^[\w.!%*+`'~-]+$/.test(text);
}

/** Into signs that a token, a user part and a parameter of a URI may have. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[()]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** null for what we did not encode: a sender could try to put lines of his own into what we send. */
function decode(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text);
    return /[\p{Cc}<>]/u.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}
