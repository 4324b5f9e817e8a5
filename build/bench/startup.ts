import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../run/ensure-built.ts';
import { printFigures, summarise } from '../run/figures.ts';
import { startApp } from '../run/running-app.ts';

const bar = 3_000;

/** From the start of the process to "registered", headless Chromium included. The first run also fills the database. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: 'string', default: '6' } } });
  await ensureBuilt(join(import.meta.dirname, '../..'));
  const profile = await mkdtemp(join(tmpdir(), 'offhook-bench-'));
  const times: number[] = [];
  for (let count = 0; count < Number(values.runs); count++) {
    const started = performance.now();
    const app = await startApp({ flags: ['--headless'], profile });
    await app.until('registered', (state) => state.registration.state === 'registered', 60_000);
    times.push(performance.now() - started);
    await app.stop();
  }
  await rm(profile, { recursive: true, force: true });
  printFigures('startup', [summarise('start → registered', times, bar)]);
}
