import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PracticeCall } from '../../electron/common/contract/exchange-contract.ts';
import { phrases } from '../../electron/exchange/media/voices.ts';
import {
  answerByHeadset,
  openSession,
  pressHeadset,
  ring,
  untilReady,
  type Session,
} from '../support/desk-driver.ts';
import { makeTone, measureTones, toALaw, toWav } from '../support/tones.ts';

/** Who speaks is told by the pitch; none is a harmonic of another. The language of a customer is their voice. */
const operatorTone = 1_000;
const voices = { en: 440, uk: 620, ro: 760, ru: 523, fa: 880 } as const;
type Voice = keyof typeof voices;
const pitches = [operatorTone, ...Object.values(voices)];
const loud = 0.02;
const silent = 0.004;
const rate = 16_000;

let folder = '';
let session: Session;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offhook-conference-'));
  await writeFile(join(folder, 'microphone.wav'), toWav(makeTone(operatorTone, 4, 48_000), 48_000));
  // Echo and noise suppression would take a steady tone for noise.
  const config = { practice: true, audio: { processing: false } };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  for (const [language, tone] of Object.entries(voices)) {
    await mkdir(join(folder, 'voices', language), { recursive: true });
    const spoken = toALaw(makeTone(tone, 20, 8_000));
    for (const phrase of phrases) await writeFile(join(folder, 'voices', language, `${phrase}.al`), spoken);
  }
  session = await openSession({
    flags: ['--no-open', '--config', join(folder, 'config.json')],
    env: { OFFHOOK_VOICES: join(folder, 'voices') },
    pages: { flags: [`--use-file-for-fake-audio-capture=${join(folder, 'microphone.wav')}`] },
  });
  await untilReady(session);
  await keepConnections(session.phone);
}, 90_000);
afterAll(async () => {
  await session.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Notes the peer connections of the phone page, so that what they send can be listened to. */
async function keepConnections(phone: Page): Promise<void> {
  await phone.evaluate(() => {
    const made: RTCPeerConnection[] = [];
    Reflect.set(globalThis, 'madeConnections', made);
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    };
  });
}

/** Two seconds of what the connection made as the n-th sends. */
async function listenTo(phone: Page, index: number): Promise<ReadonlyMap<number, number>> {
  const samples = await phone.evaluate(
    async ({ index: wanted, rate: sampleRate }) => {
      const made: unknown = Reflect.get(globalThis, 'madeConnections');
      const connection: unknown = Array.isArray(made) ? made[wanted] : undefined;
      if (!(connection instanceof RTCPeerConnection)) throw new Error('no such connection');
      const track = connection.getSenders()[0]?.track?.clone();
      if (track === undefined) throw new Error('nothing is sent');
      const context = new AudioContext({ sampleRate });
      const analyser = context.createAnalyser();
      analyser.fftSize = 32_768;
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      while (context.currentTime < 2.2) await new Promise((done) => setTimeout(done, 100));
      const heard = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(heard);
      track.stop();
      await context.close();
      return [...heard];
    },
    { index, rate },
  );
  return measureTones(Float64Array.from(samples), rate, pitches);
}

/** Waits for two seconds in which exactly these voices are sent. */
async function untilSent(index: number, wanted: readonly number[]): Promise<void> {
  await expect
    .poll(
      async () => {
        const heard = await listenTo(session.phone, index);
        const isLoud = (tone: number): boolean => (heard.get(tone) ?? 0) > loud;
        const rest = pitches.filter((tone) => !wanted.includes(tone));
        return wanted.every(isLoud) && rest.every((tone) => (heard.get(tone) ?? 0) < silent)
          ? 'as wanted'
          : JSON.stringify([...heard]);
      },
      { timeout: 40_000 },
    )
    .toBe('as wanted');
}

/** The audio contexts of the phone page that mix: those of its microphone meter and of this test have other rates. */
async function countMixes(phone: Page): Promise<() => number> {
  const alive = new Map<string, number>();
  const client = await phone.context().newCDPSession(phone);
  client.on('WebAudio.contextCreated', ({ context }) => alive.set(context.contextId, context.sampleRate));
  client.on('WebAudio.contextChanged', ({ context }) => {
    if (context.contextState === 'closed') alive.delete(context.contextId);
  });
  client.on('WebAudio.contextWillBeDestroyed', ({ contextId }) => alive.delete(contextId));
  await client.send('WebAudio.enable');
  return () => [...alive.values()].filter((each) => each !== rate && each !== 8_000).length;
}

/** Two customers of different voices, and whose number is whose. */
async function twoCustomers(): Promise<readonly { readonly number: string; readonly tone: number }[]> {
  const found = await session.app.ctl.request('customer/search', { text: 'Коваль' });
  const more = await session.app.ctl.request('customer/search', { text: 'Popescu' });
  if (!found.ok || !more.ok) throw new Error('no customers');
  const isVoice = (language: string): language is Voice => Object.hasOwn(voices, language);
  const known = [...found.value, ...more.value].flatMap(({ language, phones }) => {
    const number = phones[0]?.e164;
    return number !== undefined && isVoice(language) ? [{ number, tone: voices[language] }] : [];
  });
  const [first] = known;
  const second = known.find(({ tone }) => tone !== first?.tone);
  if (first === undefined || second === undefined)
    throw new Error(`one language only: ${JSON.stringify(known)}`);
  return [first, second];
}

async function customerHears(number: string, holds: (call: PracticeCall) => boolean): Promise<void> {
  await expect
    .poll(
      async () => {
        const calls = await session.app.ctl.request('practice/calls', null);
        const call = calls.ok ? calls.value.findLast((each) => each.number === number) : undefined;
        return call !== undefined && holds(call);
      },
      { timeout: 30_000 },
    )
    .toBe(true);
}

describe('[71] a conference of two customers with the operator', () => {
  let first = { number: '', tone: 0 };
  let second = { number: '', tone: 0 };
  let mixes = (): number => 0;
  let mixesBefore = 0;

  it('is made by a key: each is sent the operator and the other, never themselves', async () => {
    const { app, desk } = session;
    const [a, b] = await twoCustomers();
    if (a === undefined || b === undefined) throw new Error('no customers');
    [first, second] = [a, b];
    await answerByHeadset(session, first.number);
    await ring(session, second.number);
    await desk.getByRole('button', { name: 'F2 Answer' }).waitFor();
    await desk.keyboard.press('F2');
    await app.until('one waits', ({ calls }) => calls[0]?.state === 'held' && calls[1]?.state === 'active');
    await untilSent(1, [operatorTone]);
    await desk.getByRole('button', { name: 'Conference' }).waitFor();
    mixes = await countMixes(session.phone);
    mixesBefore = mixes();
    await desk.keyboard.press('Shift+F6');
    await app.until('a conference', ({ conference, calls }) => {
      return conference.length === 2 && calls.every(({ state }) => state === 'active');
    });
    await desk.getByRole('navigation', { name: 'Calls' }).getByText('In conference').first().waitFor();
    await untilSent(0, [operatorTone, second.tone]);
    await untilSent(1, [operatorTone, first.tone]);
    expect(mixes()).toBe(mixesBefore + 1);
  });

  it('silences the operator to both when muted, and the two go on hearing each other', async () => {
    await pressHeadset(session.app, 'mute');
    await session.app.until('muted', ({ muted }) => muted);
    await untilSent(0, [second.tone]);
    await untilSent(1, [first.tone]);
    await customerHears(first.number, ({ levelHeard }) => levelHeard > loud);
    await customerHears(second.number, ({ levelHeard }) => levelHeard > loud);
    await pressHeadset(session.app, 'mute');
    await session.app.until('unmuted', ({ muted }) => !muted);
  });

  it('is held as a whole, and nothing of anybody is sent meanwhile', async () => {
    const { app, desk } = session;
    await desk.keyboard.press('F6');
    await app.until('both wait', ({ calls }) => calls.every(({ state }) => state === 'held'));
    await untilSent(0, []);
    await untilSent(1, []);
    await desk.keyboard.press('F6');
    await app.until('both talk', ({ calls }) => calls.every(({ state }) => state === 'active'));
    await untilSent(0, [operatorTone, second.tone]);
  });

  it('is split by the same key into one who talks and one who waits, and joined again', async () => {
    const { app, desk } = session;
    await desk.keyboard.press('Shift+F6');
    await app.until('split', ({ conference, calls }) => {
      return conference.length === 0 && calls.some(({ state }) => state === 'held');
    });
    const { calls } = await app.state();
    const talks = calls.findIndex(({ state }) => state === 'active');
    await untilSent(talks, [operatorTone]);
    await untilSent(1 - talks, []);
    await desk.getByRole('button', { name: 'Conference' }).click();
    await app.until('joined', ({ conference }) => conference.length === 2);
  });

  it('goes on as two when one hangs up, with nothing of the mix left', async () => {
    const { app } = session;
    const { calls } = await app.state();
    const leaving = calls.find(({ remote }) => remote.number === first.number)?.id ?? '';
    await app.ctl.request('call/hangup', { id: leaving });
    await app.until('one is left', ({ conference, calls: now }) => {
      return conference.length === 0 && now.filter(({ state }) => state === 'active').length === 1;
    });
    await untilSent(1, [operatorTone]);
    await customerHears(second.number, ({ levelHeard }) => levelHeard > loud);
    await expect.poll(mixes).toBe(mixesBefore);
  });
});
