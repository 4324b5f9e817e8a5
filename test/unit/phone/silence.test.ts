import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { untilHandled } from '../../support/sip/scripted-dialog.ts';
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

const mediaStates = (): string[] => bed.events.of('line/media').map(({ state }) => state);

describe('a call that was heard and is heard no more', () => {
  test('is told after 15 s, which with the 5 s of ICE makes 20 s without sound, and goes on', async () => {
    const peer = await bed.register(server);
    const { media } = await bed.talk(peer);
    media.report('connected');
    media.report('interrupted');
    await bed.pass(peer, 14_900);
    expect(mediaStates()).toEqual(['connected', 'interrupted']);
    await bed.pass(peer, 100);
    expect(mediaStates()).toEqual(['connected', 'interrupted', 'failed']);
    expect(bed.events.of('line/media').at(-1)?.error?.code).toBe('media.not-connected');
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('is no trouble any more when it is heard again', async () => {
    const peer = await bed.register(server);
    const { media } = await bed.talk(peer);
    media.report('connected');
    media.report('interrupted');
    await bed.pass(peer, 15_000);
    expect(bed.events.of('phone/trouble-over')).toEqual([]);
    media.report('connected');
    expect(bed.events.of('phone/trouble-over')).toEqual([{ code: 'media.not-connected' }]);
    await bed.pass(peer, 30_000);
    expect(mediaStates()).toEqual(['connected', 'interrupted', 'failed', 'connected']);
  });

  test('is no trouble any more when it is over', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    bed.clock.advance(5_000);
    await bed.events.next('line/media', ({ state }) => state === 'failed');
    await bed.engine.hangUp(id);
    expect(bed.events.of('phone/trouble-over')).toEqual([{ code: 'media.not-connected' }]);
  });

  test('that never was told of has nothing to take back', async () => {
    const peer = await bed.register(server);
    const { id, media } = await bed.talk(peer);
    media.report('connected');
    media.report('interrupted');
    media.report('connected');
    await bed.engine.hangUp(id);
    expect(bed.events.of('phone/trouble-over')).toEqual([]);
  });

  test('ends with that reason when the server cannot be reached either', async () => {
    const peer = await bed.register(server);
    const { id, media } = await bed.talk(peer);
    media.report('connected');
    await server.stop();
    await bed.lose();
    media.report('interrupted');
    bed.clock.advance(14_900);
    expect(bed.events.of('line/ended')).toEqual([]);
    bed.clock.advance(100);
    expect(bed.events.of('line/ended')).toMatchObject([
      { id, by: 'network', error: { code: 'call.connection-lost' } },
    ]);
    expect(media.isClosed).toBe(true);
  });

  test('goes on without a server for as long as it is heard', async () => {
    const peer = await bed.register(server);
    const { media } = await bed.talk(peer);
    media.report('connected');
    await server.stop();
    await bed.lose();
    bed.clock.advance(60_000);
    expect(bed.events.of('line/ended')).toEqual([]);
    expect(media.isClosed).toBe(false);
  });

  test('looks for a new way five times, no more', async () => {
    const peer = await bed.register(server);
    const { media } = await bed.talk(peer);
    media.report('connected');
    media.report('interrupted');
    for (let tries = 1; tries <= 5; tries++) {
      await bed.pass(peer, 2_000 * tries);
      const reinvite = await peer.next('INVITE');
      peer.reply(reinvite, 200, { headers: ['Contact: <sip:far@far.invalid;transport=ws>'], body: sdp });
      await peer.next('ACK');
    }
    await bed.pass(peer, 60_000);
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(5);
  });
});

const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\na=sendrecv\r\n';
