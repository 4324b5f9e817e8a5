import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { CtlState } from '../../../electron/common/contract/ctl-contract.ts';
import type { Baresip } from '../../support/bed/baresip.ts';
import { startFaultProxy, type FaultProxy } from '../../support/bed/fault-proxy.ts';
import {
  startCustomerPhone,
  startKamailioBed,
  startOpusPhone,
  webSocketPort,
  type KamailioBed,
} from '../../support/bed/kamailio-bed.ts';
import type { ProxyEvent } from '../../support/bed/kamailio.ts';
import type { CtlCall, Operator } from '../../support/bed/operator.ts';
import { callWithoutAck } from '../../support/bed/silent-caller.ts';
import { untilSoundBothWays } from '../../support/bed/sound-flow.ts';

const active = ({ state }: CtlCall): boolean => state === 'active';
const ended = ({ state }: CtlCall): boolean => state === 'ended';
const isDown = ({ registration }: CtlState): boolean => registration.state !== 'registered';

/** What the standards make long is waited for side by side, each by an operator of its own. */
describe.concurrent('what takes long at Kamailio', () => {
  let bed: KamailioBed;
  let customer: Baresip;
  let opus: Baresip;

  beforeAll(async () => {
    bed = await startKamailioBed();
    customer = await startCustomerPhone(bed);
    opus = await startOpusPhone(bed);
  });
  afterAll(async () => {
    await opus.stop();
    await customer.stop();
    await bed.stop();
  });

  type Finishing = Pick<TestContext, 'onTestFinished'>;
  const openProxy = async ({ onTestFinished }: Finishing): Promise<FaultProxy> => {
    const proxy = await startFaultProxy(webSocketPort);
    onTestFinished(() => proxy.stop());
    return proxy;
  };
  const seat = async (
    { onTestFinished }: Finishing,
    user: string,
    ports: readonly number[],
  ): Promise<Operator> => {
    const servers = ports.map((port) => `ws://127.0.0.1:${port}/`);
    const operator = await bed.startOperator({ user, servers });
    onTestFinished(() => operator.stop());
    return operator;
  };

  it('[44] an answer that is never acknowledged: repeated, then ended by a BYE, and the line is free', async (context) => {
    const operator = await seat(context, '101', [webSocketPort]);
    await operator.untilReady();
    const caller = callWithoutAck(bed.folder, '101');
    await operator.untilCall('rings', ({ state }) => state === 'ringing');
    await operator.press('hook');
    await operator.untilCall('answered', ({ state }) => state === 'connecting');
    const { calls } = await operator.app.until('given up', (state) => state.calls.some(ended), 60_000);
    expect(calls.at(-1)).toMatchObject({ endedBy: 'network', reason: 'call.connection-lost' });
    expect(await caller.ended).toBe(0);
    await operator.untilLights({});
  });

  it.for([
    { seconds: 10, user: '102', number: '201', far: () => customer },
    { seconds: 30, user: '105', number: '202', far: () => opus },
  ])(
    '[51] [19] $seconds s without signalling: sound goes on, seen as down, all well after',
    async ({ seconds, user, number, far }, context) => {
      const proxy = await openProxy(context);
      const operator = await seat(context, user, [proxy.port]);
      await operator.untilReady();
      await operator.dial(number);
      await operator.untilCall('active', active);
      await untilSoundBothWays(operator.stats);

      await proxy.refuse();
      const lost = operator.app.until('lost', isDown);
      proxy.cut();
      await lost;
      const { packetsReceived } = await operator.stats();
      // 50 packets a second tell how long it has been, whatever the machine has else to do.
      let heard = 0;
      while (heard < 50 * seconds) {
        await untilSoundBothWays(operator.stats);
        heard = (await operator.stats()).packetsReceived - packetsReceived;
      }
      const { registration, notices, operator: desk, calls } = await operator.app.state();
      expect(registration).toMatchObject({ state: 'failed', reason: { code: 'sip.port-refused' } });
      expect(notices.map(({ code }) => code)).toEqual(['sip.port-refused']);
      expect(desk.state).toBe('talking');
      expect(calls.at(-1)?.state).toBe('active');

      const since = bed.events.mark();
      await proxy.accept();
      const asked = await bed.events.until(
        'our re-INVITE',
        (event) => event.kind === 'request' && event.method === 'INVITE' && event.user === user,
        { since, timeoutMs: 60_000 },
      );
      await bed.events.until(
        'agreed',
        (event) => event.kind === 'reply' && event.status === 200 && event.callId === asked.callId,
        { since },
      );
      await operator.untilReady();
      expect((await operator.app.state()).notices).toEqual([]);
      await operator.hold();
      await operator.untilCall('held', ({ state }) => state === 'held');
      await operator.resume();
      await operator.untilCall('active again', active);
      far().hangUp();
      expect((await operator.untilCall('ended by the far end', ended)).endedBy).toBe('remote');
    },
  );

  it('[6] [19] a registrar that is overloaded (503) is left alone for as long as it asks, and that is said', async (context) => {
    const isRegister = ({ kind, method, user }: ProxyEvent): boolean =>
      kind === 'request' && method === 'REGISTER' && user === '153';
    const operator = await seat(context, '153', [webSocketPort]);
    const { operator: desk } = await operator.app.until(
      'told',
      ({ registration, notices }) =>
        registration.reason?.code === 'sip.server-unavailable' &&
        notices.some(({ code }) => code === 'sip.server-unavailable'),
      60_000,
    );
    expect(desk.state).toBe('offline');
    await operator.untilReady();
    // Challenge, refusal; then the same on a new socket with success.
    const [, refused, again] = bed.events.all().filter(isRegister);
    // Retry-After was 7; both lines are read here a little after they were written, the second perhaps sooner.
    expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThan(6_900);
  });

  it('[11] [19] a half-open socket is noticed while nothing else happens, and replaced', async (context) => {
    const proxy = await openProxy(context);
    const operator = await seat(context, '106', [proxy.port]);
    await operator.untilReady();
    const since = proxy.events.mark();
    proxy.set({ toClient: 'swallow' });
    // 15 s until the next question, 5 s for two answers that do not come, and what the machine needs.
    const { operator: desk } = await operator.app.until('noticed', isDown, 30_000);
    expect(desk.state).toBe('offline');
    proxy.set({});
    await proxy.events.until('a new socket', ({ kind }) => kind === 'opened', { since });
    await operator.untilReady();
    expect(await bed.kamailio.contacts()).toContain('106');
  });

  it('[16] of two servers the second is used while the first is dead, and the first again when it is back', async (context) => {
    const first = await openProxy(context);
    const second = await openProxy(context);
    await first.refuse();
    const operator = await seat(context, '107', [first.port, second.port]);
    await operator.untilReady();
    expect([first.connections(), second.connections()]).toEqual([0, 1]);

    await first.accept();
    const since = second.events.mark();
    await second.events.until('left', ({ kind }) => kind === 'closed', { since, timeoutMs: 60_000 });
    // Not just registered: for a moment that is still the registration at the second.
    await operator.app.until(
      'at the first',
      ({ registration }) =>
        registration.state === 'registered' && registration.server?.includes(`:${first.port}`) === true,
      30_000,
    );
    expect([first.connections(), second.connections()]).toEqual([1, 0]);

    await first.refuse();
    const lost = operator.app.until('lost', isDown);
    first.cut();
    await lost;
    await operator.untilReady();
    expect([first.connections(), second.connections()]).toEqual([0, 1]);
    expect(await bed.kamailio.contacts()).toContain('107');
  });
});
