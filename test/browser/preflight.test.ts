import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAxe, violations } from '../support/axe.ts';
import { openSession, pressHeadset, ring, untilReady, type Session } from '../support/desk-driver.ts';
import { english } from '../support/english.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession();
  await untilReady(session);
}, 60_000);
afterAll(() => session.stop());

const checkMs = 40_000;

describe('the check before a shift, in practice mode', () => {
  it('is one key and one button away, and ends with a call to the echo and plain words', async () => {
    const { app, desk } = session;
    await desk.getByText(/Line ready/u).waitFor();
    await desk.keyboard.press('Control+u');
    await desk.getByRole('heading', { name: english('preflight.title') }).waitFor();
    await loadAxe(desk);
    expect(await violations(desk, 'all')).toEqual([]);
    await desk.getByRole('button', { name: english('preflight.start') }).click();
    await desk.getByText(english('preflight.allGood')).waitFor({ timeout: checkMs });
    expect(await violations(desk, 'all')).toEqual([]);
    for (const step of ['line', 'microphone', 'speaker', 'call']) {
      const words = `${english(`preflight.step.${step}`)}: ${english('preflight.state.passed')}`;
      expect(await desk.locator('main li').filter({ hasText: words }).count(), step).toBe(1);
    }
    // Nothing of it is a call of the operator.
    expect((await app.state()).calls).toEqual([]);
    await desk.keyboard.press('Escape');
    await desk.getByText(english('preflight.intro')).waitFor({ state: 'detached' });
  });

  it('tells ctl the figures: the echo came back', async () => {
    const report = await session.app.ctl.request('preflight/run', null, { timeoutMs: checkMs });
    if (!report.ok) throw new Error(report.error.code);
    expect(report.value.ok).toBe(true);
    expect(report.value.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'line passed',
      'microphone passed',
      'speaker passed',
      'call passed',
    ]);
    const { figures } = report.value.steps.at(-1) ?? {};
    expect(figures?.mos ?? 0).toBeGreaterThan(3.5);
    expect(figures?.lossPercent ?? 100).toBeLessThan(5);
    const customers = await session.app.ctl.request('practice/calls', null);
    const echo = customers.ok ? customers.value.at(-1) : undefined;
    expect(echo).toMatchObject({ number: '600', state: 'ended' });
    expect(echo?.packetsHeard).toBeGreaterThan(100);
  });

  it('gives way to a customer at once, and is refused as long as the call is up', async () => {
    const { app, desk } = session;
    await desk.keyboard.press('Control+u');
    await desk.getByRole('button', { name: english('preflight.again') }).click();
    await desk.getByText(english('preflight.running')).waitFor();
    const id = await ring(session);
    await desk.getByRole('heading', { name: english('preflight.title') }).waitFor({ state: 'detached' });
    expect(await app.ctl.request('preflight/run', null)).toMatchObject({
      ok: false,
      error: { code: 'preflight.in-call' },
    });
    await pressHeadset(app, 'hook');
    await app.until('active', ({ calls }) => calls.some((call) => call.id === id && call.state === 'active'));
    await desk.keyboard.press('Control+u');
    await desk.getByText(english('error.preflight.in-call.what'), { exact: false }).waitFor();
    expect(await desk.getByRole('button', { name: english('preflight.again') }).isDisabled()).toBe(true);
    await pressHeadset(app, 'hook');
    await app.until('wrap-up', ({ operator }) => operator.state === 'wrap-up');
    await app.ctl.request('operator/ready', null);
  });
});
