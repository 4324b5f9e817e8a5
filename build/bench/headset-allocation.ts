import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { countAllocations } from './headset/allocations.ts';
import { readDevices } from './headset/devices.ts';
import { listHeadsetCases } from './headset/reports.ts';

const runs = 4_000;
const rounds = 9;
let kept: unknown;
let collections = 0;

/**
 * Bytes allocated per report and per call state. They are counted in a process with a young generation so large that
 * nothing is collected meanwhile: then the growth of the heap is what was allocated. A round in which garbage was
 * collected all the same is thrown away; what an empty run allocates is taken off.
 */
export async function run(): Promise<void> {
  if (globalThis.gc === undefined) {
    const bytes = Object.fromEntries(countAllocations());
    console.table(bytes);
    console.log(JSON.stringify({ bench: 'headset-allocation', node: process.version, bytes }));
    return;
  }
  new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  }).observe({ entryTypes: ['gc'] });
  const empty = await count(() => kept);
  const bytes: Record<string, number> = {};
  for (const one of listHeadsetCases(readDevices()))
    bytes[one.what] = Math.round((await count(one.run)) - empty);
  process.stdout.write(`${JSON.stringify(bytes)}\n`);
}

async function count(run: () => unknown): Promise<number> {
  for (let index = 0; index < runs; index++) kept = run();
  const counted: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const bytes = await countRound(run);
    if (bytes !== undefined) counted.push(bytes);
  }
  if (counted.length < rounds / 2) throw new Error('garbage was collected in most rounds');
  return counted.toSorted((a, b) => a - b)[Math.floor(counted.length / 2)] ?? Number.NaN;
}

async function countRound(run: () => unknown): Promise<number | undefined> {
  globalThis.gc?.();
  await deliverEntries();
  const before = collections;
  const heapBefore = process.memoryUsage().heapUsed;
  for (let index = 0; index < runs; index++) kept = run();
  const grown = process.memoryUsage().heapUsed - heapBefore;
  await deliverEntries();
  return collections === before ? grown / runs : undefined;
}

/** An observer hears of a collection in a later turn. */
async function deliverEntries(): Promise<void> {
  await turn();
  await turn();
}
