import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Contender } from './contenders.ts';
import { beginTaps } from './taps.ts';

export interface Load {
  /** Of one processor, by the process of the page. */
  readonly processorPercent: number;
  /** Proportional set size of that process (Linux only): shared pages are shared out. */
  readonly memoryMB: number | null;
}

const settleMs = 2_000;
const observedMs = 10_000;

/** What the process of the phone page uses in a call. */
export async function loadInCall(browser: Browser, contender: Contender): Promise<Load> {
  const { exchange, phone } = contender;
  const moments = await beginTaps(phone);
  await exchange.call();
  await contender.clickAnswer();
  await moments.next('first RTP');
  await wait(settleMs);
  const client = await phone.context().newCDPSession(phone);
  await client.send('Performance.enable');
  const read = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    const seconds = (wanted: string): number =>
      metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
    return { at: seconds('Timestamp'), processor: seconds('ProcessTime') };
  };
  const before = await read();
  await wait(observedMs);
  const after = await read();
  const pid = await findProcess(browser, phone);
  const memoryMB = readMemory(pid);
  await client.detach();
  await contender.clickEnd();
  await moments.next('got 200 BYE');
  await contender.untilIdle();
  return {
    processorPercent: (100 * (after.processor - before.processor)) / (after.at - before.at),
    memoryMB,
  };
}

/** The renderer whose processor time is that of the page: nothing else of a page names its process. */
async function findProcess(browser: Browser, page: Page): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const { metrics } = await client.send('Performance.getMetrics');
  const used = metrics.find(({ name }) => name === 'ProcessTime')?.value ?? Number.NaN;
  const system = await browser.newBrowserCDPSession();
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  await client.detach();
  await system.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const [nearest] = renderers.toSorted((a, b) => Math.abs(a.cpuTime - used) - Math.abs(b.cpuTime - used));
  if (nearest === undefined) throw new Error('the page has no process');
  return nearest.id;
}

function readMemory(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const found = /^Pss:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return found === null ? null : Number(found[1]) / 1_024;
}
