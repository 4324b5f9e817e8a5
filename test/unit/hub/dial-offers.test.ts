import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/common/lib/result.ts';
import { createCallDesk } from '../../../electron/hub/call/call-desk.ts';
import { createDialOffers } from '../../../electron/hub/call/dial-offers.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

function offers(mustConfirm = true) {
  const clock = new ManualClock();
  const calls = createCallDesk(clock, () => Promise.resolve(ok(null)));
  const causes: string[] = [];
  const dialled: string[] = [];
  const dial = createDialOffers(clock, calls, (cause) => causes.push(cause), {
    targetOf: (number) => (/^\d+$/.test(number) ? number : null),
    mustConfirm: () => mustConfirm,
    dial: (number) => Promise.resolve(void dialled.push(number)),
  });
  return { clock, calls, causes, dial, dialled };
}

describe('a number laid before the operator', () => {
  it('comes from a link and is never dialled by itself', () => {
    const { dial, calls, causes } = offers();
    dial.offer('+380441234567', 'dial link');
    expect(dial.current()).toMatchObject({ number: '+380441234567' });
    expect(calls.state().calls).toEqual([]);
    expect(causes).toEqual(['dial link']);
  });

  it('is the one dialled last when the headset asks for redial, and empty when the hook is lifted', async () => {
    const { dial, calls } = offers();
    await calls.wish(
      { type: 'dial', id: 'a', target: '202', remote: { number: '202', withheld: false } },
      'test',
    );
    calls.learn({ type: 'ended', id: 'a', by: 'remote' }, 'test');
    dial.fromHeadset({ type: 'redial' });
    expect(dial.current()?.number).toBe('202');
    dial.fromHeadset({ type: 'dialIntent' });
    expect(dial.current()?.number).toBe('');
  });

  it('is dialled at once by redial where no confirmation is wished, and never when there is none', async () => {
    const { dial, calls, dialled } = offers(false);
    dial.fromHeadset({ type: 'redial' });
    expect(dialled).toEqual([]);
    expect(dial.current()?.number).toBe('');
    await calls.wish(
      { type: 'dial', id: 'a', target: '202', remote: { number: '202', withheld: false } },
      'test',
    );
    calls.learn({ type: 'ended', id: 'a', by: 'remote' }, 'test');
    dial.fromHeadset({ type: 'redial' });
    expect(dialled).toEqual(['202']);
    expect(dial.current()).toBeNull();
  });

  it('is gone when a call comes, and after half a minute', () => {
    const { dial, calls, clock } = offers();
    dial.offer('1', 'dial link');
    calls.learn({ type: 'incoming', id: 'a', remote: { number: '1', withheld: false }, data: {} }, 'test');
    expect(dial.current()).toBeNull();
    dial.offer('2', 'dial link');
    clock.advance(30_000);
    expect(dial.current()).toBeNull();
  });
});

describe('a number that the other side asks us to call', () => {
  const dialling = (id: string, target: string) =>
    ({ type: 'dial', id, target, remote: { number: target, withheld: false } }) as const;

  it('[70] is offered with its reason, and only the call that dials it grants the request', async () => {
    const { dial, calls } = offers();
    dial.offerTransfer({ id: 'r1', number: '105' });
    expect(dial.current()).toMatchObject({ number: '105', reason: 'transfer' });
    expect(dial.referralOf({ id: 'x', target: '106' })).toBeUndefined();
    expect(dial.referralOf({ id: 'a', target: '105' })).toBe('r1');
    await calls.wish(dialling('a', '105'), 'desk dial');
    expect(dial.referralOf({ id: 'a', target: '105' })).toBe('r1');
    expect(dial.referralOf({ id: 'b', target: '105' })).toBeUndefined();
    calls.learn({ type: 'ended', id: 'a', by: 'remote' }, 'line');
    await calls.wish({ type: 'finish' }, 'desk finish');
    expect(dial.referralOf({ id: 'a', target: '105' })).toBeUndefined();
  });

  it('[70] is forgotten with its offer, and by another offer', () => {
    const { dial, clock } = offers();
    dial.offerTransfer({ id: 'r1', number: '105' });
    clock.advance(30_000);
    expect(dial.referralOf({ id: 'a', target: '105' })).toBeUndefined();
    dial.offerTransfer({ id: 'r2', number: '105' });
    dial.offer('105', 'dial link');
    expect(dial.current()?.reason).toBeUndefined();
    expect(dial.referralOf({ id: 'a', target: '105' })).toBeUndefined();
  });
});
