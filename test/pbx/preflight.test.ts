import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBed, type Bed } from '../support/bed/bed.ts';
import { startOperator, type Operator, type OperatorAccount } from '../support/bed/operator.ts';

/** Until the last step: probe of the server, two seconds of microphone, a beep, five seconds of echo. */
const checkMs = 60_000;

describe('the check before a shift against Asterisk', () => {
  let bed: Bed;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startBed();
  });
  afterEach(() => operator.stop());
  afterAll(() => bed.stop());

  async function check(echoNumber: string, account: OperatorAccount = {}) {
    operator = await startOperator(bed.folder, account, {
      audio: { processing: false, ringTone: true, echoNumber },
    });
    await operator.untilReady();
    const report = await operator.app.ctl.request('preflight/run', null, { timeoutMs: checkMs });
    if (!report.ok) throw new Error(report.error.code);
    return report.value;
  }

  it('hears its own voice come back from Echo(), and leaves no call behind', async () => {
    const report = await check('600');
    expect(report.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'line passed',
      'server passed',
      'microphone passed',
      'speaker passed',
      'call passed',
    ]);
    expect(report.ok).toBe(true);
    const { figures } = report.steps.at(-1) ?? {};
    expect(figures?.mos ?? 0).toBeGreaterThan(3.5);
    // The round trip is known from the reports of Asterisk alone.
    expect(figures?.roundTripMs ?? -1).toBeGreaterThanOrEqual(0);
    expect((await operator.app.state()).calls).toEqual([]);
  });

  it('[30] warns of a relay that is not there, and is content with a line that carries sound without it', async () => {
    const url = 'turn:127.0.0.1:3478';
    const report = await check('600', {
      iceServers: [{ urls: url, username: 'bed' }],
      turnCredential: 'secret-relay',
    });
    const [relays, call] = report.steps.slice(-2);
    expect(relays).toMatchObject({
      step: 'relays',
      state: 'warned',
      error: { code: 'relay.silent', details: { server: url } },
    });
    expect(call?.state).toBe('passed');
    expect(report.ok).toBe(true);
  });

  it('says so when the number is busy, and the line stays registered', async () => {
    const report = await check('810');
    expect(report.ok).toBe(false);
    expect(report.steps.at(-1)).toMatchObject({ state: 'failed', error: { code: 'call.rejected' } });
    expect((await operator.app.state()).registration.state).toBe('registered');
  });
});
