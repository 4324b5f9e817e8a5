import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../electron/common/lib/app-error.ts';
import {
  answerByHeadset,
  openSession,
  pressHeadset,
  untilCustomer,
  untilReady,
  untilStats,
  type Session,
} from '../support/desk-driver.ts';
import { english } from '../support/english.ts';
import {
  builtInLabel,
  headsetLabel,
  installPluggableDevices,
  timeSwap,
} from '../support/pluggable-devices.ts';

/** What a customer hears of the fake microphone's beep, and of silence, as root mean square. */
const heard = 0.005;
const silent = 0.001;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function open(audio: object = {}): Promise<Session> {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-sound-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify({ audio: { processing: false, ...audio } }));
  const session = await openSession({
    flags: ['--no-open', '--config', file],
    pages: { phoneScript: installPluggableDevices },
  });
  cleanUps.push(() => session.stop());
  await untilReady(session);
  return session;
}

const untilTold = ({ app }: Session, code: ErrorCode, isTold = true) =>
  app.until(
    `${code} ${isTold ? 'told' : 'over'}`,
    ({ notices }) => notices.some((notice) => notice.code === code) === isTold,
  );

describe('[56] a headset unplugged in a call', () => {
  it.each([
    ['chosen by its label', { microphone: headsetLabel, speaker: headsetLabel }],
    ['the default of the system', {}],
  ])(
    '%s: another device within a second, mute and hold kept, said; plugged in again: back',
    async (_, audio) => {
      const session = await open(audio);
      const { app, phone, desk } = session;
      await answerByHeadset(session);
      await untilCustomer(app, 'the operator', ({ levelHeard }) => levelHeard > heard);
      await pressHeadset(app, 'mute');
      await app.until('muted', ({ muted }) => muted);

      const away = await timeSwap(phone, 'unplug', headsetLabel, builtInLabel);
      expect(away.ms).toBeLessThan(1_000);
      expect(away.isSending).toBe(false);
      for (const code of ['media.microphone-replaced', 'media.speaker-replaced'] as const) {
        const { notices } = await untilTold(session, code);
        const details = { lost: headsetLabel, used: builtInLabel };
        expect(notices.find((notice) => notice.code === code)).toMatchObject({ details });
        const [words = ''] = english(`error.${code}.what`).split('{{');
        await desk.getByRole('log').getByText(words, { exact: false }).waitFor();
      }
      expect((await app.state()).muted).toBe(true);
      await untilStats(
        app,
        'packets go on, without sound',
        (now, before) => now.packetsSent > before.packetsSent && now.energySent === before.energySent,
      );
      await untilCustomer(app, 'silence', ({ levelHeard }) => levelHeard < silent);
      await pressHeadset(app, 'mute');
      await untilCustomer(app, 'the operator through the other one', ({ levelHeard }) => levelHeard > heard);
      if ('speaker' in audio) expect(await phone.evaluate(() => globalThis.pluggable.speaker())).toBe('');

      await app.ctl.request('call/hold', {});
      await app.until('held', ({ operator }) => operator.state === 'held');
      const back = await timeSwap(phone, 'plug', headsetLabel, headsetLabel);
      expect(back.ms).toBeLessThan(1_000);
      expect(back.isSending).toBe(false);
      await untilTold(session, 'media.microphone-replaced', false);
      await untilTold(session, 'media.speaker-replaced', false);
      expect((await app.state()).operator.state).toBe('held');
      await untilCustomer(app, 'nothing while held', ({ levelHeard }) => levelHeard < silent);
      await app.ctl.request('call/resume', {});
      await untilCustomer(app, 'the operator again', ({ levelHeard }) => levelHeard > heard);
      if ('speaker' in audio)
        expect(await phone.evaluate(() => globalThis.pluggable.speaker())).toBe(headsetLabel);
      console.log(`[56] away ${away.ms.toFixed(0)} ms, back ${back.ms.toFixed(0)} ms`);
    },
  );
});

it('[56] a loudspeaker unplugged while nobody talks is told, and over when it is back', async () => {
  const session = await open({ speaker: headsetLabel });
  const { desk, phone } = session;
  await phone.evaluate((label) => globalThis.pluggable.unplug(label), headsetLabel);
  await untilTold(session, 'media.speaker-replaced');
  await desk
    .getByRole('log')
    .getByText(english('error.media.speaker-replaced.do'), { exact: false })
    .waitFor();
  await phone.evaluate((label) => globalThis.pluggable.plug(label), headsetLabel);
  await untilTold(session, 'media.speaker-replaced', false);
});

interface Said {
  readonly button: number;
  readonly lamp: number;
}

declare global {
  /** Resolves when both show it. */
  var said: Promise<Said>;
  var sent: Promise<number>;
}

/** Begins to look when headset lamp and button on the desk show it and the phone page does it; times in milliseconds. */
async function watchMute({ desk, phone }: Session, isMuted: boolean): Promise<() => Promise<number[]>> {
  await desk.evaluate(
    ({ button, lamp, on }) => {
      const now = (): number => performance.timeOrigin + performance.now();
      const times = { button: 0, lamp: 0 };
      const look = (): boolean => {
        const isOffered = [...document.querySelectorAll('button')].some((one) =>
          one.textContent.includes(button),
        );
        if (isOffered === on && times.button === 0) times.button = now();
        const isLit = [...document.querySelectorAll('li')].some((one) => one.textContent.includes(lamp));
        if (isLit === on && times.lamp === 0) times.lamp = now();
        return times.button > 0 && times.lamp > 0;
      };
      globalThis.said = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (!look()) return;
          observer.disconnect();
          resolve(times);
        });
        const whole = { subtree: true, childList: true, characterData: true, attributes: true };
        observer.observe(document.body, whole);
      });
    },
    {
      button: english('control.unmute'),
      lamp: english('headset.on').replace('{{light}}', english('headset.light.mute')),
      on: isMuted,
    },
  );
  await phone.evaluate((on) => {
    globalThis.sent = globalThis.pluggable.untilSending(on);
  }, !isMuted);
  return async () => {
    const { button, lamp } = await desk.evaluate(() => globalThis.said);
    return [button, lamp, await phone.evaluate(() => globalThis.sent)];
  };
}

it('[57] muted by headset, key or click in any order, all agree at once and nothing is sent', async () => {
  const session = await open();
  const { app, desk } = session;
  await answerByHeadset(session);
  const ways = {
    headset: () => pressHeadset(app, 'mute'),
    key: () => desk.keyboard.press('F4'),
    click: () =>
      desk
        .getByRole('button', { name: /^(?:Mute|Unmute)/u })
        .first()
        .click(),
  };
  const names = ['headset', 'key', 'click'] as const;
  const orders = names.flatMap((first) => names.map((second) => [first, second] as const));
  const spans: number[] = [];
  for (const [mute, unmute] of orders) {
    await untilCustomer(app, 'the operator', ({ levelHeard }) => levelHeard > heard);
    for (const [way, isMuted] of [
      [mute, true],
      [unmute, false],
    ] as const) {
      const untilAll = await watchMute(session, isMuted);
      await ways[way]();
      const times = await untilAll();
      spans.push(Math.max(...times) - Math.min(...times));
      expect((await app.state()).muted, `${mute}, then ${unmute}`).toBe(isMuted);
      if (!isMuted) continue;
      await untilStats(
        app,
        'packets go on, without sound',
        (now, before) => now.packetsSent > before.packetsSent && now.energySent === before.energySent,
      );
      await untilCustomer(app, 'silence', ({ levelHeard }) => levelHeard < silent);
    }
  }
  console.log(
    `[57] headset, desk and sender agree within ${spans.map((span) => span.toFixed(0)).join(', ')} ms`,
  );
  // On a machine at rest all of them (23 to 67 ms); one with other work delays single ones, which says nothing about the
  // way of the wish.
  expect(spans.filter((span) => span > 100).length, '18 of them').toBeLessThanOrEqual(4);
});

describe('[28] [29] a call that is dialled', () => {
  it.each([
    ['denied', 'NotAllowedError', 'media.microphone-denied'],
    ['busy', 'NotReadableError', 'media.microphone-busy'],
    ['absent', 'NotFoundError', 'media.microphone-missing'],
  ] as const)(
    'with the microphone %s sends no INVITE, says so, and can be tried again',
    async (_, name, code) => {
      const session = await open();
      const { app, desk, phone } = session;
      const invites: string[] = [];
      await phone.evaluate((error) => globalThis.pluggable.refuse(error), name);
      const client = await phone.context().newCDPSession(phone);
      await client.send('Network.enable');
      client.on('Network.webSocketFrameSent', ({ response }) => {
        if (response.payloadData.startsWith('INVITE ')) invites.push(response.payloadData);
      });
      await app.ctl.request('call/dial', { number: '600' });
      await untilTold(session, code);
      await desk
        .getByText(english(`error.${code}.what`), { exact: false })
        .first()
        .waitFor();
      await desk
        .getByText(english(`error.${code}.do`), { exact: false })
        .first()
        .waitFor();
      const { calls } = await app.until('the line is free', (state) =>
        state.calls.every((call) => call.state === 'ended'),
      );
      expect(calls).toMatchObject([{ reason: code }]);
      expect(invites).toEqual([]);

      await phone.evaluate(() => {
        globalThis.pluggable.refuse(null);
        globalThis.pluggable.plug('');
      });
      await app.ctl.request('operator/ready', null);
      expect(await app.ctl.request('call/dial', { number: '600' })).toMatchObject({ ok: true });
      await app.until('talking', ({ operator }) => operator.state === 'talking');
      await untilTold(session, code, false);
      expect(invites).toHaveLength(1);
    },
  );
});
