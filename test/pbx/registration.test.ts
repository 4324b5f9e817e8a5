import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBed, type Bed } from '../support/bed/bed.ts';
import { startOperator } from '../support/bed/operator.ts';

describe('the registration at Asterisk', () => {
  let bed: Bed;

  beforeAll(async () => {
    bed = await startBed();
  });
  afterAll(() => bed.stop());

  it('is there while Offhook runs and gone when it was ended', async () => {
    const operator = await startOperator(bed.folder);
    try {
      await operator.untilReady();
      expect((await operator.app.state()).operator.state).toBe('ready');
      expect(await bed.asterisk.contacts()).toEqual(['101']);
      const { events } = bed.asterisk.manager;
      const since = events.mark();
      await operator.stop();
      await events.until(
        'the contact is gone',
        (event) => event.get('aor') === '101' && event.get('contactstatus') === 'Removed',
        { since },
      );
    } finally {
      await operator.stop();
    }
    expect(await bed.asterisk.contacts()).toEqual([]);
  });

  it('comes back by itself when the exchange was killed and started again, and calls go through', async () => {
    const operator = await startOperator(bed.folder);
    try {
      await operator.untilReady();
      const lost = operator.app.until('lost', ({ registration }) => registration.state !== 'registered');
      await bed.restart();
      expect((await lost).operator.state).toBe('offline');
      await operator.app.until('back', ({ registration }) => registration.state === 'registered', 45_000);
      expect(await bed.asterisk.contacts()).toEqual(['101']);
      await operator.dial('600');
      await operator.untilCall('the echo answers', ({ state }) => state === 'active');
    } finally {
      await operator.stop();
    }
  });
});
