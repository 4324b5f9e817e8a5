import { addressesAsTheyCame, readableAddresses } from './addresses.ts';
import { completeContact } from './answer-contact.ts';
import { moveChosenChallengeLast, readableChallenges } from './challenges.ts';
import { dropNullTag, nameNullTag } from './dialog-tags.ts';
import { looseHeadersAsTheyCame, readableLooseHeaders } from './loose-headers.ts';
import { hideRedirection } from './redirections.ts';
import { readableReferTo } from './refer-target.ts';

/** What sip.js would drop or misread, in the form that it understands. */
export function intoDialect(text: string): string {
  const isResponse = text.startsWith('SIP/2.0 ');
  // First, so that a host we are sent to is still the one that was named.
  const own = isResponse ? hideRedirection(text) : readableReferTo(text);
  const readable = nameNullTag(readableAddresses(readableLooseHeaders(own)));
  return isResponse ? completeContact(moveChosenChallengeLast(readableChallenges(readable))) : readable;
}

/** What sip.js says, without the stand-ins that were given to it. */
export function outOfDialect(message: string): string {
  return message.includes('offhook-')
    ? looseHeadersAsTheyCame(addressesAsTheyCame(dropNullTag(message)))
    : message;
}
