import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baresip } from '../../support/bed/baresip.ts';
import { startCustomerPhone, startKamailioBed, type KamailioBed } from '../../support/bed/kamailio-bed.ts';
import type { ProxyEvent } from '../../support/bed/kamailio.ts';
import type { CtlCall, Operator } from '../../support/bed/operator.ts';
import { loud } from '../../support/bed/hearing.ts';
import { operatorTone } from '../../support/bed/pitches.ts';
import { untilSoundBothWays, untilSoundReceived } from '../../support/bed/sound-flow.ts';
import { startTrunk, type Trunk } from '../../support/bed/trunk.ts';

describe('a call out through Kamailio', () => {
  let bed: KamailioBed;
  let customer: Baresip;
  let trunk: Trunk;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startKamailioBed();
    customer = await startCustomerPhone(bed);
    trunk = await startTrunk();
    operator = await bed.startOperator();
    await operator.untilReady();
  });
  afterAll(async () => {
    await operator.stop();
    trunk.stop();
    await customer.stop();
    await bed.stop();
  });
  afterEach(() => operator.endAllCalls());

  const ended = ({ state }: CtlCall): boolean => state === 'ended';
  const active = ({ state }: CtlCall): boolean => state === 'active';
  const invitesSince = (since: number): readonly ProxyEvent[] =>
    bed.events
      .all()
      .slice(since)
      .filter(({ kind, method, from }) => kind === 'request' && method === 'INVITE' && from === 'ws');

  it('[27] answers the challenge (407) once, within the same call, and both hear each other', async () => {
    const since = bed.events.mark();
    await operator.dial('201');
    await operator.untilCall('active', active);
    const [asked, answered, ...more] = invitesSince(since);
    expect(more).toEqual([]);
    expect(answered).toMatchObject({ callId: asked?.callId, cseq: (asked?.cseq ?? 0) + 1 });
    await untilSoundBothWays(operator.stats);
    await customer.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
    const mark = customer.events.mark();
    await operator.press('hook');
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since: mark });
  });

  it('[20] lets an announcement (183) be heard before anybody answers, also when 180 follows', async () => {
    await operator.dial('300');
    const call = await trunk.untilCalled();
    trunk.sound.speakTo(call.invite.body);
    call.reply(call.invite, 183, { body: trunk.describe() });
    await untilSoundReceived(operator.stats);
    call.reply(call.invite, 180);
    await untilSoundReceived(operator.stats);
    expect((await operator.app.state()).calls.at(-1)?.state).toBe('ringing');
    call.reply(call.invite, 200, { body: trunk.describe() });
    await call.next('ACK');
    await operator.untilCall('active', active);
    await untilSoundBothWays(operator.stats);
    call.request('BYE');
    await call.next(200);
  });

  it.each([
    ['9404', 'call.invalid-number'],
    ['9484', 'call.invalid-number'],
    ['9480', 'call.rejected'],
    ['9486', 'call.rejected'],
    ['9603', 'call.rejected'],
    ['9488', 'call.failed'],
    ['9500', 'call.failed'],
    ['9503', 'call.failed'],
  ])('[21] %s is told as %s, and the line is free for the next call', async (number, reason) => {
    await operator.dial(number);
    const over = await operator.untilCall('ended', (call) => ended(call) && call.remote.number === number);
    expect(over).toMatchObject({ endedBy: 'remote', reason });
    const { registration, calls } = await operator.app.state();
    expect(registration.state).toBe('registered');
    expect(calls.every(ended)).toBe(true);
  });

  it('[22] a phone that never answers (408 from the proxy) ends as failed', async () => {
    await operator.dial('299');
    const over = await operator.untilCall('ended', (call) => ended(call) && call.remote.number === '299');
    expect(over).toMatchObject({ endedBy: 'remote', reason: 'call.failed' });
  });

  it('[23] follows no redirection (302) to a number that nobody chose', async () => {
    const since = bed.events.mark();
    const mark = customer.events.mark();
    await operator.dial('9302');
    const over = await operator.untilCall('ended', (call) => ended(call) && call.remote.number === '9302');
    expect(over).toMatchObject({ endedBy: 'remote', reason: 'call.failed' });
    // A whole further call later, the phone to which 302 pointed has still not been asked.
    await operator.dial('9486');
    await operator.untilCall('ended', (call) => ended(call) && call.remote.number === '9486');
    expect(invitesSince(since).filter(({ uri }) => uri.includes('201'))).toEqual([]);
    expect(customer.events.all().slice(mark)).toEqual([]);
  });

  it('[24] given up before the first answer: CANCEL only after it', async () => {
    await operator.dial('301');
    const call = await trunk.untilCalled();
    await operator.press('hook');
    await operator.untilCall('over for the operator', ended);
    expect(call.count('CANCEL')).toBe(0);
    call.reply(call.invite, 180);
    const cancel = await call.next('CANCEL');
    call.reply(cancel, 200);
    call.reply(call.invite, 487);
    await call.next('ACK');
  });

  it('[24] given up while the answer is on its way: acknowledged, then ended, and no ghost call', async () => {
    await operator.dial('300');
    const call = await trunk.untilCalled();
    call.reply(call.invite, 180);
    await operator.untilCall('rings', ({ state }) => state === 'ringing');
    await operator.press('hook');
    const cancel = await call.next('CANCEL');
    call.reply(cancel, 200);
    call.reply(call.invite, 200, { body: trunk.describe() });
    await call.next('ACK');
    const bye = await call.next('BYE');
    call.reply(bye, 200);
    const over = await operator.untilCall('ended', ended);
    expect(over.endedBy).toBe('operator');
  });

  it.each([
    ['030 123-45 67', 'sip:0301234567@pbx.test'],
    ['+49 (30) 123456', 'sip:+4930123456@pbx.test'],
    ['*21*300#', 'sip:*21*300%23@pbx.test'],
    ['+۴۹ ۳۰ ۱۲۳۴۵۶', 'sip:+4930123456@pbx.test'],
    ['tel:+49-30-123456', 'sip:+4930123456@pbx.test'],
  ])('[31] dials %s as %s', async (typed, uri) => {
    const since = bed.events.mark();
    await operator.dial(typed);
    const asked = await bed.events.until('dialled', ({ method }) => method === 'INVITE', { since });
    expect(asked.uri).toBe(uri);
    const call = await trunk.untilCalled();
    call.reply(call.invite, 486);
    await operator.untilCall('ended', ended);
  });

  it.each(['abc', '<sip:300@pbx.test>', '12 34 five', ''])(
    '[31] refuses "%s" and sends nothing',
    async (typed) => {
      const since = bed.events.mark();
      const answer = await operator.app.ctl.request('call/dial', { number: typed });
      expect(answer).toMatchObject({ ok: false });
      expect((await operator.app.state()).calls.every(ended)).toBe(true);
      expect(invitesSince(since)).toEqual([]);
    },
  );
});
