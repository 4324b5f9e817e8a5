import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { loud, silent } from '../support/bed/hearing.ts';
import type { Operator } from '../support/bed/operator.ts';
import { colleagueTone, musicTone, operatorTone } from '../support/bed/pitches.ts';
import { startSceneOfThree, type SceneOfThree } from '../support/bed/scene.ts';

describe('a call from the queue that rings here and is not answered here', () => {
  let scene: SceneOfThree;
  let bed: Bed;
  let customer: Baresip;
  let colleague: Baresip;
  let operator: Operator;

  beforeAll(async () => {
    scene = await startSceneOfThree();
    ({ bed, customer, colleague, operator } = scene);
  });
  afterAll(() => scene.stop());

  afterEach(() => bed.asterisk.endAllCalls());

  const ringBoth = async (): Promise<void> => {
    const since = colleague.events.mark();
    customer.dial('700');
    await operator.untilCall('rings', ({ state }) => state === 'ringing');
    await colleague.events.until('rings', ({ type }) => type === 'CALL_INCOMING', { since });
  };
  const untilFree = async (): Promise<void> => {
    await operator.app.until('ready for the next call', (state) => state.operator.state === 'ready');
    await operator.untilLights({});
  };

  it('was answered by a colleague: ended elsewhere, no wrap-up, and the two go on talking', async () => {
    await ringBoth();
    colleague.accept();
    const ended = await operator.untilCall('ended', ({ state }) => state === 'ended');
    expect(ended.endedBy).toBe('elsewhere');
    await untilFree();
    await customer.hears(
      'the colleague',
      [colleagueTone, operatorTone, musicTone],
      (heard) => loud(heard, colleagueTone) && silent(heard, operatorTone) && silent(heard, musicTone),
    );
    const since = colleague.events.mark();
    customer.hangUp();
    await colleague.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
  });

  it('was given up by the customer: ended by the remote side, as a missed call is', async () => {
    await ringBoth();
    customer.hangUp();
    const ended = await operator.untilCall('ended again', ({ state }) => state === 'ended');
    expect(ended.endedBy).toBe('remote');
    await untilFree();
  });

  it('was rejected with the headset: the colleague goes on ringing and can take it', async () => {
    await ringBoth();
    await operator.press('reject');
    const ended = await operator.untilCall('ended', ({ state }) => state === 'ended');
    expect(ended.endedBy).toBe('operator');
    const since = customer.events.mark();
    colleague.accept();
    await customer.hears('the colleague', [colleagueTone], (heard) => loud(heard, colleagueTone));
    customer.hangUp();
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
  });
});
