import type { CallEnd } from '../../common/call/call-end.ts';
import { explainEnd } from '../../common/call/explain-end.ts';
import { findCall } from '../../common/call/call-selectors.ts';
import type { Call, CallsState } from '../../common/call/call-state.ts';
import type { HeadsetEventEntry } from '../../common/contract/headset-panel.ts';
import type { CallDesk } from '../call/call-desk.ts';

const keptEvents = 1_000;
const keptEnds = 200;

type AnsweredThrough = NonNullable<CallEnd['answeredThrough']>;

/** What the headset did and how calls ended, so that "who hung up?" has an answer that can be shown. */
export interface CallHistory {
  noteHeadset(event: HeadsetEventEntry): void;
  /** Oldest first. */
  headsetEvents(): readonly HeadsetEventEntry[];
  endOf(callId: string): CallEnd | undefined;
  lastEnd(): CallEnd | undefined;
}

/** Must listen before whoever puts calls on record, so that the record of an ended call has its end. */
export function createCallHistory(calls: CallDesk): CallHistory {
  const events: HeadsetEventEntry[] = [];
  const ends = new Map<string, CallEnd>();
  /** The wish under way for a call: `headset end`, `desk hangup`; the line's own news come later and name no wish. */
  const wishes = new Map<string, string>();
  /** The side whose wish answered a call. */
  const answers = new Map<string, AnsweredThrough>();

  const noteWishes = (now: CallsState, before: CallsState, cause: string): void => {
    for (const call of now.calls) {
      const isLeaving = call.pending === 'hangup' || call.pending === 'reject' || call.pending === 'transfer';
      if (!isLeaving) wishes.delete(call.id);
      else if (findCall(before, call.id)?.pending !== call.pending) wishes.set(call.id, cause);
      if (call.pending === 'answer' && findCall(before, call.id)?.pending !== 'answer')
        answers.set(call.id, sideOf(cause));
    }
    for (const id of [...answers.keys()]) if (findCall(now, id) === undefined) answers.delete(id);
  };

  const noteEnd = (call: Call, cause: string): void => {
    const { id, endedAt, endedBy } = call;
    if (endedAt === null || endedBy === null) return;
    const { direction, answeredAt, sipStatus } = call;
    const end = explainEnd({ id, at: endedAt, endedBy, cause, direction, answeredAt, sipStatus }, events);
    const answeredThrough = answeredAt === null ? undefined : answers.get(id);
    ends.set(id, answeredThrough === undefined ? end : { ...end, answeredThrough });
    const oldest = ends.keys().next().value;
    if (ends.size > keptEnds && oldest !== undefined) ends.delete(oldest);
  };

  calls.onChange((now, before, cause) => {
    for (const call of now.calls) {
      const isNew = call.state === 'ended' && findCall(before, call.id)?.state !== 'ended';
      if (isNew) noteEnd(call, wishes.get(call.id) ?? cause);
      // Taken back: it has not ended after all.
      if (call.state !== 'ended') ends.delete(call.id);
    }
    noteWishes(now, before, cause);
  });

  return {
    noteHeadset(event) {
      events.push(event);
      if (events.length > keptEvents) events.shift();
    },
    headsetEvents: () => events,
    endOf: (callId) => ends.get(callId),
    lastEnd: () => [...ends.values()].at(-1),
  };
}

/** The first word of a wish's cause is the side that it came from; a call may wait for another to be held. */
function sideOf(cause: string): AnsweredThrough {
  const [side = ''] = cause.split(' ', 1);
  return sides.find((known) => known === side) ?? 'program';
}

const sides = ['headset', 'desk', 'ctl', 'notification', 'auto-answer'] as const;
