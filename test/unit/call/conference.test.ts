import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepCalls } from '../../../electron/common/call/call-machine.ts';
import { findCall, headsetPhase } from '../../../electron/common/call/call-selectors.ts';
import {
  noCalls,
  type CallEffect,
  type CallEvent,
  type CallsState,
  type Fact,
  type Wish,
} from '../../../electron/common/call/call-state.ts';

const party = (number: string) => ({ number, withheld: false });
const wish = (wanted: Wish): CallEvent => ({ kind: 'wish', at: 0, wish: wanted });
const fact = (told: Fact): CallEvent => ({ kind: 'fact', at: 0, fact: told });

interface Played {
  readonly state: CallsState;
  readonly effects: readonly CallEffect[];
}

function play(...events: readonly CallEvent[]): Played {
  let step: Played = { state: noCalls, effects: [] };
  events.forEach((event, index) => {
    step = stepCalls(step.state, { ...event, at: 1_000 * (index + 1) });
  });
  return step;
}

const incoming = (id: string) => fact({ type: 'incoming', id, remote: party(id), data: {} });
const established = (id: string) => fact({ type: 'established', id });
const held = (id: string) => fact({ type: 'held', id });
const resumed = (id: string) => fact({ type: 'resumed', id });
const ended = (id: string) => fact({ type: 'ended', id, by: 'remote' });
const mixed = (...ids: readonly string[]) => fact({ type: 'conference-changed', ids });
const answer = wish({ type: 'answer' });
const hold = wish({ type: 'hold' });
const conference = wish({ type: 'conference' });

const two = [incoming('a'), answer, established('a'), incoming('b'), answer, held('a'), established('b')];
const three = [...two, conference, mixed('b', 'a'), resumed('a')];
const whole = [...three, hold, held('a'), held('b')];
const refusalOf = (...events: readonly CallEvent[]) =>
  play(...events).effects.find((effect) => effect.type === 'refuse')?.error.code;
const states = ({ state }: Played) => state.calls.map((call) => `${call.id} ${call.state}`);

describe('a conference', () => {
  it('is of the call on hold and the active one, which is named first', () => {
    expect(play(...two, conference).effects).toEqual([{ type: 'conference', ids: ['b', 'a'] }]);
    expect(play(...two, conference, conference).effects).toEqual([]);
    expect(play(...two, conference).state.conference).toEqual([]);
  });

  it('exists once the phone says so; the headset shows one talk', () => {
    const { state } = play(...three);
    expect(state.conference).toEqual(['b', 'a']);
    expect(states(play(...three))).toEqual(['a active', 'b active']);
    expect(headsetPhase(state)).toBe('active');
    expect(state.calls.every(({ wasInConference, pending }) => wasInConference && pending === null)).toBe(
      true,
    );
    expect(play(...three, conference).effects).toEqual([]);
  });

  it('that cannot be made leaves both as they were', () => {
    const refusedA = fact({
      type: 'refused',
      id: 'b',
      operation: 'conference',
      error: { code: 'call.hold-refused', message: '' },
    });
    const { state } = play(...two, conference, mixed('b', 'a'), mixed(), refusedA);
    expect(states({ state, effects: [] })).toEqual(['a held', 'b active']);
    expect(state.conference).toEqual([]);
    expect(state.calls.every(({ pending }) => pending === null)).toBe(true);
    expect(play(...two, conference, refusedA, conference).effects).toHaveLength(1);
  });

  it('needs two calls that were answered', () => {
    expect(refusalOf(conference)).toBe('call.not-found');
    expect(refusalOf(...two.slice(0, 3), conference)).toBe('call.not-found');
    expect(refusalOf(...two.slice(0, 4), conference)).toBe('call.not-found');
  });

  it('is held as a whole, and resumed as a whole', () => {
    expect(play(...three, hold).effects).toEqual([
      { type: 'hold', id: 'a' },
      { type: 'hold', id: 'b' },
    ]);
    expect(play(...three, wish({ type: 'hold', id: 'b' })).effects).toHaveLength(2);
    expect(headsetPhase(play(...whole).state)).toBe('held');
    expect(play(...whole, wish({ type: 'resume' })).effects).toEqual([
      { type: 'resume', id: 'a' },
      { type: 'resume', id: 'b' },
    ]);
    const half = [...whole, wish({ type: 'resume' }), resumed('a')];
    expect(play(...half, wish({ type: 'resume', id: 'b' })).effects).toEqual([]);
  });

  it('waits as a whole while another call is answered, and comes back as a whole', () => {
    const rings = [...three, incoming('c'), answer];
    expect(play(...rings).effects).toHaveLength(2);
    expect(play(...rings, held('a')).effects).toEqual([]);
    expect(play(...rings, held('a'), held('b')).effects).toEqual([{ type: 'answer', id: 'c' }]);
    const talking = [...rings, held('a'), held('b'), established('c')];
    expect(
      refusalOf(
        ...talking,
        wish({ type: 'transfer', id: 'x', target: '1', attended: false, remote: party('1') }),
      ),
    ).toBeUndefined();
    expect(play(...talking, wish({ type: 'swap' }), held('c')).effects).toEqual([
      { type: 'resume', id: 'a' },
      { type: 'resume', id: 'b' },
    ]);
  });

  it('[71] that one leaves leaves a call like any other with the one who stays', () => {
    const { state } = play(...three, ended('a'));
    expect(state.conference).toEqual([]);
    expect(findCall(state, 'b')).toMatchObject({ state: 'active', pending: null });
    expect(play(...three, ended('a'), hold).effects).toEqual([{ type: 'hold', id: 'b' }]);
  });

  it('is split into one who talks and one who waits, the one spoken with before unless another is named', () => {
    expect(play(...three, wish({ type: 'split' })).effects).toEqual([{ type: 'split', hold: 'a' }]);
    expect(play(...three, wish({ type: 'split', keep: 'a' })).effects).toEqual([
      { type: 'split', hold: 'b' },
    ]);
    const done = play(...three, wish({ type: 'split' }), held('a'), mixed());
    expect(states(done)).toEqual(['a held', 'b active']);
    expect(done.state.conference).toEqual([]);
    expect(done.state.calls.every(({ pending }) => pending === null)).toBe(true);
    expect(refusalOf(...two, wish({ type: 'split' }))).toBe('call.not-found');
  });

  it('is left by the operator: the two are connected with each other', () => {
    expect(play(...three, wish({ type: 'complete-transfer' })).effects).toEqual([
      { type: 'connect', id: 'a', with: 'b' },
    ]);
  });

  it('ends for both when no one is named, for one when one is', () => {
    expect(play(...three, wish({ type: 'hangup' })).effects).toEqual([
      { type: 'hangup', id: 'a' },
      { type: 'hangup', id: 'b' },
    ]);
    expect(play(...three, wish({ type: 'hangup', id: 'b' })).effects).toEqual([{ type: 'hangup', id: 'b' }]);
  });

  it('gets tones on both lines, or on the one chosen', () => {
    expect(play(...three, wish({ type: 'dtmf', tones: '1' })).effects).toEqual([
      { type: 'dtmf', id: 'a', tones: '1' },
      { type: 'dtmf', id: 'b', tones: '1' },
    ]);
    expect(play(...three, wish({ type: 'dtmf', tones: '1', id: 'b' })).effects).toEqual([
      { type: 'dtmf', id: 'b', tones: '1' },
    ]);
  });

  it('is over with the phone', () => {
    const lost = fact({ type: 'phone-lost', error: { code: 'phone.unavailable', message: '' } });
    expect(play(...three, lost).state.conference).toEqual([]);
  });

  it('is not handed over without asking: nobody could say whom', () => {
    const away = wish({ type: 'transfer', id: 'x', target: '1', attended: false, remote: party('1') });
    expect(refusalOf(...three, away)).toBe('call.not-possible');
  });
});

/** A phone that does what it is asked, in its own time: what it has still to tell, oldest first. */
function factsOf(effect: CallEffect, state: CallsState): readonly Fact[] {
  switch (effect.type) {
    case 'answer':
    case 'dial':
    case 'take-back':
      return [{ type: 'established', id: effect.id }];
    case 'hold':
      return [{ type: 'held', id: effect.id }];
    case 'resume':
      return [{ type: 'resumed', id: effect.id }];
    case 'hangup':
    case 'reject':
      return [{ type: 'ended', id: effect.id, by: 'operator' }];
    case 'conference':
      return [
        { type: 'conference-changed', ids: effect.ids },
        ...effect.ids
          .filter((id) => findCall(state, id)?.state === 'held')
          .map((id): Fact => ({ type: 'resumed', id })),
      ];
    case 'split':
      return [
        { type: 'held', id: effect.hold },
        { type: 'conference-changed', ids: [] },
      ];
    case 'transfer':
      return [{ type: 'ended', id: effect.id, by: 'operator' }];
    case 'connect':
      return [
        { type: 'held', id: effect.id },
        { type: 'ended', id: effect.id, by: 'operator' },
        { type: 'ended', id: effect.with, by: 'operator' },
      ];
    case 'mute':
    case 'dtmf':
    case 'refuse':
      return [];
  }
}

describe('whatever the operator wishes of a phone that does it', () => {
  const anyStep = fc.oneof(
    { weight: 3, arbitrary: fc.constant('phone' as const) },
    { weight: 1, arbitrary: fc.constant('ring' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom<Wish>(
        { type: 'answer' },
        { type: 'hold' },
        { type: 'resume' },
        { type: 'swap' },
        { type: 'conference' },
        { type: 'conference' },
        { type: 'split' },
        { type: 'complete-transfer' },
        { type: 'hangup' },
        { type: 'finish' },
      ),
    },
  );

  it('a conference has two parties or none, and more than one call is active in a conference only', () => {
    let conferences = 0;
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 10, maxLength: 60 }), (steps) => {
        let state = noCalls;
        const due: Fact[] = [];
        const apply = (event: CallEvent): void => {
          const step = stepCalls(state, event);
          for (const effect of step.effects) due.push(...factsOf(effect, step.state));
          state = step.state;
          const parties = state.conference.map((id) => findCall(state, id));
          expect([0, 2]).toContain(new Set(state.conference).size);
          expect(parties.every((call) => call?.state === 'active' || call?.state === 'held')).toBe(true);
          if (parties.length > 0) conferences++;
          const active = state.calls.filter((call) => call.state === 'active');
          if (active.length > 1)
            expect(active.map(({ id }) => id).sort()).toEqual([...state.conference].sort());
        };
        steps.forEach((step, at) => {
          if (step === 'ring')
            apply({
              kind: 'fact',
              at,
              fact: { type: 'incoming', id: `c${at}`, remote: party('1'), data: {} },
            });
          else if (step !== 'phone') apply({ kind: 'wish', at, wish: step });
          else {
            const next = due.shift();
            if (next !== undefined) apply({ kind: 'fact', at, fact: next });
          }
        });
      }),
      { numRuns: 3_000 },
    );
    expect(conferences).toBeGreaterThan(0);
  });
});
