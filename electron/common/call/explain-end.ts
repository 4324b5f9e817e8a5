import type { HeadsetEventEntry } from '../contract/headset-panel.ts';
import type { CallEnd } from './call-end.ts';
import type { CallDirection, EndedBy } from './call-model.ts';

/** A press stands in the log a moment before the end it causes: on the way are the wish, the phone page and the exchange. */
const pressMs = 2_000;
/** A note about another program belongs to the press that was reported with it. */
const sharedMs = 100;
const evidenceMs = 10_000;
const mostEvidence = 100;

/** What is known of a call that is over; times in ms since the epoch. */
export interface EndedCall {
  readonly id: string;
  readonly at: number;
  readonly endedBy: EndedBy;
  /** What was under way: the wish, as `headset end` or `desk hangup`, else the news of the line. */
  readonly cause: string;
  readonly sipStatus: number | null;
  readonly direction: CallDirection;
  readonly answeredAt: number | null;
}

/** Tells how a call ended, by what is on record; `headsetEvents` oldest first. */
export function explainEnd(call: EndedCall, headsetEvents: readonly HeadsetEventEntry[]): CallEnd {
  const { id, at, endedBy, sipStatus } = call;
  const before = headsetEvents.filter((event) => event.at <= at && event.at >= at - evidenceMs);
  return {
    id,
    at,
    endedBy,
    through: findThrough(call, before),
    sipStatus,
    evidence: before.slice(-mostEvidence),
  };
}

function findThrough(call: EndedCall, before: readonly HeadsetEventEntry[]): CallEnd['through'] {
  switch (call.endedBy) {
    case 'operator':
      return findWay(call, before);
    case 'remote':
      return isUnanswered(call) ? 'timeout' : 'remote';
    case 'elsewhere':
    case 'network':
    case 'program':
      return call.endedBy;
  }
}

/** The first word of a wish's cause is the side that it came from. */
function findWay({ at, cause }: EndedCall, before: readonly HeadsetEventEntry[]): CallEnd['through'] {
  const [side] = cause.split(' ', 1);
  switch (side) {
    case 'headset':
      return findPress(at, before);
    case 'desk':
    case 'ctl':
    case 'notification':
    case 'script':
      return side;
    default:
      // Refused in a pause, closed with the program: nobody wished just then.
      return 'program';
  }
}

/** Without a press on record it was none: an echo or an unplug is never taken for the operator's hand. */
function findPress(at: number, before: readonly HeadsetEventEntry[]): CallEnd['through'] {
  const press = before.findLast(
    ({ at: pressedAt, what, detail }) =>
      what === 'pressed' && pressedAt >= at - pressMs && /^(?:end|endAndAnswer|reject)\b/u.test(detail),
  );
  if (press === undefined) return 'program';
  const isShared = before.some(
    (event) => event.what === 'shared' && Math.abs(event.at - press.at) <= sharedMs,
  );
  return isShared ? 'shared' : 'button';
}

/**
 * Nobody answered in time (RFC 3261): 408 no answer from the server called, 480 not available now, which exchanges also
 * send when it rang out, 487 the call was withdrawn, and not by us, or the operator would have ended it.
 */
function isUnanswered({ answeredAt, sipStatus }: EndedCall): boolean {
  return answeredAt === null && (sipStatus === 408 || sipStatus === 480 || sipStatus === 487);
}
