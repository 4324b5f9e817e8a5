import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { untilHandled } from '../../support/sip/scripted-dialog.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { dialogInfo, ringing, ScriptedNotifier, talking } from '../../support/sip/scripted-notifier.ts';
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

/** Registers with one lamp and waits for its SUBSCRIBE. */
async function subscribed(): Promise<{ peer: ScriptedPeer; lamp: ScriptedNotifier }> {
  bed.watched = { lamps: ['102'], messages: false };
  const peer = await bed.register(server);
  bed.clock.advance(100);
  return { peer, lamp: new ScriptedNotifier(peer, await peer.next('SUBSCRIBE')) };
}

const lampEvent = (state: string) => bed.events.next('events/lamp', (lamp) => lamp.state === state);

describe('a lamp', () => {
  test('is asked for with the package, its document type and our contact', async () => {
    const { lamp } = await subscribed();
    expect(lamp.subscribe.uri).toBe('sip:102@pbx.invalid');
    expect(lamp.subscribe.header('event')).toBe('dialog');
    expect(lamp.subscribe.header('accept')).toBe('application/dialog-info+xml');
    expect(lamp.subscribe.header('contact')).toContain('sip:offhook4711@');
  });

  test('shows who calls there, the conversation, and its end', async () => {
    const { lamp } = await subscribed();
    expect(await lamp.notify(dialogInfo('', 0))).toBe(200);
    expect(await lampEvent('idle')).toEqual({ number: '102', state: 'idle', remote: null });
    await lamp.notify(dialogInfo(ringing, 1));
    expect(await lampEvent('ringing')).toMatchObject({ remote: { number: '+4930123456', name: 'Erika' } });
    await lamp.notify(dialogInfo(talking, 2));
    await lampEvent('busy');
    await lamp.notify(dialogInfo('', 3));
    await lampEvent('idle');
  });

  test('[72] is asked for afresh when a document was missed', async () => {
    const { peer, lamp } = await subscribed();
    await lamp.notify(dialogInfo('', 0));
    await lamp.notify(dialogInfo(ringing, 5, 'partial'));
    await bed.clock.untilTimer(500);
    bed.clock.advance(500);
    const again = new ScriptedNotifier(peer, await peer.next('SUBSCRIBE'));
    expect(again.subscribe.header('call-id')).not.toBe(lamp.subscribe.header('call-id'));
    expect(again.subscribe.header('to')).not.toContain('tag=');
    // The old subscription is nobody's any more.
    expect(await lamp.notify(dialogInfo(talking, 6))).toBe(481);
    await again.notify(dialogInfo(ringing, 0));
    await lampEvent('ringing');
  });

  test('is refreshed in its dialog before it runs out', async () => {
    const { peer, lamp } = await subscribed();
    await lamp.notify(dialogInfo('', 0), 'active;expires=20');
    await bed.pass(peer, 13_500);
    const refresh = await peer.next('SUBSCRIBE');
    expect(refresh.header('call-id')).toBe(lamp.subscribe.header('call-id'));
    expect(refresh.tag('to')).not.toBe('');
    expect(refresh.header('event')).toBe('dialog');
  });

  test('whose subscription the exchange has forgotten is asked for afresh', async () => {
    const { peer, lamp } = await subscribed();
    await lamp.notify(dialogInfo('', 0), 'active;expires=20');
    await bed.pass(peer, 13_500);
    peer.reply(await peer.next('SUBSCRIBE'), 481);
    await bed.clock.untilTimer(500);
    bed.clock.advance(500);
    const again = await peer.next('SUBSCRIBE');
    expect(again.header('call-id')).not.toBe(lamp.subscribe.header('call-id'));
    expect(again.tag('to')).toBe('');
  });

  test.each([489, 403])('[73] refused with %i is hidden and left in peace', async (status) => {
    bed.watched = { lamps: ['102'], messages: true };
    const peer = await bed.register(server);
    bed.clock.advance(100);
    peer.reply(await peer.next('SUBSCRIBE'), status);
    peer.reply(await peer.next('SUBSCRIBE'), status);
    expect(await lampEvent('hidden')).toEqual({ number: '102', state: 'hidden', remote: null });
    await bed.pass(peer, 60_000);
    expect(peer.count('SUBSCRIBE')).toBe(2);
  });

  test('is unknown while the line is down, and asked for again on the new socket', async () => {
    const { peer, lamp } = await subscribed();
    await lamp.notify(dialogInfo(talking, 0));
    await lampEvent('busy');
    peer.cut();
    await lampEvent('unknown');
    await bed.lose();
    const back = await bed.comeBack(server);
    bed.clock.advance(100);
    const again = new ScriptedNotifier(back, await back.next('SUBSCRIBE'));
    await again.notify(dialogInfo(talking, 0));
    await lampEvent('busy');
  });

  test('[14] is asked for again when the machine woke: new socket, REGISTER, SUBSCRIBE, without any wait', async () => {
    const { peer, lamp } = await subscribed();
    await lamp.notify(dialogInfo(talking, 0));
    await lampEvent('busy');
    const next = server.nextConnection();
    bed.engine.reconnect();
    await peer.closed;
    const back = await next;
    await bed.events.next('phone/registration', ({ state }) => state === 'registered');
    bed.clock.advance(100);
    const again = new ScriptedNotifier(back, await back.next('SUBSCRIBE'));
    await again.notify(dialogInfo(talking, 0));
    await lampEvent('busy');
    expect(back.seen.map(({ method }) => method)).toEqual(['REGISTER', 'SUBSCRIBE', '']);
  });

  test('stays as it was when a document is nonsense, an entity bomb, or late', async () => {
    const { lamp } = await subscribed();
    await lamp.notify(dialogInfo(talking, 3));
    await lampEvent('busy');
    expect(await lamp.notify('<not-xml')).toBe(200);
    expect(await lamp.notify(`<!DOCTYPE a [<!ENTITY x "ha">]>${dialogInfo('', 9)}`)).toBe(200);
    expect(await lamp.notify(dialogInfo('', 2))).toBe(200);
    expect(bed.events.of('events/lamp').map(({ state }) => state)).toEqual(['busy']);
    expect(bed.defects).toEqual([]);
  });

  test('that is no longer wanted is left with a word, and new ones are asked for on the same connection', async () => {
    const { peer, lamp } = await subscribed();
    await lamp.notify(dialogInfo('', 0));
    await bed.engine.configure(bed.account([server]), { processing: true, ringTone: true }, undefined, {
      lamps: ['103'],
      messages: false,
    });
    const left = await peer.next('SUBSCRIBE');
    expect(left.header('expires')).toBe('0');
    expect(left.header('call-id')).toBe(lamp.subscribe.header('call-id'));
    bed.clock.advance(100);
    expect((await peer.next('SUBSCRIBE')).uri).toBe('sip:103@pbx.invalid');
    expect(peer.count('REGISTER')).toBe(1);
  });

  test('sixty of them do not ask in one moment', async () => {
    bed.watched = { lamps: Array.from({ length: 60 }, (_, index) => String(200 + index)), messages: false };
    const values = Array.from({ length: 997 }, (_, index) => ((index * 7_919) % 997) / 997);
    let turn = 0;
    Object.defineProperty(bed, 'random', { get: () => values[turn++ % values.length] });
    const peer = await bed.register(server);
    const counts: number[] = [];
    for (let part = 0; part < 21; part++) {
      bed.clock.advance(100);
      await untilHandled(peer);
      counts.push(peer.count('SUBSCRIBE'));
    }
    expect(counts.at(-1)).toBe(60);
    expect(Math.max(...counts.map((now, index) => now - (counts[index - 1] ?? 0)))).toBeLessThan(12);
  });
});

describe('the mailbox', () => {
  const body =
    'Messages-Waiting: yes\r\nMessage-Account: sip:*97@pbx.invalid\r\nVoice-Message: 2/8 (0/2)\r\n';

  test('is asked for at our own address and tells how many messages wait', async () => {
    bed.watched = { lamps: [], messages: true };
    const peer = await bed.register(server);
    bed.clock.advance(100);
    const mailbox = new ScriptedNotifier(peer, await peer.next('SUBSCRIBE'));
    expect(mailbox.subscribe.uri).toBe('sip:101@pbx.invalid');
    expect(mailbox.subscribe.header('event')).toBe('message-summary');
    expect(await mailbox.notify(body)).toBe(200);
    expect(await bed.events.next('events/messages')).toEqual({
      messages: { waiting: true, fresh: 2, old: 8, account: 'sip:*97@pbx.invalid' },
    });
  });

  test('[72] is taken from a notification that nobody asked for, with 200', async () => {
    const peer = await bed.register(server);
    peer.send(
      formatSipMessage(
        'NOTIFY sip:offhook4711@offhook4711.invalid;transport=ws SIP/2.0',
        [
          'Via: SIP/2.0/WS far.invalid;branch=z9hG4bKunsolicited',
          'Max-Forwards: 70',
          'From: <sip:asterisk@far.invalid>;tag=mwi',
          'To: <sip:offhook4711@offhook4711.invalid>',
          'Call-ID: unsolicited-1',
          'CSeq: 1 NOTIFY',
          'Contact: <sip:far@far.invalid;transport=ws>',
          'Event: message-summary',
          'Subscription-State: active',
        ],
        { body, contentType: 'application/simple-message-summary' },
      ),
    );
    expect((await peer.next((message) => message.header('call-id') === 'unsolicited-1')).status).toBe(200);
    expect(await bed.events.next('events/messages')).toMatchObject({ messages: { waiting: true, fresh: 2 } });
  });
});
