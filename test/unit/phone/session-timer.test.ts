import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, sendInvite, untilHandled } from '../../support/sip/scripted-dialog.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import { answerTimer } from '../../../renderer/phone/sip/message/session-timer.ts';

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

const knows = 'Supported: timer';

describe('[60] session timers (RFC 4028)', () => {
  test('[60] a call that comes in with one is answered with it, and the caller refreshes', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer, { headers: [knows, 'Session-Expires: 60;refresher=uac'] });
    const ok = peer.seen.find((message) => message.status === 200 && message.body !== '');
    expect(ok?.header('session-expires')).toBe('60;refresher=uac');
    expect(ok?.header('require')).toBe('timer');
    expect(ok?.header('supported')).toContain('timer');
    await bed.pass(peer, 30_000);
    expect(peer.count('INVITE')).toBe(0);
    dialog.request('INVITE', { headers: [knows, 'Session-Expires: 60;refresher=uac'], body: remoteSdp });
    const again = await peer.next((message) => message.header('cseq') === '2 INVITE');
    expect(again.header('session-expires')).toBe('60;refresher=uac');
    dialog.acknowledge();
    await bed.pass(peer, 30_000);
    expect(bed.events.of('line/ended')).toEqual([]);
    await bed.pass(peer, 11_000);
    expect((await peer.next('BYE')).header('call-id')).toBe(dialog.callId);
    expect(await bed.events.next('line/ended')).toMatchObject({
      id,
      by: 'network',
      error: { code: 'call.connection-lost' },
    });
  });

  test.each([
    ['it asks us to', [knows, 'Session-Expires: 90;refresher=uas']],
    ['it does not know how to', ['Session-Expires: 90']],
  ])('[60] we refresh by re-INVITE at half the time when %s', async (_why, headers) => {
    const peer = await bed.register(server);
    const { dialog } = await bed.talk(peer, { headers });
    const ok = peer.seen.find((message) => message.status === 200 && message.body !== '');
    expect(ok?.header('session-expires')).toBe('90;refresher=uas');
    for (let round = 1; round <= 2; round++) {
      await bed.pass(peer, 45_000);
      const refresh = await peer.next('INVITE');
      expect(refresh.header('call-id')).toBe(dialog.callId);
      expect(refresh.header('session-expires')).toBe('90;refresher=uac');
      const headersOf200 = [farContact, 'Session-Expires: 90;refresher=uac'];
      peer.reply(refresh, 200, { headers: headersOf200, body: remoteSdp });
      await peer.next('ACK');
    }
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('[60] UPDATE refreshes as well', async () => {
    const peer = await bed.register(server);
    const { dialog } = await bed.talk(peer, { headers: [knows, 'Session-Expires: 40;refresher=uac'] });
    for (let round = 0; round < 4; round++) {
      await bed.pass(peer, 20_000);
      dialog.request('UPDATE', { headers: [knows, 'Session-Expires: 40;refresher=uac'] });
      const answer = await peer.next((message) => message.header('cseq').endsWith(' UPDATE'));
      expect(answer.header('session-expires')).toBe('40;refresher=uac');
    }
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('[60] a call of ours proposes one and keeps to what is agreed', async () => {
    const peer = await bed.register(server);
    const { invite } = await bed.dial(peer);
    expect(invite.header('session-expires')).toBe('1800');
    expect(invite.header('min-se')).toBe('90');
    expect(invite.header('supported')).toContain('timer');
    peer.reply(invite, 200, {
      tag: 'far',
      headers: [farContact, 'Require: timer', 'Session-Expires: 60;refresher=uac'],
      body: remoteSdp,
    });
    await bed.events.next('line/established');
    // What was agreed counts from a moment after the call is established.
    await bed.pass(peer, 31_000);
    const refresh = await peer.next('INVITE');
    expect(refresh.header('session-expires')).toBe('90;refresher=uac');
    peer.reply(refresh, 422, { headers: ['Min-SE: 400'] });
    const raised = await peer.next('INVITE');
    expect(raised.header('session-expires')).toBe('400;refresher=uac');
    expect(raised.header('min-se')).toBe('400');
    peer.reply(raised, 200, {
      headers: [farContact, 'Session-Expires: 400;refresher=uac'],
      body: remoteSdp,
    });
    await peer.next('ACK');
    await bed.pass(peer, 20_000);
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(3);
  });

  test('[60] 422 to a call of ours is tried again once with what is wanted, under the same id', async () => {
    const peer = await bed.register(server);
    const { id, invite } = await bed.dial(peer);
    peer.reply(invite, 422, { headers: ['Min-SE: 3600'] });
    const second = await peer.next('INVITE');
    expect(second.header('session-expires')).toBe('3600');
    expect(second.header('min-se')).toBe('3600');
    peer.reply(second, 422, { headers: ['Min-SE: 7200'] });
    expect(await bed.events.next('line/ended')).toMatchObject({ id, status: 422 });
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(2);
  });

  test('[60] far ends without timers are left in peace', async () => {
    const peer = await bed.register(server);
    const { dialog } = await bed.talkOutgoing(peer);
    const { dialog: second } = await bed.talk(peer);
    await bed.pass(peer, 60_000);
    dialog.request('UPDATE');
    second.request('UPDATE');
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(1);
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('[60] an interval nobody could live with is refused 422, in a call and before', async () => {
    const peer = await bed.register(server);
    const brief = [knows, 'Session-Expires: 5'];
    sendInvite(peer, 'sip:offhook4711@offhook4711.invalid;transport=ws', { headers: brief });
    expect((await peer.next(422)).header('min-se')).toBe('90');
    expect(bed.events.of('line/incoming')).toEqual([]);
    const { dialog } = await bed.talk(peer);
    dialog.request('INVITE', { headers: brief, body: remoteSdp });
    expect((await peer.next(422)).header('min-se')).toBe('90');
    dialog.request('UPDATE', { headers: brief });
    expect((await peer.next(422)).header('min-se')).toBe('90');
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('[60] our hold keeps the agreement and says whose turn it is', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer, { headers: [knows, 'Session-Expires: 90;refresher=uac'] });
    const held = bed.engine.hold(id);
    const invite = await peer.next('INVITE');
    expect(invite.header('session-expires')).toBe('90;refresher=uas');
    peer.reply(invite, 200, {
      headers: [farContact, 'Session-Expires: 90;refresher=uas'],
      body: remoteSdp,
    });
    expect((await held).ok).toBe(true);
    await bed.pass(peer, 50_000);
    expect(peer.count('INVITE')).toBe(1);
  });
});

describe('the answer to a wished timer', () => {
  const message = (lines: Readonly<Record<string, string>>) => ({
    getHeader: (name: string) => lines[name],
    getHeaders: (name: string) => (lines[name] === undefined ? [] : [lines[name]]),
  });

  test.each([
    [{}, []],
    [{ 'Session-Expires': 'x' }, []],
    [{ 'Session-Expires': '0' }, []],
    [{ 'Session-Expires': '60' }, ['Session-Expires: 60;refresher=uas']],
    [{ 'Session-Expires': '5' }, ['Session-Expires: 30;refresher=uas']],
    [
      { 'Session-Expires': '90', Supported: 'replaces, timer' },
      ['Session-Expires: 90;refresher=uac', 'Require: timer'],
    ],
    [
      { 'Session-Expires': '90;refresher=UAS', Require: 'timer' },
      ['Session-Expires: 90;refresher=uas', 'Require: timer'],
    ],
    [{ 'Session-Expires': '999999999' }, ['Session-Expires: 86400;refresher=uas']],
  ])('[60] %j gets %j', (lines, headers) => {
    expect(answerTimer(message(lines))).toEqual({ kind: 'agreed', headers });
  });
});
