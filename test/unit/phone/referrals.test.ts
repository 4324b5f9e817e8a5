import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LineRules } from '../../../electron/common/call/line-rules.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, untilHandled } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import { formatSipMessage } from '../../support/sip/sip-message.ts';

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

const audio = { processing: true, ringTone: true };
const useRules = (rules: Partial<LineRules>) =>
  bed.engine.configure(bed.account([server]), audio, {
    transferRequests: 'refuse',
    followRedirect: 'ask',
    ...rules,
  });
const answerTo = (peer: ScriptedPeer) => peer.next((message) => message.header('cseq').endsWith(' REFER'));

/** The next NOTIFY is answered; resolves with the first line of its body and its state. */
async function report(peer: ScriptedPeer): Promise<readonly [string, string]> {
  const notify = await peer.next('NOTIFY');
  peer.reply(notify, 200);
  expect(notify.header('event')).toBe('refer');
  expect(notify.header('content-type')).toContain('message/sipfrag');
  return [notify.body.trim(), notify.header('subscription-state').split(';')[0] ?? ''];
}

const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';
const sendRefer = (peer: ScriptedPeer, headers: readonly string[]): void => {
  const common = ['Via: SIP/2.0/WS far.invalid;branch=z9hG4bKrefer', 'Max-Forwards: 70', 'CSeq: 7 REFER'];
  const ends = [
    'From: <sip:700@pbx.invalid>;tag=boss',
    `To: <${target}>`,
    'Call-ID: click-to-dial',
    farContact,
  ];
  peer.send(formatSipMessage(`REFER ${target} SIP/2.0`, [...common, ...ends], { headers }));
};

describe('[70] an incoming REFER', () => {
  test('[70] is refused with 603 in a call and outside, and nothing is dialled or asked', async () => {
    const peer = await bed.register(server);
    const { dialog } = await bed.talk(peer);
    dialog.request('REFER', { headers: ['Refer-To: <sip:105@pbx.invalid>'] });
    expect((await answerTo(peer)).status).toBe(603);
    sendRefer(peer, ['Refer-To: <sip:105@pbx.invalid>']);
    expect((await answerTo(peer)).status).toBe(603);
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(0);
    expect(bed.events.of('phone/transfer-request')).toEqual([]);
  });

  test('[70] in a call is laid before the operator, dialled on their word, and reported', async () => {
    const peer = await bed.register(server);
    await useRules({ transferRequests: 'ask' });
    const { dialog } = await bed.talk(peer);
    dialog.request('REFER', {
      headers: ['Refer-To: <sip:105@elsewhere.invalid>', 'Referred-By: <sip:700@pbx.invalid>'],
    });
    expect((await answerTo(peer)).status).toBe(202);
    expect(await report(peer)).toEqual(['SIP/2.0 100 Trying', 'active']);
    const { id, number } = await bed.events.next('phone/transfer-request');
    expect(number).toBe('105');
    expect(peer.count('INVITE')).toBe(0);
    await bed.engine.dial('out-9', number, id);
    const invite = await peer.next('INVITE');
    expect(invite.uri).toBe('sip:105@pbx.invalid');
    expect(invite.header('referred-by')).toBe('<sip:700@pbx.invalid>');
    peer.reply(invite, 180, { tag: 'new', headers: [farContact] });
    expect(await report(peer)).toEqual(['SIP/2.0 180 Ringing', 'active']);
    peer.reply(invite, 200, { tag: 'new', headers: [farContact], body: remoteSdp });
    expect(await report(peer)).toEqual(['SIP/2.0 200 OK', 'terminated']);
    peer.reply(invite, 200, { tag: 'new', headers: [farContact], body: remoteSdp });
    await untilHandled(peer);
    expect(peer.count('NOTIFY')).toBe(3);
  });

  test('[70] outside of any call is reported in the dialog that it makes', async () => {
    const peer = await bed.register(server);
    await useRules({ transferRequests: 'ask' });
    const replaces = encodeURIComponent('call-1@h;to-tag=a;from-tag=b');
    sendRefer(peer, [`Refer-To: <sip:105@pbx.invalid?Replaces=${replaces}>`]);
    const accepted = await answerTo(peer);
    expect(accepted.status).toBe(202);
    const notify = await peer.next('NOTIFY');
    expect(notify.uri).toBe('sip:far@far.invalid;transport=ws');
    expect(notify.header('call-id')).toBe('click-to-dial');
    expect([notify.tag('from'), notify.tag('to')]).toEqual([accepted.tag('to'), 'boss']);
    peer.reply(notify, 200);
    const { id, number } = await bed.events.next('phone/transfer-request');
    await bed.engine.dial('out-9', number, id);
    const invite = await peer.next('INVITE');
    expect(invite.header('replaces')).toBe('call-1@h;to-tag=a;from-tag=b');
    peer.reply(invite, 486);
    expect(await report(peer)).toEqual(['SIP/2.0 486 Busy Here', 'terminated']);
  });

  test('[70] that the operator lets pass is declined after 30 s, and another may come', async () => {
    const peer = await bed.register(server);
    await useRules({ transferRequests: 'ask' });
    const { dialog } = await bed.talk(peer);
    const refer = { headers: ['Refer-To: <sip:+380441234567@pbx.invalid>'] };
    dialog.request('REFER', refer);
    await answerTo(peer);
    await report(peer);
    dialog.request('REFER', refer);
    expect((await answerTo(peer)).status).toBe(603);
    await bed.pass(peer, 30_000);
    expect(await report(peer)).toEqual(['SIP/2.0 603 Decline', 'terminated']);
    dialog.request('REFER', refer);
    expect((await answerTo(peer)).status).toBe(202);
    await report(peer);
    const [first, second] = bed.events.of('phone/transfer-request');
    expect(first?.id).not.toBe(second?.id);
    await bed.engine.dial('out-9', '600', first?.id ?? '');
    expect((await peer.next('INVITE')).header('referred-by')).toBe('');
  });

  test.each([
    'Refer-To: <sip:pbx.invalid>',
    'Refer-To: <http://pbx.invalid>',
    'Refer-To: <sip:105@pbx.invalid;method=BYE>',
    'Refer-To: <sip:a%20b@pbx.invalid>',
    'Refer-To: <tel:>',
    'Refer-To: <tel:%0d%0aVia>',
    'Refer-To: <sip:%09105@pbx.invalid>',
    'Refer-To: <sip:105%E2%80%AE900@pbx.invalid>',
  ])('[70] with %s cannot be done: 400', async (header) => {
    const peer = await bed.register(server);
    await useRules({ transferRequests: 'ask' });
    sendRefer(peer, [header]);
    expect((await answerTo(peer)).status).toBe(400);
    expect(bed.events.of('phone/transfer-request')).toEqual([]);
  });

  test.each([
    ['Refer-To: <tel:+4912345>', '+4912345', 'sip:+4912345@pbx.invalid'],
    ['Refer-To: tel:+49-123-45;ext=7', '+49-123-45', 'sip:+4912345@pbx.invalid'],
    ['r: "Repairs"\r\n <TEL:%2B49(123)45>;x=1', '+49(123)45', 'sip:+4912345@pbx.invalid'],
    ['Refer-To: <tel:7042;phone-context=elsewhere.invalid>', '7042', 'sip:7042@pbx.invalid'],
    ['Refer-To: <tel:*21#;phone-context=+49>', '*21#', 'sip:*21%23@pbx.invalid'],
  ])('[70] with %s is dialled at the own exchange (RFC 3261 section 19.1.6)', async (header, shown, uri) => {
    const peer = await bed.register(server);
    await useRules({ transferRequests: 'ask' });
    const { dialog } = await bed.talk(peer);
    dialog.request('REFER', { headers: [header] });
    expect((await answerTo(peer)).status).toBe(202);
    const { id, number } = await bed.events.next('phone/transfer-request');
    expect(number).toBe(shown);
    expect((await bed.engine.dial('out-9', number, id)).ok).toBe(true);
    expect((await peer.next('INVITE')).uri).toBe(uri);
  });

  test('[70] with a tel: number is refused with 603 where the policy says so', async () => {
    const peer = await bed.register(server);
    sendRefer(peer, ['Refer-To: <tel:+4912345>']);
    expect((await answerTo(peer)).status).toBe(603);
    expect(bed.events.of('phone/transfer-request')).toEqual([]);
  });

  test('[70] that wants no reports gets none (RFC 4488)', async () => {
    const peer = await bed.register(server);
    await useRules({ transferRequests: 'ask' });
    sendRefer(peer, ['Refer-To: <sip:105@pbx.invalid>', 'Refer-Sub: false']);
    expect((await answerTo(peer)).header('refer-sub')).toBe('false');
    await bed.events.next('phone/transfer-request');
    await untilHandled(peer);
    expect(peer.count('NOTIFY')).toBe(0);
  });
});

describe('[23] a redirection', () => {
  const moved = (contact: string) => ({ headers: [`Contact: ${contact}`] });

  test('[23] ends the call and names the number, so that the operator decides', async () => {
    const peer = await bed.register(server);
    const { id, invite } = await bed.dial(peer);
    peer.reply(invite, 302, moved('<sip:105@pbx.invalid>;q=1'));
    expect(await bed.events.next('line/ended')).toMatchObject({ id, status: 302, redirectedTo: '105' });
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(1);
  });

  test.each([
    ['<tel:+380441234567>', '+380441234567'],
    ['tel:0441234567;phone-context=+380', '0441234567'],
    ['"Repairs" <tel:+380-44-123;ext=5>, <sip:105@pbx.invalid>', '+380-44-123'],
    ['<mailto:a@b.invalid>', undefined],
    ['<<<', undefined],
    ['', undefined],
  ])('[23] to %s ends the call too', async (contact, number) => {
    const peer = await bed.register(server);
    const { id, invite } = await bed.dial(peer);
    peer.reply(invite, 302, moved(contact));
    const ended = await bed.events.next('line/ended');
    expect(ended).toMatchObject({ id, status: 302 });
    expect(ended.redirectedTo).toBe(number);
  });

  test('[23] within the own domain is followed once by the setting, under the same id, and never again', async () => {
    const peer = await bed.register(server);
    await useRules({ followRedirect: 'own-domain' });
    const { id, invite, media } = await bed.dial(peer);
    peer.reply(invite, 302, moved('<sip:105@PBX.invalid>'));
    const second = await peer.next('INVITE');
    expect(second.uri).toBe('sip:105@pbx.invalid');
    expect(media.isClosed).toBe(true);
    expect(bed.events.of('line/ended')).toEqual([]);
    peer.reply(second, 302, moved('<sip:600@pbx.invalid>'));
    expect(await bed.events.next('line/ended')).toMatchObject({ id, status: 302, redirectedTo: '600' });
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(2);
  });

  test('[23] that was followed can be answered and hung up like any call', async () => {
    const peer = await bed.register(server);
    await useRules({ followRedirect: 'own-domain' });
    const { id, invite } = await bed.dial(peer);
    peer.reply(invite, 302, moved('<sip:105@pbx.invalid>'));
    peer.reply(await peer.next('INVITE'), 200, { tag: 'b', headers: [farContact], body: remoteSdp });
    expect(await bed.events.next('line/established')).toMatchObject({ id });
    await bed.engine.hangUp(id);
    peer.reply(await peer.next('BYE'), 200);
    expect(bed.events.of('line/ended')).toHaveLength(1);
  });

  test.each(['<sip:105@elsewhere.invalid>', '<sip:105@pbx.invalid.evil>', '<sip:pbx.invalid>'])(
    '[23] to %s is never followed by itself',
    async (contact) => {
      const peer = await bed.register(server);
      await useRules({ followRedirect: 'own-domain' });
      const { invite } = await bed.dial(peer);
      peer.reply(invite, 302, moved(contact));
      expect(await bed.events.next('line/ended')).toMatchObject({ status: 302 });
      await untilHandled(peer);
      expect(peer.count('INVITE')).toBe(1);
    },
  );
});
