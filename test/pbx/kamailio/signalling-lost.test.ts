import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baresip } from '../../support/bed/baresip.ts';
import { startFaultProxy, type FaultProxy } from '../../support/bed/fault-proxy.ts';
import {
  startCustomerPhone,
  startKamailioBed,
  webSocketPort,
  type KamailioBed,
} from '../../support/bed/kamailio-bed.ts';
import type { ProxyEvent } from '../../support/bed/kamailio.ts';
import type { CtlCall, Operator } from '../../support/bed/operator.ts';
import { untilSoundBothWays } from '../../support/bed/sound-flow.ts';
import { startTrunk, type Trunk } from '../../support/bed/trunk.ts';

/** Each loss within 10 s of the last registration makes the next wait longer, up to 30 s and a third. */
const reconnectMs = 50_000;

describe('a call whose signalling is lost', () => {
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

  const active = ({ state }: CtlCall): boolean => state === 'active';
  const ended = ({ state }: CtlCall): boolean => state === 'ended';
  const untilLost = (): Promise<unknown> =>
    operator.app.until('lost', ({ registration }) => registration.state !== 'registered', 30_000);
  const talkTo = async (number: string): Promise<void> => {
    await operator.dial(number);
    await operator.untilCall('active', active);
    await untilSoundBothWays(operator.stats);
  };
  /** The call is bound to the new socket: a re-INVITE of ours was agreed with. */
  const untilBound = async (since: number): Promise<void> => {
    const isOurs = ({ kind, method, from }: ProxyEvent): boolean =>
      kind === 'request' && method === 'INVITE' && from === 'ws';
    const asked = await bed.events.until('our re-INVITE', isOurs, { since, timeoutMs: reconnectMs });
    await bed.events.until(
      'agreed',
      ({ kind, status, method, callId, cseq }) =>
        kind === 'reply' &&
        status === 200 &&
        method === 'INVITE' &&
        callId === asked.callId &&
        cseq === asked.cseq,
      { since },
    );
  };
  const hangUpThere = async (): Promise<void> => {
    customer.hangUp();
    expect((await operator.untilCall('ended by the customer', ended)).endedBy).toBe('remote');
  };

  it('[51] cut and back at once: sound goes on, hold works again, and the BYE of the far end arrives', async () => {
    await talkTo('201');
    const since = bed.events.mark();
    const lost = untilLost();
    proxy.cut();
    await lost;
    expect((await operator.app.state()).calls.at(-1)?.state).toBe('active');
    await untilSoundBothWays(operator.stats);
    await untilBound(since);
    await operator.untilReady();
    await operator.hold();
    await operator.untilCall('held', ({ state }) => state === 'held');
    await operator.resume();
    await operator.untilCall('active again', active);
    await untilSoundBothWays(operator.stats);
    await hangUpThere();
  });

  it('[11] half-open in a call: noticed and replaced without the call being lost', async () => {
    await talkTo('201');
    const since = bed.events.mark();
    const opened = proxy.events.mark();
    proxy.set({ toClient: 'swallow' });
    await untilLost();
    proxy.set({});
    await proxy.events.until('a new socket', ({ kind }) => kind === 'opened', { since: opened });
    await untilBound(since);
    await untilSoundBothWays(operator.stats);
    await hangUpThere();
  });

  it('[52] hung up while the line is down: silent at once, and the BYE is delivered after the return', async () => {
    await talkTo('201');
    await proxy.refuse();
    const lost = untilLost();
    proxy.cut();
    await lost;
    const since = customer.events.mark();
    await operator.press('hook');
    expect((await operator.untilCall('over here', ended)).endedBy).toBe('operator');
    expect(customer.events.all().slice(since)).toEqual([]);
    await proxy.accept();
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', {
      since,
      timeoutMs: reconnectMs,
    });
  });

  it('[53] the exchange starts anew and the media relay knows no call: sound is found again', async () => {
    await talkTo('201');
    const since = bed.events.mark();
    const lost = untilLost();
    const startAgain = await bed.killProxy();
    await lost;
    await bed.restartRelay();
    await startAgain();
    await untilBound(since);
    await untilSoundBothWays(operator.stats);
    expect((await operator.app.state()).calls.at(-1)?.state).toBe('active');
    await hangUpThere();
  });

  it('[53] after a restart of the exchange a call that the far end still knows goes on, another (481) is over', async () => {
    await operator.dial('300');
    const forgotten = await trunk.untilCalled();
    forgotten.reply(forgotten.invite, 200, { body: trunk.describe() });
    await forgotten.next('ACK');
    await operator.untilCall('active', active);
    const [first] = (await operator.app.state()).calls;
    const held = operator.dial('201');
    forgotten.reply(await forgotten.next('INVITE'), 200, { body: trunk.describe({ direction: 'recvonly' }) });
    await held;
    await operator.untilCall('the second is active', (call) => active(call) && call.remote.number === '201');
    await untilSoundBothWays(operator.stats);

    const since = bed.events.mark();
    const lost = untilLost();
    const startAgain = await bed.killProxy();
    await lost;
    await startAgain();
    forgotten.reply(await forgotten.next('INVITE', reconnectMs), 481);
    const { calls } = await operator.app.until('the first is over', (state) =>
      state.calls.some((call) => call.id === first?.id && ended(call)),
    );
    expect(calls.find(({ id }) => id === first?.id)).toMatchObject({
      endedBy: 'network',
      reason: 'call.connection-lost',
    });
    await bed.events.until(
      'the other is bound',
      ({ kind, method, status, callId }) =>
        kind === 'reply' && method === 'INVITE' && status === 200 && callId !== forgotten.callId,
      { since, timeoutMs: reconnectMs },
    );
    await operator.untilReady();
    expect(await bed.kamailio.contacts()).toEqual(['101']);
    await untilSoundBothWays(operator.stats);
    await hangUpThere();
  });
});
