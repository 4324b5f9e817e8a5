import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CtlState } from '../../../electron/common/contract/ctl-contract.ts';
import { startFaultProxy, type FaultProxy } from '../../support/bed/fault-proxy.ts';
import { startKamailioBed, webSocketPort, type KamailioBed } from '../../support/bed/kamailio-bed.ts';
import type { ProxyEvent } from '../../support/bed/kamailio.ts';
import type { Operator } from '../../support/bed/operator.ts';

const startMs = 45_000;

describe('the registration at Kamailio', () => {
  let bed: KamailioBed;
  let proxy: FaultProxy;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startKamailioBed();
    proxy = await startFaultProxy(webSocketPort);
    operator = await bed.startOperator({ servers: [`ws://127.0.0.1:${proxy.port}/`] });
    await operator.untilReady();
  });
  afterAll(async () => {
    await operator.stop();
    await proxy.stop();
    await bed.stop();
  });

  const registers = (user: string): readonly ProxyEvent[] =>
    bed.events.all().filter((event) => event.method === 'REGISTER' && event.user === user);
  const isRefused =
    (code: string) =>
    ({ registration, notices }: CtlState): boolean =>
      registration.state === 'failed' &&
      registration.reason?.code === code &&
      notices.some((notice) => notice.code === code);

  it('[1] is one REGISTER, a challenge, one REGISTER with the answer, and the operator is ready', async () => {
    expect((await operator.app.state()).operator.state).toBe('ready');
    expect(await bed.kamailio.contacts()).toEqual(['101']);
    const [asked, answered, ...more] = registers('101');
    expect(more).toEqual([]);
    expect(answered).toMatchObject({ callId: asked?.callId, cseq: (asked?.cseq ?? 0) + 1 });
  });

  /** To be called before the loss; resolves when the line was shown as lost and is registered on a new socket. */
  const untilBack = async (): Promise<void> => {
    const since = proxy.events.mark();
    const lost = operator.app.until('lost', ({ registration }) => registration.state !== 'registered');
    expect((await lost).operator.state).toBe('offline');
    await proxy.events.until('a new socket', ({ kind }) => kind === 'opened', { since });
    await operator.untilReady();
    expect(await bed.kamailio.contacts()).toEqual(['101']);
    expect((await operator.app.state()).notices).toEqual([]);
  };

  it('[10] [19] is not shown any more when the server closes the socket (1000), and comes back', async () => {
    const back = untilBack();
    await bed.kamailio.closeSocket('101');
    await back;
  });

  it('[10] [19] is not shown any more when the network cuts the socket (1006), and comes back', async () => {
    const back = untilBack();
    proxy.cut();
    await back;
  });

  it('[18] is taken back when the operator quits', async () => {
    const since = bed.events.mark();
    await operator.stop();
    const isTakenBack = ({ kind, user, status }: ProxyEvent): boolean =>
      kind === 'saved' && user === '101' && status === 0;
    await bed.events.until('taken back', isTakenBack, { since });
    expect(await bed.kamailio.contacts()).toEqual([]);
  });

  it('[3] [4] [5] is not tried again after 403 and 404, and tried with a longer interval after 423', async () => {
    const started: Operator[] = [];
    const start = async (user: string): Promise<Operator> => {
      const other = await bed.startOperator({ user });
      started.push(other);
      return other;
    };
    try {
      const [forbidden, unknown] = await Promise.all([start('103'), start('104')]);
      await forbidden.app.until('forbidden', isRefused('sip.forbidden'), startMs);
      await unknown.app.until('unknown', isRefused('sip.account-unknown'), startMs);
      // As long as a third takes to start and register, which is longer than the first waits between tries.
      const tooBrief = await start('123');
      await tooBrief.untilReady();
      const saved = bed.events.all().filter(({ kind, user }) => kind === 'saved' && user === '123');
      expect(saved.map(({ status }) => status)).toEqual([900]);
      expect(registers('103')).toHaveLength(2);
      expect(registers('104')).toHaveLength(1);
      for (const refused of [forbidden, unknown])
        expect((await refused.app.state()).operator.state).toBe('offline');
    } finally {
      await Promise.all(started.map((each) => each.stop()));
    }
  });
});
