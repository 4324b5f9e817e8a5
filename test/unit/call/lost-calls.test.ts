import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialog } from '../../../electron/common/call/dialog.ts';
import {
  isOpen,
  nextDeadline,
  nothingLost,
  offeredCall,
  offerMs,
  stepLostCalls,
  takingMs,
  worthMs,
  type LostCall,
  type LostCallsEffect,
  type LostCallsEvent,
  type LostCallsState,
} from '../../../electron/common/call/lost-calls.ts';

const dialogOf = (id: string): Dialog => ({
  callId: `${id}@far`,
  localTag: 'ours',
  remoteTag: 'theirs',
  localUri: 'sip:101@pbx.invalid',
  remoteUri: 'sip:+4930123456@pbx.invalid',
  target: 'sip:far@far.invalid',
  routes: [],
  sequence: 1,
});

const lostCall = (id: string, part: Partial<LostCall> = {}): Omit<LostCall, 'dialog'> => ({
  id,
  remote: { number: id, withheld: false },
  rank: 0,
  mayReturn: true,
  ...part,
});

/** Plays events, each at its time; what was done is written as words. */
function bed() {
  let state: LostCallsState = nothingLost;
  const done: string[] = [];
  const words = (effect: LostCallsEffect): string => {
    switch (effect.type) {
      case 'goodbye':
        return `bye ${effect.dialog.callId}`;
      case 'give-up':
        return `give up ${effect.id}`;
      case 'call-back':
        return `call back ${effect.remote.number}`;
    }
  };
  const dialogs = new Map<string, Dialog>();
  const play = (event: LostCallsEvent, at = 0): void => {
    const step = stepLostCalls(state, event, at);
    state = step.state;
    done.push(...step.effects.map(words));
  };
  return {
    done,
    play,
    state: () => state,
    offered: () => offeredCall(state)?.id,
    talk(...ids: readonly string[]) {
      for (const id of ids) {
        dialogs.set(id, dialogOf(id));
        play({ type: 'dialog', id, dialog: dialogs.get(id) ?? dialogOf(id) });
      }
    },
    said(id: string, isTold: boolean, at = 0) {
      play({ type: 'said', dialog: dialogs.get(id) ?? dialogOf(id), isTold }, at);
    },
  };
}

const up = { type: 'line', isRegistered: true } as const;
const down = { type: 'line', isRegistered: false } as const;
const lose = (...calls: readonly Omit<LostCall, 'dialog'>[]): LostCallsEvent => ({
  type: 'page-lost',
  calls,
});

describe('[78] a call cut off with its phone page', () => {
  it('is offered as soon as the line is back, and the same talk goes on without a goodbye', () => {
    const { talk, play, offered, done, state } = bed();
    talk('a');
    play(lose(lostCall('a')));
    expect(offered(), 'no line').toBeUndefined();
    play(up, 1_000);
    expect(offered()).toBe('a');
    play({ type: 'take', id: 'a' }, 2_000);
    expect(offered()).toBeUndefined();
    play({ type: 'established', id: 'a' }, 3_000);
    expect(done).toEqual([]);
    expect(state().entries).toEqual([]);
  });

  it.each<readonly [string, readonly (readonly [LostCallsEvent, number])[], readonly string[]]>([
    ['is declined', [[{ type: 'decline', id: 'a' }, 2_000]], ['bye a@far', 'call back a']],
    ['is not taken in time', [[{ type: 'time' }, 1_000 + offerMs]], ['bye a@far', 'call back a']],
    [
      'is refused by the far side',
      [
        [{ type: 'take', id: 'a' }, 2_000],
        [{ type: 'ended', id: 'a' }, 3_000],
      ],
      ['bye a@far', 'call back a'],
    ],
    [
      'gets no answer',
      [
        [{ type: 'take', id: 'a' }, 2_000],
        [{ type: 'time' }, 2_000 + takingMs],
        [{ type: 'time' }, 3_000 + takingMs],
        [{ type: 'ended', id: 'a' }, 4_000 + takingMs],
      ],
      ['give up a', 'bye a@far', 'call back a'],
    ],
    [
      'is being taken back when the page is lost once more',
      [
        [{ type: 'take', id: 'a' }, 2_000],
        [lose(lostCall('a', { mayReturn: false })), 3_000],
        [up, 4_000],
      ],
      ['call back a', 'bye a@far'],
    ],
    ['belongs to another account by now', [[{ type: 'forget' }, 2_000]], []],
    ['waits when the program ends', [[{ type: 'leave' }, 2_000]], ['bye a@far']],
  ])('%s: it is ended once, and its number offered', (_when, events, wanted) => {
    const { talk, play, done } = bed();
    talk('a');
    play(lose(lostCall('a')));
    play(up, 1_000);
    for (const [event, at] of events) play(event, at);
    play({ type: 'time' }, 200_000);
    expect(done).toEqual(wanted);
  });

  it('that was just being handed over or hung up is only ended', () => {
    const { talk, play, offered, done } = bed();
    talk('a');
    play(lose(lostCall('a', { mayReturn: false })));
    play(up, 1_000);
    expect(offered()).toBeUndefined();
    expect(done).toEqual(['call back a', 'bye a@far']);
  });

  it('is not offered to anybody after a minute without a line', () => {
    const { talk, play, offered, done, state } = bed();
    talk('a');
    play(lose(lostCall('a')));
    expect(nextDeadline(state())).toBe(worthMs);
    play({ type: 'time' }, worthMs);
    play(up, worthMs + 1);
    expect(offered()).toBeUndefined();
    expect(done).toEqual(['call back a', 'bye a@far']);
  });

  it('has its goodbye said again when the line is back, if it could not be said', () => {
    const { talk, play, said, done } = bed();
    talk('a');
    play(lose(lostCall('a')));
    play(up);
    play({ type: 'decline', id: 'a' });
    play(down);
    said('a', false);
    play({ type: 'time' }, 5_000);
    expect(done).toEqual(['bye a@far', 'call back a']);
    play(up, 6_000);
    said('a', true, 7_000);
    play(up, 8_000);
    expect(done).toEqual(['bye a@far', 'call back a', 'bye a@far']);
  });

  it('ended in time needs nothing', () => {
    const { talk, play, done, offered } = bed();
    talk('a');
    play({ type: 'ended', id: 'a' });
    play(lose());
    play(up);
    expect(offered()).toBeUndefined();
    expect(done).toEqual([]);
  });
});

describe('[78] of several calls cut off', () => {
  it('the one that talked is offered first, the next when it is settled, and one number at the end', () => {
    const { talk, play, offered, done, state } = bed();
    talk('colleague', 'held', 'talking');
    play(
      lose(
        lostCall('held', { rank: 1 }),
        lostCall('colleague', { rank: 2 }),
        lostCall('talking', { rank: 0 }),
      ),
    );
    play(up, 1_000);
    expect(offered()).toBe('talking');
    play({ type: 'take', id: 'talking' }, 2_000);
    expect(offered(), 'not before the first one is settled').toBeUndefined();
    expect(isOpen(state(), 'held')).toBe(true);
    play({ type: 'ended', id: 'talking' }, 3_000);
    expect(offered()).toBe('held');
    expect(done).toEqual(['bye talking@far']);
    play({ type: 'take', id: 'held' }, 4_000);
    play({ type: 'established', id: 'held' }, 5_000);
    expect(offered()).toBe('colleague');
    play({ type: 'decline', id: 'colleague' }, 6_000);
    expect(done).toEqual(['bye talking@far', 'bye colleague@far', 'call back talking']);
  });
});

const ids = ['a', 'b', 'c'] as const;
const anyId = fc.constantFrom(...ids);
const anyEvent: fc.Arbitrary<LostCallsEvent | 'said' | 'unsaid'> = fc.oneof(
  fc.record({ type: fc.constant('line' as const), isRegistered: fc.boolean() }),
  fc.constant({ type: 'time' as const }),
  fc.record({ type: fc.constantFrom('take', 'decline', 'established', 'ended'), id: anyId }),
  fc.constantFrom('said' as const, 'unsaid' as const),
  fc.constant(lose(...ids.map((id) => lostCall(id)))),
);

describe('[78] whatever happens in whatever order', () => {
  it('every far side is taken back or told, once, and at most one call is offered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 15_000 })), { maxLength: 60 }),
        (events) => {
          let state = nothingLost;
          let at = 0;
          const dialogs = new Map(ids.map((id) => [id as string, dialogOf(id)]));
          const underWay: Dialog[] = [];
          const told = new Set<Dialog>();
          const back = new Set<string>();
          const play = (event: LostCallsEvent): void => {
            const isTaking = (id: string): boolean =>
              state.entries.some((entry) => entry.id === id && entry.stage === 'taking');
            if (event.type === 'established' && isTaking(event.id)) back.add(event.id);
            const step = stepLostCalls(state, event, at);
            state = step.state;
            for (const effect of step.effects) {
              if (effect.type !== 'goodbye') continue;
              expect(told.has(effect.dialog), 'told already').toBe(false);
              expect(underWay, 'twice at once').not.toContain(effect.dialog);
              underWay.push(effect.dialog);
            }
            const stages = state.entries.map(({ stage }) => stage);
            expect(stages.filter((stage) => stage === 'offered' || stage === 'taking').length).toBeLessThan(
              2,
            );
          };
          const answer = (isTold: boolean): void => {
            const dialog = underWay.shift();
            if (dialog === undefined) return;
            if (isTold) told.add(dialog);
            play({ type: 'said', dialog, isTold });
          };
          for (const [id, dialog] of dialogs) play({ type: 'dialog', id, dialog });
          play(lose(...ids.map((id) => lostCall(id))));
          for (const [event, ms] of events) {
            at += ms;
            if (event === 'said' || event === 'unsaid') answer(event === 'said');
            // With its page go the answers that were awaited.
            else if (event.type === 'page-lost') {
              underWay.length = 0;
              play(event);
            } else play(event);
          }
          // In the end nobody is left waiting.
          for (const id of ids) play({ type: 'ended', id });
          play({ type: 'line', isRegistered: true });
          for (let turn = 0; turn < 8; turn++) {
            at += worthMs;
            play({ type: 'time' });
            for (const id of ids) play({ type: 'ended', id });
            while (underWay.length > 0) answer(true);
          }
          expect(state.entries).toEqual([]);
          for (const [id, dialog] of dialogs) expect(told.has(dialog) || back.has(id)).toBe(true);
          for (const [id, dialog] of dialogs) expect(told.has(dialog) && back.has(id)).toBe(false);
        },
      ),
    );
  });
});
