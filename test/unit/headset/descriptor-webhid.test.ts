import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebHidDevice } from '../../../electron/common/contract/hid-collections.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { findWebHidDevice, mapWebHidDevice } from '../../../electron/common/headset/webhid-descriptor.ts';
import {
  blackwireIds,
  keepAsWindows,
  listFromBytes,
  listOnWindows,
  recordedBlackwire,
} from './chromium-listing.ts';
import {
  bytesOf,
  describeInputs,
  describeOutputs,
  fixtureHex,
  fixtureNames,
  layoutOf,
} from './descriptor-fixtures.ts';

const parseFixture = (name: (typeof fixtureNames)[number]) => parseHidDescriptor(bytesOf(fixtureHex(name)));
const layoutFrom = (device: WebHidDevice) => readTelephonyLayout(mapWebHidDevice(device));
/** `02/2: hook0L` without the length: Windows does not tell it of each report. */
const withoutLengths = (lines: readonly string[]) => lines.map((line) => line.replace(/\/\d+/, ''));

describe('what WebHID says of a device', () => {
  it('is the layout of its bytes, for what a real Windows holds of a headset', () => {
    const layout = layoutFrom(listOnWindows(recordedBlackwire, blackwireIds));
    const real = layoutOf('BW');
    expect(describeInputs(layout)).toEqual(describeInputs(real));
    expect(describeOutputs(layout)).toEqual(describeOutputs(real));
    expect(layout).toMatchObject({ capability: 'full', numbered: true, warnings: [] });
  });

  it.each(fixtureNames)('is the layout of its bytes on Windows: %s', (name) => {
    const layout = layoutFrom(listOnWindows(keepAsWindows(parseFixture(name))));
    const real = layoutOf(name);
    expect(withoutLengths(describeInputs(layout))).toEqual(withoutLengths(describeInputs(real)));
    expect(withoutLengths(describeOutputs(layout))).toEqual(withoutLengths(describeOutputs(real)));
    expect(layout.capability).toBe(real.capability);
    expect(layout.numbered).toBe(real.numbered);
    for (const { reportId } of layout.inputs)
      expect(layout.inBytes.get(reportId)).toBeLessThanOrEqual(real.inBytes.get(reportId) ?? 0);
    for (const { reportId } of layout.outputs)
      expect(layout.outBytes.get(reportId)).toBeGreaterThanOrEqual(real.outBytes.get(reportId) ?? 0);
  });

  it.each(fixtureNames)('is the layout of its bytes where Chromium reads those: %s', (name) => {
    const layout = layoutFrom(listFromBytes(parseFixture(name)));
    const real = layoutOf(name);
    expect(withoutLengths(describeInputs(layout))).toEqual(withoutLengths(describeInputs(real)));
    expect(describeOutputs(layout)).toEqual(describeOutputs(real));
  });

  it('does not take a short report for cut because the collection has longer ones', () => {
    // Report 1: hook, 1 byte; report 2 of the same collection: key of 24 bits. Windows pads both to 3 bytes.
    const device = listOnWindows([
      {
        usagePage: 0x0b,
        usage: 0x05,
        lengths: { input: 4, output: 0, feature: 0 },
        caps: {
          input: [
            [1, 0, 1, 1, 0x22, 0x0b, 0x20, 0x20, 0, 0],
            [2, 0, 24, 1, 0x02, 0x0b, 0x70, 0x70, 0, 1],
          ],
          output: [],
          feature: [],
        },
      },
    ]);
    expect(device.collections[0]?.inputReports[0]?.items.map(({ reportSize }) => reportSize)).toEqual([
      1, 23,
    ]);
    expect([...layoutFrom(device).inBytes]).toEqual([
      [1, 1],
      [2, 3],
    ]);
  });

  it('says where it can follow no longer, and leaves the rest of that report out', () => {
    const [collection] = listOnWindows(recordedBlackwire).collections;
    const [report] = collection?.inputReports ?? [];
    const [item] = report?.items ?? [];
    if (collection === undefined || report === undefined || item === undefined) throw new Error('no item');
    const huge = { ...item, reportSize: 65_535, reportCount: 65_535 };
    const device = {
      ...blackwireIds,
      collections: [{ ...collection, inputReports: [{ ...report, items: [item, huge, item] }] }],
    };
    const { collections, warnings } = mapWebHidDevice(device);
    expect(collections[0]?.inputReports[0]?.items).toHaveLength(1);
    expect(warnings).toEqual([`report ${String(report.reportId)} is longer than 16384 bytes`]);
  });

  it('takes any listing: items follow each other and nothing throws', () => {
    const small = fc.integer({ min: 0, max: 0xffff });
    const item = fc.record({
      isAbsolute: fc.boolean(),
      isArray: fc.boolean(),
      isConstant: fc.boolean(),
      isRange: fc.boolean(),
      hasNull: fc.boolean(),
      hasPreferredState: fc.boolean(),
      usages: fc.array(fc.nat(), { maxLength: 5 }),
      usageMinimum: fc.nat(),
      usageMaximum: fc.nat(),
      reportSize: fc.oneof(fc.integer({ min: 0, max: 16 }), small),
      reportCount: fc.oneof(fc.integer({ min: 0, max: 16 }), small),
      logicalMinimum: fc.integer(),
      logicalMaximum: fc.integer(),
    });
    const reports = fc.array(
      fc.record({ reportId: fc.integer({ min: 0, max: 3 }), items: fc.array(item, { maxLength: 6 }) }),
      { maxLength: 3 },
    );
    const collection = fc.record({
      usagePage: fc.constantFrom(0x08, 0x0b, 0x0c, 0xff00),
      usage: fc.constantFrom(1, 5),
      type: fc.constant(1),
      children: fc.constant<WebHidDevice['collections']>([]),
      inputReports: reports,
      outputReports: reports,
      featureReports: reports,
    });
    fc.assert(
      fc.property(fc.array(collection, { maxLength: 3 }), (collections) => {
        const parsed = mapWebHidDevice({ ...blackwireIds, collections });
        expect(parsed.collections).toHaveLength(collections.length);
        const ends = new Map<number, number>();
        for (const { outputReports } of parsed.collections)
          for (const { reportId, items } of outputReports)
            for (const { bitOffset, reportSize, reportCount } of items) {
              expect(bitOffset).toBe(ends.get(reportId) ?? 0);
              ends.set(reportId, bitOffset + reportSize * reportCount);
            }
        for (const [reportId, end] of ends)
          expect(end).toBeLessThanOrEqual(parsed.outputBits.get(reportId) ?? 0);
        expect(readTelephonyLayout(parsed).capability).toBeTypeOf('string');
      }),
    );
  });
});

describe('finding a listed device in what WebHID lists', () => {
  const device = listOnWindows(recordedBlackwire, blackwireIds);
  const listed = (...usages: readonly (readonly [number, number])[]) => ({
    ...blackwireIds,
    collections: usages.map(([usagePage, usage]) => ({ path: 'x', usagePage, usage })),
  });
  const whole = [
    [0x0c, 0x01],
    [0x0b, 0x05],
    [0xffa0, 0x03],
  ] as const;

  it('takes the one with the same collections in any order', () => {
    expect(findWebHidDevice([device], listed(...whole))).toBe(device);
    expect(findWebHidDevice([device], listed(...whole.toReversed()))).toBe(device);
  });

  it('tells the interfaces of a device apart', () => {
    const other = { ...device, collections: device.collections.slice(0, 1) };
    expect(findWebHidDevice([other, device], listed(...whole))).toBe(device);
    expect(findWebHidDevice([device, other], listed([0x0c, 0x01]))).toBe(other);
    expect(findWebHidDevice([device], listed([0x0b, 0x05]))).toBeUndefined();
    expect(findWebHidDevice([device], { ...listed(...whole), productId: 1 })).toBeUndefined();
  });

  it('takes one of which the engine hides a collection', () => {
    expect(findWebHidDevice([device], listed(...whole, [0x01, 0x06]))).toBe(device);
  });

  it('without a list of collections takes the only one there is', () => {
    expect(findWebHidDevice([device], listed())).toBe(device);
    expect(findWebHidDevice([device, device], listed())).toBeUndefined();
  });
});
