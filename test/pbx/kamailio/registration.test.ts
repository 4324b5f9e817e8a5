import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CtlState } from '../../../electron/common/contract/ctl-contract.ts';
import { startKamailioBed, webSocketPort, type KamailioBed } from '../../support/bed/kamailio-bed.ts';
import type { ProxyEvent } from '../../support/bed/kamailio.ts';
import { startFaultProxy } from '../../support/bed/fault-proxy.ts';
import type { Operator, OperatorAccount } from '../../support/bed/operator.ts';

const startMs = 45_000;

describe('the registration at Kamailio', () => {
  let bed: KamailioBed;
  let operators: Operator[] = [];

  beforeAll(async () => {
    bed = await startKamailioBed();
  });
  afterAll(() => bed.stop());
  afterEach(async () => {
    await Promise.all(operators.map((operator) => operator.stop()));
    operators = [];
  });

  const start = async (account: OperatorAccount): Promise<Operator> => {
    const operator = await bed.startOperator(account);
    operators.push(operator);
    return operator;
  };
  const isRegister =
    (user: string) =>
    (event: ProxyEvent): boolean =>
      event.kind === 'request' && event.method === 'REGISTER' && event.user === user;
  const registers = (user: string): readonly ProxyEvent[] => bed.events.all().filter(isRegister(user));
  const isRefused =
    (code: string) =>
    ({ registration, notices }: CtlState): boolean =>
      registration.state === 'failed' &&
      registration.reason?.code === code &&
      notices.some((notice) => notice.code === code);

  it('[1] is one REGISTER, a challenge, one REGISTER with the answer, and the operator is ready', async () => {
    const operator = await start({});
    await operator.untilReady();
    expect((await operator.app.state()).operator.state).toBe('ready');
    expect(await bed.kamailio.contacts()).toEqual(['101']);
    const [asked, answered, ...more] = registers('101');
    expect(more).toEqual([]);
    expect(answered).toMatchObject({ callId: asked?.callId, cseq: (asked?.cseq ?? 0) + 1 });
    const since = bed.events.mark();
    await operator.stop();
    await bed.events.until(
      'taken back',
      ({ kind, user, status }) => kind === 'saved' && user === '101' && status === 0,
      { since },
    );
    expect(await bed.kamailio.contacts()).toEqual([]);
  });

  it('[3] [4] refused with 403 or 404 is named and not tried again by itself', async () => {
    const [forbidden, unknown] = await Promise.all([start({ user: '103' }), start({ user: '104' })]);
    await forbidden.app.until('forbidden', isRefused('sip.forbidden'), startMs);
    await unknown.app.until('unknown', isRefused('sip.account-unknown'), startMs);
    // As long as another takes to start and register, which is longer than the first waits between tries.
    const other = await start({});
    await other.untilReady();
    expect(registers('103')).toHaveLength(2);
    expect(registers('104')).toHaveLength(1);
    for (const refused of [forbidden, unknown])
      expect((await refused.app.state()).operator.state).toBe('offline');
  });

  it('[5] asks for the longer interval that a registrar wants (423)', async () => {
    const operator = await start({ user: '123' });
    await operator.untilReady();
    const saved = bed.events.all().filter(({ kind, user }) => kind === 'saved' && user === '123');
    expect(saved.map(({ status }) => status)).toEqual([900]);
  });

  it('[6] [19] leaves an overloaded registrar (503) alone for as long as it asks, and says so meanwhile', async () => {
    const operator = await start({ user: '153' });
    const waiting = await operator.app.until('overload', isRefused('sip.server-unavailable'), startMs);
    expect(waiting.operator.state).toBe('offline');
    const refusedAt = registers('153').at(-1)?.at ?? 0;
    const since = bed.events.mark();
    const again = await bed.events.until('the next try', isRegister('153'), { since, timeoutMs: startMs });
    // Both are read here a little after they were written, the second perhaps sooner.
    expect(again.at - refusedAt).toBeGreaterThan(6_900);
    await operator.untilReady();
  });

  it('[10] [19] comes back when the server closes the socket (1000) and when the network cuts it (1006)', async () => {
    const proxy = await startFaultProxy(webSocketPort);
    const operator = await start({ servers: [`ws://127.0.0.1:${proxy.port}/`] });
    try {
      await operator.untilReady();
      for (const lose of [() => bed.kamailio.closeSockets(), () => proxy.cut()]) {
        const since = proxy.events.mark();
        const lost = operator.app.until('lost', ({ registration }) => registration.state !== 'registered');
        await lose();
        expect((await lost).operator.state).toBe('offline');
        await proxy.events.until('a new socket', ({ kind }) => kind === 'opened', { since });
        await operator.untilReady();
        expect(await bed.kamailio.contacts()).toEqual(['101']);
        expect((await operator.app.state()).notices).toEqual([]);
      }
    } finally {
      await proxy.stop();
    }
  });
});
