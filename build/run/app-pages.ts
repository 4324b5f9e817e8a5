import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../electron/browser-host/chromium.ts';
import type { RunningApp } from './running-app.ts';

export interface AppPages {
  readonly browser: Browser;
  readonly desk: Page;
  readonly phone: Page;
  close(): Promise<void>;
}

/** As the browser host starts it, with the fake microphone of tests: a beep every second. */
const chromiumFlags = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

export async function launchChromium(extraFlags: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium was found; set OFFHOOK_CHROMIUM');
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath,
    args: [...chromiumFlags, ...root, ...extraFlags],
    ignoreDefaultArgs: ['--mute-audio'],
  });
}

/** Opens both pages of a running app in one headless Chromium, the phone first. */
export async function openPages(
  app: RunningApp,
  options: {
    readonly flags?: readonly string[];
    readonly permissions?: readonly string[];
    /** Runs in the desk before its own scripts. */
    readonly deskScript?: () => void;
  } = {},
): Promise<AppPages> {
  const browser = await launchChromium(options.flags);
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    permissions: [...(options.permissions ?? ['microphone'])],
  });
  const phone = await context.newPage();
  await phone.goto(app.phoneAddress);
  const desk = await context.newPage();
  if (options.deskScript !== undefined) await desk.addInitScript(options.deskScript);
  await desk.goto(app.deskAddress);
  return { browser, desk, phone, close: () => browser.close() };
}
