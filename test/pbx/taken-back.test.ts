import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baresip } from '../support/bed/baresip.ts';
import { startBed, startCustomer, type Bed } from '../support/bed/bed.ts';
import { loud } from '../support/bed/hearing.ts';
import { startOperator, type Operator } from '../support/bed/operator.ts';
import { operatorTone } from '../support/bed/pitches.ts';
import { untilSoundBothWays } from '../support/bed/sound-flow.ts';

describe('a talk whose phone page is killed', () => {
  let bed: Bed;
  let customer: Baresip;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startBed();
    customer = await startCustomer(bed);
    operator = await startOperator(bed.folder);
    await operator.untilReady();
  });
  afterAll(async () => {
    await operator.stop();
    await customer.stop();
    await bed.stop();
  });
  afterEach(async () => {
    await operator.endAllCalls();
    await bed.asterisk.endAllCalls();
  });

  const channels = async (): Promise<number> => {
    const listed = await bed.asterisk.manager.command('core show channels concise');
    return listed.split('\n').filter((line) => line.includes('!')).length;
  };
  const takeBack = () => operator.app.ctl.request('call/take-back', {});

  const takeCustomer = async (): Promise<void> => {
    customer.dial('101');
    await operator.untilCall('rings', ({ state }) => state === 'ringing');
    await operator.press('hook');
  };
  const talk = async (begin: () => Promise<void>): Promise<string> => {
    await begin();
    const { id } = await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    return id;
  };

  /** Cuts the talk off and takes it back; the operator hears the customer again, and is sent to Asterisk. */
  const goOn = async (id: string): Promise<void> => {
    const before = await channels();
    await operator.cutOff();
    expect(await takeBack()).toMatchObject({ ok: true });
    await operator.untilCall('back', (call) => call.id === id && call.state === 'active');
    await untilSoundBothWays(operator.stats);
    await expect.poll(channels).toBe(before);
  };
  const customerHears = () =>
    customer.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));

  it('[78] with a customer who called goes on after INVITE with Replaces: both hear each other, no channel too many', async () => {
    const id = await talk(takeCustomer);
    await goOn(id);
    await customerHears();
    const since = customer.events.mark();
    await operator.app.ctl.request('call/hangup', { id });
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
    expect((await operator.untilCall('ended', ({ state }) => state === 'ended')).endedBy).toBe('operator');
  });

  it('[78] that the operator began goes on too: both hear each other', async () => {
    const id = await talk(() => operator.dial('801'));
    await goOn(id);
    // Asterisk 22.10 swaps the channel that Dial runs in, and would send the customer no sound that it has to translate.
    expect(await bed.asterisk.manager.command('pjsip show channelstats')).not.toContain('opus');
    await customerHears();
  });

  it('[78] is over when the customer did not wait: the call stays cut off, nothing is left in Asterisk', async () => {
    const id = await talk(takeCustomer);
    await operator.cutOff();
    const since = customer.events.mark();
    customer.hangUp();
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
    await expect.poll(channels).toBe(0);
    expect(await takeBack()).toMatchObject({ ok: true });
    const call = await operator.untilCall('over', ({ state }) => state === 'ended');
    expect(call).toMatchObject({ id, endedBy: 'program', reason: 'phone.unavailable' });
    expect((await operator.app.state()).takeBack).toBeNull();
    expect(await channels()).toBe(0);
  });

  it('[78] is ended in Asterisk when the operator does not want it back', async () => {
    await talk(takeCustomer);
    await operator.cutOff();
    const since = customer.events.mark();
    expect(await operator.app.ctl.request('call/let-go', {})).toMatchObject({ ok: true });
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
    await expect.poll(channels).toBe(0);
  });

  it('[78] goes on by an account that takes no G.711, too', async () => {
    await operator.stop();
    operator = await startOperator(bed.folder, { user: '104' });
    await operator.untilReady();
    await goOn(await talk(() => operator.dial('801')));
  });
});
