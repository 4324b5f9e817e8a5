import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { createClient } from '../../electron/common/contract/client.ts';
import { defineContract } from '../../electron/common/contract/contract.ts';
import { createMemoryWires } from '../../electron/common/contract/memory-wire.ts';
import { serve } from '../../electron/common/contract/server.ts';
import type { Wire } from '../../electron/common/contract/wire.ts';
import { appError } from '../../electron/common/lib/app-error.ts';
import { fail, ok } from '../../electron/common/lib/result.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { openChildWire } from '../../electron/node/wires/child-wire.ts';
import { openSocketWire } from '../../electron/node/wires/socket-wire.ts';
import { openWebSocketWire } from '../../electron/node/wires/web-socket-wire.ts';

const contract = defineContract({
  name: 'sample',
  commands: {
    'sample/double': { input: z.object({ n: z.number() }), output: z.number() },
    'sample/refuse': { input: z.null(), output: z.null() },
    'sample/break': { input: z.null(), output: z.null() },
    'sample/lie': { input: z.null(), output: z.number() },
    'sample/never': { input: z.null(), output: z.null() },
  },
  events: { 'sample/happened': z.object({ what: z.string() }) },
});

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** One connected pair per adapter: the client's end and the server's end. */
const adapters: Readonly<Record<string, () => Promise<readonly [Wire, Wire]>>> = {
  memory: () => Promise.resolve(createMemoryWires()),

  async 'web socket'() {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    cleanUps.push(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    const [accepted] = (await once(server, 'connection')) as [WebSocket];
    await once(socket, 'open');
    return [openWebSocketWire(socket), openWebSocketWire(accepted)];
  },

  async 'local socket'() {
    const folder = await mkdtemp(join(tmpdir(), 'offhook-wire-'));
    const server = createServer();
    cleanUps.push(
      () => rm(folder, { recursive: true }),
      () => server.close(),
    );
    server.listen(join(folder, 's'));
    await once(server, 'listening');
    const socket = createConnection(join(folder, 's'));
    const [accepted] = (await once(server, 'connection')) as [Socket];
    return [openSocketWire(socket), openSocketWire(accepted)];
  },

  /** The far end is a real process that gives every message back; two relays make it a pair. */
  'child process'() {
    const child = fork(join(import.meta.dirname, '../support/echo-host.ts'), { serialization: 'advanced' });
    cleanUps.push(() => child.kill('SIGKILL'));
    const wire = openChildWire(child);
    const end = (mine: number): Wire => ({
      send: (message) => wire.send({ to: 1 - mine, message }),
      onMessage: (listener) =>
        wire.onMessage((envelope) => {
          const { to, message } = envelope as { to: number; message: unknown };
          if (to === mine) listener(message);
        }),
      onClose: wire.onClose,
      close: wire.close,
    });
    return Promise.resolve([end(0), end(1)]);
  },
};

const handlers = {
  'sample/double': ({ n }: { n: number }) => ok(n * 2),
  'sample/refuse': () => fail(appError('call.not-found', { id: 'x' })),
  'sample/break': () => {
    throw new Error('a defect');
  },
  'sample/lie': () => ok('no number' as never),
  'sample/never': () => new Promise<never>(() => undefined),
};

describe.each(Object.entries(adapters))('over the %s wire', (_name, connect) => {
  const pair = async () => {
    const [clientEnd, serverEnd] = await connect();
    const server = serve(contract, serverEnd, handlers);
    const client = createClient(contract, clientEnd, { clock: systemClock, timeoutMs: 5_000 });
    return { client, server, clientEnd, serverEnd };
  };

  it('a command is answered', async () => {
    const { client } = await pair();
    expect(await client.request('sample/double', { n: 21 })).toEqual({ ok: true, value: 42 });
  });

  it('a refusal arrives with code, message and details', async () => {
    const { client } = await pair();
    const answer = await client.request('sample/refuse', null);
    expect(answer).toEqual({ ok: false, error: appError('call.not-found', { id: 'x' }) });
  });

  it('input that breaks the contract never reaches the handler', async () => {
    const { client } = await pair();
    const answer = await client.request('sample/double', { n: 'one' as never });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'contract.bad-input', details: { where: 'n' } },
    });
  });

  it('a defect in a handler is an internal error without its text', async () => {
    const { client } = await pair();
    const answer = await client.request('sample/break', null);
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('a defect');
  });

  it('an answer that breaks the contract is refused by the client', async () => {
    const { client } = await pair();
    expect(await client.request('sample/lie', null)).toMatchObject({
      error: { code: 'contract.bad-output' },
    });
  });

  it('an answer that never comes ends in a time-out', async () => {
    const { client } = await pair();
    const answer = await client.request('sample/never', null, { timeoutMs: 20 });
    expect(answer).toMatchObject({ error: { code: 'contract.timeout' } });
  });

  it('events arrive in order and stop when nobody wants them any more', async () => {
    const { client, server } = await pair();
    const heard: string[] = [];
    const stop = client.on('sample/happened', ({ what }) => heard.push(what));
    for (const what of ['one', 'two', 'three']) server.publish('sample/happened', { what });
    await client.request('sample/double', { n: 1 });
    stop();
    server.publish('sample/happened', { what: 'four' });
    await client.request('sample/double', { n: 1 });
    expect(heard).toEqual(['one', 'two', 'three']);
  });

  it('what cannot be cloned is refused where it is sent', async () => {
    const { clientEnd } = await pair();
    expect(() => clientEnd.send({ call: () => undefined, circle: 1n })).toThrow();
  });

  it('the other side going away ends what is waiting', async () => {
    const { client, serverEnd } = await pair();
    const waiting = client.request('sample/never', null);
    await client.request('sample/double', { n: 1 });
    serverEnd.close();
    expect(await waiting).toMatchObject({ error: { code: 'contract.closed' } });
    expect(await client.request('sample/double', { n: 1 })).toMatchObject({
      error: { code: 'contract.closed' },
    });
  });
});
