import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { loud, silent } from '../support/bed/hearing.ts';
import type { Operator } from '../support/bed/operator.ts';
import { colleagueTone, customerTone, musicTone, operatorTone } from '../support/bed/pitches.ts';
import { startSceneOfThree, talkToCustomer, type SceneOfThree } from '../support/bed/scene.ts';

/** The status that the exchange reported last of a transfer (RFC 3515 section 2.4.5). */
const lastReported = (trace: string): number | undefined => {
  const reports = trace.matchAll(/^Content-Type: message\/sipfrag.*?\r?\n\r?\nSIP\/2\.0 (\d{3})/gmsu);
  const status = [...reports].at(-1)?.[1];
  return status === undefined ? undefined : Number(status);
};

describe('a customer handed on to a colleague', () => {
  let scene: SceneOfThree;
  let bed: Bed;
  let customer: Baresip;
  let colleague: Baresip;
  let operator: Operator;
  const tones = [operatorTone, colleagueTone, customerTone, musicTone];

  beforeAll(async () => {
    scene = await startSceneOfThree();
    ({ bed, customer, colleague, operator } = scene);
  });
  afterAll(() => scene.stop());

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
    await talkToCustomer(scene);
    const since = colleague.events.mark();
    await operator.transfer('110', false);
    await colleague.events.until('rings', ({ type }) => type === 'CALL_INCOMING', { since });
    colleague.accept();
    await untilTheTwoTalk();
  });

  it('after asking: music for the customer meanwhile, then the two talk', async () => {
    await talkToCustomer(scene);
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

  it('[63] to a number that does not exist: the customer is back with the operator', async () => {
    await talkToCustomer(scene);
    const answer = await operator.app.ctl.request('call/transfer', { number: '999', attended: false });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'call.invalid-number', details: { status: 404 } },
    });
    const call = await operator.untilCall('back', ({ state }) => state === 'active');
    expect(call.transfer).toEqual({ to: '999', state: 'refused', status: 404 });
    await customer.hears(
      'the operator and no music',
      tones,
      (heard) => loud(heard, operatorTone) && silent(heard, musicTone),
    );
    await operator.endAllCalls();
  });

  it('[64] to a number that is busy: Asterisk has let the customer go by then, and the operator is told', async () => {
    let reported: number | undefined;
    do {
      await talkToCustomer(scene);
      const answer = await operator.app.ctl.request('call/transfer', { number: '810', attended: false });
      const call = await operator.untilCall('over', ({ state }) => state === 'ended');
      reported = lastReported(await operator.trace());
      // Music written to the customer in the moment of the transfer is an answer of the target to Asterisk 22
      // (res_pjsip_refer): in one of twelve it reports success, busy or not, and nobody can know better.
      if (reported === 200) {
        expect(answer).toEqual({ ok: true, value: null });
        expect(call.transfer).toMatchObject({ state: 'handed-over' });
      } else {
        const lost = { code: 'call.customer-lost', details: { status: 503 } };
        expect(answer).toMatchObject({ ok: false, error: lost });
        expect(call.transfer).toEqual({ to: '810', state: 'lost', status: 503 });
      }
      await operator.endAllCalls();
    } while (reported === 200);
    const { notices } = await operator.app.state();
    expect(notices).toContainEqual(expect.objectContaining({ code: 'call.customer-lost' }));
  });

  it('cannot be taken back: Asterisk has given the customer away while the colleague still rings', async () => {
    await talkToCustomer(scene);
    const since = colleague.events.mark();
    await operator.transfer('110', false);
    await colleague.events.until('rings', ({ type }) => type === 'CALL_INCOMING', { since });
    expect(await operator.app.ctl.request('call/transfer-cancel', null)).toMatchObject({
      ok: false,
      error: { code: 'call.transfer-final' },
    });
  });
});
