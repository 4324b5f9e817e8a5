import type { Browser, CDPSession } from 'playwright-core';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import type { NoiseSuppression } from '../../electron/common/sound/sound-processing.ts';
import { openPages } from '../run/app-pages.ts';
import { ensureBuilt } from '../run/ensure-built.ts';
import { startApp, type RunningApp } from '../run/running-app.ts';

const root = join(import.meta.dirname, '../..');
const ways: readonly NoiseSuppression[] = ['off', 'browser', 'wasm'];
/** Per cent of a core that noise suppression may cost before it is left off unless asked for. */
const bar = 3;

/**
 * What each noise suppression costs: processor time of all processes of Chromium in a practice call, in per cent of one
 * core. The ways take turns, since what else the machine does changes; the cost is against `off` of the same round.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '10' } },
  });
  await ensureBuilt(root);
  const app = await startApp({ flags: ['--no-open'] });
  const pages = await openPages(app);
  try {
    await app.until('registered', (state) => state.registration.state === 'registered', 30_000);
    await app.ctl.request('call/dial', { number: '600' });
    await app.until('talking', (state) => state.calls.some((call) => call.state === 'active'));
    const costs: Record<string, number>[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      costs.push(await oneRound(app, pages.browser, Number(values.seconds) * 1_000));
    }
    const rows = ways.map((way) => ({
      way,
      percent: middle(costs.map((cost) => cost[way] ?? Number.NaN)),
      more: middle(costs.map((cost) => (cost[way] ?? Number.NaN) - (cost['off'] ?? Number.NaN))),
      bar,
    }));
    console.table(rows);
    console.log(JSON.stringify({ bench: 'sound', unit: '% of a core', rounds: costs, rows }));
  } finally {
    await pages.close();
    await app.stop();
  }
}

async function oneRound(app: RunningApp, browser: Browser, ms: number): Promise<Record<string, number>> {
  const client = await browser.newBrowserCDPSession();
  const cost: Record<string, number> = {};
  for (const way of ways) {
    const changed = await app.ctl.request('sound/change', { noiseSuppression: way });
    if (!changed.ok) throw new Error(changed.error.message);
    // The microphone is opened anew and the worklet compiled.
    await rest(1_500);
    const [from, at] = [await processorMs(client), performance.now()];
    await rest(ms);
    cost[way] = (100 * ((await processorMs(client)) - from)) / (performance.now() - at);
  }
  await client.detach();
  return cost;
}

async function processorMs(client: CDPSession): Promise<number> {
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0);
}

const rest = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(100 * (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN)) / 100;
}
