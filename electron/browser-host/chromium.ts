import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { keepTabs, type KeptTabs } from './kept-tabs.ts';

export interface ChromiumPages extends KeptTabs {
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

/** Chromium heeds the last list only: without these, that of Playwright would be lost. */
const unwanted = [
  // The keys of a headset are the program's.
  'HardwareMediaKeyHandling',
  'MediaSessionService',
  // What asks servers of the browser's maker: about the fields of our forms, by the first.
  'AutofillServerCommunication',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'MediaRouter',
  'Translate',
  'LensOverlay',
  'msForceBrowserSignIn',
  // The pages are on http: and stay there.
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'DestroyProfileOnBrowserClose',
];

/** Calls must not stop ringing because the window is covered or the tab is not the front one. */
const everyStart = [
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  `--disable-features=${unwanted.join(',')}`,
  // The practice exchange is on this machine; without this Chromium offers no loopback candidates.
  '--allow-loopback-in-peer-connection',
];

const headlessStart = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Starts the browser with both pages, which end with it. */
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
  const tabs = await keepTabs(context, { desk: options.desk, phone: options.phone });
  return {
    ...tabs,
    onClosed: (listener) => context.once('close', listener),
    close: () => context.close(),
  };
}
