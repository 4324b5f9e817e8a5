import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBed, startColleague, startCustomer, type Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import {
  colleagueTone,
  customerTone,
  musicTone,
  operatorTone,
  trunkCustomerTone,
} from '../support/bed/pitches.ts';
import { loud, silent } from '../support/bed/hearing.ts';
import { callFromTrunk } from '../support/bed/trunk-customer.ts';

/** If one of these fails, nothing that the other tests say about Offhook counts. */
describe('the bed itself', () => {
  let bed: Bed;
  let customer: Baresip;
  let colleague: Baresip;
  const tones = [customerTone, colleagueTone, musicTone, operatorTone];

  beforeAll(async () => {
    bed = await startBed();
    customer = await startCustomer(bed);
    colleague = await startColleague(bed);
  });
  afterAll(async () => {
    await colleague.stop();
    await customer.stop();
    await bed.stop();
  });

  afterEach(() => bed.asterisk.endAllCalls());

  it('runs Asterisk 22 or later', () => {
    const major = /Asterisk (\d+)\./u.exec(bed.asterisk.version)?.[1];
    console.log(bed.asterisk.version.split('\n')[0]);
    expect(Number(major)).toBeGreaterThanOrEqual(22);
  });

  it('tells the pitch of the own voice from every other', async () => {
    customer.dial('600');
    await customer.events.until('the echo answers', ({ type }) => type === 'CALL_ESTABLISHED');
    const heard = await customer.hears('the own voice', tones, (second) => loud(second, customerTone));
    for (const other of [colleagueTone, musicTone, operatorTone]) expect(silent(heard, other)).toBe(true);
    const since = customer.events.mark();
    customer.hangUp();
    await customer.events.until('hung up', ({ type }) => type === 'CALL_CLOSED', { since });
  });

  it('plays its music to customers in the queue and connects them to the desk phone', async () => {
    const since = customer.events.mark();
    customer.dial('700');
    await customer.events.until('the queue answers', ({ type }) => type === 'CALL_ESTABLISHED', { since });
    await customer.hears(
      'music',
      tones,
      (second) => loud(second, musicTone) && silent(second, colleagueTone),
    );
    await colleague.events.until('the desk phone rings', ({ type }) => type === 'CALL_INCOMING');
    colleague.accept();
    await customer.hears(
      'the colleague',
      tones,
      (second) => loud(second, colleagueTone) && silent(second, musicTone),
    );
    await colleague.hears('the customer', tones, (second) => loud(second, customerTone));
    const mark = colleague.events.mark();
    customer.hangUp();
    await colleague.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since: mark });
  });

  it('lets the customer of the trunk be heard', async () => {
    const since = colleague.events.mark();
    const caller = await callFromTrunk(bed.folder, '700');
    await colleague.events.until('the desk phone rings', ({ type }) => type === 'CALL_INCOMING', { since });
    colleague.accept();
    await colleague.events.until('connected', ({ type }) => type === 'CALL_ESTABLISHED', { since });
    await colleague.hears('the caller', [trunkCustomerTone], (second) => loud(second, trunkCustomerTone));
    colleague.hangUp();
    expect(await caller.ended).toBe(0);
  });

  it('hears silence where there is none of a tone, and says so', async () => {
    const since = customer.events.mark();
    customer.dial('600');
    await customer.events.until('the echo answers', ({ type }) => type === 'CALL_ESTABLISHED', { since });
    await expect(
      customer.hears(
        'a tone that nobody makes',
        [operatorTone],
        (second) => loud(second, operatorTone),
        3_000,
      ),
    ).rejects.toThrow('not heard within 3000 ms');
    customer.hangUp();
  });
});
