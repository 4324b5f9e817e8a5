import { BrowserWindow, type WebContents } from 'electron';
import type { Wire } from '../common/contract/wire.ts';
import type { Clock } from '../common/lib/clock.ts';
import { reloadDelay } from '../common/policy/crash-recovery.ts';
import { pageNames, pageUrl, type PageName } from '../common/policy/page-identity.ts';
import { windowOptions, type Platform } from '../common/policy/window-options.ts';
import type { Log } from '../shell/log.ts';
import type { Pages } from '../shell/pages.ts';
import { acceptPage } from './page-wire.ts';

interface WindowsOptions {
  readonly platform: Platform;
  readonly developer: boolean;
  readonly preloadOf: (page: PageName) => string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface PageWindows {
  readonly pages: Pages;
  readonly pageOf: (contents: WebContents | null) => PageName | null;
  /** Closes both windows for good; until then closing the desk only hides it. */
  readonly destroy: () => void;
}

/** The two windows: a hidden one that telephones and a visible one that the operator works in. */
export function createPageWindows(options: WindowsOptions): PageWindows {
  const { clock, log } = options;
  const windows = new Map<PageName, BrowserWindow>();
  const connects = new Set<(page: PageName, wire: Wire) => void>();
  const ends: (() => void)[] = [];

  const pageOf = (contents: WebContents | null): PageName | null =>
    pageNames.find((page) => contents !== null && windows.get(page)?.webContents === contents) ?? null;
  const reload = (page: PageName): void => {
    const window = windows.get(page);
    if (window !== undefined && !window.isDestroyed()) void load(page, window);
  };
  const load = (page: PageName, window: BrowserWindow): Promise<void> =>
    window.loadURL(pageUrl(page)).catch((cause: unknown) => {
      log.error('page.not-loaded', { page, cause: String(cause) });
    });

  const create = (page: PageName): BrowserWindow => {
    const window = new BrowserWindow(windowOptions({ ...options, page, preload: options.preloadOf(page) }));
    windows.set(page, window);
    const onConnect = (wire: Wire): void => {
      for (const listener of [...connects]) listener(page, wire);
    };
    const onRefused = (): void => {
      log.warn('page.sender-refused', { page });
    };
    ends.push(acceptPage({ page, contents: window.webContents, onConnect, onRefused }));
    reviveAfterCrash(page, window);
    return window;
  };

  const reviveAfterCrash = (page: PageName, window: BrowserWindow): void => {
    const crashes: number[] = [];
    window.webContents.on('render-process-gone', (_event, details) => {
      log.error('page.gone', { page, reason: details.reason, exitCode: details.exitCode });
      const delay = reloadDelay(crashes, clock.now());
      crashes.push(clock.now());
      ends.push(
        clock.after(delay, () => {
          reload(page);
        }),
      );
    });
  };

  return {
    pageOf,
    pages: {
      onConnect(listener) {
        connects.add(listener);
        return () => connects.delete(listener);
      },
      async open() {
        const desk = create('desk');
        desk.on('close', (event) => {
          event.preventDefault();
          desk.hide();
        });
        const phone = create('phone');
        await Promise.all([load('phone', phone), load('desk', desk)]);
      },
      showDesk() {
        const desk = windows.get('desk');
        if (desk?.isMinimized() === true) desk.restore();
        desk?.show();
        desk?.focus();
      },
      reload,
      revive(page) {
        // A page that hangs does not hear of a new address; its end is noticed like that of a crash.
        windows.get(page)?.webContents.forcefullyCrashRenderer();
      },
    },
    destroy() {
      for (const end of ends.splice(0)) end();
      for (const window of windows.values()) window.destroy();
    },
  };
}
