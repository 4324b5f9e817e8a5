import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { loud, silent } from '../support/bed/hearing.ts';
import type { Operator } from '../support/bed/operator.ts';
import { colleagueTone, customerTone, musicTone, operatorTone } from '../support/bed/pitches.ts';
import type { Heard } from '../support/bed/recording.ts';
import { startSceneOfThree, talkToCustomer, type SceneOfThree } from '../support/bed/scene.ts';

describe('[71] a customer, a colleague and the operator', () => {
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
  afterEach(async () => {
    await operator.endAllCalls();
    await bed.asterisk.endAllCalls();
  });

  const must = async (request: Promise<{ ok: boolean }>): Promise<void> => {
    expect(await request).toMatchObject({ ok: true });
  };

  const consult = async (): Promise<void> => {
    await talkToCustomer(scene);
    const since = colleague.events.mark();
    await operator.transfer('110', true);
    await colleague.events.until('rings', ({ type }) => type === 'CALL_INCOMING', { since });
    colleague.accept();
    await operator.untilCall(
      'the colleague answers',
      ({ state, remote }) => state === 'active' && remote.number === '110',
    );
  };

  const join = async (): Promise<void> => {
    await consult();
    await must(operator.app.ctl.request('call/conference', null));
    await operator.app.until('all three talk', ({ conference, calls }) => {
      return conference.length === 2 && calls.every(({ state }) => state === 'active');
    });
  };

  const hears = async (who: Baresip, what: string, heard: readonly number[]): Promise<Heard> =>
    who.hears(what, tones, (sound) =>
      tones.every((tone) => (heard.includes(tone) ? loud(sound, tone) : silent(sound, tone))),
    );

  it('hear each other, nobody hears themselves, and the mute silences the operator to both', async () => {
    await join();
    await hears(customer, 'operator and colleague', [operatorTone, colleagueTone]);
    await hears(colleague, 'operator and customer', [operatorTone, customerTone]);
    await operator.untilLights({ offHook: true });
    await must(operator.app.ctl.request('call/mute', { on: true }));
    await hears(customer, 'the colleague alone', [colleagueTone]);
    await hears(colleague, 'the customer alone', [customerTone]);
    await must(operator.app.ctl.request('call/mute', { on: false }));
    await hears(customer, 'both again', [operatorTone, colleagueTone]);
  });

  it('are held as a whole: music for both, and then all three again', async () => {
    await join();
    await operator.hold();
    await hears(customer, 'music alone', [musicTone]);
    await hears(colleague, 'music alone', [musicTone]);
    await operator.untilLights({ offHook: true, hold: true });
    await operator.resume();
    await hears(customer, 'operator and colleague', [operatorTone, colleagueTone]);
    await hears(colleague, 'operator and customer', [operatorTone, customerTone]);
  });

  it('go on as two when one leaves, and as one talk and one that waits after a split', async () => {
    await join();
    const { calls } = await operator.app.state();
    const kept = calls.find(({ remote }) => remote.number === '110')?.id ?? '';
    await must(operator.app.ctl.request('call/split', { id: kept }));
    await hears(colleague, 'the operator alone', [operatorTone]);
    await hears(customer, 'music alone', [musicTone]);
    await must(operator.app.ctl.request('call/conference', null));
    await hears(customer, 'operator and colleague', [operatorTone, colleagueTone]);
    colleague.hangUp();
    await operator.app.until('two are left', ({ conference, calls: now }) => {
      return conference.length === 0 && now.some(({ state }) => state === 'active');
    });
    await hears(customer, 'the operator alone', [operatorTone]);
  });

  it('are left by the operator: the two go on with each other', async () => {
    await join();
    await operator.completeTransfer();
    await operator.app.until('no call left here', ({ calls }) =>
      calls.every(({ state }) => state === 'ended'),
    );
    await hears(customer, 'the colleague alone', [colleagueTone]);
    await hears(colleague, 'the customer alone', [customerTone]);
  });
});
