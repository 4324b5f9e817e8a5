import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openExchange, type Exchange } from '../../../electron/exchange/exchange.ts';
import { computeDigest } from '../../../electron/exchange/registrar/digest.ts';
import { readParameters, splitOutsideQuotes } from '../../../electron/exchange/sip/split-list.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

const domain = 'practice.invalid';
let clock: ManualClock;
let exchange: Exchange;
let sockets: WebSocket[];

beforeEach(async () => {
  clock = new ManualClock();
  sockets = [];
  const opened = await openExchange({
    clock,
    domain,
    port: 0,
    users: new Map([['100', 'secret']]),
    registrar: { minimumExpires: 60 },
    nonceLifetimeMs: 30_000,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  exchange = opened.value;
});

afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await exchange.close();
});

async function connect(host = '127.0.0.1'): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${host}:${exchange.port}`, 'sip');
  sockets.push(socket);
  await once(socket, 'open');
  return socket;
}

async function ask(socket: WebSocket, data: string | Uint8Array): Promise<string> {
  socket.send(data);
  const [answer] = (await once(socket, 'message')) as [Buffer];
  return answer.toString('utf8');
}

const message = (method: string, cseq: number, ...more: string[]): string =>
  [
    `${method} sip:${domain} SIP/2.0`,
    `Via: SIP/2.0/WS abc.invalid;branch=z9hG4bK${method}${cseq}`,
    'Max-Forwards: 70',
    `From: <sip:100@${domain}>;tag=f`,
    `To: <sip:100@${domain}>`,
    'Call-ID: one',
    `CSeq: ${cseq} ${method}`,
    ...more,
    '',
    '',
  ].join('\r\n');

function readChallenge(answer: string, algorithm: string): ReadonlyMap<string, string> {
  const header = answer.split('\r\n').find((line) => line.includes(`algorithm=${algorithm}`)) ?? '';
  return readParameters(splitOutsideQuotes(header.replace(/^.*?Digest /, ''), ',') ?? []);
}

function authorize(challenge: ReadonlyMap<string, string>, algorithm: 'MD5' | 'SHA-256'): string {
  const parts = {
    algorithm,
    username: '100',
    realm: challenge.get('realm') ?? '',
    password: 'secret',
    method: 'REGISTER',
    uri: `sip:${domain}`,
    nonce: challenge.get('nonce') ?? '',
    nonceCount: '00000001',
    clientNonce: 'c',
  } as const;
  return `Authorization: Digest username="100", realm="${parts.realm}", nonce="${parts.nonce}", uri="${parts.uri}", algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="c", response="${computeDigest(parts)}"`;
}

test('a client that does not offer the sub-protocol sip is turned away', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${exchange.port}`);
  sockets.push(socket);
  const [error] = (await once(socket, 'error')) as [Error];
  expect(error.message).toContain('400');
});

test('the exchange is not reachable by any other address of the machine', async () => {
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  for (const { address } of others) await expect(connect(address)).rejects.toThrow('ECONNREFUSED');
  // The list may be empty on a machine without a network; the loopback address always answers.
  await expect(connect()).resolves.toBeDefined();
});

test('text and binary messages are answered alike', async () => {
  const socket = await connect();
  expect(await ask(socket, message('OPTIONS', 1))).toMatch(/^SIP\/2\.0 200 OK\r\n/);
  expect(await ask(socket, Buffer.from(message('OPTIONS', 2)))).toMatch(/^SIP\/2\.0 200 OK\r\n/);
});

test('the double line break of a client is answered with one (RFC 5626)', async () => {
  const socket = await connect();
  expect(await ask(socket, '\r\n\r\n')).toBe('\r\n');
});

test('a request that cannot be understood is answered 400, another version 505, and the socket stays', async () => {
  const socket = await connect();
  expect(await ask(socket, message('OPTIONS', 1, 'Content-Length: 7'))).toMatch(/^SIP\/2\.0 400 /);
  expect(await ask(socket, message('OPTIONS', 2).replace('SIP/2.0\r\n', 'SIP/3.0\r\n'))).toMatch(
    /^SIP\/2\.0 505 /,
  );
  socket.send('rubbish');
  socket.send(Buffer.from([0, 1, 2, 255]));
  socket.send('SIP/2.0 200 OK\r\n\r\n');
  expect(await ask(socket, message('OPTIONS', 3))).toMatch(/^SIP\/2\.0 200 /);
});

test('a message larger than 64 KB closes the socket that sent it and no other', async () => {
  const [wild, calm] = await Promise.all([connect(), connect()]);
  wild.send('x'.repeat(70_000));
  const [code] = (await once(wild, 'close')) as [number];
  expect(code).toBe(1009);
  expect(await ask(calm, message('OPTIONS', 1))).toMatch(/^SIP\/2\.0 200 /);
});

test.each(['MD5', 'SHA-256'] as const)(
  'a phone registers with %s and is told its contact and time',
  async (algorithm) => {
    const socket = await connect();
    const contact = 'Contact: <sip:xyz@abc.invalid;transport=ws>;expires=90';
    const refused = await ask(socket, message('REGISTER', 1, contact));
    expect(refused).toMatch(/^SIP\/2\.0 401 /);
    // SHA-256 stands first, MD5 last: clients that read one challenge only read the last.
    expect(refused.indexOf('SHA-256')).toBeLessThan(refused.indexOf('MD5'));
    const credentials = authorize(readChallenge(refused, algorithm), algorithm);
    const accepted = await ask(socket, message('REGISTER', 2, contact, credentials));
    expect(accepted).toMatch(/^SIP\/2\.0 200 /);
    expect(accepted).toContain('Contact: <sip:xyz@abc.invalid;transport=ws>;expires=90');
    expect(exchange.isRegistered('100')).toBe(true);
    clock.advance(90_000);
    expect(exchange.isRegistered('100')).toBe(false);
  },
);

test('an old nonce is stale and a new one comes with it', async () => {
  const socket = await connect();
  const first = readChallenge(await ask(socket, message('REGISTER', 1)), 'MD5');
  clock.advance(30_001);
  const stale = await ask(socket, message('REGISTER', 2, authorize(first, 'MD5')));
  expect(stale).toMatch(/^SIP\/2\.0 401 /);
  const second = readChallenge(stale, 'MD5');
  expect(second.get('stale')).toBe('true');
  expect(await ask(socket, message('REGISTER', 3, authorize(second, 'MD5')))).toMatch(/^SIP\/2\.0 200 /);
});

test('too short a registration is 423 with the shortest time', async () => {
  const socket = await connect();
  const challenge = readChallenge(await ask(socket, message('REGISTER', 1)), 'MD5');
  const contact = 'Contact: <sip:xyz@abc.invalid>;expires=10';
  const answer = await ask(socket, message('REGISTER', 2, contact, authorize(challenge, 'MD5')));
  expect(answer).toMatch(/^SIP\/2\.0 423 /);
  expect(answer).toContain('Min-Expires: 60');
});

test('a port that is taken is named', async () => {
  const second = await openExchange({ clock, domain, port: exchange.port, users: new Map() });
  expect(second).toMatchObject({
    ok: false,
    error: { code: 'host.port-taken', details: { port: exchange.port } },
  });
});
