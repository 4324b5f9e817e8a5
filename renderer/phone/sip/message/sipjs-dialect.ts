import { completeContact } from './answer-contact.ts';
import { moveChosenChallengeLast } from './challenges.ts';
import { dropNullTag, nameNullTag } from './dialog-tags.ts';
import { partiesAsTheyCame, readableParties } from './party-headers.ts';
import { hideRedirection } from './redirections.ts';
import { readableReferTo } from './refer-target.ts';

/** What sip.js would drop or misread, in the form that it understands. */
export function intoDialect(text: string): string {
  const named = nameNullTag(readableParties(text));
  return named.startsWith('SIP/2.0 ')
    ? completeContact(hideRedirection(moveChosenChallengeLast(named)))
    : readableReferTo(named);
}

/** What sip.js says, without what was put into its mouth. */
export function outOfDialect(message: string): string {
  return partiesAsTheyCame(dropNullTag(message));
}
