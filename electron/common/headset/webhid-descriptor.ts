import type { WebHidCollection, WebHidDevice } from '../contract/hid-collections.ts';
import type { CollectionPath } from './collection-paths.ts';
import type { HidCollection, HidReport, HidReportItem, ParsedDescriptor } from './hid-collection.ts';

/** As in descriptors of bytes: no system carries reports longer than 16 KiB. */
const maxReportBits = 0x4000 * 8;

type ReportKind = 'inputReports' | 'outputReports' | 'featureReports';

/**
 * What WebHID says of a device, in the shape a descriptor of bytes is read into. Offsets are the sums of the sizes before,
 * per report id over all top-level collections in order. How Chromium fills the lists (`hid_collection.cc`,
 * `hid_service_win.cc`):
 * - A top-level collection lists the items of all collections below it as well, which list them again: those below are
 *   left out here. On Windows there are none.
 * - On Windows the system has no padding to tell. Chromium sorts the items by bit and fills every gap with one constant
 *   item, so the sums hold. Constant items with a usage, which some headsets have for real buttons, are listed.
 * - On Windows each report is also filled up to the longest of its collection. For output that is the length the system
 *   wants to have written; of input only what carries a usage counts, or shorter reports would be refused as cut.
 */
export function mapWebHidDevice({ collections }: WebHidDevice): ParsedDescriptor {
  const warnings = new Set<string>();
  const ends = {
    inputReports: new Map<number, number>(),
    outputReports: new Map<number, number>(),
    featureReports: new Map<number, number>(),
  };
  const inputBits = new Map<number, number>();
  let numbered = false;

  const mapReport = (kind: ReportKind, { reportId, items }: WebHidReport): HidReport => {
    if (reportId !== 0) numbered = true;
    const mapped: HidReportItem[] = [];
    for (const item of items) {
      const bitOffset = ends[kind].get(reportId) ?? 0;
      const end = bitOffset + item.reportSize * item.reportCount;
      if (end > maxReportBits) {
        // Where later items of this report would lie cannot be told any more: they are left out too.
        ends[kind].set(reportId, maxReportBits);
        warnings.add(`report ${String(reportId)} is longer than ${String(maxReportBits / 8)} bytes`);
        break;
      }
      ends[kind].set(reportId, end);
      if (end === bitOffset) continue;
      if (kind === 'inputReports' && (item.isRange || item.usages.length > 0)) inputBits.set(reportId, end);
      mapped.push({ ...item, usages: [...item.usages], bitOffset });
    }
    return { reportId, items: mapped };
  };

  const mapCollection = (collection: WebHidCollection): HidCollection => ({
    usagePage: collection.usagePage,
    usage: collection.usage,
    type: collection.type,
    children: [],
    inputReports: collection.inputReports.map((report) => mapReport('inputReports', report)),
    outputReports: collection.outputReports.map((report) => mapReport('outputReports', report)),
    featureReports: collection.featureReports.map((report) => mapReport('featureReports', report)),
  });

  return {
    collections: collections.map(mapCollection),
    numbered,
    inputBits,
    outputBits: ends.outputReports,
    featureBits: ends.featureReports,
    warnings: [...warnings],
  };
}

type WebHidReport = WebHidCollection[ReportKind][number];

export interface ListedDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly collections: readonly CollectionPath[];
}

/**
 * The device WebHID means by a listed one. WebHID gives no path, and one device per interface: among those with the USB
 * ids it is the one whose collections are all listed (Chromium may hide some, never add one), and of several the one
 * that has most of them. Two alike are alike in what they declare. Where the system lists no collections, the only one
 * there is.
 */
export function findWebHidDevice(
  devices: readonly WebHidDevice[],
  { vendorId, productId, collections }: ListedDevice,
): WebHidDevice | undefined {
  const alike = devices.filter((one) => one.vendorId === vendorId && one.productId === productId);
  if (collections.length === 0) return alike.length === 1 ? alike[0] : undefined;
  return alike
    .filter((device) => isListed(device, collections))
    .reduce<WebHidDevice | undefined>(
      (best, one) => (one.collections.length > (best?.collections.length ?? 0) ? one : best),
      undefined,
    );
}

function isListed(device: WebHidDevice, listed: readonly CollectionPath[]): boolean {
  const left = [...listed];
  return device.collections.every(({ usagePage, usage }) => {
    const at = left.findIndex((one) => one.usagePage === usagePage && one.usage === usage);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}
