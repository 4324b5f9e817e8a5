import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { z } from 'zod';
import type { configFileSchema } from '../../../electron/common/contract/settings.ts';
import { startApp } from '../../run/running-app.ts';
import { openBenchExchange, type BenchExchange } from './exchange.ts';
import { openPeerPage, openTapped } from './open-peer.ts';
import type { PeerName } from './peer-server.ts';

/** A phone that somebody operates with the mouse. */
export interface Contender {
  readonly name: string;
  readonly exchange: BenchExchange;
  /** The page with SIP and sound. */
  readonly phone: Page;
  /** The page that is clicked. */
  readonly desk: Page;
  /** Everything before the click that calls. */
  prepareDial(): Promise<void>;
  clickDial(): Promise<void>;
  /** Waits until it can be clicked. */
  clickAnswer(): Promise<void>;
  clickEnd(): Promise<void>;
  /** Registered, no call, ready for the next one. */
  untilIdle(): Promise<void>;
  close(): Promise<void>;
}

const waitMs = 60_000;

/** The whole app, from the click in the desk by way of the hub to the phone page. */
export async function openOffhook(browser: Browser): Promise<Contender> {
  const exchange = await openBenchExchange();
  const folder = await mkdtemp(join(tmpdir(), 'offhook-bench-'));
  const { server, ...login } = exchange.account;
  const config: z.input<typeof configFileSchema> = {
    practice: false,
    locale: 'en',
    sip: { ...login, servers: [server] },
    headset: { virtual: true, usb: false },
    remoteControl: true,
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const app = await startApp({ flags: ['--no-open', '--config', join(folder, 'config.json')] });
  const [phone, desk] = await openTapped(browser, 2);
  if (phone === undefined || desk === undefined) throw new Error('no pages');
  await phone.goto(app.phoneAddress);
  await desk.goto(app.deskAddress);
  await app.until('registered', ({ registration }) => registration.state === 'registered', waitMs);
  return {
    name: 'Offhook',
    exchange,
    phone,
    desk,
    async prepareDial() {
      await desk.getByRole('button', { name: /Dial$/u }).click();
      await desk.getByRole('textbox', { name: 'Number' }).fill('600');
    },
    clickDial: () => desk.getByRole('button', { name: /^Call Enter$/u }).click(),
    clickAnswer: () => desk.getByRole('button', { name: /Answer$/u }).click(),
    clickEnd: () => desk.getByRole('button', { name: /\bEnd$/u }).click(),
    async untilIdle() {
      await app.until('over', ({ calls }) => calls.every(({ state }) => state === 'ended'), waitMs);
      await app.ctl.request('operator/ready', null);
      await app.until(
        'ready',
        ({ registration, operator }) => registration.state === 'registered' && operator.state === 'ready',
        waitMs,
      );
    },
    async close() {
      await app.stop();
      await exchange.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A page with three buttons around one of the libraries. */
export async function openPeer(browser: Browser, name: PeerName): Promise<Contender> {
  const exchange = await openBenchExchange();
  const peer = await openPeerPage(browser, name, exchange.account);
  return {
    name,
    exchange,
    phone: peer.page,
    desk: peer.page,
    prepareDial: () => Promise.resolve(),
    clickDial: () => peer.click('Call'),
    async clickAnswer() {
      await peer.untilShown('ringing');
      await peer.click('Answer');
    },
    clickEnd: () => peer.click('End'),
    untilIdle: () => peer.untilShown('registered'),
    async close() {
      peer.close();
      await exchange.close();
    },
  };
}
