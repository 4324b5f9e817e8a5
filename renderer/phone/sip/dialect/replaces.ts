import { noTag } from './dialog-tags.ts';
import { decodeStandIn, idMark, tagMark } from './stand-in.ts';

interface DialogNames {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

/**
 * The value of Replaces (RFC 3891 section 3) for a dialog of ours, as the other side wrote its names. It is named from the
 * point of view of who gets it: to-tag is its own.
 */
export function replacesValue({ callId, localTag, remoteTag }: DialogNames): string {
  const to = remoteTag === noTag ? '0' : asItCame(remoteTag, tagMark);
  return `${asItCame(callId, idMark)};to-tag=${to};from-tag=${localTag}`;
}

function asItCame(name: string, mark: string): string {
  return name.startsWith(mark) ? (decodeStandIn(name.slice(mark.length), /[\s<>"]/) ?? name) : name;
}
