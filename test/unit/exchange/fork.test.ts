import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  answeredElsewhere,
  isForkOver,
  startFork,
  stepFork,
  type Fork,
  type ForkEffect,
  type ForkEvent,
} from '../../../electron/exchange/proxy/fork.ts';
import { pickBestResponse } from '../../../electron/exchange/proxy/pick-best.ts';
import { listHeader, type SipResponse } from '../../../electron/exchange/sip/message.ts';

const answer = (status: number, ...headers: [string, string][]): SipResponse => ({
  kind: 'response',
  status,
  reason: '',
  headers: headers.map(([name, value]) => ({ name, value })),
  body: '',
});

const on = (branch: string, status: number): ForkEvent => ({
  type: 'response',
  branch,
  response: answer(status),
});

/** Runs events through a fork of two phones; gives what was done for the last one. */
function play(
  events: readonly ForkEvent[],
  method = 'INVITE',
  branches = ['a', 'b'],
): { state: Fork; effects: readonly ForkEffect[] } {
  let step = startFork(method, branches);
  for (const event of events) step = stepFork(step.state, event);
  return step;
}

const forwarded = (effects: readonly ForkEffect[]): readonly number[] =>
  effects.flatMap((effect) => (effect.type === 'forward' ? [effect.response.status] : []));
const cancelled = (effects: readonly ForkEffect[]) => effects.filter(({ type }) => type === 'cancel');

test('100 stays on its hop, 180 goes on to the caller', () => {
  expect(forwarded(play([on('a', 100)]).effects)).toEqual([]);
  expect(forwarded(play([on('a', 180)]).effects)).toEqual([180]);
});

test('the first answer wins, and the phone that still rings is told why it stops', () => {
  const { effects, state } = play([on('a', 180), on('b', 180), on('a', 200)]);
  expect(forwarded(effects)).toEqual([200]);
  expect(cancelled(effects)).toEqual([{ type: 'cancel', branch: 'b', reason: [answeredElsewhere] }]);
  expect(isForkOver(state)).toBe(false);
  const lost = stepFork(state, on('b', 487));
  expect(lost.effects).toContainEqual({ type: 'acknowledge', branch: 'b', response: answer(487) });
  expect(forwarded(lost.effects)).toEqual([]);
  expect(isForkOver(lost.state)).toBe(true);
});

test('a CANCEL waits for the first sign of life of the branch', () => {
  const answered = play([on('a', 180), on('a', 200)]);
  expect(cancelled(answered.effects)).toEqual([]);
  const later = stepFork(answered.state, on('b', 100));
  expect(cancelled(later.effects)).toEqual([{ type: 'cancel', branch: 'b', reason: [answeredElsewhere] }]);
});

test('an answer that comes after its branch was given up still wins', () => {
  const late = play([
    { type: 'timer', branch: 'a', timer: 'B', synthetic: answer(408) },
    on('b', 180),
    on('a', 200),
  ]);
  expect(forwarded(late.effects)).toEqual([200]);
  expect(cancelled(late.effects)).toHaveLength(1);
  expect(forwarded(stepFork(late.state, on('b', 487)).effects)).toEqual([]);
});

test('both of two answers are passed on: the caller ends one of them', () => {
  const { effects } = play([on('a', 180), on('b', 180), on('a', 200), on('b', 200)]);
  expect(forwarded(effects)).toEqual([200]);
  expect(forwarded(play([on('a', 200), on('a', 200)]).effects)).toEqual([200]);
});

test('the caller who gives up hears 487 once all phones have stopped', () => {
  const { effects, state } = play([
    on('a', 180),
    on('b', 180),
    { type: 'cancelled', reason: ['Q.850;cause=16'] },
  ]);
  expect(cancelled(effects)).toHaveLength(2);
  expect(cancelled(effects)[0]).toMatchObject({ reason: ['Q.850;cause=16'] });
  const first = stepFork(state, on('a', 487));
  expect(forwarded(first.effects)).toEqual([]);
  expect(forwarded(stepFork(first.state, on('b', 487)).effects)).toEqual([487]);
});

test('a phone that ignores the CANCEL counts as cancelled in the end', () => {
  const { state } = play([on('a', 180), { type: 'cancelled', reason: [] }], 'INVITE', ['a']);
  const event: ForkEvent = { type: 'timer', branch: 'a', timer: 'X', synthetic: answer(487) };
  expect(forwarded(stepFork(state, event).effects)).toEqual([487]);
});

test('one phone that declines for the person stops the others', () => {
  const { effects, state } = play([on('a', 180), on('b', 180), on('a', 603)]);
  expect(cancelled(effects)).toEqual([{ type: 'cancel', branch: 'b', reason: [] }]);
  expect(forwarded(effects)).toEqual([]);
  expect(forwarded(stepFork(state, on('b', 487)).effects)).toEqual([603]);
});

test('nobody answers: 408; it rings for ever: CANCEL', () => {
  const silent: ForkEvent = { type: 'timer', branch: 'a', timer: 'B', synthetic: answer(408) };
  expect(forwarded(play([silent], 'INVITE', ['a']).effects)).toEqual([408]);
  const ringing = play(
    [on('a', 180), { type: 'timer', branch: 'a', timer: 'C', synthetic: answer(408) }],
    'INVITE',
    ['a'],
  );
  expect(cancelled(ringing.effects)).toHaveLength(1);
  expect(forwarded(stepFork(ringing.state, on('a', 487)).effects)).toEqual([487]);
});

test('a request that is no INVITE and stays unanswered gets no late 408', () => {
  const silent: ForkEvent = { type: 'timer', branch: 'a', timer: 'F', synthetic: answer(408) };
  const { effects, state } = play([silent], 'MESSAGE', ['a']);
  expect(forwarded(effects)).toEqual([]);
  expect(isForkOver(state)).toBe(true);
});

test('a phone whose socket falls while it rings leaves the others ringing', () => {
  const lost: ForkEvent = { type: 'flow-lost', branch: 'a', synthetic: answer(480) };
  const { effects, state } = play([on('a', 180), on('b', 180), lost]);
  expect(forwarded(effects)).toEqual([]);
  expect(forwarded(stepFork(state, on('b', 200)).effects)).toEqual([200]);
  expect(forwarded(play([lost], 'INVITE', ['a']).effects)).toEqual([480]);
});

test.each([
  [[486, 480], 486],
  [[404, 302], 302],
  [[486, 603, 404], 603],
  [[500, 404], 404],
  [[486, 407], 407],
  [[408, 486], 486],
  [[503, 503], 500],
  [[503], 503],
])('of %j the caller gets %i', (statuses, best) => {
  expect(pickBestResponse(statuses.map((status) => answer(status)))?.status).toBe(best);
});

test('the challenges of all branches come in one answer', () => {
  const { effects } = play([
    { type: 'response', branch: 'a', response: answer(407, ['Proxy-Authenticate', 'Digest realm="a"']) },
    { type: 'response', branch: 'b', response: answer(401, ['WWW-Authenticate', 'Digest realm="b"']) },
  ]);
  const [response] = effects.flatMap((effect) => (effect.type === 'forward' ? [effect.response] : []));
  expect(response === undefined ? [] : listHeader(response, 'Proxy-Authenticate')).toEqual([
    'Digest realm="a"',
  ]);
  expect(response === undefined ? [] : listHeader(response, 'WWW-Authenticate')).toEqual([
    'Digest realm="b"',
  ]);
});

test('whatever comes in whatever order, the caller gets at most one refusal, nothing after it, and every refusal is acknowledged', () => {
  const event = fc.oneof(
    fc
      .record({
        branch: fc.constantFrom('a', 'b', 'c'),
        status: fc.constantFrom(100, 180, 183, 200, 302, 404, 480, 486, 487, 503, 603),
      })
      .map(({ branch, status }): ForkEvent => on(branch, status)),
    fc.constant<ForkEvent>({ type: 'cancelled', reason: [] }),
    fc
      .record({ branch: fc.constantFrom('a', 'b', 'c'), timer: fc.constantFrom('B', 'C', 'X') } as const)
      .map(({ branch, timer }): ForkEvent => ({ type: 'timer', branch, timer, synthetic: answer(408) })),
    fc
      .constantFrom('a', 'b', 'c')
      .map((branch): ForkEvent => ({ type: 'flow-lost', branch, synthetic: answer(480) })),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let step = startFork('INVITE', ['a', 'b', 'c']);
      const sent: number[] = [];
      for (const each of events) {
        step = stepFork(step.state, each);
        sent.push(...forwarded(step.effects));
        const refused = each.type === 'response' && each.response.status >= 300;
        const acknowledged = step.effects.filter(({ type }) => type === 'acknowledge').length;
        if (acknowledged !== (refused ? 1 : 0)) return false;
      }
      const finals = sent.filter((status) => status >= 200);
      const firstFinal = sent.findIndex((status) => status >= 200);
      const afterFinal = firstFinal === -1 ? [] : sent.slice(firstFinal + 1);
      return (
        finals.filter((status) => status >= 300).length <= 1 && afterFinal.every((status) => status === 200)
      );
    }),
    { numRuns: 2_000 },
  );
});
