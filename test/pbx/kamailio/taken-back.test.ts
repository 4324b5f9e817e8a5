import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startKamailioBed, type KamailioBed } from '../../support/bed/kamailio-bed.ts';
import type { Operator } from '../../support/bed/operator.ts';
import { untilSoundBothWays } from '../../support/bed/sound-flow.ts';
import { startTrunk, type Trunk } from '../../support/bed/trunk.ts';

let bed: KamailioBed;
let trunk: Trunk;
let operator: Operator;

beforeAll(async () => {
  bed = await startKamailioBed();
  trunk = await startTrunk();
  operator = await bed.startOperator();
  await operator.untilReady();
});
afterAll(async () => {
  await operator.stop();
  trunk.stop();
  await bed.stop();
});
afterEach(() => operator.endAllCalls());

it('[78] a proxy that knows no way to the far end: nobody is called by mistake, and the far end is told by BYE', async () => {
  await operator.dial('300');
  const call = await trunk.untilCalled();
  trunk.sound.speakTo(call.invite.body);
  call.reply(call.invite, 200, { body: trunk.describe() });
  await call.next('ACK');
  const { id } = await operator.untilCall('active', ({ state }) => state === 'active');
  await untilSoundBothWays(operator.stats);
  await operator.cutOff();
  expect(await operator.app.ctl.request('call/take-back', {})).toMatchObject({ ok: true });
  call.reply(await call.next('BYE'), 200);
  // By its own number the proxy asks us, who know nothing of that dialog either.
  const { calls } = await operator.app.until('over', (state) => state.calls[0]?.state === 'ended');
  expect(calls).toMatchObject([{ id, endedBy: 'program', reason: 'phone.unavailable' }]);
  expect(call.count('BYE')).toBe(1);
});
