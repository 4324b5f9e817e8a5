import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AutoAnswerSettings } from '../../electron/common/call/auto-answer.ts';
import { startBed, startCustomer, type Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { loud } from '../support/bed/hearing.ts';
import { startOperator, type CtlCall, type Operator } from '../support/bed/operator.ts';
import { operatorTone } from '../support/bed/pitches.ts';
import { untilSoundBothWays } from '../support/bed/sound-flow.ts';

/** Asterisk writes its own host name into From and P-Asserted-Identity unless told otherwise. */
const exchangeHost = 'bed';
const ended = ({ state }: CtlCall): boolean => state === 'ended';

describe('[37] auto-answer against Asterisk', () => {
  let bed: Bed;
  let customer: Baresip;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startBed();
    customer = await startCustomer(bed);
  });
  afterEach(async () => {
    await bed.asterisk.endAllCalls();
    await operator.stop();
  });
  afterAll(async () => {
    await customer.stop();
    await bed.stop();
  });

  async function startWith(autoAnswer: AutoAnswerSettings): Promise<void> {
    operator = await startOperator(bed.folder, {}, { autoAnswer });
    await operator.untilReady();
  }
  const answeredThrough = async (id: string) => {
    const end = await operator.app.ctl.request('call/end-of', { id });
    if (!end.ok) throw new Error(end.error.code);
    return end.value.answeredThrough;
  };

  it.each([
    ['Call-Info: …;answer-after=0', '91101'],
    ['Alert-Info: …;info=alert-autoanswer', '92101'],
  ])(
    '[37] %s from the allowed exchange is answered without a hand, and both hear each other',
    async (_, to) => {
      await startWith({ on: true, from: [exchangeHost] });
      customer.dial(to);
      const call = await operator.untilCall('active', ({ state }) => state === 'active');
      expect(call.remote.number).toBe('+4930123456');
      await untilSoundBothWays(operator.stats);
      await customer.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
      customer.hangUp();
      await operator.untilCall('ended', ended);
      expect(await answeredThrough(call.id)).toBe('auto-answer');
    },
  );

  it.each<[string, string, AutoAnswerSettings]>([
    ['is off', '91101', { on: false, from: [exchangeHost] }],
    ['is allowed to another exchange', '91101', { on: true, from: ['pbx.example'] }],
    [
      'is allowed to the domain of the account, which is not what Asterisk calls itself',
      '92101',
      { on: true },
    ],
  ])('[37] where it %s, the call rings until the exchange gives up', async (_, to, settings) => {
    await startWith(settings);
    const changes: string[] = [];
    operator.app.ctl.on('app/changed', ({ state }) => {
      changes.push(...state.calls.map((call) => call.state));
    });
    customer.dial(to);
    await operator.untilCall('rings', ({ state }) => state === 'ringing');
    await operator.untilLights({ ring: true });
    const over = await operator.untilCall('ended', ended);
    expect(over.endedBy).toBe('remote');
    expect(await answeredThrough(over.id)).toBeUndefined();
    expect(new Set(changes)).toEqual(new Set(['ringing', 'ended']));
  });

  it('[37] a call that comes while the operator talks only rings', async () => {
    await startWith({ on: true, from: [exchangeHost] });
    await operator.dial('600');
    await operator.untilCall('active', ({ state }) => state === 'active');
    customer.dial('91101');
    await operator.untilCall('rings', ({ state }) => state === 'ringing');
    const over = await operator.untilCall('ended', ended);
    expect(await answeredThrough(over.id)).toBeUndefined();
    expect((await operator.app.state()).calls.map(({ state }) => state)).toContain('active');
  });
});
