import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CtlState } from '../../electron/common/contract/ctl-contract.ts';
import { pressHeadset, untilCustomer, untilStats } from '../support/desk-driver.ts';
import { startApp, type RunningApp } from '../support/running-app.ts';

let app: RunningApp;
beforeEach(async () => {
  app = await startApp({ flags: ['--headless'] });
  await app.until(
    'registered, with a headset',
    ({ registration, headset }) => registration.state === 'registered' && headset.state === 'ready',
    45_000,
  );
}, 60_000);
afterEach(() => app.stop());

/** Desk and phone, which have a process each, and the one that Chromium keeps ready for the next page. */
const renderers = (): number[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('--type=renderer') && line.includes(app.profile))
    .map((line) => Number.parseInt(line, 10));

async function answerCustomer(): Promise<string> {
  await app.ctl.request('practice/call', {});
  const { calls } = await app.until('rings', (state) => state.operator.state === 'ringing');
  await pressHeadset(app, 'hook');
  // The hub knows the dialog, by which alone the call can be taken back.
  await app.until('talking', (state) => state.calls.some((call) => call.state === 'active'));
  return calls.find(({ state }) => state === 'ringing')?.id ?? '';
}

const customers = async () => {
  const listed = await app.ctl.request('practice/calls', null);
  return listed.ok ? listed.value.map(({ state }) => state) : [];
};

async function crashInCall(): Promise<{ readonly id: string; readonly calls: CtlState['calls'] }> {
  const id = await answerCustomer();
  await expect.poll(customers).toEqual(['talking']);
  for (const pid of renderers()) process.kill(pid, 'SIGKILL');
  const { calls } = await app.until('told', (state) => state.operator.state === 'wrap-up');
  return { id, calls };
}

it('[78] pages that crash in a call are back by themselves, and the customer is not left on a dead line', async () => {
  const { id, calls } = await crashInCall();
  expect(calls).toMatchObject([{ id, state: 'ended', endedBy: 'program', reason: 'phone.unavailable' }]);
  await app.until('registered again', ({ registration }) => registration.state === 'registered', 30_000);
  await app.until('offered', ({ takeBack }) => takeBack?.id === id, 10_000);
  expect(await customers()).toEqual(['talking']);
  await app.ctl.request('operator/ready', null);
  // By our BYE: she would wait four minutes.
  await expect.poll(customers, { timeout: 10_000 }).toEqual(['ended']);
  await answerCustomer();
  await expect.poll(customers).toEqual(['ended', 'talking']);
}, 100_000);

it('[78] the talk is taken back after a crash: one call as before, and both hear each other again', async () => {
  const { id } = await crashInCall();
  await app.until('offered', ({ takeBack }) => takeBack?.id === id, 30_000);
  expect(await app.ctl.request('call/take-back', {})).toMatchObject({ ok: true });
  const { calls } = await app.until('back', (state) => state.calls[0]?.state === 'active', 10_000);
  expect(calls).toMatchObject([{ id, state: 'active' }]);
  // The old leg of the customer ended by itself, the new one talks.
  await expect.poll(customers, { timeout: 10_000 }).toEqual(['ended', 'talking']);
  await untilStats(
    app,
    'the customer is heard',
    (now, before) =>
      now.packetsReceived > before.packetsReceived && now.energyReceived > before.energyReceived,
  );
  await untilCustomer(app, 'the operator is heard', ({ levelHeard }) => levelHeard > 0.005);
  await app.ctl.request('call/hangup', {});
  await expect.poll(customers, { timeout: 10_000 }).toEqual(['ended', 'ended']);
}, 100_000);

it('[78] a page whose processes die while it is opened, as on a machine without memory, is back when they live', async () => {
  const killed = new Set<number>();
  const end = Date.now() + 2_000;
  // One after another, as the system ends them: each round meets the tabs that are opened after the last.
  while (Date.now() < end)
    for (const pid of renderers().filter((pid) => !killed.has(pid))) {
      killed.add(pid);
      process.kill(pid, 'SIGKILL');
    }
  // Two pages and the spare one, and at least one more attempt of each page.
  expect(killed.size).toBeGreaterThan(4);
  await app.until('lost', ({ registration }) => registration.state === 'off');
  await app.until('registered again', ({ registration }) => registration.state === 'registered', 40_000);
  await answerCustomer();
  await expect.poll(customers).toEqual(['talking']);
}, 100_000);
