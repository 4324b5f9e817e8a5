import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLights } from '../../../electron/common/headset/headset-codec.ts';
import type { HidCollection } from '../../../electron/common/headset/hid-collection.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { bytesOf, fixtureHex, fixtureNames, layoutOf } from './descriptor-fixtures.ts';
import {
  anyDevice,
  anyOptions,
  anyQuirks,
  anyScript,
  litRoles,
  playWithinRules,
  readDevice,
} from './headset-properties-machine.ts';
import { heldBytes } from './unseen-memory.ts';
import { speltDevice } from './unseen-spelling.ts';

/** A million cases with OFFHOOK_LONG=1 (minutes), 20,000 otherwise; shared evenly by the properties of this file. */
const isLong = process.env['OFFHOOK_LONG'] === '1';
const properties = 5;
const runs = (isLong ? 1_000_000 : 20_000) / properties;
const timeout = isLong ? 1_800_000 : 60_000;
const maxReportBytes = 16_384;

/** Bytes that look like a descriptor: real prefixes and pages, any data. */
const itemLike = fc
  .tuple(
    fc.constantFrom(
      0x05,
      0x06,
      0x09,
      0x0a,
      0x0b,
      0x15,
      0x25,
      0x75,
      0x77,
      0x85,
      0x95,
      0x97,
      0xa1,
      0xc0,
      0x81,
      0x91,
      0x19,
      0x29,
      0xa4,
      0xb4,
      0xa9,
      0xb1,
    ),
    fc.array(fc.oneof(fc.constantFrom(0x0b, 0x08, 0x05, 0x20, 0x2f, 0x01, 0x02, 0xff), fc.nat(255)), {
      minLength: 0,
      maxLength: 4,
    }),
  )
  .map(([prefix, data]) => {
    const size = (prefix & 3) === 3 ? 4 : prefix & 3;
    return [prefix, ...Array.from({ length: size }, (_, index) => data[index] ?? 0)];
  });
const anyDescriptor = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.array(itemLike, { maxLength: 120 }).map((items) => Uint8Array.from(items.flat())),
  fc
    .tuple(
      fc.constantFrom(...fixtureNames),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      fc.nat(),
    )
    .map(([name, changes, cut]) => {
      const bytes = bytesOf(fixtureHex(name)).slice();
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return cut % 3 === 0 ? bytes.subarray(0, cut % (bytes.length + 1)) : bytes;
    }),
);

function countItems(collections: readonly HidCollection[]): number {
  return collections.reduce(
    (sum, { children, inputReports, outputReports, featureReports }) =>
      sum +
      countItems(children) +
      [...inputReports, ...outputReports, ...featureReports].reduce(
        (items, report) => items + report.items.length,
        0,
      ),
    0,
  );
}

describe('whatever a device sends', () => {
  const heldBefore = heldBytes();
  const cpuBefore = process.cpuUsage();
  let cases = 0;
  /** One property of this file, over its share of the cases. */
  const itHolds = <T>(name: string, arbitrary: fc.Arbitrary<T>, holds: (value: T) => void): void => {
    it(name, { timeout }, () => {
      fc.assert(
        fc.property(arbitrary, (value) => {
          cases++;
          holds(value);
        }),
        { numRuns: runs },
      );
    });
  };

  itHolds('any bytes as a descriptor give a bounded layout, and no exception', anyDescriptor, (bytes) => {
    const parsed = parseHidDescriptor(bytes);
    expect(countItems(parsed.collections)).toBeLessThanOrEqual(bytes.length);
    for (const length of [...parsed.inputBits.values(), ...parsed.outputBits.values()])
      expect(length).toBeLessThanOrEqual(maxReportBytes * 8);
    const layout = readTelephonyLayout(parsed);
    expect(layout.inputs.length).toBeLessThanOrEqual(512);
    expect(layout.outputs.length).toBeLessThanOrEqual(512);
    // Every field lies inside its declared report.
    for (const { reportId, bit, size } of layout.inputs)
      expect(bit + size).toBeLessThanOrEqual(8 * (layout.inBytes.get(reportId) ?? 0));
    for (const { reportId, bit } of layout.outputs)
      expect(bit).toBeLessThan(8 * (layout.outBytes.get(reportId) ?? 0));
  });

  itHolds('the bits of the items add up to the report length', anyDescriptor, (bytes) => {
    const { collections, inputBits, warnings } = parseHidDescriptor(bytes);
    if (warnings.some((text) => text.startsWith('report ') || text.startsWith('a field'))) return;
    const sums = new Map<number, number>();
    const add = ({ inputReports, children }: HidCollection): void => {
      for (const { reportId, items } of inputReports)
        for (const { reportSize, reportCount } of items)
          sums.set(reportId, (sums.get(reportId) ?? 0) + reportSize * reportCount);
      children.forEach(add);
    };
    collections.forEach(add);
    for (const [reportId, length] of inputBits) expect(sums.get(reportId) ?? 0).toBe(length);
  });

  itHolds('a device is read as it is meant, however its descriptor is spelled', speltDevice, (device) => {
    const { inputs, outputs, numbered, warnings } = readTelephonyLayout(parseHidDescriptor(device.bytes));
    expect(numbered).toBe(device.isNumbered);
    expect(warnings).toEqual([]);
    const seen = [
      ...inputs.map(({ reportId, bit, role, semantics }) => `button ${reportId}.${bit} ${role} ${semantics}`),
      ...outputs.map(({ reportId, bit, role }) => `light ${reportId}.${bit} ${role}`),
    ];
    expect(seen.sort()).toEqual(device.expected);
  });

  itHolds(
    'any reports, in any order with calls and timers, keep the machine within its rules',
    fc.record({ device: anyDevice, quirks: anyQuirks, options: anyOptions, script: anyScript }),
    ({ device, quirks, options, script }) => {
      playWithinRules({ layout: readDevice(device, quirks), quirks, options }, script);
    },
  );

  itHolds(
    'what is written is read back light by light',
    fc.tuple(
      fc.constantFrom(...fixtureNames),
      fc.uniqueArray(fc.constantFrom('offHook', 'ring', 'mute', 'hold')),
    ),
    ([name, lit]) => {
      const layout = layoutOf(name);
      const reports = encodeLights(layout, new Set(lit));
      const shown = reports.flatMap(({ bytes }) => [...litRoles(layout, bytes)]);
      const shownable = lit.filter((role) => layout.outputs.some((output) => output.role === role));
      expect(new Set(shown)).toEqual(new Set(shownable));
    },
  );

  it('takes bounded time and leaves nothing behind', () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    const perCase = (user + system) / 1000 / Math.max(cases, 1);
    // Measured: about 0.1 ms a case and 2 MB for the compiled code and the runner, whatever the number of cases.
    expect(perCase).toBeLessThan(5);
    expect((heldBytes() - heldBefore) / 1e6).toBeLessThan(64);
  });
});
