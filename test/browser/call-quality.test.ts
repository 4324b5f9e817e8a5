import { readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallReport } from '../../electron/common/call/call-report.ts';
import { estimateMos } from '../../electron/common/call/mos.ts';
import type { LineFaults } from '../../electron/common/contract/exchange-contract.ts';
import { openSession, pressHeadset, untilReady, type Session } from '../support/desk-driver.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession();
  await untilReady(session);
}, 60_000);
afterAll(() => session.stop());

async function answerFaulty(faults: Partial<LineFaults>): Promise<string> {
  const { app } = session;
  const whole = { lossPercent: 0, jitterMs: 0, silent: false, afterMs: 0, ...faults };
  const called = await app.ctl.request('practice/call', { faults: whole });
  if (!called.ok) throw new Error(called.error.message);
  const ringing = await app.until('rings', ({ calls }) => calls.some((call) => call.state === 'ringing'));
  const id = ringing.calls.find((call) => call.state === 'ringing')?.id ?? '';
  await pressHeadset(app, 'hook');
  await app.until('active', ({ calls }) => calls.some((call) => call.id === id && call.state === 'active'));
  return id;
}

async function readReport(id: string): Promise<CallReport> {
  const report = await session.app.ctl.request('call/report', { id });
  if (!report.ok) throw new Error(report.error.message);
  return report.value;
}

/** Asked again after every change of the state; a warning is one. */
async function untilReport(
  id: string,
  what: string,
  holds: (report: CallReport) => boolean,
): Promise<CallReport> {
  let found: CallReport | undefined;
  await expect
    .poll(
      async () => {
        const report = await readReport(id);
        if (holds(report)) found = report;
        return found !== undefined;
      },
      { timeout: 25_000, interval: 250, message: what },
    )
    .toBe(true);
  return found ?? readReport(id);
}

async function endCall(): Promise<void> {
  await pressHeadset(session.app, 'hook');
  await session.app.until('wrap-up', ({ operator }) => operator.state === 'wrap-up');
}

async function beReady(): Promise<void> {
  await session.app.ctl.request('operator/ready', null);
  await session.app.until('ready', ({ operator }) => operator.state === 'ready');
}

const standing = (report: CallReport): string[] => report.live?.warnings.map(({ kind }) => kind) ?? [];

describe('a customer whose line loses packets', () => {
  let id = '';

  it('is warned of in the bar by shape, word and number', async () => {
    id = await answerFaulty({ lossPercent: 20 });
    const report = await untilReport(id, 'loss stands', (now) => standing(now).includes('loss'));
    const warning = session.desk.getByRole('button', { name: /Gaps in the sound .*%/u });
    await warning.waitFor();
    expect(await warning.getAttribute('data-warning')).toBe('true');
    expect(await warning.locator('svg').count()).toBe(1);
    expect(report.live?.grade).not.toBe('excellent');
  });

  it('shows its figures when asked', async () => {
    const { desk } = session;
    await desk.getByRole('button', { name: /Gaps in the sound/u }).click();
    const panel = desk.getByRole('dialog', { name: 'How the line is' });
    await panel.getByText('Details').click();
    await panel.getByText('Lost packets').waitFor();
    await desk.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  it('is rated within 0.2 of the formula', async () => {
    const { calls } = await session.app.state();
    const since = calls.find((call) => call.id === id)?.since ?? Number.NaN;
    // Each rating is of five seconds whose loss differs by chance, the loss that of the whole call: of a few seconds the
    // two are half a point apart, of twenty they are not.
    const { live, quality } = await untilReport(
      id,
      'twenty seconds, rated',
      ({ live: now }) => now?.mos != null && now.lossPercent !== null && Date.now() - since > 20_000,
    );
    const expected = estimateMos({
      roundTripMs: quality.roundTripMs?.mean ?? Number.NaN,
      jitterMs: quality.jitterMs?.mean ?? Number.NaN,
      lossPercent: quality.lossPercent ?? Number.NaN,
    });
    expect(live).not.toBeNull();
    expect(Math.abs((quality.mos?.mean ?? 0) - expected)).toBeLessThan(0.2);
  });

  it('has its report in wrap-up, on record and without addresses', async () => {
    const { desk } = session;
    await endCall();
    const section = desk.getByRole('region', { name: 'How was the line' });
    await section.getByText('Gaps in the sound').waitFor();
    const download = desk.waitForEvent('download');
    await section.getByRole('button', { name: 'Save report' }).click();
    const saved: unknown = JSON.parse(await readFile(await (await download).path(), 'utf8'));
    const report = await readReport(id);
    expect(saved).toEqual(report);
    const { quality, end, live } = report;
    expect(live).toBeNull();
    expect(end).toMatchObject({ endedBy: 'operator', through: 'button' });
    expect(quality.codec).toMatch(/^PCM[AU]$/u);
    expect(quality.path).toMatchObject({ protocol: 'udp' });
    expect(quality.candidates.some(({ side, port }) => side === 'remote' && port > 0)).toBe(true);
    expect(quality.candidates.every(({ address }) => address === null)).toBe(true);
    const { phases } = quality;
    for (const [phase, ms] of Object.entries(phases)) expect(ms, phase).not.toBeNull();
    const addressed = await session.app.ctl.request('call/report', { id, addresses: true });
    expect(addressed.ok && addressed.value.quality.candidates.some(({ address }) => address !== null)).toBe(
      true,
    );
    console.log(
      'quality of the call:',
      JSON.stringify({ ...quality, candidates: quality.candidates.length }),
    );
    await beReady();
  });
});

it('a line that falls silent is warned of and the warning goes when the sound is back', async () => {
  const id = await answerFaulty({ silent: true, afterMs: 2_000, forMs: 6_000 });
  await untilReport(id, 'silence stands', (now) => standing(now).includes('no-sound-in'));
  await session.desk.getByRole('button', { name: /Nothing is heard/u }).waitFor();
  const after = await untilReport(id, 'sound again', (now) => !standing(now).includes('no-sound-in'));
  const warning = after.quality.warnings.find(({ kind }) => kind === 'no-sound-in');
  expect(warning?.count).toBe(1);
  expect(warning?.ms).toBeGreaterThan(0);
  await endCall();
  await beReady();
});

it('an uneven line is warned of', async () => {
  const id = await answerFaulty({ jitterMs: 120 });
  await untilReport(id, 'jitter stands', (now) => standing(now).includes('jitter'));
  await endCall();
  await beReady();
});

describe('the trace', () => {
  it('is written for this user alone, and without what only a tick lets in', async () => {
    const { app } = session;
    const called = await app.ctl.request('practice/call', {});
    const number = called.ok ? called.value.number : '';
    expect(number).toMatch(/^\+\d{9,}$/u);
    await app.until('rings', ({ calls }) => calls.some((call) => call.state === 'ringing'));
    const masked = await app.ctl.request('trace/export', { includeCustomer: false });
    const ticked = await app.ctl.request('trace/export', { includeCustomer: true });
    await pressHeadset(app, 'reject');
    if (!masked.ok || !ticked.ok) throw new Error('not written');
    const [safe, whole] = [
      await readFile(masked.value.file, 'utf8'),
      await readFile(ticked.value.file, 'utf8'),
    ];
    expect((await stat(masked.value.file)).mode & 0o077).toBe(0);
    expect(safe).not.toContain(number.slice(1));
    expect(whole).toContain(number.slice(1));
    for (const text of [safe, whole]) {
      expect(text).toContain('REGISTER sip:');
      expect(text).toMatch(/^Authorization: Digest .*\[removed\]$/mu);
      expect(text).not.toMatch(/\b(?:response|nonce|cnonce)\s*=\s*"?[0-9a-zA-Z]/u);
      expect(text).not.toMatch(/^a=ice-pwd/mu);
    }
    expect(masked.value.messages).toBeGreaterThan(10);
  });

  it('can be written from the settings', async () => {
    const { desk } = session;
    await desk.getByRole('button', { name: 'Settings' }).first().click();
    await desk.getByRole('button', { name: 'Write trace' }).click();
    await desk.getByText(/Written: \d+ messages/u).waitFor();
    await desk.keyboard.press('Escape');
  });
});
