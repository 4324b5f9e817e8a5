import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/common/lib/result.ts';
import { createCallDesk } from '../../../electron/hub/call/call-desk.ts';
import { createCallHistory } from '../../../electron/hub/record/call-history.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

async function talkingTo(number: string) {
  const clock = new ManualClock();
  const calls = createCallDesk(clock, () => Promise.resolve(ok(null)));
  const history = createCallHistory(calls);
  calls.learn({ type: 'incoming', id: 'a', remote: { number, withheld: false }, data: {} }, 'line');
  await calls.wish({ type: 'answer' }, 'headset answer');
  calls.learn({ type: 'established', id: 'a' }, 'line');
  clock.advance(5_000);
  return { clock, calls, history };
}

describe('who ended a call', () => {
  it('is the button of the headset, and the press stands beside it', async () => {
    const { clock, calls, history } = await talkingTo('1');
    history.noteHeadset({ at: clock.now(), what: 'pressed', detail: 'end' });
    await calls.wish({ type: 'hangup' }, 'headset end');
    calls.learn({ type: 'ended', id: 'a', by: 'operator' }, 'line');
    expect(history.endOf('a')).toMatchObject({ endedBy: 'operator', through: 'button' });
    expect(history.endOf('a')?.evidence).toContainEqual({ at: clock.now(), what: 'pressed', detail: 'end' });
    expect(history.lastEnd()).toEqual(history.endOf('a'));
  });

  it('is the key or click on the desk, and ctl by its name', async () => {
    for (const by of ['desk', 'ctl'] as const) {
      const { calls, history } = await talkingTo('1');
      await calls.wish({ type: 'hangup' }, `${by} hangup`);
      calls.learn({ type: 'ended', id: 'a', by: 'operator' }, 'line');
      expect(history.endOf('a')?.through).toBe(by);
    }
  });

  it('is the customer, though the operator pressed a button of the headset just then', async () => {
    const { clock, calls, history } = await talkingTo('1');
    history.noteHeadset({ at: clock.now(), what: 'pressed', detail: 'hold' });
    calls.learn({ type: 'ended', id: 'a', by: 'remote' }, 'line');
    expect(history.endOf('a')).toMatchObject({ endedBy: 'remote', through: 'remote' });
  });

  it('is not told of a wish that the line refused', async () => {
    const { calls, history } = await talkingTo('1');
    await calls.wish({ type: 'hangup' }, 'desk hangup');
    calls.learn(
      { type: 'refused', id: 'a', operation: 'hangup', error: { code: 'call.failed', message: '' } },
      'line',
    );
    calls.learn({ type: 'ended', id: 'a', by: 'network' }, 'line');
    expect(history.endOf('a')?.through).toBe('network');
  });

  it('is unknown of a call that goes on', async () => {
    const { history } = await talkingTo('1');
    expect(history.endOf('a')).toBeUndefined();
    expect(history.lastEnd()).toBeUndefined();
  });

  it('keeps the last thousand headset events and no more', async () => {
    const { history } = await talkingTo('1');
    for (let at = 0; at < 1_500; at++) history.noteHeadset({ at, what: 'echo', detail: '' });
    expect(history.headsetEvents()).toHaveLength(1_000);
    expect(history.headsetEvents()[0]?.at).toBe(500);
  });
});
