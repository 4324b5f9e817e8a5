import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baresip } from '../../support/bed/baresip.ts';
import { loud, silent } from '../../support/bed/hearing.ts';
import {
  startCustomerPhone,
  startKamailioBed,
  startOpusPhone,
  type KamailioBed,
} from '../../support/bed/kamailio-bed.ts';
import { colleagueTone, trunkCustomerTone } from '../../support/bed/pitches.ts';
import { widestHoleMs } from '../../support/bed/rtp-end.ts';
import { startTrunk, type Trunk } from '../../support/bed/trunk.ts';

/** If one of these fails, nothing that the other tests say about Offhook counts. */
describe('the bed with Kamailio and rtpengine itself', () => {
  let bed: KamailioBed;
  let customer: Baresip;
  let opus: Baresip;
  let trunk: Trunk;

  beforeAll(async () => {
    bed = await startKamailioBed();
    customer = await startCustomerPhone(bed);
    opus = await startOpusPhone(bed);
    trunk = await startTrunk();
  });
  afterAll(async () => {
    trunk.stop();
    await opus.stop();
    await customer.stop();
    await bed.stop();
  });

  afterEach(() => {
    customer.hangUp();
  });

  it('carries a customer to the scripted far end, and each hears the other', async () => {
    customer.dial('300');
    const call = await trunk.untilCalled();
    trunk.sound.speakTo(call.invite.body);
    const from = trunk.sound.received.length;
    call.reply(call.invite, 200, { body: trunk.describe() });
    await call.next('ACK');
    await customer.hears(
      'the far end',
      [trunkCustomerTone, colleagueTone],
      (heard) => loud(heard, trunkCustomerTone) && silent(heard, colleagueTone),
    );
    await trunk.sound.untilMore(100);
    expect(widestHoleMs(trunk.sound.received.slice(from))).toBeLessThanOrEqual(20);
    call.request('BYE');
    await call.next(200);
  });

  it('answers a number with the status that it names', async () => {
    const since = bed.events.mark();
    customer.dial('9486');
    await bed.events.until('dialled', ({ uri }) => uri.includes('9486'), { since });
    await customer.events.until(
      'refused',
      ({ type, param }) => type === 'CALL_CLOSED' && /486/u.test(String(param)),
    );
  });

  it('knows nobody at the start', async () => {
    expect(await bed.kamailio.contacts()).toEqual([]);
  });
});
