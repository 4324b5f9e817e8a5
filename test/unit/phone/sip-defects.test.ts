import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, ScriptedDialog, untilHandled } from '../../support/sip/scripted-dialog.ts';
import { acceptOptions, acceptRegister, ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import { peerConfiguration } from '../../../renderer/phone/media/ice-servers.ts';

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

/** A promise that the test settles by hand. */
function gate(): { open: () => void; wait: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return {
    open: () => {
      resolve(undefined);
    },
    wait: promise.then(() => undefined),
  };
}

describe('registration and transport', () => {
  test('[8] T2: a 200 without Contact counts as failure and the next attempt works', async () => {
    server.habits = [
      (peer, request) => {
        if (request.method !== 'REGISTER') return false;
        peer.reply(request, 200);
        return true;
      },
    ];
    const first = server.nextConnection();
    await bed.start(server);
    await first;
    const failed = await bed.events.next('phone/registration', ({ error }) => error !== undefined);
    expect(failed).toMatchObject({ state: 'connecting', error: { code: 'sip.server-unavailable' } });
    server.habits = [acceptRegister, acceptOptions];
    await bed.comeBack(server);
  });

  test('[13] T3: an exception in a listener is reported and later reconnects still work', async () => {
    let thrown = 0;
    bed.beforePublish = (name) => {
      if (name !== 'phone/registration' || thrown > 2) return;
      thrown++;
      throw new Error('the listener is broken');
    };
    const connection = server.nextConnection();
    await bed.start(server);
    const peer = await connection;
    await bed.events.next('phone/trouble', ({ error }) => error.details?.['where'] === 'phone/registration');
    await bed.events.next('phone/trouble');
    bed.beforePublish = () => undefined;
    peer.cut();
    await bed.lose();
    await bed.comeBack(server);
    expect(bed.defects).toEqual(['phone/registration', 'phone/registration']);
  });

  test('[19] T7: nothing is said to be registered while the transport is down', async () => {
    const peer = await bed.register(server);
    peer.cut();
    const lost = await bed.events.next('phone/registration');
    expect(lost).toMatchObject({ state: 'connecting', error: { code: 'sip.connection-lost' } });
    expect(await bed.engine.dial('out-1', '600')).toMatchObject({
      ok: false,
      error: { code: 'call.no-line' },
    });
  });

  test('[18] T42: stop says goodbye to everybody and waits 1.5 s at most for a silent server', async () => {
    const peer = await bed.register(server);
    for (let i = 0; i < 3; i++) await bed.talk(peer);
    server.habits = [];
    const stopped = bed.engine.stop();
    for (let i = 0; i < 3; i++) await peer.next('BYE');
    const unregister = await peer.next((message) => message.method === 'REGISTER');
    expect(unregister.header('contact')).toContain('expires=0');
    const order: string[] = [];
    const watched = stopped.then(() => order.push('stopped'));
    bed.clock.advance(1_499);
    await Promise.resolve();
    order.push('1499 ms');
    bed.clock.advance(1);
    await watched;
    expect(order).toEqual(['1499 ms', 'stopped']);
    await peer.closed;
  });

  test('T53: an unsolicited NOTIFY is answered 200', async () => {
    const peer = await bed.register(server);
    peer.send(
      [
        'NOTIFY sip:offhook4711@offhook4711.invalid;transport=ws SIP/2.0',
        'Via: SIP/2.0/WS far.invalid;branch=z9hG4bKmwi',
        'Max-Forwards: 70',
        'From: <sip:101@pbx.invalid>;tag=mwi',
        'To: <sip:101@pbx.invalid>',
        'Call-ID: mwi-1',
        'CSeq: 1 NOTIFY',
        'Event: message-summary',
        'Subscription-State: active',
        'Content-Type: application/simple-message-summary',
        'Content-Length: 23',
        '',
        'Messages-Waiting: yes\r\n',
      ].join('\r\n'),
    );
    const answer = await peer.next((message) => message.header('cseq') === '1 NOTIFY');
    expect(answer.status).toBe(200);
  });
});

describe('setting a call up', () => {
  test('[45] T13: a BYE while the answer is being set is answered and ends the call', async () => {
    const peer = await bed.register(server);
    const setting = gate();
    bed.media.onCreate = (media) => {
      media.setDescriptionGate = setting.wait;
    };
    const { invite, id } = await bed.dial(peer);
    peer.reply(invite, 200, { tag: 'far', headers: [farContact], body: remoteSdp });
    const dialog = ScriptedDialog.ofInvite(peer, invite, 'far');
    dialog.request('BYE');
    const byeAnswer = await peer.next((message) => message.header('cseq').endsWith('BYE'));
    expect(byeAnswer.status).toBe(200);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'remote' });
    setting.open();
    await peer.next('ACK');
    expect(bed.events.of('line/established')).toEqual([]);
    expect(peer.count('BYE')).toBe(0);
    expect(await bed.engine.hangUp(id)).toMatchObject({ ok: false, error: { code: 'call.not-found' } });
  });

  test('[45] T13: a BYE before our answer ends the ringing call, and the INVITE gets 487', async () => {
    const peer = await bed.register(server);
    const { invite, id, media } = await bed.ring(peer);
    const ringing = peer.seen.find((message) => message.status === 180);
    if (ringing === undefined) throw new Error('no 180');
    const dialog = ScriptedDialog.ofAccepted(peer, ringing);
    dialog.request('BYE');
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'remote' });
    const final = await peer.next(
      (message) =>
        message.header('call-id') === invite.callId &&
        message.header('cseq') === '1 INVITE' &&
        message.status >= 200,
    );
    expect(final.status).toBe(487);
    expect(media.isClosed).toBe(true);
  });

  test('[46] T14: a re-INVITE while the answer is being set gets 500 with Retry-After, and succeeds later', async () => {
    const peer = await bed.register(server);
    const setting = gate();
    bed.media.onCreate = (media) => {
      media.setDescriptionGate = setting.wait;
    };
    const { invite } = await bed.dial(peer);
    peer.reply(invite, 200, { tag: 'far', headers: [farContact], body: remoteSdp });
    const dialog = ScriptedDialog.ofInvite(peer, invite, 'far');
    dialog.request('INVITE', { body: remoteSdp });
    const refused = await peer.next(500);
    expect(refused.header('retry-after')).toBe('1');
    dialog.acknowledge();
    setting.open();
    await bed.events.next('line/established');
    dialog.request('INVITE', { body: remoteSdp });
    const accepted = await peer.next(200);
    expect(accepted.header('cseq')).toContain('INVITE');
    dialog.acknowledge();
  });

  test('[46] T14: our own early hold that is answered 500 with Retry-After is tried again', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    const held = bed.engine.hold(id);
    const first = await peer.next('INVITE');
    peer.reply(first, 500, { headers: ['Retry-After: 1'] });
    await peer.next('ACK');
    await bed.clock.untilTimer(1_000);
    bed.clock.advance(1_000);
    const second = await peer.next('INVITE');
    peer.reply(second, 200, { headers: [farContact], body: remoteSdp });
    expect(await held).toEqual({ ok: true, value: null });
    await bed.events.next('line/held');
  });

  test('[43] T20: answering without a socket is refused, and nothing is said to be connected', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.ring(peer);
    peer.cut();
    await bed.lose();
    expect(await bed.engine.answer(id)).toMatchObject({ ok: false, error: { code: 'sip.connection-lost' } });
    expect(bed.events.of('line/established')).toEqual([]);
  });

  test('[43] T20: a socket that goes while the answer is made ends the call by the network', async () => {
    const peer = await bed.register(server);
    const making = gate();
    bed.media.onCreate = (media) => {
      media.setDescriptionGate = making.wait;
    };
    const { id } = await bed.ring(peer);
    const answered = bed.engine.answer(id);
    peer.cut();
    await bed.lose();
    making.open();
    expect(await answered).toMatchObject({ ok: false, error: { code: 'sip.connection-lost' } });
    expect(await bed.events.next('line/ended')).toMatchObject({
      id,
      by: 'network',
      error: { code: 'call.connection-lost' },
    });
    expect(bed.events.of('line/established')).toEqual([]);
  });

  test('[26] T26: early media of one fork does not end the call that another fork answers', async () => {
    const peer = await bed.register(server);
    const { invite, media, id } = await bed.dial(peer);
    peer.reply(invite, 183, { tag: 'first', headers: [farContact], body: remoteSdp });
    expect(await bed.events.next('line/progress')).toMatchObject({ id, status: 183, earlyMedia: true });
    peer.reply(invite, 200, { tag: 'second', headers: [farContact], body: remoteSdp });
    await peer.next('ACK');
    await bed.events.next('line/established');
    expect(media.earlyAnswers).toEqual([remoteSdp]);
    expect(peer.count('BYE')).toBe(0);
  });

  test('[34] T30: a CANCEL while the answer is made wins, and answering says so', async () => {
    const peer = await bed.register(server);
    const making = gate();
    bed.media.onCreate = (media) => {
      media.setDescriptionGate = making.wait;
    };
    const { id, invite, media } = await bed.ring(peer);
    const answered = bed.engine.answer(id);
    invite.cancel();
    await peer.next(487);
    making.open();
    expect((await answered).ok).toBe(false);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'remote' });
    expect(media.isClosed).toBe(true);
    expect(bed.media.microphoneIsOpen).toBe(false);
  });

  test('[41] T50: an offer that the browser cannot take is refused with 488, not 480', async () => {
    const peer = await bed.register(server);
    bed.media.onCreate = (media) => {
      media.prepareError = new Error('BUNDLE group missing');
    };
    const { id } = await bed.ring(peer);
    await peer.next(488);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'program', status: 488 });
  });

  test('T50: peer connections are made with the balanced bundle policy and no servers of their own', () => {
    expect(peerConfiguration([])).toEqual({
      bundlePolicy: 'balanced',
      rtcpMuxPolicy: 'require',
      iceServers: [],
    });
  });
});

describe('within a call', () => {
  test('[52] T22: a hang-up without a socket ends the call at once and its BYE follows after the reconnect', async () => {
    const peer = await bed.register(server);
    const { id, media, dialog } = await bed.talk(peer);
    peer.cut();
    await bed.lose();
    expect(await bed.engine.hangUp(id)).toEqual({ ok: true, value: null });
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'operator' });
    expect(media.isClosed).toBe(true);
    const next = await bed.comeBack(server);
    const bye = await next.next('BYE');
    expect(bye.header('call-id')).toBe(dialog.callId);
    expect(bye.tag('to')).toBe(dialog.localTag);
    next.reply(bye, 200);
  });

  test('T22: a BYE that went into a dead socket is said again, with the next CSeq', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    peer.goSilent();
    await bed.engine.hangUp(id);
    bed.clock.advance(20_000);
    await bed.lose();
    const next = await bed.comeBack(server);
    const bye = await next.next('BYE');
    expect(bye.header('call-id')).toBe(dialog.callId);
    expect(bye.header('cseq')).toBe('2 BYE');
    next.reply(bye, 200);
  });

  test('T22: after 32 s nobody waits for the BYE any more', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    const { port } = server;
    await server.stop();
    await peer.closed;
    await bed.lose();
    await bed.engine.hangUp(id);
    bed.clock.advance(32_000);
    server = await ScriptedSipServer.start({ port });
    bed.engine.reconnect();
    const next = await server.nextConnection();
    await bed.events.next('phone/registration', ({ state }) => state === 'registered');
    await untilHandled(next);
    expect(next.count('BYE')).toBe(0);
  });

  test('[51] T21: after a lost socket the call goes on and is bound to the new one by a re-INVITE', async () => {
    const peer = await bed.register(server);
    const { dialog, media } = await bed.talk(peer);
    peer.cut();
    await bed.lose();
    const next = await bed.comeBack(server);
    const rebind = await next.next('INVITE');
    expect(rebind.header('call-id')).toBe(dialog.callId);
    expect(rebind.tag('to')).toBe(dialog.localTag);
    expect(next.seen.map((message) => message.method)).toEqual(['REGISTER', 'INVITE']);
    next.reply(rebind, 200, { headers: [farContact], body: remoteSdp });
    await next.next('ACK');
    expect(media.isClosed).toBe(false);
    expect(bed.events.of('line/ended')).toEqual([]);
    dialog.peer = next;
    dialog.request('BYE');
    expect(await bed.events.next('line/ended')).toMatchObject({ by: 'remote' });
  });

  test('[15] on another network a dead socket is replaced within 3 s, and the call looks for a new way', async () => {
    const peer = await bed.register(server);
    const { media } = await bed.talk(peer);
    await bed.pass(peer, 10_000);
    peer.goSilent();
    bed.engine.networkChanged();
    bed.clock.advance(1_500);
    await bed.lose();
    const next = await bed.comeBack(server);
    const rebind = await next.next('INVITE');
    next.reply(rebind, 200, { headers: [farContact], body: remoteSdp });
    await next.next('ACK');
    expect(media.offers.at(-1)).toMatchObject({ iceRestart: true });
    // The next loss is not one of the network's change.
    next.cut();
    await bed.lose();
    const third = await bed.comeBack(server);
    third.reply(await third.next('INVITE'), 200, { headers: [farContact], body: remoteSdp });
    await third.next('ACK');
    expect(media.offers.at(-1)).toMatchObject({ iceRestart: false });
  });

  test('[15] on another network a socket that still carries is kept, and the call is left alone', async () => {
    const peer = await bed.register(server);
    const { media } = await bed.talk(peer);
    const offers = media.offers.length;
    bed.engine.networkChanged();
    await bed.pass(peer, 3_000);
    expect(peer.count('OPTIONS')).toBeGreaterThan(0);
    expect(media.offers).toHaveLength(offers);
    expect(server.peers).toHaveLength(1);
  });

  test('T21: a re-INVITE that was under way when the socket went does not block the one that binds anew', async () => {
    const peer = await bed.register(server);
    const { id, media } = await bed.talk(peer);
    const held = bed.engine.hold(id);
    await peer.next('INVITE');
    peer.cut();
    expect(await held).toMatchObject({ ok: false, error: { code: 'sip.connection-lost' } });
    expect(media.isHeld).toBe(false);
    await bed.lose();
    const next = await bed.comeBack(server);
    const rebind = await next.next('INVITE');
    expect(rebind.body).toContain('a=sendrecv');
    next.reply(rebind, 200, { headers: [farContact], body: remoteSdp });
    await next.next('ACK');
  });

  test('[53] T40: 481 to the re-INVITE after a reconnect ends the call by the network', async () => {
    const peer = await bed.register(server);
    const { id, media } = await bed.talk(peer);
    peer.cut();
    await bed.lose();
    const next = await bed.comeBack(server);
    next.reply(await next.next('INVITE'), 481);
    expect(await bed.events.next('line/ended')).toMatchObject({
      id,
      by: 'network',
      status: 481,
      error: { code: 'call.connection-lost' },
    });
    expect(media.isClosed).toBe(true);
  });

  test('T40: 481 to a tone sent by INFO ends the call', async () => {
    const peer = await bed.register(server);
    bed.media.onCreate = (media) => {
      media.hasTelephoneEvent = false;
    };
    const { id } = await bed.talk(peer);
    const sent = bed.engine.sendTones(id, '1');
    peer.reply(await peer.next('INFO'), 481);
    expect((await sent).ok).toBe(false);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'network', status: 481 });
  });

  test('[70] T41: a REFER is refused with 603 and dials nothing', async () => {
    const peer = await bed.register(server);
    const { dialog } = await bed.talk(peer);
    dialog.request('REFER', { headers: ['Refer-To: <sip:+900123456@expensive.invalid>'] });
    await peer.next(603);
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(0);
  });

  test.each([488, 491] as const)(
    '[47] C1: a hold refused with %i is rolled back and the call stays two-way',
    async (status) => {
      const peer = await bed.register(server);
      const { id, media, dialog } = await bed.talk(peer);
      const held = bed.engine.hold(id);
      peer.reply(await peer.next('INVITE'), status);
      if (status === 491) {
        await bed.clock.untilTimer(1_000);
        bed.clock.advance(1_000);
        peer.reply(await peer.next('INVITE'), status);
      }
      expect(await held).toMatchObject({
        ok: false,
        error: { code: 'call.hold-refused', details: { status } },
      });
      expect(media).toMatchObject({ signaling: 'stable', isHeld: false, rollbacks: status === 491 ? 2 : 1 });
      dialog.request('INVITE', { body: remoteSdp });
      const accepted = await peer.next(200);
      expect(accepted.body).toContain('a=sendrecv');
      dialog.acknowledge();
      await untilHandled(peer);
      const again = bed.engine.hold(id);
      peer.reply(await peer.next('INVITE'), 200, { headers: [farContact], body: remoteSdp });
      expect((await again).ok).toBe(true);
      expect(media.isHeld).toBe(true);
      expect(peer.count('INVITE')).toBe(status === 491 ? 3 : 2);
    },
  );

  test.each([
    ['callee', 'talk', 0, 2_000],
    ['caller', 'talkOutgoing', 2_100, 4_000],
  ] as const)(
    '[47] C1: after 491 the %s tries once more within the time of RFC 3261',
    async (_role, talk, least, most) => {
      const peer = await bed.register(server);
      const { id } = await bed[talk](peer);
      const held = bed.engine.hold(id);
      bed.random = 0.999;
      peer.reply(await peer.next('INVITE'), 491);
      await peer.next('ACK');
      const waiting = await bed.clock.untilTimer(most - 20, most);
      expect(waiting).toBeGreaterThanOrEqual(least);
      bed.clock.advance(most);
      const retry = await peer.next('INVITE');
      peer.reply(retry, 200, { headers: [farContact], body: remoteSdp });
      expect((await held).ok).toBe(true);
    },
  );
});
