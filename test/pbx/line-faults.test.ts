import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { securedServer } from '../support/bed/asterisk.ts';
import { startBed, type Bed } from '../support/bed/bed.ts';
import { startOperator, type Operator } from '../support/bed/operator.ts';

/** What keeps a line from being registered is named, in place of "disconnected". */
describe('a line that cannot be registered', () => {
  let bed: Bed;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startBed();
  });
  afterEach(() => operator.stop());
  afterAll(() => bed.stop());

  /** Both in the state of the line and among the faults that stand until mended. */
  const untilNamed = async (code: string): Promise<void> => {
    const { operator: seat } = await operator.app.until(
      code,
      ({ registration, notices }) =>
        registration.state === 'failed' &&
        registration.reason?.code === code &&
        notices.some((notice) => notice.code === code),
      45_000,
    );
    expect(seat.state).toBe('offline');
  };

  it('names a wrong password after one try with it', async () => {
    operator = await startOperator(bed.folder, { password: 'wrong' });
    await untilNamed('sip.password-refused');
    const refusals = (await bed.asterisk.messages()).match(/Failed to authenticate/gu) ?? [];
    expect(refusals).toHaveLength(1);
  });

  it('names a certificate that nobody vouches for, and registers nothing', async () => {
    operator = await startOperator(bed.folder, { servers: [securedServer] });
    await untilNamed('sip.certificate-untrusted');
    expect(await bed.asterisk.contacts()).not.toContain('101');
  });

  it('names a host that does not exist', async () => {
    operator = await startOperator(bed.folder, { servers: ['ws://exchange.invalid:8088/ws'] });
    await untilNamed('sip.host-unknown');
  });

  it('names a port at which nothing listens', async () => {
    operator = await startOperator(bed.folder, { servers: ['ws://127.0.0.1:8099/ws'] });
    await untilNamed('sip.port-refused');
  });
});
