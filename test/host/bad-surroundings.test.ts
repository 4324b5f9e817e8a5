import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CtlState } from '../../electron/common/contract/ctl-contract.ts';
import { root } from '../support/paths.ts';
import { startApp, type RunningApp } from '../support/running-app.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'offhook-test-'));
  cleanUps.push(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function start(...args: Parameters<typeof startApp>): Promise<RunningApp> {
  const app = await startApp(...args);
  cleanUps.push(() => app.stop());
  return app;
}

const noticeOf = (state: CtlState, code: string) => state.notices.find((notice) => notice.code === code);
const told = (code: string) => (state: CtlState) => noticeOf(state, code) !== undefined;

describe('the app starts and says what is wrong', () => {
  it('with a database that is damaged: it is put aside and a fresh one is made', async () => {
    const profile = await folder();
    const first = await start({ profile });
    await first.until('store open', (state) => state.headset.state === 'ready');
    await first.ctl.request('customer/search', { text: 'ко' });
    await first.stop();
    const file = (await readdir(profile)).find((name) => name.endsWith('.db'));
    expect(file).toBeDefined();
    await writeFile(join(profile, file ?? ''), 'this is no database '.repeat(500));

    const app = await start({ profile });
    const state = await app.until('told', told('store.corrupt'));
    const kept = String(noticeOf(state, 'store.corrupt')?.details?.['file'] ?? '');
    expect(await readFile(join(profile, kept.split(/[\\/]/u).at(-1) ?? ''), 'utf8')).toContain(
      'this is no database',
    );
    const found = await app.ctl.request('customer/search', { text: 'ко' });
    expect(found.ok && found.value.length).toBeGreaterThan(0);
  });

  it('with a configuration file that is not JSON', async () => {
    const file = join(await folder(), 'config.json');
    await writeFile(file, '{"practice": true,');
    const app = await start({ flags: ['--no-open', '--config', file] });
    expect(noticeOf(await app.state(), 'config.malformed')).toBeDefined();
    expect(app.output()).toContain('config.malformed');
  });

  it.each([
    [
      '{"practice":true,"sip":{"servers":["wss://a/ws"],"domain":"a","user":"1","color":1}}',
      'config.unknown-key',
      'sip.color',
    ],
    ['{"nonsense":1}', 'config.unknown-key', 'nonsense'],
    ['{"numbers":{"country":"Ukraine"}}', 'config.invalid', 'numbers.country'],
    ['{"sip":{"servers":["https://a"],"domain":"a","user":"1"}}', 'config.invalid', 'sip.servers.0'],
  ])('with a configuration that has a fault, named with its path: %s', async (text, code, where) => {
    const file = join(await folder(), 'config.json');
    await writeFile(file, text);
    const app = await start({ flags: ['--no-open', '--config', file] });
    expect(noticeOf(await app.state(), code)?.details?.['where']).toBe(where);
  });

  it('with its port taken by another program, on another port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    cleanUps.push(() => other.close());
    const { port } = other.address() as AddressInfo;
    const app = await start({ flags: ['--no-open', '--port', String(port)] });
    expect(noticeOf(await app.state(), 'host.port-taken')?.details).toEqual({ port });
    expect(app.deskAddress).not.toContain(`:${port}/`);
  });

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'with a profile folder that cannot be written: customers are there all the same',
    async () => {
      const profile = await folder();
      const first = await start({ profile });
      await first.until('ready', (state) => state.headset.state === 'ready');
      await first.stop();
      const mounted = spawnSync('mount', ['--bind', profile, profile]);
      expect(mounted.status).toBe(0);
      cleanUps.push(() => spawnSync('umount', [profile]));
      expect(spawnSync('mount', ['-o', 'remount,ro,bind', profile]).status).toBe(0);
      const app = await start({ profile });
      const state = await app.until('told', told('store.read-only'));
      expect(state.headset.state).toBe('ready');
      const found = await app.ctl.request('customer/search', { text: 'ко' });
      expect(found.ok && found.value.length).toBeGreaterThan(0);
      await app.stop();
    },
  );
});

describe('a second start with the same profile', () => {
  it('says that the program runs already and leaves it alone', async () => {
    const app = await start();
    const second = spawnSync(
      process.execPath,
      [join(root, 'dist/browser-host/main.cjs'), '--profile', app.profile, '--no-open'],
      { encoding: 'utf8', timeout: 20_000 },
    );
    expect(second.status).toBe(1);
    expect(second.stderr).toContain('host.already-running');
    expect((await app.state()).registration.state).toBe('off');
  });
});

describe('the pages', () => {
  it('are served to this machine only, with their policy, and the wire opens with the token alone', async () => {
    const app = await start();
    const { origin, host, hash } = new URL(app.deskAddress);
    const page = await fetch(origin);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(`${origin}/../package.json`)).status).toBe(404);
    expect((await fetch(`${origin}/%2e%2e/%2e%2e/package.json`)).status).toBe(404);

    const upgrade = async (headers: Record<string, string>, token: string): Promise<number> => {
      const answer = await rawUpgrade(host, `/wire?token=${token}`, headers);
      return Number(/^HTTP\/1\.1 (\d+)/u.exec(answer)?.[1]);
    };
    const token = hash.slice(1);
    expect(await upgrade({ host, origin }, token)).toBe(101);
    expect(await upgrade({ host, origin }, 'x'.repeat(token.length))).toBe(403);
    expect(await upgrade({ host, origin: 'http://evil.example' }, token)).toBe(403);
    expect(await upgrade({ host: 'evil.example', origin }, token)).toBe(403);
  });
});

/** A WebSocket handshake with headers a browser would not let a page set. */
async function rawUpgrade(host: string, path: string, headers: Record<string, string>): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port: Number(host.split(':')[1]) });
  await once(socket, 'connect');
  const lines = Object.entries({
    ...headers,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return data.toString('latin1');
}
