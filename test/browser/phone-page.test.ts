import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noQuality, stepQuality } from '../../electron/common/call/quality.ts';
import type { CallCourse } from '../../electron/common/call/call-course.ts';
import type { CallStats, SipAccount } from '../../electron/common/contract/phone-contract.ts';
import type { CallMedia } from '../../electron/exchange/media/call-media.ts';
import { openWeriftMedia } from '../../electron/exchange/media/werift-media.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { openSlowRelay, type SlowRelay } from '../support/slow-relay.ts';
import { openPhonePreview, type PhonePreview, type StartedSound } from '../support/phone-preview.ts';
import { farContact } from '../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../support/sip/scripted-sip-server.ts';
import type { SipMessage } from '../support/sip/sip-message.ts';
import { makeTone, measureTones, toALaw } from '../support/tones.ts';

/** The page that is shipped, with sip.js and Chromium's own WebRTC, in front of a scripted server. */
let preview: PhonePreview;
let server: ScriptedSipServer;
const cleanUps: (() => unknown)[] = [];

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  preview = await openPhonePreview();
}, 60_000);
afterEach(async () => {
  const { complaints } = preview;
  await preview.phone.request('phone/stop', null);
  await preview.close();
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
  await server.stop();
  expect(complaints).toEqual([]);
});

async function register(part: Partial<SipAccount> = {}): Promise<ScriptedPeer> {
  const connection = server.nextConnection();
  const registered = new Promise<void>((resolve) => {
    preview.phone.on('phone/registration', ({ state }) => {
      if (state === 'registered') resolve();
    });
  });
  const configured = await preview.phone.request('phone/configure', {
    account: {
      servers: [server.url],
      domain: 'pbx.invalid',
      user: '101',
      password: 'secret-101',
      iceServers: [],
      ...part,
    },
    audio: { processing: false, ringTone: true, country: 'UA', callWaiting: true },
    events: {},
  });
  expect(configured).toEqual({ ok: true, value: null });
  await registered;
  return connection;
}

async function dial(peer: ScriptedPeer, id: string): Promise<SipMessage> {
  expect(await preview.phone.request('line/dial', { id, target: '600' })).toMatchObject({ ok: true });
  return peer.next('INVITE');
}

/** Somebody at the other end who hums, and keeps what he hears to himself. */
function openFarEnd(): CallMedia {
  const hum = toALaw(makeTone(700, 1, 8_000));
  let next = 0;
  const media = openWeriftMedia(systemClock, {
    nextFrame: () => hum.slice((next * 160) % 8_000, ((next++ * 160) % 8_000) + 160),
    onTick: () => undefined,
    onFailed: () => undefined,
  });
  cleanUps.push(() => media.close());
  return media;
}

async function readStats(id: string): Promise<CallStats> {
  const stats = await preview.phone.request('line/stats', { id });
  if (!stats.ok) throw new Error(stats.error.code);
  return stats.value;
}

/** Sound has come in since this was asked. */
async function untilHeard(id: string): Promise<void> {
  const before = await readStats(id);
  await expect
    .poll(async () => (await readStats(id)).energyReceived - before.energyReceived, { timeout: 20_000 })
    .toBeGreaterThan(1e-4);
}

const pitchesOf = ({ samples, rate }: StartedSound): readonly number[] =>
  [...measureTones(Float64Array.from(samples), rate, [425, 440, 480, 700, 880])]
    .filter(([, amplitude]) => amplitude > 0.02)
    .map(([hertz]) => hertz);

describe('[20] while it rings there', () => {
  it('plays the tone of the country on 180, and none once the network is heard, whatever 180 follows', async () => {
    const peer = await register();
    const first = await dial(peer, 'one');
    peer.reply(first, 180, { tag: 'one', headers: [farContact] });
    await expect.poll(async () => (await preview.sounds()).length).toBe(1);
    const [ringback] = await preview.sounds();
    expect(ringback?.isLoop).toBe(true);
    expect(ringback === undefined ? [] : pitchesOf(ringback)).toEqual([425]);
    await preview.phone.request('line/hangup', { id: 'one' });
    peer.reply(await peer.next('CANCEL'), 200);
    peer.reply(first, 487, { tag: 'one' });

    const second = await dial(peer, 'two');
    const sdp = await openFarEnd().answerOffer(second.body);
    peer.reply(second, 183, { tag: 'two', headers: [farContact], body: sdp ?? '' });
    await untilHeard('two');
    peer.reply(second, 180, { tag: 'two', headers: [farContact] });
    await untilHeard('two');
    expect(await preview.sounds()).toHaveLength(1);
  });

  it('[21] plays the tone of a busy line in the rhythm of the country', async () => {
    const peer = await register();
    peer.reply(await dial(peer, 'one'), 486);
    await expect.poll(async () => (await preview.sounds()).length).toBe(1);
    const [busy] = await preview.sounds();
    if (busy === undefined) throw new Error('nothing was played');
    expect(pitchesOf(busy)).toEqual([425]);
    // Of the first half second 350 ms are tone (GOST 45.223).
    const sounding = busy.samples.filter((sample) => sample !== 0).length / busy.samples.length;
    expect(sounding).toBeGreaterThan(0.65);
    expect(sounding).toBeLessThan(0.72);
    await expect
      .poll(async () => (await preview.holdings()).contexts, { timeout: 8_000 })
      .toEqual(['suspended']);
  });
});

describe('[30] the way of an INVITE', () => {
  /** Milliseconds from the wish to the INVITE; the second of two calls, when the microphone has been opened once. */
  async function measure(iceServers: SipAccount['iceServers']): Promise<number> {
    const peer = await register({ iceServers });
    const courses = new Map<string, CallCourse>();
    preview.phone.on('line/course', ({ id, course }) => courses.set(id, course));
    for (const id of ['first', 'second']) {
      peer.reply(await dial(peer, id), 486);
      await expect.poll(() => courses.get(id)?.moments.signalSent, { timeout: 8_000 }).toBeDefined();
      await peer.next('ACK');
    }
    const { microphoneAsked = 0, signalSent = Number.NaN } = courses.get('second')?.moments ?? {};
    return signalSent - microphoneAsked;
  }

  it('without servers for addresses takes 250 ms at the most', async () => {
    expect(await measure([])).toBeLessThanOrEqual(250);
  });

  it('with servers that do not answer takes 600 ms at the most', async () => {
    const deaf: Socket = createSocket('udp4').bind(0, '127.0.0.1');
    cleanUps.push(() => deaf.close());
    await once(deaf, 'listening');
    const { port } = deaf.address();
    const taken = await measure([
      { urls: `stun:127.0.0.1:${port}` },
      { urls: `turn:127.0.0.1:${port}?transport=udp`, username: 'nobody', credential: 'nothing' },
    ]);
    expect(taken).toBeLessThanOrEqual(600);
  });
});

describe('[61] a line on which everything takes half a second', () => {
  /** The answer of a far end that is reached by way of a relay, and by no other. */
  async function answerBehindRelay(
    offer: string,
  ): Promise<{ readonly sdp: string; readonly relay: SlowRelay }> {
    // Without our addresses the far end cannot come to us by itself.
    const answer = (await openFarEnd().answerOffer(offer.replace(/^a=candidate:.*\r\n/gmu, ''))) ?? '';
    const own = /^a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+) typ host/imu.exec(answer);
    if (own === null) throw new Error(`no address of this machine in ${answer}`);
    const relay = await openSlowRelay(Number(own[1]));
    cleanUps.push(relay.close);
    const throughRelay = own[0].replace(` ${own[1] ?? ''} typ`, ` ${relay.port} typ`);
    const others = answer.replace(/^a=candidate:.*\r\n/gmu, '');
    return { sdp: others.replace(/^(a=ice-ufrag:)/mu, `${throughRelay}\r\n$1`), relay };
  }

  it('is warned of after three seconds of it, and no longer when it is over', async () => {
    const peer = await register();
    const invite = await dial(peer, 'one');
    const { sdp, relay } = await answerBehindRelay(invite.body);
    let quality = noQuality;
    let slowSamples = 0;
    const told: string[] = [];
    preview.phone.on('line/sample', ({ sample }) => {
      if ((sample.roundTripMs ?? 0) > 400 && told.length === 0) slowSamples++;
      const step = stepQuality(quality, sample);
      quality = step.state;
      told.push(...step.effects.filter(({ kind }) => kind === 'round-trip').map(({ type }) => type));
    });
    peer.reply(invite, 200, { tag: 'one', headers: [farContact], body: sdp });
    await peer.next('ACK');
    await untilHeard('one');
    expect((await readStats('one')).roundTripMs ?? 0).toBeLessThan(400);
    expect(told).toEqual([]);

    relay.delayMs = 250;
    await expect.poll(() => told, { timeout: 40_000 }).toEqual(['raised']);
    expect(slowSamples).toBe(3);
    const { roundTripMs, jitterMs, packetsLost, packetsReceived, mos } = await readStats('one');
    expect(roundTripMs ?? 0).toBeGreaterThan(480);
    // Reference: R = 94.768 - (L - 120) / 10 - 2.5 x loss with L = RTT + 2 x jitter + 10.
    const latency = (roundTripMs ?? 0) + 2 * jitterMs + 10;
    const rating = 94.768 - (latency - 120) / 10 - (250 * packetsLost) / (packetsLost + packetsReceived);
    const expected = 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating);
    expect(Math.abs((mos ?? 0) - expected)).toBeLessThan(0.2);

    relay.delayMs = 0;
    await expect.poll(() => told, { timeout: 40_000 }).toEqual(['raised', 'cleared']);
    peer.reply(await hangUp(peer, 'one'), 200);
  });
});

describe('the page at its start', () => {
  it('uses WebRTC once before the first customer does, and leaves nothing of it', async () => {
    await expect.poll(async () => (await preview.holdings()).connections).toEqual(['closed']);
    expect(await preview.holdings()).toEqual({ connections: ['closed'], tracks: [], contexts: [] });
    expect(server.peers).toEqual([]);
    await register();
    expect((await preview.holdings()).connections).toEqual(['closed']);
  });
});

describe('the check of the sound', () => {
  it('hears the microphone, plays on the loudspeaker, and gives both back', async () => {
    const microphone = await preview.phone.request('check/microphone', null);
    if (!microphone.ok) throw new Error(microphone.error.code);
    // The beep of the fake device.
    expect(microphone.value.levelDb).toBeGreaterThan(-60);
    expect(microphone.value.device).toMatch(/fake/iu);
    const speaker = await preview.phone.request('check/speaker', null);
    if (!speaker.ok) throw new Error(speaker.error.code);
    expect(await preview.sounds()).toHaveLength(1);
    const { tracks, contexts } = await preview.holdings();
    expect(tracks).toEqual(['ended']);
    expect(contexts).toEqual(['closed', 'closed']);
  });

  it('does not take the microphone from a call that came meanwhile', async () => {
    const peer = await register();
    const check = preview.phone.request('check/microphone', null);
    const invite = await dial(peer, 'one');
    const sdp = await openFarEnd().answerOffer(invite.body);
    peer.reply(invite, 200, { tag: 'one', headers: [farContact], body: sdp ?? '' });
    await peer.next('ACK');
    expect(await check).toMatchObject({ ok: true });
    const before = await readStats('one');
    await expect
      .poll(async () => (await readStats('one')).energySent - before.energySent, { timeout: 20_000 })
      .toBeGreaterThan(0);
    expect((await preview.holdings()).tracks.at(-1)).toBe('live');
    peer.reply(await hangUp(peer, 'one'), 200);
  });
});

async function hangUp(peer: ScriptedPeer, id: string): Promise<SipMessage> {
  await preview.phone.request('line/hangup', { id });
  return peer.next('BYE');
}
