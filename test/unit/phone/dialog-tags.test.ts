import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropNullTag, nameNullTag } from '../../../renderer/phone/sip/dialect/dialog-tags.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, ScriptedDialog } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import type { SipMessage } from '../../support/sip/sip-message.ts';

let server: ScriptedSipServer;
let bed: PhoneBed;
let peer: ScriptedPeer;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  bed = new PhoneBed();
  peer = await bed.register(server);
});

afterEach(async () => {
  expect(bed.defects).toEqual([]);
  await bed.stop();
  await server.stop();
});

const answer = { headers: [farContact], body: remoteSdp };

const ringings = [
  ['without a tag', { tag: '', headers: [farContact] }],
  ['without a Contact', { tag: 'far', headers: [] }],
  ['with a Contact that cannot be read', { tag: 'far', headers: ['Contact: <tel:112>'] }],
  ['without either', { tag: '', headers: [] }],
] as const;

test.each(ringings)('[23] a ringing %s rings, and the answer of the same dialog stands', async (_, parts) => {
  const { id, invite } = await bed.dial(peer);
  peer.reply(invite, 180, parts);
  expect(await bed.events.next('line/progress')).toMatchObject({ id, status: 180, earlyMedia: false });

  peer.reply(invite, 200, { ...answer, tag: 'far' });
  const ack = await peer.next('ACK');
  expect([ack.uri, ack.tag('to')]).toEqual(['sip:far@far.invalid;transport=ws', 'far']);
  await bed.events.next('line/established');
  ScriptedDialog.ofInvite(peer, invite, 'far').request('BYE');
  expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'remote' });
});

test.each(ringings)('an announcement that comes %s is heard', async (_, parts) => {
  const { invite, media } = await bed.dial(peer);
  peer.reply(invite, 183, { ...parts, body: remoteSdp });
  expect(await bed.events.next('line/progress')).toMatchObject({ status: 183, earlyMedia: true });
  expect(media.earlyAnswers).toEqual([remoteSdp]);
});

test('a ringing without a Contact can be hung up', async () => {
  const { id, invite } = await bed.dial(peer);
  peer.reply(invite, 180, { tag: 'far' });
  await bed.events.next('line/progress');
  await bed.engine.hangUp(id);
  const cancel = await peer.next('CANCEL');
  expect([cancel.uri, cancel.tag('to')]).toEqual([invite.uri, '']);
});

test('a call whose far end gives no tags is held, and ended by either side (RFC 3261 section 12.1.2)', async () => {
  for (const by of ['operator', 'remote'] as const) {
    const { id, invite } = await bed.dial(peer, '600', by);
    peer.reply(invite, 200, { ...answer, tag: '' });
    expect((await peer.next('ACK')).header('to')).toBe(invite.header('to'));
    await bed.events.next('line/established');

    const held = bed.engine.hold(id);
    const hold = await peer.next('INVITE');
    expect(hold.header('to')).toBe(invite.header('to'));
    peer.reply(hold, 200, { ...answer, tag: '' });
    await peer.next('ACK');
    expect(await held).toEqual({ ok: true, value: null });

    if (by === 'operator') {
      await bed.engine.hangUp(id);
      const bye = await peer.next('BYE');
      expect(bye.header('to')).toBe(invite.header('to'));
      peer.reply(bye, 200, { tag: '' });
    } else {
      const dialog = ScriptedDialog.ofInvite(peer, invite, '');
      dialog.request('BYE');
      const ok = await peer.next((message) => message.status === 200);
      expect([ok.header('cseq'), ok.header('from')]).toEqual(['101 BYE', invite.header('to')]);
    }
    await bed.events.next('line/ended', (ended) => ended.id === id);
  }
});

test('a caller that gives no tag is answered, and hangs up', async () => {
  const callId = 'a-call-of-2543';
  const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';
  const request = (method: string, cseq: number, to: string, body = ''): void => {
    const lines = [
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/WS far.invalid;branch=z9hG4bK${method}`,
      'Max-Forwards: 70',
      'f: "A; tag=b" <sip:+380441234567@far.invalid;tag=c>',
      `To: ${to}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      farContact,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
    ];
    peer.send([...lines, '', body].join('\r\n'));
  };
  request('INVITE', 1, `<${target}>`, remoteSdp);
  const { id } = await bed.events.next('line/incoming');
  await bed.engine.answer(id);
  const ok = await peer.next((message: SipMessage) => message.status === 200);
  expect(ok.header('from')).toBe('"A; tag=b" <sip:+380441234567@far.invalid;tag=c>');
  request('ACK', 1, ok.header('to'));
  await bed.events.next('line/established');
  request('BYE', 2, ok.header('to'));
  expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'remote' });
});

test('what has its tag, or needs none, comes and goes untouched', () => {
  const message = (first: string, ...headers: readonly string[]): string =>
    [first, ...headers, 'Content-Length: 0', '', ''].join('\r\n');
  const kept = [
    message('SIP/2.0 180 Ringing', 'To: <sip:b@pbx.invalid>;tag=1', 'CSeq: 1 INVITE'),
    message('SIP/2.0 180 Ringing', 't: sip:b@pbx.invalid ; TAG = 1', 'CSeq: 1 INVITE'),
    message('SIP/2.0 100 Trying', 'To: <sip:b@pbx.invalid>', 'CSeq: 1 INVITE'),
    message('SIP/2.0 486 Busy Here', 'To: <sip:b@pbx.invalid>', 'CSeq: 1 INVITE'),
    message('SIP/2.0 200 OK', 'To: <sip:b@pbx.invalid>', 'CSeq: 1 REGISTER'),
    message('INVITE sip:a@b.invalid SIP/2.0', 'From: <sip:c@pbx.invalid>;tag=1', 'To: <sip:a@b.invalid>'),
    message('INVITE sip:a@b.invalid SIP/2.0', 'From: cannot be read', 'To: <sip:a@b.invalid>'),
  ];
  for (const each of kept) expect([nameNullTag(each), dropNullTag(each)]).toEqual([each, each]);
});
