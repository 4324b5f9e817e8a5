import { afterEach, beforeEach, expect, test } from 'vitest';
import { completeContact } from '../../../renderer/phone/sip/dialect/answer-contact.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, untilHandled } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { acceptOptions, ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import type { SipMessage } from '../../support/sip/sip-message.ts';

let server: ScriptedSipServer;
let bed: PhoneBed;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  bed = new PhoneBed();
});

afterEach(async () => {
  await bed.stop();
  await server.stop();
});

const unreachable = [
  ['no Contact at all', []],
  ['a tel: Contact', ['Contact: <tel:+380441234567>']],
  ['a Contact that cannot be read', ['Contact: <<<']],
  ['an empty Contact', ['Contact:']],
  ['a short and folded one', ['m: "Far"\r\n <tel:+380441234567>;q=1']],
  ['a Contact for every address', ['Contact: *']],
] as const;

const answerTo = (invite: SipMessage, headers: readonly string[]) =>
  [invite, 200, { tag: 'far', headers, body: remoteSdp }] as const;

test.each(unreachable)(
  '[23] an answer with %s ends the call with its reason, and the line is free at once',
  async (_, headers) => {
    const peer = await bed.register(server);
    const { id, invite, media } = await bed.dial(peer);
    peer.reply(invite, 180, { tag: 'far' });
    peer.reply(...answerTo(invite, headers));
    const ended = await bed.events.next('line/ended');
    expect(ended).toMatchObject({ id, by: 'program', error: { code: 'call.answer-unreachable' } });
    expect(media.isClosed).toBe(true);
    expect(bed.events.of('line/established')).toEqual([]);

    // RFC 3261 section 13.2.2.4: every 2xx is acknowledged, and who does not go on says BYE.
    for (const method of ['ACK', 'BYE']) {
      const request = await peer.next(method);
      expect([request.uri, request.tag('to')]).toEqual(['sip:600@pbx.invalid', 'far']);
    }
    const next = await bed.talkOutgoing(peer, '601', 'out-2');
    expect(next.id).toBe('out-2');
    expect(bed.defects).toEqual([]);
  },
);

test('[23] an answer without Contact that comes again, or after the far end gave up, rings nowhere', async () => {
  const peer = await bed.register(server);
  const { invite } = await bed.dial(peer);
  peer.reply(...answerTo(invite, []));
  await bed.events.next('line/ended');
  await peer.next('ACK');
  for (let i = 0; i < 2; i++) peer.reply(...answerTo(invite, []));
  peer.reply(await peer.next('BYE'), 481);
  await untilHandled(peer);
  expect(bed.events.of('line/ended')).toHaveLength(1);
  expect(peer.count('BYE')).toBe(1);
  expect(peer.count('ACK')).toBe(3);
  expect(bed.defects).toEqual([]);
});

test('an answer without Contact to a call that was hung up meanwhile is acknowledged and ended as well', async () => {
  const peer = await bed.register(server);
  const { id, invite } = await bed.dial(peer);
  peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
  await bed.events.next('line/progress');
  await bed.engine.hangUp(id);
  await peer.next('CANCEL');
  peer.reply(...answerTo(invite, []));
  await peer.next('ACK');
  await peer.next('BYE');
  expect(bed.events.of('line/ended')).toHaveLength(1);
});

test('where the ringing named the Contact, its dialog knows the way and the call stands (RFC 3261 section 13.2.2.4)', async () => {
  const peer = await bed.register(server);
  const { id, invite } = await bed.dial(peer);
  peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
  peer.reply(...answerTo(invite, ['Contact: <tel:+380441234567>']));
  expect((await peer.next('ACK')).uri).toBe('sip:far@far.invalid;transport=ws');
  expect(await bed.events.next('line/established')).toMatchObject({ id });
  await bed.engine.hangUp(id);
  expect((await peer.next('BYE')).uri).toBe('sip:far@far.invalid;transport=ws');
});

test('a hold whose answer has a Contact that cannot be read is agreed all the same', async () => {
  const peer = await bed.register(server);
  const { id } = await bed.talkOutgoing(peer);
  const held = bed.engine.hold(id);
  const invite = await peer.next('INVITE');
  peer.reply(invite, 200, { headers: ['Contact: <tel:+380441234567>'], body: remoteSdp });
  expect((await peer.next('ACK')).uri).toBe('sip:far@far.invalid;transport=ws');
  expect(await held).toEqual({ ok: true, value: null });
});

test.each([
  (ours: string) => [`Contact: <tel:+380441234567>;expires=60, ${ours};expires=120`],
  (ours: string) => [`Contact: <mailto:a@b.invalid>`, `Contact: ${ours};expires=120`],
])(
  '[8] a registrar that lists another address that is not SIP (RFC 3261 section 10.3) is heard',
  async (list) => {
    server.habits = [
      (peer: ScriptedPeer, request: SipMessage) => {
        if (request.method !== 'REGISTER') return false;
        const ours = /<[^>]+>/u.exec(request.header('contact'))?.[0] ?? '';
        peer.reply(request, 200, { headers: list(ours) });
        return true;
      },
      acceptOptions,
    ];
    await bed.register(server);
  },
);

test('a message that needs nothing comes through untouched', () => {
  const message = (first: string, ...headers: readonly string[]): string =>
    [first, 'To: <sip:b@pbx.invalid>;tag=1', ...headers, 'Content-Length: 2', '', 'm:'].join('\r\n');
  const kept = [
    message('SIP/2.0 200 OK', 'CSeq: 1 INVITE', 'Contact: "a, b" <sip:b@far.invalid>;q=1'),
    message('SIP/2.0 200 OK', 'CSeq: 1 OPTIONS'),
    message('SIP/2.0 100 Trying', 'CSeq: 1 INVITE'),
    message('SIP/2.0 183 Session Progress', 'CSeq: 1 INVITE', 'Require: 100rel', 'RSeq: 1'),
    message('SIP/2.0 486 Busy Here', 'CSeq: 1 INVITE', 'Contact: <tel:1>'),
    message('INVITE sip:a@b.invalid SIP/2.0', 'CSeq: 1 INVITE', 'Contact: <tel:1>'),
  ];
  for (const each of kept) expect(completeContact(each)).toBe(each);
});
