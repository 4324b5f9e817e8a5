import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { loud } from '../support/bed/hearing.ts';
import type { Operator } from '../support/bed/operator.ts';
import { operatorTone } from '../support/bed/pitches.ts';
import { startScene, type Scene } from '../support/bed/scene.ts';
import { untilSoundBothWays } from '../support/bed/sound-flow.ts';

/** SHA-256 alone for the digest, and session timers that must be there. */
describe('a strict account of Asterisk', () => {
  let scene: Scene;
  let bed: Bed;
  let customer: Baresip;
  let operator: Operator;

  beforeAll(async () => {
    scene = await startScene({ account: { user: '103' } });
    ({ bed, customer, operator } = scene);
  });
  afterAll(() => scene.stop());

  it('[9] is registered with SHA-256', async () => {
    expect(await bed.asterisk.contacts()).toEqual(['103']);
    expect(await operator.trace()).toMatch(/^Authorization: Digest .*algorithm=SHA-256/mu);
  });

  it('[60] has calls out with session timers, sound both ways', async () => {
    await operator.dial('801');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    await customer.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
    await operator.press('hook');
    await operator.untilCall('ended', ({ state }) => state === 'ended');
    const messages = (await operator.trace()).split('=== ');
    const invite = messages.find((text) => / sent,/u.test(text) && text.includes('\r\nINVITE sip:801@'));
    expect(invite).toMatch(/^Supported: .*\btimer\b/mu);
    const accepted = messages.find(
      (text) =>
        / received,/u.test(text) && /\r\nSIP\/2\.0 200 /u.test(text) && /^CSeq: \d+ INVITE/mu.test(text),
    );
    // Ours, and longer than the exchange would have asked for: the one who calls names it.
    expect(accepted).toMatch(/^Session-Expires: 1800;refresher=ua[cs]/mu);
    expect(accepted).toMatch(/^Require: .*\btimer\b/mu);
  });

  it('[60] answers a call that requires session timers', async () => {
    customer.dial('103');
    await operator.untilCall('rings', ({ state }) => state === 'ringing');
    await operator.press('hook');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    const messages = (await operator.trace()).split('=== ');
    const answered = messages.findLast(
      (text) => / sent,/u.test(text) && /\r\nSIP\/2\.0 200 /u.test(text) && /^CSeq: \d+ INVITE/mu.test(text),
    );
    expect(answered).toMatch(/^Session-Expires: 90;refresher=ua[cs]/mu);
    await operator.press('hook');
    const ended = await operator.untilCall('ended', ({ state }) => state === 'ended');
    expect(ended.endedBy).toBe('operator');
  });
});
