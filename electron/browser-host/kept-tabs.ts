import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { reloadDelay } from '../common/policy/crash-recovery.ts';
import type { PageName } from '../shell/pages.ts';

export interface KeptTabs {
  showDesk(): Promise<void>;
  /** Closes a page that hangs and opens it in a new tab; pages that crash are opened anew without being asked. */
  replace(page: PageName): void;
}

/** In milliseconds; both take below half a second on a busy machine. */
const openMs = 5_000;
const loadMs = 15_000;

/** Opens the phone in a tab of its own, then the desk in front of it, and keeps both open until the context closes. */
export async function keepTabs(
  context: BrowserContext,
  addresses: Readonly<Record<PageName, string>>,
): Promise<KeptTabs> {
  const first = context.pages()[0] ?? (await context.newPage());
  const tabs: Record<PageName, Page> = { desk: first, phone: await context.newPage() };
  const crashes: Record<PageName, number[]> = { desk: [], phone: [] };
  /** Wait for their turn to be opened, or are being opened. */
  const waiting = new Set<PageName>();
  const opening = new Set<PageName>();
  let hasEnded = false;
  context.once('close', () => {
    hasEnded = true;
  });

  const watch = (page: PageName): void => {
    const tab = tabs[page];
    // Chromium leaves a tab whose process died to its user; nobody looks at that of the phone.
    tab.once('crash', () => {
      if (tabs[page] === tab) reopen(page);
    });
    // The desk's window is the program to its user: closing it ends the phone too.
    tab.once('close', () => {
      if (page === 'desk' && tabs.desk === tab) void context.close();
    });
  };
  const openAnew = async (page: PageName): Promise<void> => {
    const broken = tabs[page];
    tabs[page] = await openTab(context);
    watch(page);
    await broken.close().catch(() => undefined);
    await tabs[page].goto(addresses[page], { timeout: loadMs });
  };
  const showDesk = (): Promise<void> => tabs.desk.bringToFront().catch(() => undefined);
  const replace = (page: PageName): void => {
    waiting.delete(page);
    if (hasEnded || opening.has(page)) return;
    opening.add(page);
    openAnew(page).then(
      () => {
        opening.delete(page);
        void showDesk();
      },
      () => {
        // A tab whose process dies while it is opened tells of no crash: it is in the way of opening it.
        opening.delete(page);
        reopen(page);
      },
    );
  };
  const reopen = (page: PageName): void => {
    if (waiting.has(page) || opening.has(page)) return;
    waiting.add(page);
    const now = Date.now();
    const delay = reloadDelay(crashes[page], now);
    crashes[page].push(now);
    setTimeout(() => {
      if (waiting.has(page)) replace(page);
    }, delay);
  };

  await tabs.phone.goto(addresses.phone);
  await tabs.desk.goto(addresses.desk);
  await tabs.desk.bringToFront();
  watch('desk');
  watch('phone');
  return { showDesk, replace };
}

/** Playwright waits for ever for a tab whose process dies before it is known. */
async function openTab(context: BrowserContext): Promise<Page> {
  const opening = context.newPage();
  const tab = await Promise.race([opening, wait(openMs, undefined, { ref: false })]);
  if (tab !== undefined) return tab;
  void opening.then((late) => late.close()).catch(() => undefined);
  throw new Error(`no new tab within ${openMs} ms`);
}
