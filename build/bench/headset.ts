import { parseArgs } from 'node:util';
import { parseHidDescriptor } from '../../electron/common/headset/hid-descriptor.ts';
import { readTelephonyLayout } from '../../electron/common/headset/telephony-layout.ts';
import { countAllocations } from './headset/allocations.ts';
import { makeLongDescriptor, readDevices } from './headset/devices.ts';
import { lastAnswer, time, type Timing, type Work } from './headset/measure.ts';
import { listHeadsetCases } from './headset/reports.ts';

const read = (descriptor: Uint8Array) => readTelephonyLayout(parseHidDescriptor(descriptor));

/** As many bytes of JSON as the descriptor has, for a parser that everybody knows to be measured against. */
function makeJson(length: number): string {
  const numbers = Array.from(
    { length: Math.max(1, Math.floor((length - 1) / 3)) },
    (_, index) => 10 + (index % 90),
  );
  return JSON.stringify(numbers).padEnd(length);
}

function parseWork(what: string, descriptor: Uint8Array): Work {
  const json = makeJson(descriptor.length);
  return { what, run: () => read(descriptor), plain: () => JSON.parse(json) as unknown };
}

function printTimings(title: string, timings: readonly (Timing & { readonly bytes?: number })[]): void {
  console.log(`\n${title}`);
  console.table(
    Object.fromEntries(timings.map(({ what, ...numbers }) => [what, numbers])),
    ['count', 'p50', 'p99', 'max', 'plain', 'ratio', 'bytes'].filter((column) =>
      timings.some((timing) => column in timing),
    ),
  );
}

/** Descriptors, reports and lights of the pure headset code, in µs; `--rounds` runs of each (20,000 unless told otherwise). */
export function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '20000' } },
  });
  const rounds = Number(values.rounds);
  const devices = readDevices();

  const nothing = time({ what: 'the clock alone', run: () => 0, plain: () => 0 }, rounds);
  const descriptors = devices.map(({ name, descriptor }) =>
    time(parseWork(`${name} (${descriptor.length} bytes)`, descriptor), rounds / 10),
  );
  const long = [
    ['hooks, one field each', [0x09, 0x20, 0x81, 0x22]],
    ['fields without usages', [0x81, 0x06]],
    ['257 usages before each field', [0x19, 0x00, 0x29, 0xff, 0x0b, 0x20, 0x00, 0x0b, 0x00, 0x81, 0x06]],
  ] as const;
  const longest = long.map(([what, field]) =>
    time(parseWork(`64 KB of ${what}`, makeLongDescriptor(field)), Math.max(20, rounds / 200)),
  );
  const allocated = countAllocations();
  const reports = listHeadsetCases(devices).map((work) => {
    const bytes = allocated.get(work.what);
    return { ...time(work, rounds), ...(bytes === undefined ? {} : { bytes }) };
  });

  printTimings('descriptor → layout, µs; plain: JSON.parse of as many bytes', descriptors);
  printTimings('the longest descriptors, µs; plain: JSON.parse of as many bytes', longest);
  printTimings(
    'reports and lights, µs and bytes allocated; plain: a DataView read of the bits, or the bytes copied',
    [nothing, ...reports],
  );
  console.log(
    JSON.stringify({
      bench: 'headset',
      node: process.version,
      unit: 'µs',
      nothing,
      descriptors,
      longest,
      reports,
    }),
  );
  if (lastAnswer() === undefined) throw new Error('nothing was measured');
  return Promise.resolve();
}
