import { describe, expect, it } from 'vitest';
import { noCalls } from '../../../electron/common/call/call-state.ts';
import { createCall } from '../../../electron/common/call/call-changes.ts';
import { fillCode } from '../../../electron/common/contract/exchange-settings.ts';
import { settingsSchema, type Settings } from '../../../electron/common/contract/settings.ts';
import { followHandedOver, type HandedOver } from '../../../electron/common/events/handed-over.ts';
import { lampStateSchema, type LampState } from '../../../electron/common/events/lamp.ts';
import { meaningOfLamp } from '../../../electron/common/events/lamp-wish.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';
import { createLampDesk } from '../../../electron/hub/exchange/lamp-desk.ts';
import { queueWishOf } from '../../../electron/hub/exchange/exchange-desk.ts';
import { createQueueDesk } from '../../../electron/hub/exchange/queue-desk.ts';

const lamp = (state: LampState) => ({ state, remote: null });

function queueDesk(part: Partial<Settings> = {}) {
  const settings = settingsSchema.parse({
    codes: { queueLogin: '*11', queueLogout: '*12', queuePause: '*13{number}', queueUnpause: '*14' },
    queue: { loginLamp: '*11' },
    sip: { servers: ['wss://pbx.example/ws'], domain: 'pbx.example', user: '101' },
    ...part,
  });
  const sent: { code: string; answer: (result: Result<null>) => void }[] = [];
  const desk = createQueueDesk({
    settings: () => settings,
    sendCode: (code) => {
      const { promise, resolve } = Promise.withResolvers<Result<null>>();
      sent.push({ code, answer: resolve });
      return promise;
    },
    service: { has: () => false, run: () => Promise.resolve(ok({})) },
    onChange: () => undefined,
  });
  return { desk, sent, codes: () => sent.map(({ code }) => code) };
}

describe('our place in the queue', () => {
  it('[74] is asked for once, however often the key is pressed, and shown as not confirmed', async () => {
    const { desk, sent, codes } = queueDesk();
    const both = [desk.run('login'), desk.run('login')];
    expect(desk.view().login).toEqual({ isOn: null, asked: true });
    sent[0]?.answer(ok(null));
    expect(await Promise.all(both)).toEqual([ok(null), ok(null)]);
    expect(codes()).toEqual(['*11']);
    expect(desk.view().login).toEqual({ isOn: null, asked: true });
  });

  it('[74] is as the lamp says, and a code that would only undo it is not sent', async () => {
    const { desk, codes } = queueDesk();
    desk.learnLamp('*11', lamp('busy'));
    expect(desk.view().login).toEqual({ isOn: true, asked: null });
    expect(await desk.run('login')).toEqual(ok(null));
    expect(codes()).toEqual([]);
  });

  it('is what it was when the exchange refuses the code', async () => {
    const { desk, sent } = queueDesk();
    desk.learnLamp('*11', lamp('idle'));
    const asked = desk.run('login');
    sent[0]?.answer(fail(appError('call.rejected')));
    expect((await asked).ok).toBe(false);
    expect(desk.view().login).toEqual({ isOn: false, asked: null });
  });

  it('is confirmed by the lamp, and unknown again when the line is down', async () => {
    const { desk, sent } = queueDesk();
    const asked = desk.run('login');
    desk.learnLamp('*11', lamp('busy'));
    sent[0]?.answer(ok(null));
    await asked;
    expect(desk.view().login).toEqual({ isOn: true, asked: null });
    desk.learnLamp('*11', lamp('unknown'));
    expect(desk.view().login?.isOn).toBeNull();
  });

  it('puts our own number into a code, and is hidden where there is none', () => {
    const { desk, codes } = queueDesk();
    void desk.run('pause');
    expect(codes()).toEqual(['*13101']);
    expect(queueDesk({ codes: {} }).desk.view()).toEqual({ login: null, pause: null });
  });

  const can = (...wishes: string[]) => ({ canDo: (wish: string) => wishes.includes(wish) });
  const paused = { ...noCalls, paused: true };
  const wrapUp = {
    ...noCalls,
    calls: [
      {
        ...createCall({
          id: 'a',
          direction: 'incoming',
          remote: { number: '1', withheld: false },
          data: {},
          at: 0,
        }),
        state: 'ended' as const,
        answeredAt: 1,
      },
    ],
  };
  it.each([
    ['a pause begins', paused, noCalls, can('pause', 'unpause'), 'pause'],
    ['a pause ends', noCalls, paused, can('pause', 'unpause'), 'unpause'],
    ['wrap-up begins', wrapUp, noCalls, can('wrap-up', 'unpause'), 'wrap-up'],
    ['wrap-up begins without a code for it', wrapUp, noCalls, can('pause', 'unpause'), null],
    ['wrap-up ends without a code for it', noCalls, wrapUp, can('pause', 'unpause'), null],
    ['wrap-up ends', noCalls, wrapUp, can('wrap-up', 'unpause'), 'unpause'],
    ['wrap-up becomes a pause', paused, wrapUp, can('wrap-up', 'pause', 'unpause'), 'pause'],
    ['nothing changes', paused, paused, can('pause', 'unpause'), null],
  ])('follows the operator: %s', (_name, now, before, queue, wish) => {
    expect(queueWishOf(now, before, queue)).toBe(wish);
  });
});

describe('lamps without a line', () => {
  it('are unknown, and so is our place in the queue', () => {
    const { desk } = queueDesk();
    const lamps = createLampDesk({
      clock: new ManualClock(),
      settings: () => settingsSchema.parse({ lamps: [{ number: '102', name: 'Olena' }] }),
      onChange: () => undefined,
      tellLamp: desk.learnLamp,
      onTrouble: () => undefined,
    });
    lamps.onLamp('102', lamp('busy'));
    lamps.onLamp('*11', lamp('busy'));
    lamps.onMessages({ waiting: true, fresh: 1, old: 0, account: null });
    expect(desk.view().login?.isOn).toBe(true);
    lamps.forget();
    expect(lamps.view()).toMatchObject({ lamps: [{ state: 'unknown' }], messages: null });
    expect(desk.view().login?.isOn).toBeNull();
  });
});

describe('a lamp that is pressed', () => {
  it.each(lampStateSchema.options)(
    '%s, means transfer in a call and never barges in without one',
    (state) => {
      expect(meaningOfLamp(state, [{ state: 'active' }], true)).toBe('transfer');
      expect(meaningOfLamp(state, [{ state: 'held' }], true)).toBe('transfer');
      expect(meaningOfLamp(state, [{ state: 'ended' }], true)).toBe(state === 'ringing' ? 'pick-up' : 'dial');
      expect(meaningOfLamp(state, [], false)).toBe('dial');
    },
  );
});

describe('a call handed over', () => {
  const follow = (before: LampState, ...states: LampState[]) =>
    states.reduce<HandedOver>(followHandedOver, { number: '110', outcome: 'waiting', before }).outcome;

  it.each([
    ['rings', 'idle', ['ringing'], 'ringing'],
    ['is taken', 'idle', ['ringing', 'busy'], 'answered'],
    ['is taken before the lamp could say that it rings', 'idle', ['busy'], 'answered'],
    ['is not taken', 'idle', ['ringing', 'idle'], 'not-answered'],
    ['goes to somebody who talks already: nothing is known', 'busy', ['busy'], 'waiting'],
    ['goes to somebody who talks already and is free later', 'busy', ['idle'], 'waiting'],
    ['stays taken when that conversation has ended', 'idle', ['ringing', 'busy', 'idle'], 'answered'],
    ['is not judged while the line is down', 'idle', ['ringing', 'unknown'], 'ringing'],
  ] as const)('%s', (_name, before, states, outcome) => {
    expect(follow(before, ...states)).toBe(outcome);
  });
});

it.each([
  [undefined, '1', null],
  ['*8', '', '*8'],
  ['*8{number}', '101', '*8101'],
  ['*8{number}', '', null],
  ['*8{number}#', '7', '*87#'],
])('the code %s with %s is %s', (code, number, filled) => {
  expect(fillCode(code, number)).toBe(filled);
});
