import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { untilHandled } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import { readTortureMessages } from '../../support/sip/torture.ts';

const messages = readTortureMessages({ user: 'offhook4711', host: 'offhook4711.invalid' });

/** What the phone says to each message of RFC 4475; an empty list is silence, 180 a call that rings. */
const answers: Readonly<Record<string, readonly number[]>> = {
  wsinv: [100, 180],
  intmeth: [405],
  esc01: [100, 180],
  escnull: [404],
  esc02: [405],
  lwsdisp: [200],
  longreq: [100, 180],
  dblreq: [404],
  semiuri: [404],
  transports: [200],
  mpart01: [200],
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
  baddate: [100, 180],
  regbadct: [400],
  // Sections 3.1.2.14 and 3.1.2.15 allow to infer what was meant.
  badaspec: [200],
  baddn: [200],
  badvers: [505],
  mismatch01: [400],
  mismatch02: [400],
  bigcode: [],
  badbranch: [200],
  insuf: [400],
  unkscm: [416],
  novelsc: [416],
  unksm2: [400],
  bext01: [420],
  invut: [415],
  regaut01: [404],
  multi01: [400],
  mcl01: [400],
  bcast: [],
  zeromf: [200],
  cparam01: [404],
  cparam02: [404],
  regescrt: [404],
  sdp01: [100, 180],
  inv2543: [100, 180],
};

let server: ScriptedSipServer;
let bed: PhoneBed;
let peer: ScriptedPeer;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  bed = new PhoneBed();
  peer = await bed.register(server);
});

afterEach(async () => {
  await bed.stop();
  await server.stop();
});

function messageOf(name: string): Buffer {
  const message = messages.get(name);
  if (message === undefined) throw new Error(`no message ${name}`);
  return message;
}

const isBarrier = (callId: string): boolean => callId.startsWith('barrier-');

test('all 49 messages are there', () => {
  expect([...messages.keys()].sort()).toEqual(Object.keys(answers).sort());
  expect(messages.size).toBe(49);
});

describe('[75] RFC 4475', () => {
  test.each(Object.entries(answers))(
    '%s is answered %j, and the next call is fine',
    async (name, expected) => {
      peer.forget();
      peer.send(messageOf(name));
      // The preparation of a call goes over several turns; the second barrier is behind all of them.
      await untilHandled(peer);
      await untilHandled(peer);
      const said = peer.seen.filter((message) => !isBarrier(message.header('call-id')));
      expect(said.map(({ status }) => status)).toEqual(expected);
      expect(bed.events.of('line/incoming')).toHaveLength(expected.includes(180) ? 1 : 0);
      for (const { id } of bed.events.of('line/incoming')) await bed.engine.reject(id, 486);
      if (expected.includes(180)) await bed.events.next('line/incoming');

      const { id } = await bed.talk(peer);
      await bed.engine.hangUp(id);
      await peer.next('BYE');
      expect(bed.defects).toEqual([]);
    },
  );

  test('one phone takes all of them in a row and the next call is fine', async () => {
    for (const message of messages.values()) peer.send(message);
    await untilHandled(peer);
    for (const { id } of bed.events.of('line/incoming')) await bed.engine.reject(id, 486);
    bed.events.forget();
    await bed.talk(peer);
    expect(bed.defects).toEqual([]);
  });

  test('a refusal carries what the sender needs to know it by', async () => {
    peer.send(messageOf('bext01'));
    const refused = await peer.next(420);
    expect(refused.header('unsupported')).toBe('nothingSupportsThis, nothingSupportsThisEither');
    expect(refused.header('via')).toBe('SIP/2.0/TLS fold-and-staple.far.invalid;branch=z9hG4bKkdjuw');
    expect(refused.header('call-id')).toBe('bext01.0ha0isndaksdj');
    expect(refused.header('cseq')).toBe('8 OPTIONS');
    expect(refused.tag('to')).not.toBe('');
  });

  test('the same request gets the same refusal again, and an ACK none', async () => {
    const message = messageOf('novelsc');
    peer.send(message);
    peer.send(message);
    const [first, second] = [await peer.next(416), await peer.next(416)];
    expect(second.raw).toBe(first.raw);
    peer.forget();
    peer.send(Buffer.from(message.toString('latin1').replaceAll('OPTIONS', 'ACK'), 'latin1'));
    await untilHandled(peer);
    expect(peer.seen.filter(({ header }) => !isBarrier(header('call-id')))).toEqual([]);
  });
});

test('a Retry-After beyond all timers does not make the phone register without a pause', async () => {
  peer.cut();
  await bed.lose();
  server.habits = [
    (who, request) => {
      if (request.method !== 'REGISTER') return false;
      who.reply(request, 503, { headers: ['Retry-After: 949302838503028349304023988'] });
      return true;
    },
  ];
  const connection = server.nextConnection();
  bed.clock.advance(1_000);
  const next = await connection;
  await next.closed;
  await bed.clock.untilTimer(900_000, 903_000);
  bed.clock.advance(899_000);
  expect(server.peers).toHaveLength(2);
});
