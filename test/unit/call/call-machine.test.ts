import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepCalls } from '../../../electron/common/call/call-machine.ts';
import {
  activeCall,
  findCall,
  headsetPhase,
  liveCalls,
  operatorState,
} from '../../../electron/common/call/call-selectors.ts';
import { isCutOff } from '../../../electron/common/call/cut-off.ts';
import { transferStateSchema } from '../../../electron/common/call/call-transfer.ts';
import {
  noCalls,
  type Call,
  type CallEffect,
  type CallsState,
  type Fact,
  type Wish,
} from '../../../electron/common/call/call-state.ts';

const caller = { number: '+380441234567', withheld: false };

/** Plays events on a clock of one second a step and keeps the effects of the last. */
function play(...events: readonly (Fact | Wish)[]): { state: CallsState; effects: readonly CallEffect[] } {
  let state = noCalls;
  let effects: readonly CallEffect[] = [];
  events.forEach((event, index) => {
    const at = 1_000 * (index + 1);
    const step = isWish(event)
      ? stepCalls(state, { kind: 'wish', at, wish: event })
      : stepCalls(state, { kind: 'fact', at, fact: event });
    state = step.state;
    effects = step.effects;
  });
  return { state, effects };
}

const wishes = new Set([
  'dial', 'answer', 'reject', 'hangup', 'hold', 'resume', 'swap', 'mute', 'dtmf', 'transfer',
  'complete-transfer', 'cancel-transfer', 'pause', 'finish', 'take-back',
]); // prettier-ignore
const isWish = (event: Fact | Wish): event is Wish => wishes.has(event.type);

const incoming = (id: string): Fact => ({ type: 'incoming', id, remote: caller, data: {} });
const established = (id: string): Fact => ({ type: 'established', id });
const held = (id: string): Fact => ({ type: 'held', id });
const ended = (id: string): Fact => ({ type: 'ended', id, by: 'remote' });
const inCall = [incoming('a'), { type: 'answer' }, established('a')] as const;
const dialB: Wish = { type: 'dial', id: 'b', target: '202', remote: { number: '202', withheld: false } };
const handOverToB: Wish = { ...dialB, type: 'transfer', attended: false };
const refusalOf = (effects: readonly CallEffect[]): string | undefined =>
  effects.find((effect) => effect.type === 'refuse')?.error.code;

describe('a call that comes in', () => {
  it('rings until it is answered, and is answered once however often that is wished', () => {
    const first = play(incoming('a'), { type: 'answer' });
    expect(first.effects).toEqual([{ type: 'answer', id: 'a' }]);
    expect(headsetPhase(first.state)).toBe('active');
    expect(play(incoming('a'), { type: 'answer' }, { type: 'answer', id: 'a' }).effects).toEqual([]);
  });

  it('rings again when the answer could not be given', () => {
    const error = { code: 'media.microphone-denied', message: '' } as const;
    const { state } = play(
      incoming('a'),
      { type: 'answer' },
      { type: 'refused', id: 'a', operation: 'answer', error },
    );
    expect(findCall(state, 'a')).toMatchObject({ state: 'ringing', pending: null });
    expect(headsetPhase(state)).toBe('incoming');
  });

  it('is told 480 while the operator is on a pause, and 486 when it is rejected', () => {
    expect(play({ type: 'pause', on: true }, incoming('a')).effects).toEqual([
      { type: 'reject', id: 'a', status: 480 },
    ]);
    expect(play(incoming('a'), { type: 'reject' }).effects).toEqual([
      { type: 'reject', id: 'a', status: 486 },
    ]);
  });

  it('that is never answered leaves no wrap-up, and goes when the next one comes', () => {
    const { state } = play(incoming('a'), ended('a'));
    expect(operatorState(state, true)).toBe('ready');
    expect(play(incoming('a'), ended('a'), incoming('b')).state.calls.map((call) => call.id)).toEqual(['b']);
  });

  it('is known once, even if the phone reports it twice', () => {
    expect(play(incoming('a'), incoming('a')).state.calls).toHaveLength(1);
  });
});

describe('a call in progress', () => {
  it('is held and resumed when the phone confirms, and its held time adds up', () => {
    const { state } = play(
      ...inCall,
      { type: 'hold' },
      held('a'),
      { type: 'resume' },
      { type: 'resumed', id: 'a' },
    );
    expect(findCall(state, 'a')).toMatchObject({ state: 'active', holdCount: 1, heldMs: 2_000 });
  });

  it('stays active when the hold is refused', () => {
    const error = { code: 'call.hold-refused', message: '' } as const;
    const { state } = play(
      ...inCall,
      { type: 'hold' },
      { type: 'refused', id: 'a', operation: 'hold', error },
    );
    expect(findCall(state, 'a')).toMatchObject({ state: 'active', pending: null });
  });

  it('ends by the remote side with its status, wants a wrap-up, and leaves with "finish"', () => {
    const { state } = play(...inCall, { type: 'ended', id: 'a', by: 'remote', status: 200 });
    expect(findCall(state, 'a')).toMatchObject({ state: 'ended', endedBy: 'remote', sipStatus: 200 });
    expect(operatorState(state, true)).toBe('wrap-up');
    expect(play(...inCall, ended('a'), { type: 'finish' }).state.calls).toEqual([]);
  });

  it('unmutes when it was the last one, so that mute never leaks into the next call', () => {
    expect(play(...inCall, { type: 'muted', on: true }, ended('a')).effects).toEqual([
      { type: 'mute', on: false },
    ]);
  });

  it('ends by the program when the phone page is gone', () => {
    const error = { code: 'phone.unavailable', message: '' } as const;
    const { state } = play(...inCall, { type: 'phone-lost', error });
    expect(findCall(state, 'a')).toMatchObject({ state: 'ended', endedBy: 'program', error });
  });
});

describe('a second call', () => {
  it('is answered once the first is held', () => {
    const wished = play(...inCall, incoming('b'), { type: 'answer' });
    expect(wished.effects).toEqual([{ type: 'hold', id: 'a' }]);
    expect(headsetPhase(wished.state)).toBe('activeAndIncoming');
    const done = play(...inCall, incoming('b'), { type: 'answer' }, held('a'));
    expect(done.effects).toEqual([{ type: 'answer', id: 'b' }]);
    expect(headsetPhase(done.state)).toBe('activeAndHeld');
  });

  it('keeps ringing when the first cannot be held', () => {
    const error = { code: 'call.hold-refused', message: '' } as const;
    const { state, effects } = play(...inCall, incoming('b'), { type: 'answer' }, {
      type: 'refused', id: 'a', operation: 'hold', error,
    }); // prettier-ignore
    expect(effects).toEqual([]);
    expect(findCall(state, 'b')?.state).toBe('ringing');
  });

  it('takes the place of the first when the operator ends it for that', () => {
    const wished = play(...inCall, incoming('b'), { type: 'answer', instead: true });
    expect(wished.effects).toEqual([{ type: 'hangup', id: 'a' }]);
    const done = play(...inCall, incoming('b'), { type: 'answer', instead: true }, ended('a'));
    expect(done.effects).toEqual([{ type: 'answer', id: 'b' }]);
  });

  it('that is rejected or given up leaves the first untouched', () => {
    expect(findCall(play(...inCall, incoming('b'), { type: 'reject' }, ended('b')).state, 'a')?.state).toBe(
      'active',
    );
    expect(play(...inCall, incoming('b'), ended('b')).effects).toEqual([]);
  });

  it('is dialled once the first is held, and swaps with it', () => {
    expect(play(...inCall, dialB).effects).toEqual([{ type: 'hold', id: 'a' }]);
    expect(play(...inCall, dialB, held('a')).effects).toEqual([{ type: 'dial', id: 'b', target: '202' }]);
    const swap = play(...inCall, dialB, held('a'), established('b'), { type: 'swap' });
    expect(swap.effects).toEqual([{ type: 'hold', id: 'b' }]);
    const swapped = play(...inCall, dialB, held('a'), established('b'), { type: 'swap' }, held('b'));
    expect(swapped.effects).toEqual([{ type: 'resume', id: 'a' }]);
  });
});

describe('a wish that makes no sense', () => {
  it.each<[string, readonly (Fact | Wish)[], string]>([
    ['answering when nothing rings', [{ type: 'answer' }], 'call.not-found'],
    ['answering an unknown call', [incoming('a'), { type: 'answer', id: 'x' }], 'call.not-found'],
    ['holding a ringing call', [incoming('a'), { type: 'hold', id: 'a' }], 'call.not-possible'],
    ['resuming an active call', [...inCall, { type: 'resume', id: 'a' }], 'call.not-possible'],
    ['rejecting an active call', [...inCall, { type: 'reject', id: 'a' }], 'call.not-possible'],
    ['muting without a call', [{ type: 'mute', on: true }], 'call.not-found'],
    ['dialling while a call rings', [incoming('a'), dialB], 'call.not-possible'],
    ['tones without a call', [{ type: 'dtmf', tones: '1' }], 'call.not-found'],
    [
      'taking back a call that nobody cut off',
      [...inCall, { type: 'take-back', id: 'a' }],
      'call.not-possible',
    ],
    ['taking back no call', [{ type: 'take-back', id: 'a' }], 'call.not-found'],
    ['completing no transfer', [...inCall, { type: 'complete-transfer' }], 'call.not-found'],
  ])('%s is refused with its reason', (_what, events, code) => {
    expect(refusalOf(play(...events).effects)).toBe(code);
  });
});

function checkEnd({ state, endedAt, endedBy, error }: Call): void {
  if (state === 'ended') expect([endedAt, endedBy]).not.toContain(null);
  else expect([endedAt, endedBy, error]).toEqual([null, null, null]);
}

describe('whatever happens', () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const error = { code: 'call.failed', message: '' } as const;
  const anyEvent: fc.Arbitrary<Fact | Wish> = fc.oneof(
    id.map(incoming),
    id.map(established),
    id.map(held),
    id.map((each): Fact => ({ type: 'resumed', id: each })),
    id.map(ended),
    fc
      .tuple(id, fc.constantFrom('answer', 'hold', 'resume', 'hangup', 'transfer'))
      .map(([each, operation]): Fact => ({ type: 'refused', id: each, operation, error })),
    fc.boolean().map((on): Fact => ({ type: 'muted', on })),
    fc.constant<Fact>({ type: 'phone-lost', error: { code: 'phone.unavailable', message: '' } }),
    id.map((each): Wish => ({ type: 'take-back', id: each })),
    fc.constantFrom<Wish>(
      { type: 'answer' }, { type: 'answer', instead: true }, { type: 'reject' }, { type: 'hangup' }, { type: 'hold' },
      { type: 'resume' }, { type: 'swap' }, { type: 'mute', on: true }, { type: 'finish' }, dialB,
      { type: 'complete-transfer' }, { type: 'cancel-transfer' }, { type: 'pause', on: true }, handOverToB,
      { ...handOverToB, attended: true },
    ), // prettier-ignore
    fc
      .tuple(id, fc.constantFrom(...transferStateSchema.options))
      .map(([each, state]): Fact => ({ type: 'transfer-course', id: each, state })),
  );

  it('ids stay unique, held time never falls, only a call cut off comes back, refusals change nothing', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let state = noCalls;
        events.forEach((event, index) => {
          // A second call under an id that is gone is another call: ids are random in the product.
          if (
            isWish(event) &&
            (event.type === 'dial' || event.type === 'transfer') &&
            findCall(state, event.id) !== undefined
          )
            return;
          const at = index * 100;
          const step = isWish(event)
            ? stepCalls(state, { kind: 'wish', at, wish: event })
            : stepCalls(state, { kind: 'fact', at, fact: event });
          const ids = step.state.calls.map((call) => call.id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const call of step.state.calls) {
            const before = findCall(state, call.id);
            if (before?.state === 'ended' && !isCutOff(before)) expect(call.state).toBe('ended');
            checkEnd(call);
            if (before !== undefined) expect(call.heldMs).toBeGreaterThanOrEqual(before.heldMs);
          }
          const live = liveCalls(step.state);
          if (live.length === 0) expect(activeCall(step.state)).toBeUndefined();
          expect(headsetPhase(step.state) === 'idle').toBe(live.length === 0);
          state = step.state;
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
