import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openExchange, type Exchange } from '../../../electron/exchange/exchange.ts';
import { computeDigest } from '../../../electron/exchange/registrar/digest.ts';
import { readHeap } from '../../support/heap.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';
import { mutate, seededRandom } from '../../support/sip/mutate.ts';
import { parseSipMessage, type SipMessage } from '../../support/sip/sip-message.ts';
import { readTortureMessages } from '../../support/sip/torture.ts';

const domain = 'practice.invalid';
const rounds = process.env['OFFHOOK_LONG'] === '1' ? 100_000 : 10_000;
const messages = readTortureMessages({ user: '101', host: domain });

/** To a number that is known but has no phone: 480 says that the message was understood and has a way to go. */
const answers: Readonly<Record<string, readonly number[]>> = {
  wsinv: [480],
  intmeth: [480],
  esc01: [480],
  escnull: [401],
  esc02: [480],
  lwsdisp: [480],
  longreq: [480],
  dblreq: [401],
  semiuri: [404],
  transports: [480],
  mpart01: [400],
  unreason: [],
  noreason: [],
  badinv01: [400],
  clerr: [400],
  ncl: [400],
  scalar02: [400],
  scalarlg: [],
  quotbal: [400],
  ltgtruri: [400],
  lwsruri: [400],
  lwsstart: [400],
  trws: [400],
  escruri: [400],
  baddate: [480],
  regbadct: [401],
  badaspec: [400],
  baddn: [480],
  badvers: [505],
  mismatch01: [400],
  mismatch02: [400],
  bigcode: [],
  badbranch: [480],
  insuf: [400],
  unkscm: [416],
  novelsc: [416],
  unksm2: [401],
  bext01: [420],
  invut: [480],
  regaut01: [401],
  multi01: [400],
  mcl01: [400],
  bcast: [],
  zeromf: [483],
  cparam01: [401],
  cparam02: [401],
  regescrt: [401],
  sdp01: [480],
  inv2543: [480],
};

let clock: ManualClock;
let exchange: Exchange;
let socket: WebSocket;
let seen: SipMessage[];
let heard: () => void;

beforeEach(async () => {
  clock = new ManualClock();
  const users = new Map([
    ['100', 'secret-100'],
    ['101', 'secret-101'],
  ]);
  const opened = await openExchange({ clock, domain, port: 0, users });
  if (!opened.ok) throw new Error(opened.error.code);
  exchange = opened.value;
  socket = new WebSocket(exchange.server, 'sip');
  await once(socket, 'open');
  seen = [];
  heard = () => undefined;
  socket.on('message', (data: Buffer) => {
    seen.push(parseSipMessage(data.toString('utf8')));
    heard();
  });
  // A socket that has shown a password is asked for none again.
  expect(await signedRegister(`To: <sip:100@${domain}>`, 'Contact: <sip:abc@abc.invalid>')).toBe(200);
  seen = [];
});

afterEach(async () => {
  socket.terminate();
  await exchange.close();
});

let barriers = 0;

/** Resolves with what the exchange has answered to all that was sent before. */
async function settle(): Promise<readonly SipMessage[]> {
  const callId = `barrier-${++barriers}`;
  socket.send(
    [
      `OPTIONS sip:${domain} SIP/2.0`,
      `Via: SIP/2.0/WS abc.invalid;branch=z9hG4bK${callId}`,
      `From: <sip:100@${domain}>;tag=b`,
      `To: <sip:${domain}>`,
      `Call-ID: ${callId}`,
      'CSeq: 1 OPTIONS',
      '',
      '',
    ].join('\r\n'),
  );
  const isOver = (): boolean => seen.some((message) => message.header('call-id') === callId);
  while (!isOver()) {
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
  }
  return seen.filter((message) => !message.header('call-id').startsWith('barrier-'));
}

/** A REGISTER with the right password for what it says, as it would come from a phone gone wrong. */
async function sign(message: string): Promise<string> {
  const uri = message.split(' ')[1] ?? '';
  const ask = (await settle(), message.replace('\r\n', '\r\nX-Nonce: 1\r\n').replace(/branch=\S+/, '$&x'));
  seen = [];
  socket.send(ask);
  const [challenged] = await settle();
  const challenge = challenged?.headers('www-authenticate').find((value) => value.includes('MD5')) ?? '';
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? '';
  seen = [];
  const parts = {
    algorithm: 'MD5',
    username: '100',
    realm: domain,
    password: 'secret-100',
    method: 'REGISTER',
    uri,
    nonce,
    nonceCount: '00000001',
    clientNonce: 'c',
  } as const;
  const credentials = `Authorization: Digest username="100", realm="${domain}", nonce="${nonce}", uri="${uri}", algorithm=MD5, qop=auth, nc=00000001, cnonce="c", response="${computeDigest(parts)}"`;
  return message.replace('\r\n', `\r\n${credentials}\r\n`);
}

async function signedRegister(...headers: readonly string[]): Promise<number> {
  const message = [
    `REGISTER sip:${domain} SIP/2.0`,
    'Via: SIP/2.0/WS abc.invalid;branch=z9hG4bKregister',
    `From: <sip:100@${domain}>;tag=r`,
    'Call-ID: register-1',
    'CSeq: 1 REGISTER',
    ...headers,
    '',
    '',
  ].join('\r\n');
  socket.send(await sign(message));
  return (await settle())[0]?.status ?? 0;
}

describe('RFC 4475', () => {
  test.each(Object.entries(answers))('%s is answered %j and the socket stays', async (name, expected) => {
    socket.send(messages.get(name) ?? Buffer.alloc(0));
    expect((await settle()).map(({ status }) => status)).toEqual(expected);
  });

  test.each([
    // Registered for somebody else than who showed the password.
    ['escnull', 403],
    ['dblreq', 403],
    ['regbadct', 400],
    ['unksm2', 400],
    ['cparam01', 200],
    ['cparam02', 200],
    ['regescrt', 200],
  ])('%s with the right password is answered %i', async (name, status) => {
    const own = readTortureMessages({ user: '100', host: domain }).get(name)?.toString('latin1') ?? '';
    socket.send(await sign(own));
    const [answer] = await settle();
    expect(answer?.status).toBe(status);
    const contacts = answer?.headers('contact').join(' ') ?? '';
    if (name === 'cparam01') expect(contacts).not.toContain('unknownparam');
    if (name === 'cparam02') expect(contacts).toContain('<sip:+19725552222@gw1.far.invalid;unknownparam>');
  });
});

test(`${rounds} damaged messages leave nothing behind`, { timeout: 60_000 + rounds * 10 }, async () => {
  const random = seededRandom(3261);
  const sources = [...messages.values()];
  const heaps: number[] = [];
  for (let sent = 0; sent < rounds; sent += 250) {
    for (let each = 0; each < 250; each++) {
      const source = sources[Math.floor(random() * sources.length)] ?? Buffer.alloc(0);
      socket.send(mutate(source, sources, random));
    }
    await settle();
    clock.advance(33_000);
    seen = [];
    if (sent % (rounds / 10) === 0) heaps.push(readHeap());
  }
  expect(exchange.countTransactions()).toBe(0);
  expect(((heaps.at(-1) ?? 0) - (heaps[1] ?? 0)) / rounds).toBeLessThan(100);
  socket.send(messages.get('lwsdisp') ?? Buffer.alloc(0));
  expect((await settle()).map(({ status }) => status)).toEqual([480]);
});

test('a thousand INVITEs at once are all answered', { timeout: 60_000 }, async () => {
  const invite = messages.get('esc01')?.toString('latin1') ?? '';
  for (let each = 0; each < 1_000; each++) socket.send(invite.replace('z9hG4bKkdjuw', `z9hG4bKflood${each}`));
  const answered = await settle();
  expect(answered.filter(({ status }) => status === 480)).toHaveLength(1_000);
  clock.advance(33_000);
  expect(exchange.countTransactions()).toBe(0);
});
