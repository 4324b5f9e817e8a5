import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, ScriptedDialog } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';

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

const answerOf = (peer: ScriptedPeer) => peer.next((message) => message.header('cseq').endsWith(' UPDATE'));

const olena = 'P-Asserted-Identity: "Olena" <tel:+380501112233>';

describe('[50] UPDATE in a call', () => {
  test('[50] is answered 200, and the new asserted identity is told', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    dialog.request('UPDATE', { headers: [olena] });
    const answer = await answerOf(peer);
    expect(answer.status).toBe(200);
    expect(answer.header('contact')).toContain('<sip:offhook4711@offhook4711.invalid;transport=ws>');
    expect(answer.header('allow')).toMatch(/\bUPDATE\b/);
    expect(await bed.events.next('line/identity')).toEqual({
      id,
      remote: { number: '+380501112233', name: 'Olena', withheld: false },
    });
  });

  test('[50] with Remote-Party-ID tells it too, and without any changes nothing', async () => {
    const peer = await bed.register(server);
    const { dialog } = await bed.talkOutgoing(peer);
    dialog.request('UPDATE');
    expect((await answerOf(peer)).status).toBe(200);
    expect(bed.events.of('line/identity')).toEqual([]);
    dialog.request('UPDATE', {
      headers: ['Remote-Party-ID: "Taras" <sip:104@pbx.invalid>;party=calling'],
    });
    expect((await answerOf(peer)).status).toBe(200);
    expect(await bed.events.next('line/identity')).toMatchObject({
      remote: { number: '104', name: 'Taras' },
    });
  });

  test('is a refresh of the target: what follows goes to its Contact', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    dialog.request('UPDATE', { headers: ['Contact: <sip:moved@far.invalid;transport=ws>'] });
    await answerOf(peer);
    await bed.engine.hangUp(id);
    expect((await peer.next('BYE')).uri).toBe('sip:moved@far.invalid;transport=ws');
  });

  test('with a session description is answered with ours, held or not', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    dialog.request('UPDATE', { body: remoteSdp });
    expect((await answerOf(peer)).body).toContain('a=sendrecv');
    const held = bed.engine.hold(id);
    peer.reply(await peer.next('INVITE'), 200, { headers: [farContact], body: remoteSdp });
    await held;
    dialog.request('UPDATE', { body: remoteSdp });
    expect((await answerOf(peer)).body).toContain('a=sendonly');
  });

  test('with a description that cannot be taken is refused 488, and the next one works', async () => {
    const peer = await bed.register(server);
    const { dialog, media } = await bed.talk(peer);
    media.prepareError = new Error('no codec');
    dialog.request('UPDATE', { headers: [olena], body: remoteSdp });
    expect((await answerOf(peer)).status).toBe(488);
    expect(bed.events.of('line/identity')).toEqual([]);
    expect(media.rollbacks).toBe(1);
    media.prepareError = undefined;
    dialog.request('UPDATE', { body: remoteSdp });
    expect((await answerOf(peer)).status).toBe(200);
  });

  test('with a description while our re-INVITE waits is a glare: 491', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    const held = bed.engine.hold(id);
    const invite = await peer.next('INVITE');
    dialog.request('UPDATE', { body: remoteSdp });
    expect((await answerOf(peer)).status).toBe(491);
    peer.reply(invite, 200, { headers: [farContact], body: remoteSdp });
    expect((await held).ok).toBe(true);
  });

  test('[50] while it rings changes who calls, but cannot bring a description', async () => {
    const peer = await bed.register(server);
    const { id, invite } = await bed.dial(peer);
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    await bed.events.next('line/progress');
    const dialog = ScriptedDialog.ofInvite(peer, invite, 'far');
    dialog.request('UPDATE', { headers: [olena] });
    expect((await answerOf(peer)).status).toBe(200);
    expect(await bed.events.next('line/identity')).toMatchObject({ id, remote: { name: 'Olena' } });
    dialog.request('UPDATE', { body: remoteSdp });
    expect(await answerOf(peer)).toMatchObject({ status: 500 });
  });

  test('out of order gets 500, of a call that is over 481', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    dialog.request('UPDATE');
    expect((await answerOf(peer)).status).toBe(200);
    dialog.repeat('UPDATE');
    expect((await answerOf(peer)).status).toBe(500);
    await bed.engine.hangUp(id);
    peer.reply(await peer.next('BYE'), 200);
    dialog.request('UPDATE');
    expect((await answerOf(peer)).status).toBe(481);
  });

  test('is offered wherever the methods are named', async () => {
    const peer = await bed.register(server);
    expect(peer.seen[0]?.header('allow')).toMatch(/\bUPDATE\b/);
    const { invite } = await bed.dial(peer);
    expect(invite.headers('allow')).toHaveLength(1);
    expect(invite.header('allow')).toMatch(/\bUPDATE\b/);
    await bed.ring(peer);
  });
});
