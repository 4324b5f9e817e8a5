import { parseNameAddr } from '../message/name-addr.ts';
import { readHeader, rewriteHeader } from './header-lines.ts';

/** Stands for the tag that an implementation of RFC 2543 does not give; never leaves this machine. */
export const noTag = 'offhook-none';
const nullTag = `;tag=${noTag}`;

/**
 * sip.js drops every answer to an INVITE whose To has no tag: the call would ring for ever, or ring without a sound. RFC
 * 3261 sections 12.1.1 and 12.1.2 take such a tag as null, which needs a name here so that what comes later in the dialog
 * is found again.
 */
export function nameNullTag(message: string): string {
  const names = namesOfSender(message);
  if (names === null) return message;
  return rewriteHeader(message, names, (value, line) =>
    parseNameAddr(value)?.params.has('tag') === false ? `${line}${nullTag}` : line,
  );
}

/** The null tag is a tag only here. */
export function dropNullTag(message: string): string {
  return message.replaceAll(nullTag, '');
}

/** To a dialog that nothing else belongs to: of a provisional answer that names no address to go on with. */
export function setApart(message: string): string {
  return rewriteHeader(message, to, (_, line) => {
    const params = line.lastIndexOf('>') + 1;
    return line.slice(0, params) + line.slice(params).replace(/;\s*tag\s*=\s*[^;,\s]+/i, '$&.offhook-apart');
  });
}

const to = ['to', 't'];
const from = ['from', 'f'];

/** Who sent it has named himself in the To of his response, or in the From of his request. */
function namesOfSender(message: string): readonly string[] | null {
  if (!message.startsWith('SIP/2.0 ')) return from;
  const isOfDialog = /^SIP\/2\.0 (?!100 )[12]/.test(message);
  return isOfDialog && /\sINVITE$/.test(readHeader(message, ['cseq']) ?? '') ? to : null;
}
