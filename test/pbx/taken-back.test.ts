import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baresip } from '../support/bed/baresip.ts';
import { startBed, startCustomer, type Bed } from '../support/bed/bed.ts';
import { loud } from '../support/bed/hearing.ts';
import { startOperator, type Operator } from '../support/bed/operator.ts';
import { operatorTone } from '../support/bed/pitches.ts';
import { untilSoundBothWays } from '../support/bed/sound-flow.ts';

describe('a talk whose phone page is killed', () => {
  let bed: Bed;
  let customer: Baresip;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startBed();
    customer = await startCustomer(bed);
    operator = await startOperator(bed.folder);
    await operator.untilReady();
  });
  afterAll(async () => {
    await operator.stop();
    await customer.stop();
    await bed.stop();
  });
  afterEach(async () => {
    await operator.endAllCalls();
    await bed.asterisk.endAllCalls();
  });

  const channels = async (): Promise<number> => {
    const listed = await bed.asterisk.manager.command('core show channels concise');
    return listed.split('\n').filter((line) => line.includes('!')).length;
  };
  const killPages = (): void => {
    for (const line of execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n'))
      if (line.includes('--type=renderer') && line.includes(operator.app.profile))
        process.kill(Number.parseInt(line, 10), 'SIGKILL');
  };
  const cutOff = async (): Promise<void> => {
    killPages();
    await operator.app.until('cut off', (state) => state.operator.state === 'wrap-up');
    await operator.app.until('offered', ({ takeBack }) => takeBack !== null, 30_000);
  };
  const takeBack = () => operator.app.ctl.request('call/take-back', {});

  const takeCustomer = async (): Promise<void> => {
    customer.dial('101');
    await operator.untilCall('rings', ({ state }) => state === 'ringing');
    await operator.press('hook');
  };
  const talk = async (begin: () => Promise<void>): Promise<string> => {
    await begin();
    const { id } = await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    return id;
  };

  it.each([
    ['with a customer who called', takeCustomer],
    ['that the operator began', () => operator.dial('801')],
  ])(
    '[78] %s goes on after INVITE with Replaces: both hear each other, no channel too many',
    async (_with, begin) => {
      const id = await talk(begin);
      const before = await channels();
      await cutOff();
      expect(await takeBack()).toMatchObject({ ok: true });
      await operator.untilCall('back', (call) => call.id === id && call.state === 'active');
      await untilSoundBothWays(operator.stats);
      await customer.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
      await expect.poll(channels).toBe(before);
      const since = customer.events.mark();
      await operator.app.ctl.request('call/hangup', { id });
      await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
      expect((await operator.untilCall('ended', ({ state }) => state === 'ended')).endedBy).toBe('operator');
    },
  );

  it('[78] is over when the customer did not wait: the call stays cut off, nothing is left in Asterisk', async () => {
    const id = await talk(takeCustomer);
    await cutOff();
    const since = customer.events.mark();
    customer.hangUp();
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
    await expect.poll(channels).toBe(0);
    expect(await takeBack()).toMatchObject({ ok: true });
    const call = await operator.untilCall('over', ({ state }) => state === 'ended');
    expect(call).toMatchObject({ id, endedBy: 'program', reason: 'phone.unavailable' });
    expect((await operator.app.state()).takeBack).toBeNull();
    expect(await channels()).toBe(0);
  });

  it('[78] is ended in Asterisk when the operator does not want it back', async () => {
    await talk(takeCustomer);
    await cutOff();
    const since = customer.events.mark();
    expect(await operator.app.ctl.request('call/let-go', {})).toMatchObject({ ok: true });
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
    await expect.poll(channels).toBe(0);
  });
});
