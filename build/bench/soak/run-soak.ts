import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import type { configFileSchema } from '../../../electron/common/contract/settings.ts';
import { openPages } from '../../run/app-pages.ts';
import { startApp } from '../../run/running-app.ts';
import { makeCall, type SoakDesk } from './calls.ts';
import { createHostPids, type HostName } from './host-pids.ts';
import { installSeams, reachSeams } from './page-seams.ts';
import { watchPage, type PageReading } from './read-page.ts';
import { findFreePort, readProcess, type ProcessReading } from './read-process.ts';

export type ProcessName = 'hub' | HostName;

export interface SoakSample {
  /** How many calls were over. */
  readonly calls: number;
  readonly phone: PageReading;
  readonly desk: PageReading;
  readonly processes: Readonly<Record<ProcessName, ProcessReading>>;
}

export interface SoakResult {
  readonly samples: readonly SoakSample[];
  readonly drops: number;
  readonly deviceChanges: number;
  readonly seconds: number;
  /** Uncaught exceptions and rejections of both pages, and what the phone says of defects. */
  readonly defects: readonly string[];
}

/** One of the fake inputs of Chromium. */
const microphone = 'Fake Audio Input 1';

/**
 * Calls in a row in the real app: practice exchange, headless Chromium, on-screen headset. Everything is measured before
 * the first call, after `warmUp` calls, and every `sampleEvery` calls from there on.
 */
export async function runSoak(options: {
  readonly calls: number;
  readonly warmUp: number;
  readonly sampleEvery: number;
  onSample?(sample: SoakSample): void;
  /** Asked after each call: no more of them, and a last sample. */
  isEnough?(): boolean;
}): Promise<SoakResult> {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-soak-'));
  const config: z.input<typeof configFileSchema> = { audio: { microphone } };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const port = await findFreePort();
  const app = await startApp({
    flags: ['--no-open', '--config', join(folder, 'config.json')],
    nodeFlags: [`--inspect-port=${port}`],
  });
  const pages = await openPages(app, { phoneScript: installSeams });
  const defects: string[] = [];
  for (const page of [pages.phone, pages.desk]) {
    page.on('pageerror', (error) => defects.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') defects.push(message.text());
    });
  }
  try {
    await app.until(
      'registered, with a headset',
      ({ registration, headset }) => registration.state === 'registered' && headset.state === 'ready',
      45_000,
    );
    const desk: SoakDesk = { app, seams: reachSeams(pages.phone), microphone };
    const phonePage = await watchPage(pages.phone);
    const deskPage = await watchPage(pages.desk);
    const pidOf = createHostPids(app.profile);
    const samples: SoakSample[] = [];
    let [drops, deviceChanges] = [0, 0];
    const take = async (calls: number): Promise<void> => {
      const sample: SoakSample = {
        calls,
        phone: await untilAtRest(phonePage.read),
        desk: await deskPage.read(),
        processes: await readProcesses(app.process.pid, pidOf, port),
      };
      samples.push(sample);
      options.onSample?.(sample);
    };

    await take(0);
    const started = performance.now();
    for (let call = 0; call < options.calls; call++) {
      const sown = await makeCall(desk, call).catch((cause: unknown) => {
        throw new Error(`call ${call} of the soak failed; defects told: ${defects.join('; ') || 'none'}`, {
          cause,
        });
      });
      if (sown === 'drop') drops++;
      if (sown === 'devices') deviceChanges += 2;
      const since = call + 1 - options.warmUp;
      const isLast = call + 1 === options.calls || options.isEnough?.() === true;
      if (isLast || (since >= 0 && since % options.sampleEvery === 0)) await take(call + 1);
      if (isLast) break;
    }
    const seconds = (performance.now() - started) / 1_000;
    return { samples, drops, deviceChanges, seconds, defects };
  } finally {
    await pages.close();
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The microphone closes a moment after the last call; what is open 5 s later stays open. */
async function untilAtRest(read: () => Promise<PageReading>): Promise<PageReading> {
  const end = Date.now() + 5_000;
  for (;;) {
    const reading = await read();
    if ((reading.liveTracks === 0 && reading.openConnections === 0) || Date.now() > end) return reading;
    await wait(100);
  }
}

/** One after the other: they share the port of the debugger. */
async function readProcesses(
  hub: number | undefined,
  pidOf: (name: HostName) => number,
  port: number,
): Promise<SoakSample['processes']> {
  if (hub === undefined) throw new Error('the app has no process');
  return {
    hub: await readProcess(hub, port),
    'hid-host': await readProcess(pidOf('hid-host'), port),
    'store-host': await readProcess(pidOf('store-host'), port),
    'exchange-host': await readProcess(pidOf('exchange-host'), port),
  };
}
