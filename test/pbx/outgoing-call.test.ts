import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { loud } from '../support/bed/hearing.ts';
import type { Operator } from '../support/bed/operator.ts';
import { operatorTone } from '../support/bed/pitches.ts';
import { startScene, type Scene } from '../support/bed/scene.ts';
import { untilSoundBothWays, untilSoundSent } from '../support/bed/sound-flow.ts';

describe('a call out through Asterisk', () => {
  let scene: Scene;
  let bed: Bed;
  let customer: Baresip;
  let operator: Operator;

  beforeAll(async () => {
    scene = await startScene();
    ({ bed, customer, operator } = scene);
  });
  afterAll(() => scene.stop());

  afterEach(() => bed.asterisk.endAllCalls());

  it('reaches a customer: sound both ways, ended with the headset', async () => {
    await operator.dial('801');
    const call = await operator.untilCall('active', ({ state }) => state === 'active');
    expect(call).toMatchObject({ direction: 'outgoing', remote: { number: '801' } });
    await untilSoundBothWays(operator.stats);
    await customer.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
    const since = customer.events.mark();
    await operator.press('hook');
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
    const ended = await operator.untilCall('ended', ({ state }) => state === 'ended');
    expect(ended.endedBy).toBe('operator');
  });

  it('to a busy number ends by itself and is no failure of the line', async () => {
    await operator.dial('810');
    const ended = await operator.untilCall('ended', ({ state }) => state === 'ended');
    expect(ended).toMatchObject({ endedBy: 'remote', reason: 'call.rejected' });
    expect((await operator.app.state()).registration.state).toBe('registered');
  });

  it('carries digits, each once', async () => {
    const { events } = bed.asterisk.manager;
    await operator.dial('606');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundSent(operator.stats);
    await operator.sendTones('4421#');
    const read = await events.until('digits', (event) => event.get('userevent') === 'Digits');
    expect(read.get('digits')).toBe('4421');
    await operator.press('hook');
    await operator.untilCall('ended', ({ state }) => state === 'ended');
  });
});
