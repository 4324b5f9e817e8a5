import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttps } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { probeServer } from '../../electron/node/server-probe/probe-server.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { openExchange } from '../../electron/exchange/exchange.ts';
import { createAuthority, type Certificate } from '../support/certificates.ts';

const account = { domain: 'practice.invalid', user: '100', password: 'right' };
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

let folder = '';
let authority: ReturnType<typeof createAuthority>;
const systemAuthorities = getCACertificates('default');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offhook-ca-'));
  authority = createAuthority(folder);
  setDefaultCACertificates([...systemAuthorities, authority.ca]);
}, 60_000);
afterAll(async () => {
  setDefaultCACertificates([...systemAuthorities]);
  await rm(folder, { recursive: true, force: true });
});

async function exchange(): Promise<string> {
  const opened = await openExchange({
    clock: systemClock,
    domain: account.domain,
    port: 0,
    users: new Map([[account.user, account.password]]),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  cleanUps.push(() => opened.value.close());
  return opened.value.server;
}

async function secureServer({ key, cert }: Certificate): Promise<string> {
  const server = createHttps({ key, cert });
  new WebSocketServer({ server, handleProtocols: () => 'sip' });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `wss://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
}

async function plainServer(onConnection: (socket: { destroy(): void }) => void): Promise<string> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
}

/** The fault that is named, and the step at which it was found. */
async function faultOf(server: string, as: Partial<typeof account> = {}): Promise<string> {
  const steps = await probeServer({ ...account, ...as, servers: [server] });
  const last = steps.at(-1);
  expect(steps.slice(0, -1).every((step) => step.ok)).toBe(true);
  return last?.ok === true ? 'none' : `${last?.step ?? ''}: ${last?.error?.code ?? ''}`;
}

describe('"test connection" names what is wrong', () => {
  it('nothing, when user and password are right', async () => {
    expect(await faultOf(await exchange())).toBe('none');
  });

  it('the password', async () => {
    expect(await faultOf(await exchange(), { password: 'wrong' })).toBe('account: sip.password-refused');
  });

  it('a host that does not exist', async () => {
    expect(await faultOf('wss://nowhere.invalid/ws')).toBe('host: sip.host-unknown');
  });

  it('a port at which nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await faultOf(`ws://127.0.0.1:${port}/ws`)).toBe('port: sip.port-refused');
  });

  it('a certificate that has expired', async () => {
    const server = await secureServer(authority.issue('IP:127.0.0.1', '20200101000000Z', '20210101000000Z'));
    expect(await faultOf(server)).toBe('certificate: sip.certificate-expired');
  });

  it('a certificate for another host', async () => {
    const server = await secureServer(authority.issue('DNS:pbx.example'));
    expect(await faultOf(server)).toBe('certificate: sip.certificate-wrong-host');
  });

  it('a certificate of an issuer nobody knows', async () => {
    const strange = createAuthority(join(folder, 'strange'));
    expect(await faultOf(await secureServer(strange.issue('IP:127.0.0.1')))).toBe(
      'certificate: sip.certificate-untrusted',
    );
  });

  it('a server that is no SIP server', async () => {
    const web = await plainServer((socket) => socket.destroy());
    expect(await faultOf(web)).toBe('websocket: sip.not-websocket');
  });

  it('a server that says nothing', async () => {
    const silent = await plainServer(() => undefined);
    expect(await faultOf(silent)).toBe('websocket: sip.server-silent');
  });
});
