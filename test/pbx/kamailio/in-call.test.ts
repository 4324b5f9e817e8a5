import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baresip } from '../../support/bed/baresip.ts';
import type { Heard } from '../../support/bed/recording.ts';
import { loud, silent } from '../../support/bed/hearing.ts';
import {
  startCustomerPhone,
  startKamailioBed,
  startOpusPhone,
  type KamailioBed,
} from '../../support/bed/kamailio-bed.ts';
import type { ProxyEvent } from '../../support/bed/kamailio.ts';
import type { CtlCall, Operator } from '../../support/bed/operator.ts';
import { operatorTone } from '../../support/bed/pitches.ts';
import { widestHoleMs } from '../../support/bed/rtp-end.ts';
import { untilSoundBothWays } from '../../support/bed/sound-flow.ts';
import type { SipMessage } from '../../support/sip/sip-message.ts';
import { startTrunk, type Trunk, type TrunkCall } from '../../support/bed/trunk.ts';

describe('in a call through Kamailio', () => {
  let bed: KamailioBed;
  let customer: Baresip;
  let opus: Baresip;
  let trunk: Trunk;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startKamailioBed();
    customer = await startCustomerPhone(bed);
    opus = await startOpusPhone(bed);
    trunk = await startTrunk();
    operator = await bed.startOperator();
    await operator.untilReady();
  });
  afterAll(async () => {
    await operator.stop();
    trunk.stop();
    await opus.stop();
    await customer.stop();
    await bed.stop();
  });
  afterEach(() => operator.endAllCalls());

  const active = ({ state }: CtlCall): boolean => state === 'active';
  const held = ({ state }: CtlCall): boolean => state === 'held';
  const ended = ({ state }: CtlCall): boolean => state === 'ended';
  const directionOf = (sdp: string): string =>
    /^a=(sendrecv|sendonly|recvonly|inactive)/mu.exec(sdp)?.[1] ?? 'sendrecv';
  const isAnswerTo =
    (method: string) =>
    (message: SipMessage): boolean =>
      message.status >= 200 && message.header('cseq').endsWith(method);

  /** The operator calls the scripted far end, which answers; both hear each other. */
  const talk = async (events = true): Promise<TrunkCall> => {
    await operator.dial('300');
    const call = await trunk.untilCalled();
    trunk.sound.speakTo(call.invite.body);
    call.reply(call.invite, 200, { body: trunk.describe({ events }) });
    await call.next('ACK');
    await operator.untilCall('active', active);
    await untilSoundBothWays(operator.stats);
    return call;
  };
  const hangUp = async (call: TrunkCall): Promise<void> => {
    call.request('BYE');
    await call.next(isAnswerTo('BYE'));
    expect((await operator.untilCall('ended', ended)).endedBy).toBe('remote');
  };

  it('[45] a far end that answers and hangs up in one breath leaves no ghost call', async () => {
    await operator.dial('300');
    const call = await trunk.untilCalled();
    call.reply(call.invite, 200, { body: trunk.describe() });
    call.request('BYE');
    expect((await call.next(isAnswerTo('BYE'))).status).toBe(200);
    expect((await operator.untilCall('ended', ended)).endedBy).toBe('remote');
    await operator.untilLights({});
  });

  it('[46] a far end that changes the sound before our ACK is asked to wait, then agreed with', async () => {
    await operator.dial('300');
    const call = await trunk.untilCalled();
    trunk.sound.speakTo(call.invite.body);
    call.reply(call.invite, 200, { body: trunk.describe() });
    call.request('INVITE', { body: trunk.describe() });
    const first = await call.next(isAnswerTo('INVITE'));
    // RFC 5407 section 3.1.4; a machine that is quick enough agrees at once.
    expect([200, 491, 500]).toContain(first.status);
    if (first.status === 500) expect(first.header('retry-after')).not.toBe('');
    if (first.status === 200) call.acknowledge(first);
    await operator.untilCall('active', active);
    call.request('INVITE', { body: trunk.describe() });
    const second = await call.next(isAnswerTo('INVITE'));
    expect(second.status).toBe(200);
    call.acknowledge(second);
    await untilSoundBothWays(operator.stats);
    await hangUp(call);
  });

  it('[47] a hold refused with 488 leaves the call active and heard both ways, and works on the next try', async () => {
    const call = await talk();
    const refused = operator.app.ctl.request('call/hold', {});
    call.reply(await call.next('INVITE'), 488);
    expect(await refused).toMatchObject({ ok: false, error: { code: 'call.hold-refused' } });
    expect((await operator.app.state()).calls.at(-1)?.state).toBe('active');
    await untilSoundBothWays(operator.stats);
    const again = operator.hold();
    call.reply(await call.next('INVITE'), 200, { body: trunk.describe({ direction: 'recvonly' }) });
    await again;
    await operator.untilCall('held', held);
    await hangUp(call);
  });

  it('[47] a hold that meets another change (491) is tried again once by itself', async () => {
    const call = await talk();
    const asked = operator.hold();
    call.reply(await call.next('INVITE'), 491);
    call.reply(await call.next('INVITE'), 200, { body: trunk.describe({ direction: 'recvonly' }) });
    await asked;
    await operator.untilCall('held', held);
    expect(call.count('INVITE')).toBe(3);
    await hangUp(call);
  });

  /** The customer's phone changes the sound by a re-INVITE of its own, and the operator's side agrees. */
  const untilAgreed = async (change: () => void): Promise<void> => {
    const since = bed.events.mark();
    change();
    const isAgreement = ({ kind, method, status, from }: ProxyEvent): boolean =>
      kind === 'reply' && method === 'INVITE' && status === 200 && from === 'ws';
    await bed.events.until('agreed', isAgreement, { since });
  };

  it.each(['operator', 'customer'])(
    '[48] held by both, and the %s resumes first: sound both ways',
    async (first) => {
      await operator.dial('201');
      await operator.untilCall('active', active);
      await untilSoundBothWays(operator.stats);
      await untilAgreed(customer.hold);
      await operator.hold();
      await operator.untilCall('held', held);
      const resumeHere = async (): Promise<void> => {
        await operator.resume();
        await operator.untilCall('active again', active);
      };
      const resumeThere = (): Promise<void> => untilAgreed(customer.resume);
      for (const resume of first === 'operator' ? [resumeHere, resumeThere] : [resumeThere, resumeHere])
        await resume();
      await untilSoundBothWays(operator.stats);
      await operator.press('hook');
      await operator.untilCall('ended', ended);
    },
  );

  it('[48] held by both: what each offers is its own wish, not what the other left (RFC 3264 section 8.4)', async () => {
    const call = await talk();
    const offer = async (direction: string): Promise<string> => {
      call.request('INVITE', { body: trunk.describe({ direction }) });
      const agreed = await call.next(isAnswerTo('INVITE'));
      call.acknowledge(agreed);
      return directionOf(agreed.body);
    };
    const answerTo = async (wish: () => Promise<void>, direction: string): Promise<string> => {
      const done = wish();
      const asked = await call.next('INVITE');
      call.reply(asked, 200, { body: trunk.describe({ direction }) });
      await done;
      return directionOf(asked.body);
    };
    expect(await offer('sendonly')).toBe('recvonly');
    expect(await answerTo(operator.hold, 'inactive')).toBe('sendonly');
    expect(await offer('sendrecv')).toBe('sendonly');
    expect(await answerTo(operator.resume, 'sendrecv')).toBe('sendrecv');
    await untilSoundBothWays(operator.stats);
    await trunk.sound.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
    await hangUp(call);
  });

  it('[49] a BYE that crosses our re-INVITE ends the call once', async () => {
    const call = await talk();
    const ends: string[] = [];
    const stop = operator.app.ctl.on('app/changed', ({ cause, state }) => {
      if (cause.startsWith('line')) ends.push(...state.calls.map((each) => each.state));
    });
    const asked = operator.app.ctl.request('call/hold', {});
    const reinvite = await call.next('INVITE');
    call.request('BYE');
    expect((await call.next(isAnswerTo('BYE'))).status).toBe(200);
    call.reply(reinvite, 487);
    expect(await asked).toMatchObject({ ok: false });
    expect((await operator.untilCall('ended', ended)).endedBy).toBe('remote');
    await operator.app.until('ready', (state) => state.registration.state === 'registered');
    stop();
    expect(ends).not.toContain('held');
    expect((await operator.app.state()).calls).toHaveLength(1);
  });

  it('[58] nothing of the microphone reaches a customer on hold, and all of it does again after', async () => {
    const call = await talk();
    const hears = (what: string, holds: (heard: Heard) => boolean): Promise<void> =>
      trunk.sound.hears(what, [operatorTone], holds);
    await hears('the operator', (heard) => loud(heard, operatorTone));
    const asked = operator.hold();
    call.reply(await call.next('INVITE'), 200, { body: trunk.describe({ direction: 'recvonly' }) });
    await asked;
    await hears('silence', (heard) => silent(heard, operatorTone));
    const resumed = operator.resume();
    call.reply(await call.next('INVITE'), 200, { body: trunk.describe() });
    await resumed;
    await hears('the operator again', (heard) => loud(heard, operatorTone));
    await hangUp(call);
  });

  it.each([
    { number: '201', codec: 'PCMA', phone: () => customer },
    { number: '202', codec: 'opus', phone: () => opus },
  ])('[59] digits arrive once each on $codec', async ({ number, codec, phone }) => {
    const far = phone();
    await operator.dial(number);
    await operator.untilCall('active', active);
    await untilSoundBothWays(operator.stats);
    expect((await operator.stats()).codec?.toLowerCase()).toBe(codec.toLowerCase());
    const since = far.events.mark();
    await operator.sendTones('12,3#');
    await far.events.until('#', ({ type, param }) => type === 'CALL_DTMF_START' && param === '#', { since });
    const digits = far.events
      .all()
      .slice(since)
      .filter(({ type }) => type === 'CALL_DTMF_START');
    expect(digits.map(({ param }) => param).join('')).toBe('123#');
    await operator.press('hook');
    await operator.untilCall('ended', ended);
  });

  it('[59] digits go as INFO where the far end has no telephone-event', async () => {
    const call = await talk(false);
    const sent = operator.sendTones('4#');
    for (const digit of ['4', '#']) {
      const info = await call.next('INFO');
      expect(info.header('content-type')).toBe('application/dtmf-relay');
      expect(info.body).toContain(`Signal=${digit}\r\n`);
      call.reply(info, 200);
    }
    await sent;
    expect(call.count('INFO')).toBe(2);
    await hangUp(call);
  });

  it('[60] refreshes by the far end (RFC 4028) neither end the call nor tear a hole into the sound', async () => {
    const call = await talk();
    const from = trunk.sound.received.length;
    for (let refresh = 0; refresh < 5; refresh++) {
      call.request('INVITE', {
        headers: ['Session-Expires: 90;refresher=uac', 'Supported: timer'],
        body: trunk.describe(),
      });
      const agreed = await call.next(isAnswerTo('INVITE'));
      expect(agreed.status).toBe(200);
      call.acknowledge(agreed);
      await trunk.sound.untilMore(40);
    }
    expect(widestHoleMs(trunk.sound.received.slice(from))).toBeLessThanOrEqual(40);
    await untilSoundBothWays(operator.stats);
    expect((await operator.app.state()).calls.at(-1)?.state).toBe('active');
    await hangUp(call);
  });
});
