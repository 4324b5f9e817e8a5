import { Core, UserAgent } from 'sip.js';
import { rewriteHeader } from './header-lines.ts';
import { parseNameAddr, parsePartyUri, splitAtCommas, type NameAddr } from '../message/name-addr.ts';
import { decodeStandIn, encodeStandIn, tagMark } from './stand-in.ts';

interface AddressHeader {
  readonly label: string;
  readonly names: readonly string[];
  /** Of the grammar of sip.js. */
  readonly rule: string;
  /** What besides `sip:` and `sips:` may stand there. */
  readonly mayBeTel: boolean;
  readonly isList: boolean;
}

const headers: readonly AddressHeader[] = [
  { label: 'From', names: ['from', 'f'], rule: 'From', mayBeTel: true, isList: false },
  { label: 'To', names: ['to', 't'], rule: 'To', mayBeTel: true, isList: false },
  { label: 'Contact', names: ['contact', 'm'], rule: 'Contact', mayBeTel: false, isList: true },
  { label: 'Record-Route', names: ['record-route'], rule: 'Record_Route', mayBeTel: false, isList: true },
  { label: 'Refer-To', names: ['refer-to', 'r'], rule: 'Refer_To', mayBeTel: false, isList: false },
];

/**
 * sip.js drops a message in which one address is not to the letter, and with it the call of a customer: names without
 * quotes (`Іван (Київ) <sip:…>`), `tel:` numbers, hosts with an underscore, tags like `1@10.0.0.1`. RFC 4475 sections
 * 3.1.2.14 and 3.1.2.15 leave it to the reader to infer what was meant. Names get their quotes; URIs and tags that sip.js
 * cannot read get a stand-in, for which `addressesAsTheyCame` puts them back. What cannot be understood stays as it is.
 */
export function readableAddresses(message: string): string {
  return headers.reduce(
    (text, header) =>
      rewriteHeader(text, header.names, (value, line) => {
        if (isReadable(value, header)) return line;
        const values = header.isList ? splitAtCommas(value) : [value];
        const written = values.map((each) => (isReadable(each, header) ? each : rewrite(each, header)));
        return written.every((each, i) => each === values[i])
          ? line
          : `${header.label}: ${written.join(',')}`;
      }),
    message,
  );
}

/** As `readableUri` makes it; sip.js writes some signs of the user part plainly. Bounded: a sender may repeat its beginning. */
const standIn = /sip:(?:[^<>\s"@;]{0,200}@)?unreadable\.invalid(?:;lr)?;offhook-uri=([^<>;?\s"]+)/g;

/** For what we send: URIs and tags as the other side wrote them. */
export function addressesAsTheyCame(message: string): string {
  const firstLine = message.indexOf('\r\n');
  return message
    .replace(standIn, (whole, text: string, at: number) => {
      const uri = decodeStandIn(text, /[<>]/) ?? whole;
      // A space would end the Request-URI.
      return at < firstLine ? uri.replace(/\s/g, '%20') : uri;
    })
    .replace(/;tag=offhook-tag\.([^;,<>\s"]+)/g, (whole, text: string) => {
      const tag = decodeStandIn(text, /[;,\s<>"]/);
      return tag === null ? whole : `;tag=${tag}`;
    });
}

function isReadable(value: string, { rule }: AddressHeader): boolean {
  return Core.Grammar.parse(value.trim(), rule) !== -1;
}

/** The value as it came where it cannot be understood. */
function rewrite(value: string, header: AddressHeader): string {
  const address = parseNameAddr(value);
  // Whose `?` that is cannot be inferred (RFC 4475 section 3.1.2.13).
  if (!value.includes('<') && value.includes('?')) return value;
  const uri = address === null ? null : readableUri(address.uri, header);
  if (address === null || uri === null) return value;
  const written = `${quote(address.name)}<${uri}>${readableTag(address)}`;
  return isReadable(written, header) ? written : value;
}

function readableUri(uri: string, { mayBeTel }: AddressHeader): string | null {
  if (UserAgent.makeURI(uri) !== undefined) return uri;
  const party = parsePartyUri(uri);
  // Headers say what is to be done there: a transfer without its Replaces would be another one.
  if (party === null || uri.includes('?') || (party.scheme === 'tel' && !mayBeTel)) return null;
  const user = party.user === '' ? '' : `${encodeStandIn(party.user)}@`;
  // Without it sip.js takes a proxy for one of RFC 2543 (RFC 3261 section 16.12.1.1).
  const looseRoute = /;lr(?=[;=]|$)/i.test(uri) ? ';lr' : '';
  return `sip:${user}unreadable.invalid${looseRoute};offhook-uri=${encodeStandIn(uri)}`;
}

function readableTag({ params }: NameAddr): string {
  const tag = params.get('tag') ?? '';
  if (tag === '') return '';
  // RFC 3261 section 25.1: a tag is a token.
  return /^[\w.!%*+`'~-]+$/.test(tag) ? `;tag=${tag}` : `;tag=${tagMark}${encodeStandIn(tag)}`;
}

function quote(name: string): string {
  return name === '' ? '' : `"${name.replace(/["\\]/g, '\\$&')}" `;
}
