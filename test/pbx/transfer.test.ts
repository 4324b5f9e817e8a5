import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBed, startColleague, startCustomer, type Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { loud, silent } from '../support/bed/hearing.ts';
import { startOperator, type Operator } from '../support/bed/operator.ts';
import { colleagueTone, customerTone, musicTone, operatorTone } from '../support/bed/pitches.ts';
import { untilSoundBothWays } from '../support/bed/sound-flow.ts';

describe('a customer handed on to a colleague', () => {
  let bed: Bed;
  let customer: Baresip;
  let colleague: Baresip;
  let operator: Operator;
  const tones = [operatorTone, colleagueTone, customerTone, musicTone];

  beforeAll(async () => {
    bed = await startBed();
    customer = await startCustomer(bed);
    colleague = await startColleague(bed);
    operator = await startOperator(bed.folder);
    await operator.untilReady();
  });
  afterAll(async () => {
    await operator.stop();
    await colleague.stop();
    await customer.stop();
    await bed.stop();
  });

  const talkToCustomer = async (): Promise<void> => {
    customer.dial('101');
    await operator.untilCall('rings', ({ state }) => state === 'ringing');
    await operator.press('hook');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
  };
  const untilTheTwoTalk = async (): Promise<void> => {
    await customer.hears(
      'the colleague and nobody else',
      tones,
      (heard) => loud(heard, colleagueTone) && silent(heard, operatorTone) && silent(heard, musicTone),
    );
    await colleague.hears(
      'the customer and nobody else',
      tones,
      (heard) => loud(heard, customerTone) && silent(heard, operatorTone),
    );
    const { calls } = await operator.app.until('no call left here', (state) =>
      state.calls.every((call) => call.state === 'ended'),
    );
    expect(calls.length).toBeGreaterThan(0);
    const since = colleague.events.mark();
    customer.hangUp();
    await colleague.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
  };

  afterEach(() => bed.asterisk.endAllCalls());

  it('without asking: the colleague rings, answers, and the operator is free', async () => {
    await talkToCustomer();
    const since = colleague.events.mark();
    await operator.transfer('110', false);
    await colleague.events.until('rings', ({ type }) => type === 'CALL_INCOMING', { since });
    colleague.accept();
    await untilTheTwoTalk();
  });

  it('after asking: music for the customer meanwhile, then the two talk', async () => {
    await talkToCustomer();
    const since = colleague.events.mark();
    await operator.transfer('110', true);
    await colleague.events.until('rings', ({ type }) => type === 'CALL_INCOMING', { since });
    colleague.accept();
    await operator.untilCall(
      'the colleague answers',
      ({ state, remote }) => state === 'active' && remote.number === '110',
    );
    await customer.hears('music', tones, (heard) => loud(heard, musicTone) && silent(heard, operatorTone));
    await colleague.hears(
      'the operator',
      tones,
      (heard) => loud(heard, operatorTone) && silent(heard, customerTone),
    );
    await operator.completeTransfer();
    await untilTheTwoTalk();
  });
});
