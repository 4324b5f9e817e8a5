import { expect, test, vi } from 'vitest';
import type { Fact } from '../../../electron/common/call/call-state.ts';
import type { Dialog } from '../../../electron/common/call/dialog.ts';
import { offerMs, takingMs } from '../../../electron/common/call/lost-calls.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { ok } from '../../../electron/common/lib/result.ts';
import { createCallDesk } from '../../../electron/hub/call/call-desk.ts';
import { createTakeBack } from '../../../electron/hub/call/take-back.ts';
import { createLostDialogs } from '../../../electron/hub/line/lost-dialogs.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

const dialog = (callId: string): Dialog => ({
  callId,
  localTag: 'ours',
  remoteTag: 'theirs',
  localUri: 'sip:101@pbx.invalid',
  remoteUri: 'sip:+4930123456@pbx.invalid',
  target: 'sip:far@far.invalid',
  routes: [],
  sequence: 1,
});

/** A call desk whose line is asked and never answers by itself, and what was said to whom. */
function bed() {
  const clock = new ManualClock();
  const asked: string[] = [];
  const calls = createCallDesk(clock, (effect) => {
    asked.push(effect.type);
    if (effect.type === 'take-back' && dialogs.take(effect.id) === null)
      return Promise.resolve({ ok: false, error: appError('call.not-possible') });
    return Promise.resolve(ok(null));
  });
  const say = vi.fn<(dialog: Dialog) => Promise<boolean>>(() => Promise.resolve(true));
  const causes: string[] = [];
  const calledBack: string[] = [];
  const dialogs = createLostDialogs({
    clock,
    calls,
    say,
    onCallBack: ({ number }) => calledBack.push(number),
    onChange: (cause) => causes.push(cause),
  });
  const dialler = { offer: () => undefined, fromHeadset: vi.fn() };
  const takeBack = createTakeBack(calls, dialler, { raise: () => undefined }, () => dialogs);
  const learn = (fact: Fact): void => calls.learn(fact, 'line');
  const talk = async (id: string): Promise<void> => {
    learn({ type: 'incoming', id, remote: { number: `+38044${id}`, withheld: false }, data: {} });
    await calls.wish({ type: 'answer' }, 'desk answer');
    learn({ type: 'established', id });
    dialogs.note(id, dialog(id));
  };
  const lose = (): void => {
    dialogs.lose();
    learn({ type: 'phone-lost', error: appError('phone.unavailable') });
  };
  const stateOf = (id: string) => calls.state().calls.find((call) => call.id === id)?.state;
  return {
    clock,
    asked,
    calls,
    say,
    causes,
    calledBack,
    dialogs,
    takeBack,
    dialler,
    learn,
    talk,
    lose,
    stateOf,
  };
}

test('[78] nothing is said as long as the page is there, nor to a call that has ended', async () => {
  const { talk, dialogs, say } = bed();
  await talk('a');
  dialogs.line(true);
  dialogs.ended('a');
  dialogs.lose();
  dialogs.line(true);
  expect(say).not.toHaveBeenCalled();
  expect(dialogs.offered()).toBeNull();
});

test('[78] the call that is taken back goes on under its id, and its far side gets no goodbye', async () => {
  const { talk, lose, dialogs, takeBack, learn, stateOf, say, calledBack, calls } = bed();
  await talk('a');
  const { answeredAt } = calls.state().calls[0] ?? {};
  lose();
  dialogs.line(true);
  expect(dialogs.offered()).toMatchObject({ id: 'a', dialog: dialog('a') });
  expect(await takeBack.accept(undefined, 'desk')).toMatchObject({ ok: true });
  expect(stateOf('a')).toBe('connecting');
  dialogs.established('a');
  learn({ type: 'established', id: 'a' });
  expect(calls.state().calls).toMatchObject([
    { id: 'a', state: 'active', answeredAt, endedAt: null, endedBy: null, error: null, cutOff: null },
  ]);
  expect(say).not.toHaveBeenCalled();
  expect(calledBack).toEqual([]);
});

test('[78] a second click while it is being taken back asks nobody twice', async () => {
  const { talk, lose, dialogs, takeBack, asked, calls } = bed();
  await talk('a');
  lose();
  dialogs.line(true);
  await takeBack.accept('a', 'desk');
  expect(await takeBack.accept('a', 'ctl')).toMatchObject({ ok: false, error: { code: 'call.not-found' } });
  expect(await calls.wish({ type: 'take-back', id: 'a' }, 'ctl')).toMatchObject({ ok: true });
  expect(asked.filter((type) => type === 'take-back')).toHaveLength(1);
});

test('[78] what the far side refuses ended when it was cut off, is told by BYE, and its number offered', async () => {
  const { talk, lose, clock, dialogs, takeBack, learn, say, calledBack, calls } = bed();
  await talk('a');
  lose();
  const cutOffAt = clock.now();
  dialogs.line(true);
  clock.advance(3_000);
  await takeBack.accept('a', 'desk');
  dialogs.ended('a');
  learn({ type: 'ended', id: 'a', by: 'remote', status: 481, error: appError('call.failed') });
  expect(calls.state().calls).toMatchObject([
    { state: 'ended', endedAt: cutOffAt, endedBy: 'program', error: { code: 'phone.unavailable' } },
  ]);
  expect(say.mock.calls).toEqual([[dialog('a')]]);
  expect(calledBack).toEqual(['+38044a']);
});

test('[78] an INVITE that nobody answers is given up', async () => {
  const { talk, lose, clock, dialogs, takeBack, asked } = bed();
  await talk('a');
  lose();
  dialogs.line(true);
  await takeBack.accept('a', 'desk');
  clock.advance(takingMs);
  expect(asked.at(-1)).toBe('hangup');
});

test('[78] the time to take it back runs out by itself', async () => {
  const { talk, lose, clock, dialogs, say, causes } = bed();
  await talk('a');
  lose();
  dialogs.line(true);
  clock.advance(offerMs - 1);
  expect(say).not.toHaveBeenCalled();
  clock.advance(1);
  expect(say.mock.calls).toEqual([[dialog('a')]]);
  expect(dialogs.offered()).toBeNull();
  expect(causes).toEqual(['lost call line', 'lost call time']);
});

test('[78] who finishes the call lets the far side go', async () => {
  const { talk, lose, dialogs, say, calls } = bed();
  await talk('a');
  lose();
  dialogs.line(true);
  await calls.wish({ type: 'finish' }, 'desk finish');
  expect(say.mock.calls).toEqual([[dialog('a')]]);
});

test('[78] the call that is active is held before another one is taken back', async () => {
  const { talk, lose, dialogs, takeBack, learn, stateOf, asked } = bed();
  await talk('a');
  lose();
  await talk('b');
  dialogs.line(true);
  await takeBack.accept(undefined, 'desk');
  expect(asked.at(-1)).toBe('hold');
  expect(stateOf('a')).toBe('ended');
  learn({ type: 'held', id: 'b' });
  expect(asked.at(-1)).toBe('take-back');
  expect([stateOf('a'), stateOf('b')]).toEqual(['connecting', 'held']);
});

test('[78] a hook that is lifted takes back what is offered, and means the dialler otherwise', async () => {
  const { talk, lose, dialogs, takeBack, dialler, stateOf } = bed();
  const lifted = { type: 'dialIntent' } as const;
  const redial = { type: 'redial' } as const;
  await talk('a');
  lose();
  // Before there is a line it cannot be taken back.
  takeBack.fromHeadset(lifted);
  dialogs.line(true);
  takeBack.fromHeadset(redial);
  expect(dialler.fromHeadset.mock.calls).toEqual([[lifted], [redial]]);
  expect(stateOf('a')).toBe('ended');
  takeBack.fromHeadset(lifted);
  expect(dialler.fromHeadset).toHaveBeenCalledTimes(2);
  expect(stateOf('a')).toBe('connecting');
});

test('[78] what was let go cannot be taken back any more, and a call that nobody cut off never can', async () => {
  const { talk, lose, dialogs, takeBack, calls, stateOf } = bed();
  await talk('a');
  expect(await calls.wish({ type: 'take-back', id: 'a' }, 'ctl')).toMatchObject({ ok: false });
  lose();
  dialogs.line(true);
  expect(takeBack.decline('b')).toMatchObject({ ok: false });
  expect(takeBack.decline(undefined)).toMatchObject({ ok: true });
  expect(await takeBack.accept('a', 'ctl')).toMatchObject({ ok: false, error: { code: 'call.not-found' } });
  expect(await calls.wish({ type: 'take-back', id: 'a' }, 'script')).toMatchObject({ ok: false });
  expect(stateOf('a')).toBe('ended');
});

test('[78] when the program ends everybody is told first', async () => {
  const { talk, lose, dialogs, say } = bed();
  await talk('a');
  lose();
  dialogs.line(true);
  const told = Promise.withResolvers<boolean>();
  say.mockReturnValueOnce(told.promise);
  let hasLeft = false;
  const left = dialogs.leave().then(() => {
    hasLeft = true;
  });
  expect(say.mock.calls).toEqual([[dialog('a')]]);
  await Promise.resolve();
  expect(hasLeft).toBe(false);
  told.resolve(true);
  await left;
});

test('[78] another account cannot speak for the calls of this one', async () => {
  const { talk, lose, dialogs, say } = bed();
  await talk('a');
  lose();
  dialogs.forget();
  dialogs.line(true);
  expect(dialogs.offered()).toBeNull();
  expect(say).not.toHaveBeenCalled();
});
