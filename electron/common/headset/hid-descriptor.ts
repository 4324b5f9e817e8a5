import type { HidCollection, HidReport, HidReportItem, ParsedDescriptor } from './hid-collection.ts';
import { readDescriptorItems, type DescriptorItem } from './descriptor-items.ts';
import { createLocalItems } from './descriptor-locals.ts';

/** A broken or hostile device may declare anything; no system carries reports longer than 16 KiB. */
const maxReportBits = 0x4000 * 8;
const maxDepth = 32;
const maxWarnings = 20;

type ReportKind = 'input' | 'output' | 'feature';

interface GlobalItems {
  usagePage: number;
  logicalMinimum: number;
  logicalMaximum: DescriptorItem | undefined;
  reportSize: number;
  reportCount: number;
  reportId: number;
}

interface OpenCollection extends HidCollection {
  readonly children: OpenCollection[];
  readonly inputReports: OpenReport[];
  readonly outputReports: OpenReport[];
  readonly featureReports: OpenReport[];
}

interface OpenReport extends HidReport {
  readonly items: HidReportItem[];
}

const mainKinds: Readonly<Record<number, ReportKind>> = { 0x8: 'input', 0x9: 'output', 0xb: 'feature' };

/**
 * Reads a HID report descriptor (HID 1.11 §6.2.2). Takes any bytes and never throws: what was declared up to a fault
 * is kept and a warning says what is wrong. Time and memory are linear in the length of the descriptor.
 */
export function parseHidDescriptor(bytes: Uint8Array): ParsedDescriptor {
  const warnings: string[] = [];
  const warn = (text: string): void => {
    if (warnings.length < maxWarnings && !warnings.includes(text)) warnings.push(text);
  };
  const bits = {
    input: new Map<number, number>(),
    output: new Map<number, number>(),
    feature: new Map<number, number>(),
  };
  const collections: OpenCollection[] = [];
  const open: OpenCollection[] = [];
  /** Collections nested deeper than we follow; their items count for the innermost one that is followed. */
  let tooDeep = 0;
  let numbered = false;
  let globals: GlobalItems = {
    usagePage: 0,
    logicalMinimum: 0,
    logicalMaximum: undefined,
    reportSize: 0,
    reportCount: 0,
    reportId: 0,
  };
  const pushed: GlobalItems[] = [];
  const locals = createLocalItems(warn);

  const openCollection = (item: DescriptorItem): void => {
    const { usages, usageMinimum } = locals.take(globals.usagePage);
    const usage = usages[0] ?? (usageMinimum > 0 ? usageMinimum : globals.usagePage * 0x10000);
    if (open.length >= maxDepth) {
      tooDeep++;
      warn(`collections are nested deeper than ${String(maxDepth)}`);
      return;
    }
    const collection: OpenCollection = {
      usagePage: Math.floor(usage / 0x10000),
      usage: usage % 0x10000,
      type: item.unsigned,
      children: [],
      inputReports: [],
      outputReports: [],
      featureReports: [],
    };
    (open.at(-1)?.children ?? collections).push(collection);
    open.push(collection);
  };

  const closeCollection = (): void => {
    locals.take(globals.usagePage);
    if (tooDeep > 0) tooDeep--;
    else if (open.pop() === undefined) warn('a collection ends that was never opened');
  };

  const declareFields = (kind: ReportKind, item: DescriptorItem): void => {
    const usages = locals.take(globals.usagePage);
    const { reportId, reportSize, reportCount } = globals;
    const bitOffset = bits[kind].get(reportId) ?? 0;
    const size = reportSize * reportCount;
    if (bitOffset + size > maxReportBits) {
      // Where later items of this report would lie cannot be told any more: they are left out too.
      bits[kind].set(reportId, maxReportBits);
      warn(`report ${String(reportId)} is longer than ${String(maxReportBits / 8)} bytes`);
      return;
    }
    bits[kind].set(reportId, bitOffset + size);
    if (size === 0) return;
    const collection = open.at(-1);
    if (collection === undefined) {
      warn('a field stands outside every collection');
      return;
    }
    const { logicalMinimum, logicalMaximum } = globals;
    const reports = collection[`${kind}Reports`];
    let report = reports.find((one) => one.reportId === reportId);
    if (report === undefined) reports.push((report = { reportId, items: [] }));
    report.items.push({
      bitOffset,
      reportSize,
      reportCount,
      isConstant: (item.unsigned & 0x01) !== 0,
      isArray: (item.unsigned & 0x02) === 0,
      isAbsolute: (item.unsigned & 0x04) === 0,
      hasPreferredState: (item.unsigned & 0x20) === 0,
      hasNull: (item.unsigned & 0x40) !== 0,
      logicalMinimum,
      // Devices write 25 FF for 255; with a minimum of 0 or more the maximum cannot be meant as negative.
      logicalMaximum: (logicalMinimum >= 0 ? logicalMaximum?.unsigned : logicalMaximum?.signed) ?? 0,
      ...usages,
    });
  };

  const applyGlobal = (item: DescriptorItem): void => {
    const next = { ...globals };
    if (item.tag === 0x0) next.usagePage = item.unsigned % 0x10000;
    else if (item.tag === 0x1) next.logicalMinimum = item.signed;
    else if (item.tag === 0x2) next.logicalMaximum = item;
    else if (item.tag === 0x7) next.reportSize = item.unsigned;
    else if (item.tag === 0x9) next.reportCount = item.unsigned;
    else if (item.tag === 0x8) {
      numbered = true;
      if (item.unsigned === 0 || item.unsigned > 255) warn('a report id is not between 1 and 255');
      next.reportId = item.unsigned % 256;
    } else if (item.tag === 0xa) {
      if (pushed.length < maxDepth) pushed.push(globals);
      else warn('the item stack is too deep');
    } else if (item.tag === 0xb) {
      const popped = pushed.pop();
      if (popped === undefined) warn('the item stack is empty');
      globals = popped ?? globals;
      return;
    }
    globals = next;
  };

  const { items, truncated } = readDescriptorItems(bytes);
  for (const item of items) {
    const kind = mainKinds[item.tag];
    if (item.type === 'global') applyGlobal(item);
    else if (item.type === 'local') locals.add(item);
    else if (item.type === 'reserved') warn('an item has a reserved type');
    else if (item.tag === 0xa) openCollection(item);
    else if (item.tag === 0xc) closeCollection();
    else if (kind !== undefined) declareFields(kind, item);
    else warn('a main item is not known');
  }
  if (bytes.length === 0) warn('the descriptor is empty');
  if (truncated) warn('the descriptor ends inside an item');
  if (open.length > 0) warn('a collection is not closed');
  return {
    collections,
    numbered,
    inputBits: bits.input,
    outputBits: bits.output,
    featureBits: bits.feature,
    warnings,
  };
}
