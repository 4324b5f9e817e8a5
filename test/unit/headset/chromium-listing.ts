import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  webHidDeviceSchema,
  type WebHidCollection,
  type WebHidDevice,
} from '../../../electron/common/contract/hid-collections.ts';
import {
  usageAt,
  type HidCollection,
  type HidReportItem,
  type ParsedDescriptor,
} from '../../../electron/common/headset/hid-collection.ts';

type Kind = 'input' | 'output' | 'feature';
type WebHidReport = WebHidCollection['inputReports'][number];
type WebHidItem = WebHidReport['items'][number];

/** `[report id, bit, bits, count, flags, page, usage min, usage max, logical min, logical max]` */
const fieldSchema = z.array(z.number()).length(10);
const perKind = <T extends z.ZodType>(type: T) => z.object({ input: type, output: type, feature: type });
const windowsCollectionSchema = z.object({
  usagePage: z.number(),
  usage: z.number(),
  /** Of the longest report, the id byte included. */
  lengths: perKind(z.number()),
  caps: perKind(z.array(fieldSchema)),
});
const recordedSchema = z.array(windowsCollectionSchema.extend({ path: z.string() }));

/** A top-level collection as Windows keeps it: fields with a usage, no padding. */
export type WindowsCollection = z.infer<typeof windowsCollectionSchema>;

const system = (file: string): string =>
  readFileSync(new URL(`../../fixtures/hid-systems/${file}`, import.meta.url), 'utf8');

/** What a real Windows holds of the Blackwire 3220. */
export const recordedBlackwire = recordedSchema.parse(JSON.parse(system('windows-blackwire-3220.json')));
export const readSystemFixture = system;

export const blackwireIds = {
  vendorId: 0x047f,
  productId: 0xc056,
  productName: 'Plantronics Blackwire 3220',
};
const anyIds = { vendorId: 0x1209, productId: 0x0001, productName: 'Headset' };

const flags = { constant: 1, variable: 2, relative: 4, noPreferred: 0x20, nullState: 0x40 } as const;

/** What Windows keeps of a descriptor: a field for each usage of a list, one for a range; the last takes the rest. */
export function keepAsWindows(parsed: ParsedDescriptor): WindowsCollection[] {
  return parsed.collections.map((root) => {
    const caps = { input: keepFields(root, 'input'), output: keepFields(root, 'output'), feature: [] };
    const length = (kind: 'input' | 'output'): number => {
      const ids = new Set(allItems(root, kind).map(([id]) => id));
      const bits = kind === 'input' ? parsed.inputBits : parsed.outputBits;
      return ids.size === 0 ? 0 : 1 + Math.max(...[...ids].map((id) => Math.ceil((bits.get(id) ?? 0) / 8)));
    };
    const lengths = { input: length('input'), output: length('output'), feature: 0 };
    return { usagePage: root.usagePage, usage: root.usage, lengths, caps };
  });
}

function allItems(collection: HidCollection, kind: Kind): (readonly [number, HidReportItem])[] {
  return [
    ...collection[`${kind}Reports`].flatMap(({ reportId, items }) =>
      items.map((item) => [reportId, item] as const),
    ),
    ...collection.children.flatMap((child) => allItems(child, kind)),
  ];
}

function keepFields(root: HidCollection, kind: Kind): number[][] {
  const fields = allItems(root, kind).flatMap(([reportId, item]) => {
    const bitField =
      (item.isConstant ? flags.constant : 0) +
      (item.isArray ? 0 : flags.variable) +
      (item.isAbsolute ? 0 : flags.relative) +
      (item.hasPreferredState ? 0 : flags.noPreferred) +
      (item.hasNull ? flags.nullState : 0);
    // The recorded buttons have no logical range there.
    const isButton = item.reportSize === 1 && !item.isArray;
    const range = isButton ? [0, 0] : [item.logicalMinimum, item.logicalMaximum];
    const field = (bit: number, count: number, min: number, max: number): number[] => [
      reportId,
      bit,
      item.reportSize,
      count,
      bitField,
      Math.floor(min / 0x10000),
      min % 0x10000,
      max % 0x10000,
      ...range,
    ];
    if (item.isRange) return [field(item.bitOffset, item.reportCount, item.usageMinimum, item.usageMaximum)];
    if (item.isArray)
      return item.usages.map((usage) => field(item.bitOffset, item.reportCount, usage, usage));
    const { usages, reportCount, bitOffset, reportSize } = item;
    return usages.slice(0, reportCount).map((_, index) => {
      const usage = usageAt(item, index) ?? 0;
      const isLast = index === usages.length - 1;
      return field(bitOffset + index * reportSize, isLast ? reportCount - index : 1, usage, usage);
    });
  });
  // Lists of usages stand there in the opposite order.
  return fields.reverse();
}

/**
 * How Chromium lists a device on Windows (services/device/hid/hid_service_win.cc, CreateReportDescriptions): fields in
 * the order of their bits, those at the same bit as one item, every gap and the tail up to the longest report of the
 * collection as one constant item.
 */
export function listOnWindows(collections: readonly WindowsCollection[], ids = anyIds): WebHidDevice {
  return webHidDeviceSchema.parse({
    ...ids,
    collections: collections.map(({ usagePage, usage, lengths, caps }) => ({
      usagePage,
      usage,
      type: 1,
      children: [],
      inputReports: listReports(caps.input, lengths.input),
      outputReports: listReports(caps.output, lengths.output),
      featureReports: listReports(caps.feature, lengths.feature),
    })),
  });
}

const bitsOf = ({ reportSize, reportCount }: WebHidItem): number => reportSize * reportCount;

function listReports(fields: readonly number[][], length: number): WebHidReport[] {
  const inOrder = fields.toSorted(([a = 0, bitA = 0], [b = 0, bitB = 0]) => a - b || bitA - bitB);
  const reports = new Map<number, { items: WebHidItem[]; at: number; end: number }>();
  for (const values of inOrder) {
    const [reportId = 0, bit = 0, , , , page = 0, min = 0, max = 0] = values;
    const report = reports.get(reportId) ?? { items: [], at: -1, end: 0 };
    reports.set(reportId, report);
    if (report.at === bit) {
      const last = report.items.at(-1);
      if (last?.isRange === false && min === max) last.usages.push(page * 0x10000 + min);
      continue;
    }
    if (report.end < bit) report.items.push(padding(bit - report.end));
    const item = listField(values);
    report.items.push(item);
    report.at = bit;
    report.end = bit + bitsOf(item);
  }
  return [...reports].map(([reportId, { items }]) => {
    const rest = Math.max(0, length - 1) * 8 - items.reduce((sum, item) => sum + bitsOf(item), 0);
    return { reportId, items: rest > 0 ? [...items, padding(rest)] : items };
  });
}

function listField(values: readonly number[]): WebHidItem {
  const [, , size = 0, count = 0, bits = 0, page = 0, min = 0, max = 0, logicalMin = 0, logicalMax = 0] =
    values;
  const isRange = min !== max;
  return {
    isConstant: (bits & flags.constant) !== 0,
    isArray: (bits & flags.variable) === 0,
    isAbsolute: (bits & flags.relative) === 0,
    hasPreferredState: (bits & flags.noPreferred) === 0,
    hasNull: (bits & flags.nullState) !== 0,
    isRange,
    usages: isRange ? [] : [page * 0x10000 + min],
    usageMinimum: isRange ? page * 0x10000 + min : 0,
    usageMaximum: isRange ? page * 0x10000 + max : 0,
    reportSize: size,
    reportCount: count,
    logicalMinimum: logicalMin,
    logicalMaximum: logicalMax,
  };
}

function padding(bits: number): WebHidItem {
  return { ...listField([0, 0, bits, 1, flags.constant, 0, 0, 0, 0, 0]), usages: [] };
}

/** How it does elsewhere (hid_collection.cc): every collection lists the items of all collections below it too. */
export function listFromBytes(parsed: ParsedDescriptor, ids = anyIds): WebHidDevice {
  return webHidDeviceSchema.parse({ ...ids, collections: parsed.collections.map(listTree) });
}

function listTree(collection: HidCollection): WebHidCollection {
  const reports = (kind: Kind): WebHidReport[] => {
    const byId = Map.groupBy(allItems(collection, kind), ([reportId]) => reportId);
    return [...byId].map(([reportId, placed]) => ({
      reportId,
      items: placed
        .map(([, item]) => item)
        .toSorted((a, b) => a.bitOffset - b.bitOffset)
        .map((item): WebHidItem => ({ ...item, usages: [...item.usages] })),
    }));
  };
  return {
    usagePage: collection.usagePage,
    usage: collection.usage,
    type: collection.type,
    children: collection.children.map(listTree),
    inputReports: reports('input'),
    outputReports: reports('output'),
    featureReports: reports('feature'),
  };
}
