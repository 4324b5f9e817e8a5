import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../electron/common/lib/app-error.ts';
import { openExchange } from '../../electron/exchange/exchange.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { english } from '../support/english.ts';
import { openSession, ring, untilReady, type Session } from '../support/desk-driver.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function open(
  config: object | undefined,
  pages: Parameters<typeof openSession>[0] = {},
): Promise<Session> {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-config-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(config ?? {}));
  const session = await openSession({ ...pages, flags: ['--no-open', '--config', file] });
  cleanUps.push(() => session.stop());
  return session;
}

/** A server with one account, 101 with the password "right". */
async function startExchange(): Promise<string> {
  const exchange = await openExchange({
    clock: systemClock,
    domain: 'pbx.invalid',
    port: 0,
    users: new Map([['101', 'right']]),
  });
  if (!exchange.ok) throw new Error(exchange.error.message);
  cleanUps.push(() => exchange.value.close());
  return exchange.value.server;
}

const account = (server: string, password = 'right') => ({
  practice: false,
  remoteControl: true,
  sip: { servers: [server], domain: 'pbx.invalid', user: '101', password },
});

/** The fault stands in the state under its code and on the desk in words: what is wrong and what to do. */
async function expectTold({ app, desk }: Session, code: ErrorCode): Promise<void> {
  await app.until(`told ${code}`, ({ notices }) => notices.some((notice) => notice.code === code), 40_000);
  const [what, todo] = [english(`error.${code}.what`), english(`error.${code}.do`)];
  await desk.getByText(what, { exact: false }).first().waitFor();
  await desk.getByText(todo, { exact: false }).first().waitFor();
}

describe('a line that cannot be registered is told on the desk', () => {
  it('with a wrong password', async () => {
    const session = await open(account(await startExchange(), 'wrong'));
    await expectTold(session, 'sip.password-refused');
    expect((await session.app.state()).registration.state).toBe('failed');
  });

  it('with an unknown host', async () => {
    await expectTold(await open(account('ws://nowhere.invalid/ws')), 'sip.host-unknown');
  });

  it('with a port at which nothing listens', async () => {
    await expectTold(await open(account('ws://127.0.0.1:9/ws')), 'sip.port-refused');
  });

  it('with a server that says nothing', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    await expectTold(await open(account(`ws://127.0.0.1:${port}/ws`)), 'sip.server-silent');
  });
});

describe('a call without a microphone', () => {
  it('that is denied keeps ringing and says why', async () => {
    // Without the fake dialog and without a grant Chromium refuses, as a user or a policy would.
    const session = await open(undefined, { pages: { isMicrophoneAllowed: false } });
    await untilReady(session);
    const id = await ring(session);
    const answered = await session.app.ctl.request('call/answer', {});
    expect(answered).toMatchObject({ ok: false, error: { code: 'media.microphone-denied' } });
    await expectTold(session, 'media.microphone-denied');
    expect((await session.app.state()).calls).toMatchObject([{ id, state: 'ringing' }]);
  });

  it('that does not exist keeps ringing and says why', async () => {
    const session = await open(undefined, { pages: { hasMicrophone: false } });
    await untilReady(session);
    const id = await ring(session);
    const answered = await session.app.ctl.request('call/answer', {});
    expect(answered).toMatchObject({ ok: false, error: { code: 'media.microphone-missing' } });
    await expectTold(session, 'media.microphone-missing');
    expect((await session.app.state()).calls).toMatchObject([{ id, state: 'ringing' }]);
  });
});

describe('no headset', () => {
  it('is said on the desk, and the line is ready all the same', async () => {
    const exchange = await startExchange();
    const session = await open({ ...account(exchange), headset: { virtual: false, usb: true } });
    await session.app.until('ready', ({ operator }) => operator.state === 'ready', 30_000);
    expect((await session.app.state()).headset).toMatchObject({ virtual: false });
    expect(['none', 'failed']).toContain((await session.app.state()).headset.state);
    await session.desk.getByText(/No headset|Headset fault/u).waitFor();
  });
});
