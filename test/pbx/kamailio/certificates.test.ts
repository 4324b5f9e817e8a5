import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baresip } from '../../support/bed/baresip.ts';
import {
  securedPorts,
  startCustomerPhone,
  startKamailioBed,
  type KamailioBed,
} from '../../support/bed/kamailio-bed.ts';
import type { Operator } from '../../support/bed/operator.ts';
import { untilSoundBothWays } from '../../support/bed/sound-flow.ts';

const startMs = 45_000;

describe('a secured line to Kamailio (wss)', () => {
  let bed: KamailioBed;
  let customer: Baresip;
  let operators: Operator[] = [];

  beforeAll(async () => {
    bed = await startKamailioBed({ secured: true });
    customer = await startCustomerPhone(bed);
  });
  afterAll(async () => {
    await customer.stop();
    await bed.stop();
  });
  afterEach(async () => {
    await Promise.all(operators.map((operator) => operator.stop()));
    operators = [];
  });

  const start = async (port: number, user: string): Promise<Operator> => {
    const operator = await bed.startOperator({ servers: [`wss://127.0.0.1:${port}/`], user });
    operators.push(operator);
    return operator;
  };

  it('[1] with a certificate that the machine trusts: registered, and calls have sound both ways', async () => {
    const operator = await start(securedPorts.good, '101');
    await operator.untilReady();
    const registers = bed.events.all().filter(({ method }) => method === 'REGISTER');
    expect(registers.map(({ from }) => from)).toEqual(['wss', 'wss']);
    await operator.dial('201');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    const since = customer.events.mark();
    await operator.press('hook');
    await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
  });

  it('[12] with a wrong one: named for what it is, and nothing is sent over it', async () => {
    const faults = [
      { port: securedPorts.expired, user: '105', code: 'sip.certificate-expired' },
      { port: securedPorts['other-host'], user: '106', code: 'sip.certificate-wrong-host' },
      { port: securedPorts.untrusted, user: '107', code: 'sip.certificate-untrusted' },
    ];
    await Promise.all(
      faults.map(async ({ port, user, code }) => {
        const operator = await start(port, user);
        const { operator: seat } = await operator.app.until(
          code,
          ({ registration, notices }) =>
            registration.state === 'failed' &&
            registration.reason?.code === code &&
            notices.some((notice) => notice.code === code),
          startMs,
        );
        expect(seat.state).toBe('offline');
      }),
    );
    expect(bed.events.all().filter(({ user }) => /^10[567]$/u.test(user))).toEqual([]);
    expect(await bed.kamailio.contacts()).toEqual([]);
  });
});
