import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lineSources, type Line } from '../common/policy/content-policy.ts';
import type { Wire } from '../common/contract/wire.ts';
import type { PageName, Pages } from '../shell/pages.ts';
import { findChromium, openChromium, type ChromiumPages } from './chromium.ts';
import type { HostOptions } from './options.ts';
import { pageFolder, servePage, type PageServer } from './page-server.ts';

export interface BrowserPages extends Pages {
  readonly deskAddress: string;
  readonly phoneAddress: string;
  /** The port asked for was taken, and another one is used. */
  readonly portTaken: boolean;
  close(): Promise<void>;
}

/** Both pages on origins of their own, and the Chromium that shows them unless the user brings one. */
export async function openBrowserPages(options: {
  readonly resources: string;
  readonly host: HostOptions;
  readonly lines: () => readonly Line[];
  /** The window was closed by the user. */
  readonly onClosed: () => void;
}): Promise<BrowserPages> {
  const { resources, host } = options;
  const listeners = new Set<(page: PageName, wire: Wire) => void>();
  const serve = (page: PageName, port: number): Promise<PageServer> =>
    servePage({
      page,
      port,
      folder: pageFolder(resources, page),
      preload: join(resources, 'preload', `${page}-browser.js`),
      lineSources: () => lineSources(options.lines()),
      onConnect: (wire) => {
        for (const listener of [...listeners]) listener(page, wire);
      },
    });
  const wanted = await serve('desk', host.port).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  });
  const desk = wanted ?? (await serve('desk', 0));
  const phone = await serve('phone', 0);
  let browser: ChromiumPages | undefined;

  return {
    deskAddress: desk.address,
    phoneAddress: phone.address,
    portTaken: wanted === undefined,
    onConnect(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async open() {
      if (host.open === 'none') return;
      const executable = findChromium();
      if (executable === undefined)
        throw new Error('no Chromium, Chrome or Edge was found; set OFFHOOK_CHROMIUM');
      const userData = join(host.profile, 'chromium');
      mkdirSync(userData, { recursive: true, mode: 0o700 });
      browser = await openChromium({
        executable,
        userData,
        headless: host.open === 'headless',
        desk: desk.address,
        phone: phone.address,
      });
      browser.onClosed(options.onClosed);
    },
    showDesk: () => void browser?.showDesk(),
    reload: (page) => {
      if (page === 'desk') desk.reload();
      else phone.reload();
    },
    revive: (page) => browser?.replace(page),
    async close() {
      await browser?.close();
      await Promise.all([desk.close(), phone.close()]);
    },
  };
}
