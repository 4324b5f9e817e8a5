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
const fakeMicrophone = '--use-fake-device-for-media-stream';
const grantByItself = '--use-fake-ui-for-media-stream';
const chromiumFlags = [
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
    /** False: nobody grants it, as when a user or a policy refuses. */
    readonly isMicrophoneAllowed?: boolean;
    /** False: the machine has no sound input at all. */
    readonly hasMicrophone?: boolean;
    /** Runs in the desk before its own scripts. */
    readonly deskScript?: () => void;
    /** Runs in the phone before its own scripts. */
    readonly phoneScript?: () => void;
  } = {},
): Promise<AppPages> {
  const { isMicrophoneAllowed = true, hasMicrophone = true } = options;
  const browser = await launchChromium([
    ...(hasMicrophone ? [fakeMicrophone] : []),
    ...(isMicrophoneAllowed ? [grantByItself] : []),
    ...(options.flags ?? []),
  ]);
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    permissions: isMicrophoneAllowed ? ['microphone'] : [],
  });
  const phone = await context.newPage();
  if (options.phoneScript !== undefined) await phone.addInitScript(options.phoneScript);
  await phone.goto(app.phoneAddress);
  const desk = await context.newPage();
  if (options.deskScript !== undefined) await desk.addInitScript(options.deskScript);
  await desk.goto(app.deskAddress);
  return { browser, desk, phone, close: () => browser.close() };
}
