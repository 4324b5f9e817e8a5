import { describe, expect, it } from 'vitest';
import { stepCalls } from '../../../electron/common/call/call-machine.ts';
import { findCall } from '../../../electron/common/call/call-selectors.ts';
import {
  noCalls,
  type CallEffect,
  type CallEvent,
  type CallsState,
  type Fact,
  type Wish,
} from '../../../electron/common/call/call-state.ts';

const caller = { number: '+380441234567', withheld: false };
const colleague = { number: '202', withheld: false };

const wish = (wanted: Wish): CallEvent => ({ kind: 'wish', at: 0, wish: wanted });
const fact = (told: Fact): CallEvent => ({ kind: 'fact', at: 0, fact: told });

/** Plays events on a clock of one second a step and keeps the effects of the last. */
function play(...events: readonly CallEvent[]): { state: CallsState; effects: readonly CallEffect[] } {
  let step: { state: CallsState; effects: readonly CallEffect[] } = { state: noCalls, effects: [] };
  events.forEach((event, index) => {
    step = stepCalls(step.state, { ...event, at: 1_000 * (index + 1) });
  });
  return step;
}

const incoming = (id: string) => fact({ type: 'incoming', id, remote: caller, data: {} });
const established = (id: string) => fact({ type: 'established', id });
const held = (id: string) => fact({ type: 'held', id });
const resumed = (id: string) => fact({ type: 'resumed', id });
const ended = (id: string, by: 'remote' | 'operator' = 'remote') => fact({ type: 'ended', id, by });
const told = (state: (Fact & { type: 'transfer-course' })['state'], status?: number) =>
  fact({ type: 'transfer-course', id: 'a', state, status });
const refused = (operation: 'transfer' | 'resume') =>
  fact({ type: 'refused', id: 'a', operation, error: { code: 'call.rejected', message: '' } });

const inCall = [incoming('a'), wish({ type: 'answer' }), established('a')];
const toColleague = (attended: boolean) =>
  wish({ type: 'transfer', id: 'b', target: '202', attended, remote: colleague });
const blind = [...inCall, toColleague(false)];
const consulting = [...inCall, toColleague(true), held('a'), established('b')];
const cancel = wish({ type: 'cancel-transfer' });
const complete = wish({ type: 'complete-transfer' });

const refusalOf = (...events: readonly CallEvent[]) =>
  play(...events).effects.find((effect) => effect.type === 'refuse')?.error.code;
const transferOf = (...events: readonly CallEvent[]) => findCall(play(...events).state, 'a')?.transfer;

describe('a blind transfer', () => {
  it('goes out once, and names its target from the first moment', () => {
    expect(play(...blind).effects).toEqual([{ type: 'transfer', id: 'a', target: '202' }]);
    expect(transferOf(...blind)).toEqual({ to: colleague, state: 'asked', status: null, since: 4_000 });
    expect(play(...blind, toColleague(false)).effects).toEqual([]);
  });

  it('[62] is told step by step, also after the call has ended', () => {
    expect(transferOf(...blind, held('a'), told('ringing', 180))).toMatchObject({
      state: 'ringing',
      status: 180,
    });
    expect(
      transferOf(...blind, held('a'), told('handed-over'), ended('a', 'operator'), told('lost', 503)),
    ).toMatchObject({ state: 'lost', status: 503 });
  });

  it('[63] stays pending through the hold and the resume, and ends with the answer of the phone', () => {
    const held1 = play(...blind, held('a'));
    expect(findCall(held1.state, 'a')).toMatchObject({ state: 'held', pending: 'transfer' });
    const back = play(...blind, held('a'), resumed('a'), told('refused', 486), refused('transfer'));
    expect(findCall(back.state, 'a')).toMatchObject({
      state: 'active',
      pending: null,
      transfer: { state: 'refused', status: 486 },
    });
  });

  it('that fails without a word of the phone was refused', () => {
    expect(transferOf(...blind, refused('transfer'))).toMatchObject({ state: 'refused', status: null });
  });

  it('is taken back by a resume or by cancelling, while it is under way', () => {
    for (const back of [cancel, wish({ type: 'resume' }), wish({ type: 'swap' })])
      expect(play(...blind, held('a'), back).effects).toEqual([{ type: 'resume', id: 'a' }]);
  });

  it('cannot be taken back once the exchange has the caller', () => {
    expect(refusalOf(...blind, held('a'), told('handed-over'), ended('a', 'operator'), cancel)).toBe(
      'call.transfer-final',
    );
  });

  it('[66] of which nothing is heard leaves the caller on hold, to be taken back or left', () => {
    const silent = [...blind, held('a'), told('silent'), refused('transfer')];
    expect(transferOf(...silent)).toMatchObject({ state: 'silent' });
    expect(play(...silent, cancel).effects).toEqual([{ type: 'resume', id: 'a' }]);
    expect(play(...silent, wish({ type: 'hangup' })).effects).toEqual([{ type: 'hangup', id: 'a' }]);
  });

  it('is not followed where none was wished', () => {
    expect(transferOf(...inCall, told('ringing', 180))).toBeNull();
  });
});

describe('an attended transfer', () => {
  it('connects caller and colleague', () => {
    expect(play(...consulting, complete).effects).toEqual([{ type: 'connect', id: 'a', with: 'b' }]);
    expect(transferOf(...consulting, complete)).toMatchObject({ to: colleague, state: 'asked' });
    expect(play(...consulting, complete, complete).effects).toEqual([]);
  });

  it('connects them in either order: the operator may have gone back to the caller meanwhile', () => {
    const swapped = [...consulting, wish({ type: 'swap' }), held('b'), resumed('a')];
    expect(play(...swapped, complete).effects).toEqual([{ type: 'connect', id: 'a', with: 'b' }]);
  });

  it('that is cancelled ends the consultation and brings the caller back', () => {
    expect(play(...consulting, cancel).effects).toEqual([{ type: 'hangup', id: 'b' }]);
    expect(play(...consulting, cancel, ended('b')).effects).toEqual([{ type: 'resume', id: 'a' }]);
  });

  it('cannot be taken back while the two are being connected', () => {
    expect(refusalOf(...consulting, complete, wish({ type: 'resume', id: 'a' }))).toBe('call.not-possible');
  });

  it('[67] leaves the caller to be resumed when the colleague hangs up', () => {
    expect(play(...consulting, ended('b'), wish({ type: 'resume' })).effects).toEqual([
      { type: 'resume', id: 'a' },
    ]);
  });

  it('[67] leaves a call like any other to the colleague when the caller hangs up', () => {
    const { state } = play(...consulting, ended('a'));
    expect(findCall(state, 'b')).toMatchObject({ state: 'active', consultationFor: null });
    expect(refusalOf(...consulting, ended('a'), complete)).toBe('call.not-found');
    expect(refusalOf(...consulting, ended('a'), cancel)).toBe('call.not-found');
  });
});

describe('[68] two live lines', () => {
  const two = [...inCall, incoming('c'), wish({ type: 'answer' }), held('a'), established('c')];

  it('are connected, the one on hold being sent to the other', () => {
    expect(play(...two, complete).effects).toEqual([{ type: 'connect', id: 'a', with: 'c' }]);
    const swapped = [...two, wish({ type: 'swap' }), held('c'), resumed('a')];
    expect(play(...swapped, complete).effects).toEqual([{ type: 'connect', id: 'c', with: 'a' }]);
  });

  it('are two: one talk alone, or a call that rings, cannot be connected', () => {
    expect(refusalOf(...inCall, complete)).toBe('call.not-found');
    expect(refusalOf(...inCall, incoming('c'), complete)).toBe('call.not-found');
  });
});
