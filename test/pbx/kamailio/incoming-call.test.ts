import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baresip } from '../../support/bed/baresip.ts';
import { startFaultProxy, type FaultProxy } from '../../support/bed/fault-proxy.ts';
import { loud } from '../../support/bed/hearing.ts';
import {
  startCustomerPhone,
  startKamailioBed,
  webSocketPort,
  type KamailioBed,
} from '../../support/bed/kamailio-bed.ts';
import type { CtlCall, Operator } from '../../support/bed/operator.ts';
import { customerTone, operatorTone } from '../../support/bed/pitches.ts';
import { untilSoundBothWays } from '../../support/bed/sound-flow.ts';
import type { SipMessage } from '../../support/sip/sip-message.ts';
import { startTrunk, type Trunk, type TrunkCall } from '../../support/bed/trunk.ts';

/** What the line takes before it says 486. */
const mostCalls = 10;

describe('a call in through Kamailio', () => {
  let bed: KamailioBed;
  let customer: Baresip;
  let trunk: Trunk;
  let proxy: FaultProxy;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startKamailioBed();
    customer = await startCustomerPhone(bed);
    trunk = await startTrunk();
    proxy = await startFaultProxy(webSocketPort);
    operator = await bed.startOperator({ servers: [`ws://127.0.0.1:${proxy.port}/`] });
    await operator.untilReady();
  });
  afterAll(async () => {
    await operator.stop();
    await proxy.stop();
    trunk.stop();
    await customer.stop();
    await bed.stop();
  });
  afterEach(async () => {
    proxy.set({});
    await operator.untilReady();
    await operator.endAllCalls();
  });

  const rings = ({ state }: CtlCall): boolean => state === 'ringing';
  const active = ({ state }: CtlCall): boolean => state === 'active';
  const ended = ({ state }: CtlCall): boolean => state === 'ended';

  const isAnswerTo =
    (method: string) =>
    (message: SipMessage): boolean =>
      message.status >= 200 && message.header('cseq').endsWith(method);

  /** The operator takes the call that rings; resolves when both know it. */
  const answer = async (call: TrunkCall): Promise<void> => {
    await operator.untilCall('rings', rings);
    await operator.press('hook');
    const accepted = await call.next(200);
    trunk.sound.speakTo(accepted.body);
    call.acknowledge(accepted);
    await operator.untilCall('active', active);
  };
  const hangUp = async (call: TrunkCall): Promise<void> => {
    call.request('BYE');
    await call.next(200);
    expect((await operator.untilCall('ended', ended)).endedBy).toBe('remote');
  };

  it('[32] rings with one 180, is answered with the headset, and both hear each other', async () => {
    const call = trunk.call('101');
    await call.next(180);
    const ringing = await operator.untilCall('rings', rings);
    expect(ringing).toMatchObject({ remote: { number: '+4930123456', name: 'Erika Mustermann' } });
    await operator.untilLights({ ring: true });
    await answer(call);
    expect(call.count(180)).toBe(1);
    await untilSoundBothWays(operator.stats);
    await trunk.sound.untilMore(50);
    await hangUp(call);
  });

  it('[42] takes an offer without a BUNDLE group, which is what the media relay leaves of any', async () => {
    const before = proxy.fromServer().length;
    customer.dial('101');
    await operator.untilCall('rings', rings);
    const offer = proxy.fromServer().slice(before);
    expect(offer).toContain('UDP/TLS/RTP/SAVPF');
    expect(offer).not.toContain('a=group:BUNDLE');
    await operator.press('hook');
    await operator.untilCall('active', active);
    await untilSoundBothWays(operator.stats);
    await customer.hears('the operator', [operatorTone, customerTone], (heard) => loud(heard, operatorTone));
    const since = customer.events.mark();
    await operator.press('hook');
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
  });

  it('[34] taken back while it rings: 487, and the desk is free', async () => {
    const call = trunk.call('101');
    await call.next(180);
    await operator.untilCall('rings', rings);
    call.cancel();
    await call.next(487);
    expect((await operator.untilCall('ended', ended)).endedBy).toBe('remote');
    await operator.app.until('ready', (state) => state.operator.state === 'ready');
    await operator.untilLights({});
  });

  it('[34] taken back while the answer is on its way: the answer counts, the end follows, no ghost', async () => {
    const call = trunk.call('101');
    await call.next(180);
    await operator.untilCall('rings', rings);
    proxy.set({ toServer: 'keep' });
    // Resolves when the 200 was handed to the socket.
    expect(await operator.app.ctl.request('call/answer', {})).toMatchObject({ ok: true });
    call.cancel();
    await call.next(isAnswerTo('CANCEL'));
    proxy.set({});
    // RFC 3261 section 9.2: a CANCEL that comes after the final answer has no effect.
    const accepted = await call.next(isAnswerTo('INVITE'));
    expect(accepted.status).toBe(200);
    call.acknowledge(accepted);
    call.request('BYE');
    await call.next(isAnswerTo('BYE'));
    expect((await operator.untilCall('ended', ended)).endedBy).toBe('remote');
    await operator.untilLights({});
  });

  it('[35] the same call on a second way through the network (482) does not ring a second time', async () => {
    const call = trunk.call('101', { headers: ['X-Bed-Media: plain'], body: '' });
    await call.next(180);
    call.fork();
    await call.next(482);
    expect((await operator.app.state()).calls.filter(rings)).toHaveLength(1);
    call.cancel();
    await call.next(487);
    await operator.untilCall('ended', ended);
  });

  it('[36] a second call waits beside the first; the one beyond the last place hears busy (486)', async () => {
    const first = trunk.call('101');
    await answer(first);
    const waiting = Array.from({ length: mostCalls - 1 }, () => trunk.call('101'));
    for (const call of waiting) await call.next(180);
    const { calls, operator: seat } = await operator.app.state();
    expect(seat.state).toBe('talking');
    expect(calls.filter(rings)).toHaveLength(mostCalls - 1);
    await trunk.call('101').next(486);
    await untilSoundBothWays(operator.stats);
    for (const call of waiting) {
      call.cancel();
      await call.next(487);
    }
    await operator.app.until('only the first is left', (state) => state.calls.filter(rings).length === 0);
    const talking = (await operator.app.state()).calls.filter(active);
    expect(talking).toHaveLength(1);
    first.request('BYE');
    await operator.app.until('all over', (state) => state.calls.every(ended));
  });

  it('[40] an INVITE without offer: the offer comes in the 200, the answer in the ACK, and both hear each other', async () => {
    const call = trunk.call('101', { body: '' });
    await operator.untilCall('rings', rings);
    await operator.press('hook');
    const accepted = await call.next(200);
    expect(accepted.body).toContain('RTP/AVP');
    trunk.sound.speakTo(accepted.body);
    call.acknowledge(accepted, { body: trunk.describe() });
    await operator.untilCall('active', active);
    await untilSoundBothWays(operator.stats);
    await trunk.sound.untilMore(50);
    await hangUp(call);
  });

  it('[41] an offer that no browser can take (RTP/AVP) gets 488, and the next call is as ever', async () => {
    const call = trunk.call('101', { headers: ['X-Bed-Media: plain'], body: trunk.describe() });
    await call.next(488);
    await operator.untilCall('ended', ended);
    await operator.app.until('ready', (state) => state.operator.state === 'ready');
    const next = trunk.call('101');
    await answer(next);
    await untilSoundBothWays(operator.stats);
    await hangUp(next);
  });

  it('[43] answered after its socket was lost: told so, never shown as connected, then over', async () => {
    const seen: string[] = [];
    const stop = operator.app.ctl.on('app/changed', ({ state }) =>
      seen.push(...state.calls.map((call) => call.state)),
    );
    trunk.call('101');
    await operator.untilCall('rings', rings);
    await proxy.refuse();
    const lost = operator.app.until('lost', ({ registration }) => registration.state !== 'registered');
    proxy.cut();
    await lost;
    const answered = await operator.app.ctl.request('call/answer', {});
    expect(answered).toMatchObject({ ok: false, error: { code: 'sip.connection-lost' } });
    const over = await operator.untilCall('ended', ended);
    expect(over).toMatchObject({ endedBy: 'network', reason: 'call.connection-lost' });
    stop();
    expect(seen).not.toContain('active');
    await proxy.accept();
  });
});
