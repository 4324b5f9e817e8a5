import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { SessionState } from 'sip.js';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClient, type Client } from '../../../electron/common/contract/client.ts';
import { exchangeContract } from '../../../electron/common/contract/exchange-contract.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';
import { openChildWire } from '../../../electron/node/wires/child-wire.ts';
import { awaitState, startPhone } from './support/sip-phone.ts';
import { WeriftDescriptions } from './support/werift-descriptions.ts';

const customer = {
  number: '+14155550123',
  name: 'Jane',
  language: 'en',
  need: 'bill',
  withheld: false,
} as const;
let folder: string;
let child: ChildProcess;
let client: Client<typeof exchangeContract>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exchange-host-'));
  cpSync('build/voices', join(folder, 'voices'), { recursive: true });
  await build({
    entryPoints: ['electron/exchange/exchange-host.ts'],
    outfile: join(folder, 'exchange/exchange-host.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  child = fork(join(folder, 'exchange/exchange-host.cjs'), { serialization: 'advanced' });
  client = createClient(exchangeContract, openChildWire(child), { clock: systemClock });
});

afterEach(async () => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
});

async function start() {
  const started = await client.request('exchange/start', { port: 0 });
  if (!started.ok) throw new Error(started.error.code);
  return started.value;
}

test('the process answers a ping, and refuses practice calls before it was started', async () => {
  expect(await client.request('process/ping', null)).toEqual({ ok: true, value: null });
  expect(await client.request('practice/call', customer)).toMatchObject({
    ok: false,
    error: { code: 'practice.off' },
  });
  expect(await client.request('practice/calls', null)).toEqual({ ok: true, value: [] });
});

test('starting twice at once gives the same exchange, and another start another password', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  expect(one).toEqual(two);
  expect(one).toMatchObject({ domain: 'practice.invalid', user: '100' });
  expect(one.server).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
  expect(one.password.length).toBeGreaterThanOrEqual(24);
});

test('a whole practice call over the contract, with the voices beside the bundle', async () => {
  const events: string[] = [];
  client.on('practice/changed', ({ state, status }) => events.push(`${state} ${status}`));
  const { server, domain, user, password } = await start();
  const phone = await startPhone({
    server,
    domain,
    user,
    password,
    agent: { sessionDescriptionHandlerFactory: () => new WeriftDescriptions() },
  });
  await phone.register();
  const called = await client.request('practice/call', customer);
  if (!called.ok) throw new Error(called.error.code);
  const invitation = await phone.nextInvitation();
  await invitation.accept();
  const handler = invitation.sessionDescriptionHandler;
  if (!(handler instanceof WeriftDescriptions)) throw new Error('no media');
  await expect.poll(() => handler.levelHeard, { timeout: 8_000 }).toBeGreaterThan(0.02);
  const calls = await client.request('practice/calls', null);
  expect(calls).toMatchObject({
    ok: true,
    value: [{ callId: called.value.callId, state: 'talking', status: 200 }],
  });

  expect(await client.request('practice/hangup', { callId: called.value.callId })).toMatchObject({
    ok: true,
  });
  await awaitState(invitation, SessionState.Terminated);
  expect(await client.request('practice/hangup', { callId: 'unknown' })).toMatchObject({
    ok: false,
    error: { code: 'call.not-found' },
  });
  await expect.poll(() => events).toEqual(['calling null', 'ringing null', 'talking 200', 'ended 200']);
  await phone.stop();
});

test('the process ends when its parent is gone', async () => {
  await start();
  const gone = once(child, 'exit');
  child.disconnect();
  expect(await gone).toEqual([0, null]);
});
