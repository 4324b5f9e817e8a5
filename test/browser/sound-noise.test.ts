import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { NoiseSuppression } from '../../electron/common/sound/sound-processing.ts';
import {
  answerByHeadset,
  openSession,
  untilCustomer,
  untilReady,
  type Session,
} from '../support/desk-driver.ts';
import { makeNoise } from '../support/noise.ts';
import { toWav } from '../support/tones.ts';
import { readVoice, voiceRate } from '../support/voices.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offhook-noise-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let session: Session;
let complaints: string[];
afterEach(() => session.stop());

/** A call with a microphone into which these samples are spoken again and again. */
async function callWith(samples: Int16Array): Promise<void> {
  const sound = join(folder, 'sound.wav');
  const config = join(folder, 'config.json');
  await writeFile(sound, toWav(samples, voiceRate));
  await writeFile(config, JSON.stringify({ audio: { processing: false } }));
  session = await openSession({
    flags: ['--no-open', '--config', config],
    pages: { flags: [`--use-file-for-fake-audio-capture=${sound}`] },
  });
  complaints = [];
  session.phone.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await untilReady(session);
  await answerByHeadset(session);
}

async function suppress(noiseSuppression: NoiseSuppression): Promise<void> {
  expect(await session.app.ctl.request('sound/change', { noiseSuppression })).toEqual({
    ok: true,
    value: null,
  });
}

/** Root mean square at the customer of noise of -30 dBFS, and of what a good suppression leaves of it. */
const noisy = 0.015;
const quiet = 0.004;

it('RNNoise takes steady noise out of a call, at once and under the policy of the page; off it is heard again', async () => {
  await callWith(Int16Array.from(makeNoise(-30, voiceRate * 4), (sample) => sample * 0x7fff));
  const { app } = session;
  await untilCustomer(app, 'the noise', ({ levelHeard }) => levelHeard > noisy);
  await suppress('wasm');
  await untilCustomer(app, 'hardly any noise', ({ levelHeard }) => levelHeard < quiet);
  await suppress('off');
  await untilCustomer(app, 'the noise again', ({ levelHeard }) => levelHeard > noisy);
  expect(complaints).toEqual([]);
});

it('a voice goes through RNNoise, and mute is silence', async () => {
  await callWith(readVoice('en/complaint.al'));
  const { app } = session;
  await suppress('wasm');
  await untilCustomer(app, 'the voice', ({ levelHeard }) => levelHeard > 0.02);
  await app.ctl.request('call/mute', { on: true });
  await untilCustomer(app, 'silence', ({ levelHeard }) => levelHeard < 0.001);
  await app.ctl.request('call/mute', { on: false });
  await untilCustomer(app, 'the voice again', ({ levelHeard }) => levelHeard > 0.02);
  expect(complaints).toEqual([]);
});
