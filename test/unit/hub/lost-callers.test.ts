import { expect, it } from 'vitest';
import type { Fact, Wish } from '../../../electron/common/call/call-state.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { ok } from '../../../electron/common/lib/result.ts';
import { createCallDesk } from '../../../electron/hub/call/call-desk.ts';
import { createNotices } from '../../../electron/hub/base/notices.ts';
import { watchLostCallers } from '../../../electron/hub/call/lost-callers.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

function bed(withheld: boolean, waiting: readonly string[] = []) {
  const clock = new ManualClock();
  const calls = createCallDesk(clock, () => Promise.resolve(ok(null)));
  const notices = createNotices(
    () => 0,
    () => undefined,
  );
  const offered: string[] = [];
  const offerBack = watchLostCallers(calls, { offer: (number) => offered.push(number) }, notices, (id) =>
    waiting.includes(id),
  );
  const play = async (...events: readonly (Fact | { readonly wish: Wish })[]): Promise<void> => {
    for (const event of events) {
      if ('wish' in event) await calls.wish(event.wish, 'desk');
      else calls.learn(event, 'line');
    }
  };
  const remote = { number: withheld ? '' : '+380441234567', withheld };
  const to = { number: '102', withheld: false };
  const handedOver = () =>
    play(
      { type: 'incoming', id: 'a', remote, data: {} },
      { wish: { type: 'answer' } },
      { type: 'established', id: 'a' },
      { wish: { type: 'transfer', id: 'b', target: '102', attended: false, remote: to } },
      { type: 'transfer-course', id: 'a', state: 'handed-over' },
      { type: 'ended', id: 'a', by: 'operator' },
    );
  const codes = () => notices.list().map(({ error }) => error.code);
  return { play, handedOver, codes, offered, offerBack };
}

it('[64] a caller lost after the leg had ended is told, and the number offered once', async () => {
  const { play, handedOver, codes, offered } = bed(false);
  await handedOver();
  expect(codes()).toEqual([]);
  const lost: Fact = { type: 'transfer-course', id: 'a', state: 'lost', status: 503 };
  await play(lost, lost);
  expect(codes()).toEqual(['call.customer-lost']);
  expect(offered).toEqual(['+380441234567']);
});

it('[64] a caller whose number is hidden is told to be lost, and nothing is offered', async () => {
  const { play, handedOver, codes, offered } = bed(true);
  await handedOver();
  await play({ type: 'transfer-course', id: 'a', state: 'lost', status: 503 });
  expect(codes()).toEqual(['call.customer-lost']);
  expect(offered).toEqual([]);
});

const cut: Fact = { type: 'phone-lost', error: appError('phone.unavailable') };

it('[78] a caller cut off by a crash of the phone page is offered to be called back', async () => {
  const { play, offered } = bed(false);
  const remote = { number: '+380441234567', withheld: false };
  const second = { number: '+380447654321', withheld: false };
  await play(
    { type: 'incoming', id: 'a', remote, data: {} },
    { wish: { type: 'answer' } },
    { type: 'established', id: 'a' },
    { type: 'incoming', id: 'b', remote: second, data: {} },
  );
  await play(cut, cut);
  // Not the one that only rang.
  expect(offered).toEqual(['+380441234567']);
});

it('[78] a caller who still waits is not offered before the way back has failed, and never without a number', async () => {
  const { play, offered, offerBack } = bed(false, ['a']);
  const remote = { number: '+380441234567', withheld: false };
  await play(
    { type: 'incoming', id: 'a', remote, data: {} },
    { wish: { type: 'answer' } },
    { type: 'established', id: 'a' },
    cut,
  );
  expect(offered).toEqual([]);
  offerBack({ number: '', withheld: true });
  offerBack(remote);
  expect(offered).toEqual(['+380441234567']);
});

it('[78] a call that only rang when the phone page crashed is not offered', async () => {
  const { play, offered } = bed(false);
  const remote = { number: '+380441234567', withheld: false };
  await play({ type: 'incoming', id: 'a', remote, data: {} }, cut);
  expect(offered).toEqual([]);
});
