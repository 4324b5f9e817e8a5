import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { loud, silent } from '../support/bed/hearing.ts';
import type { Operator } from '../support/bed/operator.ts';
import { customerTone, musicTone, operatorTone } from '../support/bed/pitches.ts';
import { startScene, type Scene } from '../support/bed/scene.ts';
import { untilSoundBothWays } from '../support/bed/sound-flow.ts';
import { callFromTrunk } from '../support/bed/trunk-customer.ts';

describe('a call from the queue of Asterisk', () => {
  let scene: Scene;
  let bed: Bed;
  let customer: Baresip;
  let operator: Operator;
  const tones = [operatorTone, musicTone, customerTone];
  const rings = (): Promise<unknown> => operator.untilCall('rings', (call) => call.state === 'ringing');

  beforeAll(async () => {
    scene = await startScene();
    ({ bed, customer, operator } = scene);
  });
  afterAll(() => scene.stop());

  afterEach(() => bed.asterisk.endAllCalls());

  it('shows the number and name that the network vouches for, not the withheld From', async () => {
    const caller = await callFromTrunk(bed.folder, '700');
    const call = await operator.untilCall('rings', ({ state }) => state === 'ringing');
    expect(call).toMatchObject({
      direction: 'incoming',
      remote: { number: '+4930123456', name: 'Erika Mustermann' },
    });
    expect((await operator.app.state()).operator.state).toBe('ringing');
    await operator.untilLights({ ring: true });

    await operator.press('hook');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    await operator.press('hook');
    const ended = await operator.untilCall('ended', ({ state }) => state === 'ended');
    expect(ended.endedBy).toBe('operator');
    expect(await caller.ended).toBe(0);
  });

  it('is answered with the headset, held, resumed and ended, and the customer hears the right one each time', async () => {
    customer.dial('700');
    await rings();
    await operator.press('hook');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    await customer.hears(
      'the operator',
      tones,
      (heard) => loud(heard, operatorTone) && silent(heard, musicTone),
    );

    await operator.hold();
    await operator.untilCall('held', ({ state }) => state === 'held');
    await operator.untilLights({ offHook: true, hold: true });
    await customer.hears('music', tones, (heard) => loud(heard, musicTone) && silent(heard, operatorTone));

    await operator.resume();
    await operator.untilCall('active again', ({ state }) => state === 'active');
    await operator.untilLights({ offHook: true });
    await customer.hears(
      'the operator',
      tones,
      (heard) => loud(heard, operatorTone) && silent(heard, musicTone),
    );
    await untilSoundBothWays(operator.stats);

    const since = customer.events.mark();
    await operator.press('hook');
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
    const ended = await operator.untilCall('ended', ({ state }) => state === 'ended');
    expect(ended.endedBy).toBe('operator');
  });

  it('says that the customer ended it when she did', async () => {
    customer.dial('700');
    await rings();
    await operator.press('hook');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    customer.hangUp();
    const ended = await operator.untilCall('ended', ({ state }) => state === 'ended');
    expect(ended.endedBy).toBe('remote');
    await operator.untilLights({});
  });
});
