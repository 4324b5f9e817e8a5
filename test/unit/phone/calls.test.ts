import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok } from '../../../electron/common/lib/result.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import {
  farContact,
  remoteSdp,
  ScriptedDialog,
  sendInvite,
  untilHandled,
} from '../../support/sip/scripted-dialog.ts';
import { formatSipMessage } from '../../support/sip/sip-message.ts';
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

describe('an incoming call', () => {
  test('is told with who calls, the data of the exchange and the time on the socket', async () => {
    const peer = await bed.register(server);
    const before = Date.now() - 1;
    const { incoming, media } = await bed.ring(peer, {
      headers: ['X-Queue: support', 'User-to-User: 4f7264657220313233;encoding=hex'],
    });
    expect(incoming).toMatchObject({
      remote: { number: '+380441234567', name: 'Erika Mustermann', withheld: false },
      data: { 'X-Queue': 'support', 'User-to-User': 'Order 123' },
    });
    expect(incoming.at).toBeGreaterThan(before);
    expect(incoming.at).toBeLessThan(Date.now() + 1);
    expect(media.prepared).toEqual([remoteSdp]);
    expect(bed.media).toMatchObject({ microphoneIsOpen: true, tones: ['ring'] });
  });

  test('is told and announced before the tone begins, which takes a cold page a quarter of a second', async () => {
    const peer = await bed.register(server);
    let tonesWhenTold: readonly unknown[] | undefined;
    bed.beforePublish = (name) => {
      if (name === 'line/incoming') tonesWhenTold = [...bed.media.tones];
    };
    await bed.ring(peer);
    expect(tonesWhenTold).toEqual([]);
    expect(bed.media.tones).toEqual(['ring']);
  });

  test('sends one 180 and nothing with a session description before the operator answers', async () => {
    const peer = await bed.register(server);
    await bed.ring(peer);
    await untilHandled(peer);
    expect(peer.seen.filter((message) => message.status > 100).map((message) => message.status)).toEqual([
      180, 200,
    ]);
    expect(peer.seen.filter((message) => message.body !== '')).toEqual([]);
  });

  test('is established with the acknowledgement, and says when the 200 went out', async () => {
    const peer = await bed.register(server);
    const { established } = await bed.talk(peer);
    expect(established.okAt).toBeGreaterThan(Date.now() - 4_000);
    expect(established.okAt).toBeLessThanOrEqual(established.at);
    expect(bed.media.tones).toEqual(['ring', null]);
  });

  test('[40] without a session description is answered with an offer of ours', async () => {
    const peer = await bed.register(server);
    sendInvite(peer, 'sip:offhook4711@offhook4711.invalid;transport=ws', { body: '' });
    const { id } = await bed.events.next('line/incoming');
    expect((await bed.engine.answer(id)).ok).toBe(true);
    const accepted = await peer.next((message) => message.status === 200 && message.body !== '');
    ScriptedDialog.ofAccepted(peer, accepted).acknowledge({ body: remoteSdp });
    await bed.events.next('line/established');
    expect(bed.media.calls[0]?.prepared).toEqual([null]);
  });

  test('keeps ringing when the microphone cannot be had, and can be answered afterwards', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.ring(peer);
    bed.media.microphone = fail(appError('media.microphone-missing'));
    expect(await bed.engine.answer(id)).toMatchObject({
      ok: false,
      error: { code: 'media.microphone-missing' },
    });
    expect(bed.events.of('line/ended')).toEqual([]);
    bed.media.microphone = ok(null);
    expect(await bed.engine.answer(id)).toEqual({ ok: true, value: null });
  });

  test.each([
    ['SIP;cause=200;text="Call completed elsewhere"'],
    ['Q.850;cause=26'],
    ['SIP;cause=200;text="Call completed elsewhere"', 'Q.850;cause=26'],
  ])('[33] cancelled with %s was answered by a colleague', async (...reasons) => {
    const peer = await bed.register(server);
    const { id, invite, media } = await bed.ring(peer);
    invite.cancel(reasons.map((reason) => `Reason: ${reason}`));
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'elsewhere' });
    await peer.next(487);
    expect(media.isClosed).toBe(true);
    expect(bed.media).toMatchObject({ microphoneIsOpen: false, tones: ['ring', null] });
  });

  test('[33] cancelled without a reason was missed', async () => {
    const peer = await bed.register(server);
    const { id, invite } = await bed.ring(peer);
    invite.cancel();
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'remote' });
  });

  test.each([486, 603])('is rejected with the status asked for, %i', async (status) => {
    const peer = await bed.register(server);
    const { id } = await bed.ring(peer);
    await bed.engine.reject(id, status);
    await peer.next(status);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'operator', status });
  });

  test('[35] that comes twice over the same transaction rings once', async () => {
    const peer = await bed.register(server);
    const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';
    const branch = 'z9hG4bKsame';
    sendInvite(peer, target, { branch });
    sendInvite(peer, target, { branch });
    await untilHandled(peer);
    expect(bed.events.of('line/incoming')).toHaveLength(1);
  });

  test('[35] that comes again on another way is merged: 482', async () => {
    const peer = await bed.register(server);
    const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';
    const common = [
      'Max-Forwards: 70',
      'From: <sip:1@pbx.invalid>;tag=merged',
      `To: <${target}>`,
      'Call-ID: merged',
      'CSeq: 1 INVITE',
      farContact,
    ];
    for (const branch of ['one', 'two']) {
      const via = `Via: SIP/2.0/WS far.invalid;branch=z9hG4bK${branch}`;
      peer.send(formatSipMessage(`INVITE ${target} SIP/2.0`, [via, ...common], { body: remoteSdp }));
    }
    expect((await peer.next(482)).header('via')).toContain('z9hG4bKtwo');
    expect(bed.events.of('line/incoming')).toHaveLength(1);
  });

  test('is given up 4 s after the socket went and did not come back', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.ring(peer);
    await server.stop();
    await bed.lose();
    bed.clock.advance(4_000);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'network' });
  });

  test('[36] beyond the tenth is refused with 486', async () => {
    const peer = await bed.register(server);
    for (let i = 0; i < 10; i++) await bed.ring(peer);
    sendInvite(peer, 'sip:offhook4711@offhook4711.invalid;transport=ws');
    await peer.next(486);
  });

  test('[69] that replaces a live call takes its place under the same id', async () => {
    const peer = await bed.register(server);
    const { id, dialog, media } = await bed.talk(peer);
    const localTag =
      peer.seen.find((m) => m.status === 200 && m.header('call-id') === dialog.callId)?.tag('to') ?? '';
    const replaces = `Replaces: ${dialog.callId};to-tag=${localTag};from-tag=${dialog.localTag}`;
    sendInvite(peer, 'sip:offhook4711@offhook4711.invalid;transport=ws', {
      headers: [replaces, 'Require: replaces'],
      from: '"Clara Drei" <sip:103@pbx.invalid>',
    });
    const accepted = await peer.next(
      (m) => m.status === 200 && m.body !== '' && m.header('call-id') !== dialog.callId,
    );
    const bye = await peer.next('BYE');
    expect(bye.header('call-id')).toBe(dialog.callId);
    peer.reply(bye, 200);
    ScriptedDialog.ofAccepted(peer, accepted).acknowledge();
    expect(await bed.events.next('line/identity')).toMatchObject({
      id,
      remote: { number: '103', name: 'Clara Drei' },
    });
    expect(media.isClosed).toBe(true);
    expect(bed.events.of('line/ended')).toEqual([]);
    expect(await bed.engine.hangUp(id)).toEqual({ ok: true, value: null });
  });
});

describe('an outgoing call', () => {
  test('rings with a tone of ours, then talks', async () => {
    const peer = await bed.register(server);
    const { invite, id } = await bed.dial(peer, '+380 44 123-45-67');
    expect(invite.uri).toBe('sip:+380441234567@pbx.invalid');
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    expect(await bed.events.next('line/progress')).toMatchObject({ id, status: 180, earlyMedia: false });
    expect(bed.media.tones).toEqual(['ringback']);
    peer.reply(invite, 200, { tag: 'far', headers: [farContact], body: remoteSdp });
    await peer.next('ACK');
    const established = await bed.events.next('line/established');
    expect(established.id).toBe(id);
    expect(established.okAt).toBeUndefined();
    expect(bed.media.tones).toEqual(['ringback', null]);
  });

  test('lets the network be heard instead of our tone when it sends early media', async () => {
    const peer = await bed.register(server);
    const { invite, media } = await bed.dial(peer);
    peer.reply(invite, 183, { tag: 'far', headers: [farContact], body: remoteSdp });
    await bed.events.next('line/progress');
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    expect(await bed.events.next('line/progress')).toMatchObject({ status: 180, earlyMedia: true });
    expect(media.earlyAnswers).toEqual([remoteSdp]);
    expect(bed.media.tones).toEqual([]);
  });

  test.each([
    [404, 'call.invalid-number'],
    [484, 'call.invalid-number'],
    [480, 'call.rejected'],
    [486, 'call.rejected'],
    [603, 'call.rejected'],
    [488, 'call.failed'],
    [500, 'call.failed'],
    [503, 'call.failed'],
    [302, 'call.failed'],
  ] as const)('refused with %i ends with %s and frees the line', async (status, code) => {
    const peer = await bed.register(server);
    const { invite, id, media } = await bed.dial(peer);
    peer.reply(invite, status, { headers: status === 302 ? ['Contact: <sip:other@pbx.invalid>'] : [] });
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'remote', status, error: { code } });
    expect(media.isClosed).toBe(true);
    expect(bed.media.microphoneIsOpen).toBe(false);
    expect(peer.count('INVITE')).toBe(1);
  });

  test('hung up while it rings is cancelled', async () => {
    const peer = await bed.register(server);
    const { invite, id } = await bed.dial(peer);
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    await bed.events.next('line/progress');
    await bed.engine.hangUp(id);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'operator' });
    peer.reply(await peer.next('CANCEL'), 200);
    peer.reply(invite, 487, { tag: 'far' });
    await peer.next('ACK');
    expect(bed.events.of('line/ended')).toHaveLength(1);
  });

  test('[24] hung up before anything came back is cancelled only after a provisional answer', async () => {
    const peer = await bed.register(server);
    const { invite, id } = await bed.dial(peer);
    await bed.engine.hangUp(id);
    await untilHandled(peer);
    expect(peer.count('CANCEL')).toBe(0);
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    peer.reply(await peer.next('CANCEL'), 200);
    peer.reply(invite, 487, { tag: 'far' });
    await peer.next('ACK');
  });

  test('[25] that rings at three and is answered by two is one call; the second answer is ended', async () => {
    const peer = await bed.register(server);
    const { invite, id } = await bed.dial(peer);
    for (const tag of ['a', 'b', 'c']) peer.reply(invite, 180, { tag, headers: [farContact] });
    peer.reply(invite, 200, { tag: 'b', headers: [farContact], body: remoteSdp });
    expect((await peer.next('ACK')).tag('to')).toBe('b');
    await bed.events.next('line/established');
    peer.reply(invite, 200, { tag: 'c', headers: [farContact], body: remoteSdp });
    expect((await peer.next('ACK')).tag('to')).toBe('c');
    const bye = await peer.next('BYE');
    expect(bye.tag('to')).toBe('c');
    peer.reply(bye, 200);
    expect(bed.events.of('line/ended')).toEqual([]);
    expect(await bed.engine.hangUp(id)).toEqual({ ok: true, value: null });
    expect((await peer.next('BYE')).tag('to')).toBe('b');
  });

  test('[24] that is accepted although it was cancelled is acknowledged and ended', async () => {
    const peer = await bed.register(server);
    const { invite, id } = await bed.dial(peer);
    await bed.engine.hangUp(id);
    peer.reply(invite, 200, { tag: 'far', headers: [farContact], body: remoteSdp });
    await peer.next('ACK');
    peer.reply(await peer.next('BYE'), 200);
    expect(bed.events.of('line/established')).toEqual([]);
  });

  test('does not leave without a microphone', async () => {
    const peer = await bed.register(server);
    bed.media.microphone = fail(appError('media.microphone-denied'));
    expect(await bed.engine.dial('out-1', '600')).toMatchObject({
      ok: false,
      error: { code: 'media.microphone-denied' },
    });
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(0);
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('that still rings ends when the socket goes: its answer could not reach us', async () => {
    const peer = await bed.register(server);
    const { invite, id } = await bed.dial(peer);
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    await bed.events.next('line/progress');
    peer.cut();
    expect(await bed.events.next('line/ended')).toMatchObject({
      id,
      by: 'network',
      error: { code: 'call.connection-lost' },
    });
    await bed.lose();
    const next = await bed.comeBack(server);
    const cancel = await next.next('CANCEL');
    expect(cancel.header('call-id')).toBe(invite.header('call-id'));
  });

  test('tells who really answered', async () => {
    const peer = await bed.register(server);
    const { invite, id } = await bed.dial(peer);
    const asserted = 'P-Asserted-Identity: "Dieter Vier" <sip:104@pbx.invalid>';
    peer.reply(invite, 200, { tag: 'far', headers: [farContact, asserted], body: remoteSdp });
    expect(await bed.events.next('line/identity')).toEqual({
      id,
      remote: { number: '104', name: 'Dieter Vier', withheld: false },
    });
  });

  test.each(['', '12 34x!', 'sip:@pbx', '<script>'])('to %j is no number', async (target) => {
    await bed.register(server);
    expect(await bed.engine.dial('out-1', target)).toMatchObject({
      ok: false,
      error: { code: 'call.invalid-number' },
    });
  });
});

describe('in a call', () => {
  test('hold and resume are agreed by re-INVITE, and the microphone follows', async () => {
    const peer = await bed.register(server);
    const { id, media } = await bed.talk(peer);
    const held = bed.engine.hold(id);
    const invite = await peer.next('INVITE');
    expect(invite.body).toContain('a=sendonly');
    expect(media.isHeld).toBe(true);
    peer.reply(invite, 200, { headers: [farContact], body: remoteSdp });
    expect((await held).ok).toBe(true);
    expect(await bed.events.next('line/held')).toMatchObject({ id });
    const resumed = bed.engine.resume(id);
    const again = await peer.next('INVITE');
    expect(again.body).toContain('a=sendrecv');
    expect(media.isHeld).toBe(true);
    peer.reply(again, 200, { headers: [farContact], body: remoteSdp });
    expect((await resumed).ok).toBe(true);
    expect(await bed.events.next('line/resumed')).toMatchObject({ id });
    expect(media.isHeld).toBe(false);
  });

  test('a second wish waits for the first re-INVITE', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    const held = bed.engine.hold(id);
    const first = await peer.next('INVITE');
    const restarted = bed.media.calls[0];
    restarted?.report('interrupted');
    bed.clock.advance(2_000);
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(1);
    peer.reply(first, 200, { headers: [farContact], body: remoteSdp });
    await held;
    const second = await peer.next('INVITE');
    peer.reply(second, 200, { headers: [farContact], body: remoteSdp });
    await peer.next('ACK');
    expect(restarted?.offers.map((offer) => offer.iceRestart === true)).toEqual([false, true]);
  });

  test('[50] a new asserted identity in a re-INVITE is told', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    dialog.request('INVITE', {
      body: remoteSdp,
      headers: ['P-Asserted-Identity: "Olena" <tel:+380501112233>'],
    });
    expect(await bed.events.next('line/identity')).toMatchObject({
      id,
      remote: { number: '+380501112233', name: 'Olena' },
    });
    await peer.next((message) => message.status === 200 && message.body !== '');
    dialog.acknowledge();
  });

  test('mute is told and reaches the media', async () => {
    bed.engine.setMuted(true);
    expect(await bed.events.next('line/muted')).toEqual({ on: true });
    expect(bed.media.isMuted).toBe(true);
  });

  test('tones go by telephone-event where that was agreed', async () => {
    const peer = await bed.register(server);
    const { id, media } = await bed.talk(peer);
    expect(await bed.engine.sendTones(id, '12,3#')).toEqual({ ok: true, value: null });
    expect(media.tonesByRtp).toEqual(['12,3#']);
    await untilHandled(peer);
    expect(peer.count('INFO')).toBe(0);
  });

  test('tones go by INFO otherwise, one after the other, with the pause of a comma', async () => {
    const peer = await bed.register(server);
    bed.media.onCreate = (media) => {
      media.hasTelephoneEvent = false;
    };
    const { id } = await bed.talk(peer);
    const sent = bed.engine.sendTones(id, '1,#');
    const first = await peer.next('INFO');
    expect(first.header('content-type')).toBe('application/dtmf-relay');
    expect(first.body).toBe('Signal=1\r\nDuration=200\r\n');
    peer.reply(first, 200);
    bed.clock.advance(await bed.clock.untilTimer(270));
    bed.clock.advance(await bed.clock.untilTimer(2_000));
    const second = await peer.next('INFO');
    expect(second.body).toContain('Signal=#');
    peer.reply(second, 200);
    bed.clock.advance(await bed.clock.untilTimer(270));
    expect((await sent).ok).toBe(true);
  });

  test('says when no sound is carried 5 s after the call was established', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    bed.clock.advance(5_000);
    expect(await bed.events.next('line/media')).toMatchObject({
      id,
      state: 'failed',
      error: { code: 'media.not-connected' },
    });
  });

  test('looks for a new way when the sound is gone for 2 s, and not when it comes back', async () => {
    const peer = await bed.register(server);
    const { id, media } = await bed.talk(peer);
    media.report('connected');
    media.report('interrupted');
    bed.clock.advance(1_900);
    media.report('connected');
    bed.clock.advance(5_000);
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(0);
    media.report('interrupted');
    bed.clock.advance(2_000);
    await peer.next('INVITE');
    expect(media.offers.at(-1)?.iceRestart).toBe(true);
    expect(bed.events.of('line/media').map(({ state }) => state)).toEqual([
      'connected',
      'interrupted',
      'connected',
      'interrupted',
    ]);
    await bed.engine.hangUp(id);
  });

  test('a call that rings while the operator talks makes no noise', async () => {
    const peer = await bed.register(server);
    await bed.talk(peer);
    await bed.ring(peer);
    expect(bed.media.tones).toEqual(['ring', null]);
  });

  test('the microphone is given back with the last call only', async () => {
    const peer = await bed.register(server);
    const first = await bed.talk(peer);
    const second = await bed.talk(peer);
    first.dialog.request('BYE');
    await bed.events.next('line/ended');
    expect(bed.media.microphoneIsOpen).toBe(true);
    second.dialog.request('BYE');
    await bed.events.next('line/ended');
    expect(bed.media.microphoneIsOpen).toBe(false);
  });

  test('commands for a call that does not exist say so', async () => {
    await bed.register(server);
    const missing = { ok: false, error: { code: 'call.not-found' } };
    expect(await bed.engine.answer('nobody')).toMatchObject(missing);
    expect(await bed.engine.hangUp('nobody')).toMatchObject(missing);
    expect(await bed.engine.readStats('nobody')).toMatchObject(missing);
  });
});
