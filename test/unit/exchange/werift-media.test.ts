import { createHook } from 'node:async_hooks';
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket } from 'werift';
import { afterEach, expect, test, vi } from 'vitest';
import type { CallMedia } from '../../../electron/exchange/media/call-media.ts';
import { openWeriftMedia } from '../../../electron/exchange/media/werift-media.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';

const ports = { nextFrame: () => undefined, onTick: () => undefined, onFailed: () => undefined };
const open = (): CallMedia => openWeriftMedia(systemClock, ports);

const openSockets = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'UDPWrap').length;
const untilAllClosed = () => vi.waitFor(() => expect(openSockets()).toBe(0));

afterEach(untilAllClosed);

test('closed before its offer is ready, it leaves no socket', async () => {
  const media = open();
  const offer = media.createOffer();
  media.close();
  await offer;
});

test('closed before its answer is ready, it leaves no socket', async () => {
  const far = open();
  const offer = await far.createOffer();
  const media = open();
  const answer = media.answerOffer(offer ?? '');
  media.close();
  await answer;
  far.close();
});

test('closed while it answers a restart of ICE, it leaves no socket', async () => {
  const [far, media, again] = [open(), open(), open()];
  const offer = (await far.createOffer()) ?? '';
  const answer = await media.answerOffer(offer);
  await far.acceptAnswer(answer ?? '');
  // Another ufrag and password in the same session is a restart (RFC 8445 section 9).
  const restart = (await again.createOffer()) ?? '';
  const answered = media.answerOffer(restart);
  media.close();
  await answered;
  far.close();
  again.close();
});

test('closed while it takes an answer, it leaves no socket', async () => {
  const [far, media] = [open(), open()];
  const answer = await media.answerOffer((await far.createOffer()) ?? '');
  const accepted = far.acceptAnswer(answer ?? '');
  far.close();
  media.close();
  await accepted;
});

/** DTLS 1.2: a record of the type alert in epoch 0 that says close_notify (RFC 6347 section 4.1, RFC 5246 section 7.2). */
const closeNotify = Buffer.from('15fefd000000000000000000020100', 'hex');

test('described again after its DTLS was ended, it leaves no socket of the transport before', async () => {
  const far = new RTCPeerConnection({ iceUseIpv6: false });
  const track = new MediaStreamTrack({ kind: 'audio' });
  far.addTransceiver(track);
  for (const { connection } of far.iceTransports) delete connection.stunServer;
  const offer = async (): Promise<string> => {
    await far.setLocalDescription(await far.createOffer());
    return far.localDescription?.sdp ?? '';
  };
  let framesHeard = 0;
  const media = openWeriftMedia(systemClock, { ...ports, onFrame: () => framesHeard++ });
  const isConnected = far.connectionStateChange.watch((state) => state === 'connected');
  await far.setRemoteDescription({ type: 'answer', sdp: (await media.answerOffer(await offer())) ?? '' });
  await isConnected;
  const before = openSockets();
  // As a phone does that ends the call while its last offer is on the way.
  await far.iceTransports[0]?.connection.send(closeNotify);
  // What is heard afterwards shows that this was heard.
  await vi.waitFor(() => {
    track.writeRtp(new RtpPacket(new RtpHeader({ payloadType: 8 }), Buffer.alloc(160, 0xd5)));
    expect(framesHeard).toBeGreaterThan(0);
  });
  expect(await media.answerOffer(await offer())).toContain('m=audio');
  await vi.waitFor(() => expect(openSockets()).toBe(before));
  media.close();
  await far.close();
});

test('closed already, it describes nothing any more', async () => {
  const media = open();
  const offer = await media.createOffer();
  media.close();
  expect(await media.createOffer()).toBeUndefined();
  expect(await media.answerOffer(offer ?? '')).toBeUndefined();
  expect(await media.acceptAnswer(offer ?? '')).toBe(false);
});

test('it asks no server of the internet for its address: practice stays on this machine', async () => {
  let namesAsked = 0;
  const watch = createHook({
    init(_id, type) {
      if (type === 'GETADDRINFOREQWRAP') namesAsked++;
    },
  }).enable();
  const [far, media] = [open(), open()];
  const answer = await media.answerOffer((await far.createOffer()) ?? '');
  expect(await far.acceptAnswer(answer ?? '')).toBe(true);
  // The next description restarts ICE and gathers again.
  const again = open();
  await media.answerOffer((await again.createOffer()) ?? '');
  watch.disable();
  for (const each of [far, media, again]) each.close();
  expect(namesAsked).toBe(0);
});
