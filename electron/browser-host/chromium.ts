import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { reloadDelay } from '../common/policy/crash-recovery.ts';
import type { PageName } from '../shell/pages.ts';

export interface ChromiumPages {
  showDesk(): Promise<void>;
  /** Closes a page that hangs and opens it in a new tab; pages that crash are opened anew without being asked. */
  replace(page: PageName): Promise<void>;
  onClosed(listener: () => void): void;
  close(): Promise<void>;
}

const candidates = (): readonly string[] => {
  const { env } = process;
  const given = env['OFFHOOK_CHROMIUM'];
  if (given !== undefined) return [given];
  if (process.platform === 'win32') {
    return [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].flatMap((folder) =>
      folder === undefined
        ? []
        : [
            join(folder, 'Google/Chrome/Application/chrome.exe'),
            join(folder, 'Microsoft/Edge/Application/msedge.exe'),
          ],
    );
  }
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].flatMap(
    (name) => ['/usr/bin', '/usr/local/bin', '/snap/bin'].map((folder) => join(folder, name)),
  );
};

/** The browser to show the pages in: OFFHOOK_CHROMIUM, else the first Chromium, Chrome or Edge found. */
export const findChromium = (): string | undefined => candidates().find((file) => existsSync(file));

/** Calls must not stop ringing because the window is covered or the tab is not the front one. */
const everyStart = [
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-features=HardwareMediaKeyHandling,MediaSessionService',
  // The practice exchange is on this machine; without this Chromium offers no loopback candidates.
  '--allow-loopback-in-peer-connection',
];

const headlessStart = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Opens the phone in a tab of its own, then the desk in front of it. Both end with the context. */
export async function openChromium(options: {
  readonly executable: string;
  readonly userData: string;
  readonly headless: boolean;
  readonly desk: string;
  readonly phone: string;
}): Promise<ChromiumPages> {
  const root = process.getuid?.() === 0;
  const context = await chromium.launchPersistentContext(options.userData, {
    executablePath: options.executable,
    headless: options.headless,
    viewport: options.headless ? { width: 1366, height: 768 } : null,
    args: [
      ...everyStart,
      ...(options.headless ? headlessStart : [`--window-size=1366,800`]),
      // The sandbox of Chromium refuses to run as root, as in containers.
      ...(root ? ['--no-sandbox'] : []),
    ],
    ignoreDefaultArgs: ['--enable-automation', '--mute-audio'],
    // The hub ends calls and unregisters before the browser goes; Playwright would kill it at the signal.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  await context.grantPermissions(['microphone'], { origin: new URL(options.phone).origin });
  const first = context.pages()[0] ?? (await context.newPage());
  const tabs: Record<PageName, Page> = { desk: first, phone: await context.newPage() };
  await tabs.phone.goto(options.phone);
  await tabs.desk.goto(options.desk);
  await tabs.desk.bringToFront();
  /** The desk's window is the program to its user: closing it ends the phone too. */
  const closeTogether = (desk: Page): void => {
    desk.once('close', () => {
      if (tabs.desk === desk) void context.close();
    });
  };
  closeTogether(tabs.desk);

  const replace = async (page: PageName): Promise<void> => {
    const broken = tabs[page];
    tabs[page] = await context.newPage();
    if (page === 'desk') closeTogether(tabs.desk);
    watchCrash(page);
    await broken.close().catch(() => undefined);
    await tabs[page].goto(options[page]);
    await tabs.desk.bringToFront();
  };
  const crashes: Record<PageName, number[]> = { desk: [], phone: [] };
  /** Chromium leaves a tab whose process died to its user; nobody looks at that of the phone. */
  const watchCrash = (page: PageName): void => {
    const tab = tabs[page];
    tab.once('crash', () => reopen(page, tab));
  };
  const reopening = new Set<PageName>();
  let hasEnded = false;
  context.once('close', () => {
    hasEnded = true;
  });
  const reopen = (page: PageName, tab: Page): void => {
    if (reopening.has(page)) return;
    reopening.add(page);
    const now = Date.now();
    const delay = reloadDelay(crashes[page], now);
    crashes[page].push(now);
    setTimeout(() => {
      reopening.delete(page);
      // Meanwhile it may have been replaced, or the program may have ended.
      if (tabs[page] !== tab || hasEnded) return;
      // A tab whose process dies while it is opened tells of no crash: it is in the way of opening it.
      replace(page).catch(() => reopen(page, tabs[page]));
    }, delay);
  };
  watchCrash('desk');
  watchCrash('phone');
  return {
    async showDesk() {
      await tabs.desk.bringToFront();
    },
    replace,
    onClosed: (listener) => context.once('close', listener),
    close: () => context.close(),
  };
}
