import type { CallData } from '../../../../electron/common/call/call-model.ts';
import { cleanText } from '../lib/clean-text.ts';
import { splitAtCommas, splitParams } from './name-addr.ts';

const mostEntries = 32;
const longestName = 64;
const longestValue = 512;

/**
 * The data that an exchange sends along with a call: every X- header and User-to-User (RFC 7433), decoded.
 * Takes the raw message, because names are kept as the exchange writes them (`X-CallId`); the first of equal names wins.
 */
export function readCallData(message: string): CallData {
  const data: Record<string, string> = {};
  const seen = new Set<string>();
  const put = (name: string, value: string): void => {
    const key = name.toLowerCase();
    if (seen.size >= mostEntries || seen.has(key) || name.length > longestName || value === '') return;
    seen.add(key);
    data[name] = value;
  };
  let userToUser = 0;
  for (const { name, value } of headerLines(message)) {
    if (/^x-[a-z0-9-]+$/i.test(name)) put(name, cleanText(value, longestValue));
    if (name.toLowerCase() !== 'user-to-user') continue;
    for (const part of splitAtCommas(value)) {
      userToUser++;
      put(userToUser === 1 ? 'User-to-User' : `User-to-User-${userToUser}`, decodeUserToUser(part));
    }
  }
  return data;
}

/** One value of User-to-User as text. Without an encoding parameter, whole octets in hex count as hex (RFC 7434). */
export function decodeUserToUser(value: string): string {
  const { head, params } = splitParams(value);
  const encoding = params.get('encoding')?.toLowerCase();
  const quoted = /^"(.*)"$/s.exec(head)?.[1]?.replace(/\\(.)/gs, '$1');
  const content = quoted ?? head;
  const isHex = content.length % 2 === 0 && /^[0-9a-f]+$/i.test(content);
  if (quoted !== undefined && encoding === undefined) return cleanText(content, longestValue);
  if (!isHex || (encoding !== undefined && encoding !== 'hex')) return cleanText(content, longestValue);
  const bytes = Uint8Array.from(content.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));
  // isdn-uui starts with a protocol discriminator (Q.931: 00 to 08), which goes with the control characters.
  return cleanText(decodeBytes(bytes), longestValue);
}

function decodeBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function* headerLines(message: string): Generator<{ name: string; value: string }> {
  const head = message.split(/\r?\n\r?\n/, 1)[0] ?? '';
  // RFC 3261 section 7.3.1: a line that starts with white space goes on with the header before it.
  for (const line of head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0) yield { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
  }
}
