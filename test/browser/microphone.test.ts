import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CallStats } from '../../electron/common/contract/phone-contract.ts';
import type { ErrorCode } from '../../electron/common/lib/app-error.ts';
import {
  answerByHeadset,
  openSession,
  pressHeadset,
  untilReady,
  untilStats,
  type Session,
} from '../support/desk-driver.ts';
import type { RunningApp } from '../support/running-app.ts';
import { toWav } from '../support/tones.ts';
import { readVoice, voiceRate } from '../support/voices.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offhook-microphone-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let session: Session;
afterEach(() => session.stop());

/** The app with a microphone into which these samples are spoken, again and again. */
async function openWith(samples: Int16Array): Promise<void> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.wav`);
  await writeFile(file, toWav(samples, voiceRate));
  session = await openSession({ pages: { flags: [`--use-file-for-fake-audio-capture=${file}`] } });
  await untilReady(session);
}

/** Somebody who talks on and on, with breath between the sentences. */
function talkative(): Int16Array {
  const breath = new Int16Array(voiceRate / 4);
  return Int16Array.from(
    ['complaint', 'bill', 'question'].flatMap((phrase) => [...readVoice(`en/${phrase}.al`), ...breath]),
  );
}

const untilTold = (code: ErrorCode, isTold = true) =>
  session.app.until(
    `${code} ${isTold ? 'told' : 'over'}`,
    ({ notices }) => notices.some((notice) => notice.code === code) === isTold,
    30_000,
  );

async function readStats(app: RunningApp): Promise<CallStats> {
  const stats = await app.ctl.request('call/stats', {});
  if (!stats.ok) throw new Error(stats.error.code);
  return stats.value;
}

/** The audio contexts of a page that are alive, by their sampling rate. */
async function watchAudioContexts(page: Page) {
  const alive = new Map<string, number>();
  const waiting = new Set<() => void>();
  const client = await page.context().newCDPSession(page);
  const changed = (): void => {
    for (const look of [...waiting]) look();
  };
  client.on('WebAudio.contextCreated', ({ context }) => {
    alive.set(context.contextId, context.sampleRate);
    changed();
  });
  client.on('WebAudio.contextChanged', ({ context }) => {
    if (context.contextState === 'closed') alive.delete(context.contextId);
    changed();
  });
  client.on('WebAudio.contextWillBeDestroyed', ({ contextId }) => {
    alive.delete(contextId);
    changed();
  });
  await client.send('WebAudio.enable');
  const meters = (): number => [...alive.values()].filter((rate) => rate === voiceRate).length;
  return {
    untilMeters: (wanted: number): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (meters() !== wanted) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

it('who speaks while muted is told so, and nothing of it leaves; unmuted it is over', async () => {
  await openWith(talkative());
  const { app, phone } = session;
  const contexts = await watchAudioContexts(phone);
  await answerByHeadset(session);
  await contexts.untilMeters(1);
  await untilStats(app, 'the operator is heard', (now, before) => now.energySent > before.energySent);

  await pressHeadset(app, 'mute');
  await app.until('muted', ({ muted }) => muted);
  // What was spoken before the mute may still be on its way to the encoder.
  const afterMute = await untilStats(
    app,
    'packets go on, without sound',
    (now, before) => now.packetsSent > before.packetsSent && now.energySent === before.energySent,
  );
  await untilTold('media.speaking-while-muted');
  const whenTold = await readStats(app);
  expect(whenTold.energySent).toBe(afterMute.energySent);

  await pressHeadset(app, 'mute');
  await app.until('unmuted', ({ muted }) => !muted);
  await untilTold('media.speaking-while-muted', false);
  await untilStats(app, 'heard again', (now, before) => now.energySent > before.energySent);

  await pressHeadset(app, 'mute');
  await untilTold('media.speaking-while-muted');
  await pressHeadset(app, 'hook');
  await untilTold('media.speaking-while-muted', false);
  await contexts.untilMeters(0);
});

it('a microphone without any sound is told, but not while muted or after the call', async () => {
  await openWith(new Int16Array(voiceRate));
  const { app } = session;
  const id = await answerByHeadset(session);
  await untilTold('media.microphone-silent');
  await pressHeadset(app, 'mute');
  await untilTold('media.microphone-silent', false);
  await pressHeadset(app, 'mute');
  await untilTold('media.microphone-silent');
  await app.ctl.request('call/hangup', { id });
  await untilTold('media.microphone-silent', false);
});

it('the page loaded anew takes its warning back, tells its microphone, and that WebHID grants it nothing', async () => {
  await openWith(new Int16Array(voiceRate));
  const { app, phone } = session;
  await answerByHeadset(session);
  await untilTold('media.microphone-silent');
  const errors: string[] = [];
  phone.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const told = new Map<string, unknown>();
  const bothTold = new Promise<void>((resolve) => {
    phone.on('websocket', (socket) => {
      // The other one speaks SIP.
      if (!socket.url().includes('/wire')) return;
      socket.on('framesent', ({ payload }) => {
        const message = readEvent(payload.toString());
        if (message !== undefined) told.set(message.event, message.payload);
        if (told.has('phone/hid-devices') && told.has('phone/microphone')) resolve();
      });
    });
  });
  await phone.reload();
  await bothTold;
  await untilTold('media.microphone-silent', false);
  expect(await phone.evaluate(() => 'hid' in navigator)).toBe(true);
  expect(told.get('phone/hid-devices')).toEqual({ devices: [] });
  // "Fake Audio Input 1" is not on USB.
  expect(told.get('phone/microphone')).toEqual({ usbId: null });
  await app.until('registered again', ({ registration }) => registration.state === 'registered');
  expect(errors).toEqual([]);
  const { notices } = await app.state();
  expect(notices.filter(({ code }) => code === 'internal' || code.startsWith('media.'))).toEqual([]);
});

function readEvent(text: string): { event: string; payload: unknown } | undefined {
  const message: unknown = JSON.parse(text);
  const isEvent =
    typeof message === 'object' && message !== null && 'event' in message && 'payload' in message;
  return isEvent && typeof message.event === 'string'
    ? { event: message.event, payload: message.payload }
    : undefined;
}
