import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../run/ensure-built.ts';
import { runSoak, type SoakSample } from './soak/run-soak.ts';
import { findSlope, type Slope } from './soak/slopes.ts';

const root = join(import.meta.dirname, '../..');
const warmUp = 50;
const samplesWanted = 25;
const MB = 1024 * 1024;

/**
 * Calls in a row, a month of one operator by default, with microphones that are pulled out and connections that break.
 * Prints what pages and processes hold at the beginning and at the end, and how it grows: of nothing may more be left
 * the more calls there were. SIGUSR2 ends it after the call that is going
 * on, with what was measured by then.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { calls: { type: 'string', default: '6000' } } });
  const calls = Number(values.calls);
  await ensureBuilt(root);
  let isEnough = false;
  // Not SIGTERM, at which Playwright closes its browser.
  process.once('SIGUSR2', () => {
    isEnough = true;
  });
  const result = await runSoak({
    calls,
    warmUp: Math.min(warmUp, Math.floor(calls / 2)),
    sampleEvery: Math.max(5, Math.floor((calls - warmUp) / samplesWanted)),
    isEnough: () => isEnough,
    onSample: ({ calls: done, phone }) =>
      console.log(`${done} calls; phone page ${(phone.heapBytes / MB).toFixed(1)} MB`),
  });
  const made = result.samples.at(-1)?.calls ?? 0;
  const warm = result.samples.filter((sample) => sample.calls >= Math.min(warmUp, made / 2));
  const slopes = quantities.map(([what, read]) =>
    findSlope(
      what,
      warm.map((sample) => ({ calls: sample.calls, value: read(sample) })),
    ),
  );
  const { drops, deviceChanges, defects } = result;
  const seconds = Math.round(result.seconds);
  print(slopes);
  console.log(
    `${made} calls in ${seconds} s, ${drops} connections dropped, ${deviceChanges} device changes, ` +
      `${defects.length} defects told by the pages`,
  );
  for (const defect of defects) console.log(defect);
  console.log(
    JSON.stringify({
      bench: 'soak',
      node: process.version,
      calls: made,
      seconds,
      drops,
      deviceChanges,
      defects,
      slopes,
    }),
  );
  if (defects.length > 0) process.exitCode = 1;
}

type Quantity = readonly [what: string, read: (sample: SoakSample) => number];

const inMB = (bytes: number | null): number => (bytes ?? Number.NaN) / MB;

const quantities: readonly Quantity[] = [
  ...(['phone', 'desk'] as const).flatMap((page): Quantity[] => [
    [`${page} page: heap, MB`, (sample) => inMB(sample[page].heapBytes)],
    [`${page} page: nodes`, (sample) => sample[page].nodes],
    [`${page} page: listeners`, (sample) => sample[page].listeners],
  ]),
  ['phone page: peer connections kept', ({ phone }) => phone.peerConnections],
  ['phone page: peer connections open', ({ phone }) => phone.openConnections],
  ['phone page: live tracks', ({ phone }) => phone.liveTracks],
  ['phone page: AudioContexts open', ({ phone }) => phone.openAudioContexts],
  ...(['hub', 'hid-host', 'store-host', 'exchange-host'] as const).flatMap((name): Quantity[] => [
    [`${name}: heap, MB`, ({ processes }) => inMB(processes[name].heapBytes)],
    [`${name}: resident, MB`, ({ processes }) => inMB(processes[name].residentBytes)],
    [`${name}: handles`, ({ processes }) => processes[name].handles],
    [`${name}: timers`, ({ processes }) => processes[name].timers],
    [`${name}: open files`, ({ processes }) => processes[name].files ?? Number.NaN],
  ]),
];

const round = (value: number): number => Math.round(value * 100) / 100;

function print(slopes: readonly Slope[]): void {
  console.table(
    Object.fromEntries(
      slopes.map(({ what, first, last, per1000 }) => [
        what,
        { first: round(first), last: round(last), 'per 1,000 calls': round(per1000) },
      ]),
    ),
  );
}
