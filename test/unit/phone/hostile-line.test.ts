import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readHeap } from '../../support/heap.ts';
import { mutate, seededRandom } from '../../support/sip/mutate.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, sendInvite, untilHandled } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import { formatSipMessage } from '../../support/sip/sip-message.ts';
import { readTortureMessages } from '../../support/sip/torture.ts';

const rounds = process.env['OFFHOOK_LONG'] === '1' ? 100_000 : 10_000;
const batch = 250;
/** 64 times T1: after this sip.js has let go of every transaction. */
const transactionMs = 33_000;

let server: ScriptedSipServer;
let bed: PhoneBed;
let peer: ScriptedPeer;

beforeEach(async () => {
  // The timers of sip.js alone are moved by hand: waiting for them would take 32 s.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  server = await ScriptedSipServer.start();
  bed = new PhoneBed();
  peer = await bed.register(server);
});

afterEach(async () => {
  await bed.stop();
  await server.stop();
  vi.useRealTimers();
});

/** Requests of every kind within a call that is under way. */
function requestsWithin(call: { callId: string; local: string; remote: string }): Buffer[] {
  const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';
  const request = (method: string, cseq: number, headers: readonly string[], body = ''): Buffer =>
    Buffer.from(
      formatSipMessage(
        `${method} ${target} SIP/2.0`,
        [
          `Via: SIP/2.0/WS far.invalid;branch=z9hG4bKwithin${cseq}`,
          'Max-Forwards: 70',
          `From: ${call.local}`,
          `To: ${call.remote}`,
          `Call-ID: ${call.callId}`,
          `CSeq: ${cseq} ${method}`,
          farContact,
        ],
        { headers, body },
      ),
    );
  return [
    request('INVITE', 20, ['P-Asserted-Identity: "Ana" <sip:+40211234567@far.invalid>'], remoteSdp),
    request('ACK', 20, []),
    request('UPDATE', 21, [], remoteSdp),
    request('INFO', 22, ['Info-Package: dtmf'], 'Signal=1'),
    request('NOTIFY', 23, ['Event: refer', 'Subscription-State: active'], 'SIP/2.0 100 Trying'),
    request('REFER', 24, ['Refer-To: <sip:999@far.invalid?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>']),
    request('MESSAGE', 25, [], 'hello'),
  ];
}

test(
  `${rounds} damaged messages: nothing is thrown, nothing stays, and the call under way goes on`,
  {
    timeout: 60_000 + rounds * 20,
  },
  async () => {
    const random = seededRandom(4475);
    const { id, dialog } = await bed.talk(peer);
    const accepted = peer.seen.find(
      (message) =>
        message.status === 200 && message.tag('to') !== '' && message.header('call-id') === dialog.callId,
    );
    const call = {
      callId: dialog.callId,
      local: accepted?.header('from') ?? '',
      remote: accepted?.header('to') ?? '',
    };
    const sources = [
      ...readTortureMessages({ user: 'offhook4711', host: 'offhook4711.invalid' }).values(),
      ...requestsWithin(call),
    ];
    const heaps: number[] = [];
    for (let sent = 0; sent < rounds; sent += batch) {
      for (let each = 0; each < batch; each++) {
        const source = sources[Math.floor(random() * sources.length)] ?? Buffer.alloc(0);
        peer.send(mutate(source, sources, random));
      }
      await untilHandled(peer);
      await untilHandled(peer);
      for (const { id: ringing } of bed.events.of('line/incoming')) await bed.engine.reject(ringing, 486);
      await vi.advanceTimersByTimeAsync(transactionMs);
      bed.events.forget();
      bed.media.calls.length = 1;
      peer.forget();
      if ((sent / batch) % (rounds / batch / 10) === 0) heaps.push(readHeap());
    }
    expect(bed.defects).toEqual([]);
    // The first tenth fills caches of the engine and of V8; after that nothing may grow with the number of messages.
    const growth = (heaps.at(-1) ?? 0) - (heaps[1] ?? 0);
    expect(growth / rounds).toBeLessThan(100);

    expect(await bed.engine.hangUp(id)).toEqual({ ok: true, value: null });
    await peer.next((message) => message.method === 'BYE' && message.header('call-id') === dialog.callId);
  },
);

test(
  'a thousand INVITEs at once: ten ring, the others hear busy, and the call under way can be ended',
  { timeout: 60_000 },
  async () => {
    const { id, dialog } = await bed.talk(peer);
    const invites = Array.from({ length: 1_000 }, () =>
      sendInvite(peer, 'sip:offhook4711@offhook4711.invalid;transport=ws'),
    );
    await untilHandled(peer);
    await untilHandled(peer);
    // The one that is talked on is the tenth.
    expect(bed.events.of('line/incoming')).toHaveLength(10);
    expect(peer.count(486)).toBe(991);
    expect(await bed.engine.hangUp(id)).toEqual({ ok: true, value: null });
    await peer.next((message) => message.method === 'BYE' && message.header('call-id') === dialog.callId);

    for (const invite of invites) invite.cancel();
    await untilHandled(peer);
    await untilHandled(peer);
    expect(bed.events.of('line/ended')).toHaveLength(10);
    await vi.advanceTimersByTimeAsync(transactionMs);
    bed.events.forget();
    await bed.talk(peer);
    expect(bed.defects).toEqual([]);
  },
);

test('a browser that makes no connection any more: the caller is told, the operator too, and the next call rings', async () => {
  const { onCreate } = bed.media;
  bed.media.onCreate = () => {
    throw new Error('Cannot create so many PeerConnections');
  };
  const { callId } = sendInvite(peer, 'sip:offhook4711@offhook4711.invalid;transport=ws');
  await peer.next((message) => message.status === 480 && message.header('call-id') === callId);
  expect(bed.events.of('line/incoming')).toEqual([]);
  expect(bed.defects.splice(0)).toEqual(['connection']);
  bed.media.onCreate = onCreate;
  await bed.talk(peer);
  expect(bed.defects).toEqual([]);
});

test('headers of 8 KB are taken, and what is shown of them is bounded', async () => {
  const long = 'Zoë "q" '.repeat(1_024);
  const headers = [
    `X-Queue: ${long}`,
    `X-Call: ${'\u202e\u0007'.repeat(4_000)}text`,
    `User-to-User: ${'48'.repeat(8_192)};encoding=hex`,
    `P-Asserted-Identity: "${'n'.repeat(8_192)}" <sip:+${'4'.repeat(8_192)}@far.invalid>`,
    `Subject: ${'s'.repeat(8_192)}`,
  ];
  const { incoming, id } = await bed.ring(peer, { headers });
  expect(incoming.data['X-Queue']).toHaveLength(512);
  expect(incoming.data['X-Call']).toBe('text');
  expect(incoming.data['User-to-User']).toHaveLength(512);
  expect(incoming.remote.name).toHaveLength(256);
  expect(incoming.remote.number).toHaveLength(256);
  expect(await bed.engine.answer(id)).toEqual({ ok: true, value: null });
  await peer.next((message) => message.status === 200 && message.header('cseq') === '1 INVITE');
  expect(bed.defects).toEqual([]);
});
