import type { Browser, Page } from 'playwright-core';
import type { Account } from './exchange.ts';
import { servePeer, type PeerName } from './peer-server.ts';
import { installTaps } from './taps.ts';

const waitMs = 60_000;

/** A page around one of the libraries, registered, with its buttons. */
export interface PeerPage {
  readonly page: Page;
  click(label: 'Call' | 'Answer' | 'End'): Promise<void>;
  untilShown(state: 'registered' | 'ringing' | 'talking'): Promise<void>;
  close(): void;
}

/** Pages of one contender, apart from those of the others, with taps from their first moment on. */
export async function openTapped(browser: Browser, pages: number): Promise<Page[]> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    permissions: ['microphone'],
  });
  await context.addInitScript(installTaps);
  return Promise.all(Array.from({ length: pages }, () => context.newPage()));
}

export async function openPeerPage(browser: Browser, name: PeerName, account: Account): Promise<PeerPage> {
  const server = await servePeer(name);
  const [page] = await openTapped(browser, 1);
  if (page === undefined) throw new Error('no page');
  await page.goto(server.address);
  await page.evaluate(`beginPeer(${JSON.stringify(account)})`);
  const peer: PeerPage = {
    page,
    click: (label) => page.getByRole('button', { name: label }).click(),
    untilShown: (wanted) =>
      page.getByRole('status').filter({ hasText: wanted }).waitFor({ state: 'attached', timeout: waitMs }),
    close: server.close,
  };
  await peer.untilShown('registered');
  return peer;
}
