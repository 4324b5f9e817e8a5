import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPeerPage, type PeerPage } from '../../build/bench/call/open-peer.ts';
import { beginTaps } from '../../build/bench/call/taps.ts';
import { launchChromium } from '../../build/run/app-pages.ts';
import { printFigures, summarise } from '../../build/run/figures.ts';
import { plainServer } from '../support/bed/asterisk.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import type { Operator } from '../support/bed/operator.ts';
import { startScene, type Scene } from '../support/bed/scene.ts';

let scene: Scene;
let customer: Baresip;
let operator: Operator;
let browser: Browser;
let plain: PeerPage;

beforeAll(async () => {
  scene = await startScene();
  ({ customer, operator } = scene);
  browser = await launchChromium(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
  plain = await openPeerPage(browser, 'SessionManager of sip.js', {
    server: plainServer,
    domain: '127.0.0.1',
    user: '102',
    password: 'secret-102',
  });
});
afterAll(async () => {
  plain.close();
  await browser.close();
  await scene.stop();
});

const rounds = 12;
/** Nobody answers sooner. */
const ringMs = 500;
const barMs = 60;

/** The first call meets cold caches and code that is not compiled. */
const median = (values: readonly number[]): number =>
  values.slice(1).toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;

async function answerByHeadset(): Promise<void> {
  const since = customer.events.mark();
  customer.dial('101');
  await operator.untilCall('rings', ({ state }) => state === 'ringing');
  await wait(ringMs);
  await operator.press('hook');
  await operator.untilCall('active', ({ state }) => state === 'active');
  await operator.press('hook');
  await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
  await operator.endAllCalls();
}

/** Milliseconds from the click to the 200 on the socket. */
async function answerByPlainPhone(): Promise<number> {
  const since = customer.events.mark();
  const taps = await beginTaps(plain.page);
  customer.dial('102');
  await taps.next('got INVITE');
  await wait(ringMs);
  await plain.untilShown('ringing');
  await plain.click('Answer');
  const [clicked, ok] = [await taps.next('click'), await taps.next('sent 200 INVITE')];
  await plain.untilShown('talking');
  await plain.click('End');
  await customer.events.until('the end', ({ type }) => type === 'CALL_CLOSED', { since });
  await plain.untilShown('registered');
  return ok - clicked;
}

/** From the bytes of the button to the 200 on the socket, as the log of the app has them. */
async function readAnswerTimes(): Promise<number[]> {
  const log = await readFile(join(operator.app.profile, 'logs', 'offhook.log'), 'utf8');
  const times: number[] = [];
  let pressedAt = Number.NaN;
  for (const line of log.split('\n')) {
    if (line.includes('"headset.intent"') && line.includes('"answer"'))
      pressedAt = Number(/"reportAt":([\d.]+)/u.exec(line)?.[1]);
    const okAt = line.includes('"line.established"') ? /"okAt":([\d.]+)/u.exec(line)?.[1] : undefined;
    if (okAt !== undefined) times.push(Number(okAt) - pressedAt);
  }
  return times;
}

it('the answer is on the socket well before that of a plain sip.js phone, which waits for a TCP candidate', async () => {
  const plainTimes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await answerByHeadset();
    plainTimes.push(await answerByPlainPhone());
  }
  const times = await readAnswerTimes();
  printFigures('answer, Asterisk', [
    summarise('headset report → 200 OK', times, barMs),
    summarise('click in a plain sip.js phone → 200 OK', plainTimes, null),
  ]);
  expect(times).toHaveLength(rounds);
  expect(median(times)).toBeLessThan(barMs);
  expect(median(times)).toBeLessThan(median(plainTimes));
});
