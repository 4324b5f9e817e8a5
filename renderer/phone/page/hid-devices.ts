import {
  webHidDeviceSchema,
  type WebHidCollection,
  type WebHidDevice,
} from '../../../electron/common/contract/hid-collections.ts';
import { isTelephony, mayBeHeadset } from '../../../electron/common/policy/headset-collections.ts';

type Report = WebHidCollection['inputReports'][number];
type Item = Report['items'][number];

/** Dictionaries of WebHID: every member may be absent, and Chromium leaves out the usages that do not apply. */
type HidItemInfo = Partial<Omit<Item, 'usages'>> & { readonly usages?: readonly number[] };

export interface HidReportInfo {
  readonly reportId?: number;
  readonly items?: readonly HidItemInfo[];
}

export interface HidCollectionInfo {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly type?: number;
  readonly inputReports?: readonly HidReportInfo[];
  readonly outputReports?: readonly HidReportInfo[];
  readonly featureReports?: readonly HidReportInfo[];
  readonly children?: readonly HidCollectionInfo[];
}

export interface HidDeviceInfo {
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly HidCollectionInfo[];
}

const mostDevices = 64;
/** Descriptors of real headsets nest three deep. Collections list the items of those below them: nothing is lost. */
const deepest = 8;
/** In characters of JSON; a headset takes some 30,000, and the wire of the browser host carries a million. */
const mostText = 400_000;

/**
 * The devices that may be headsets, as the contract wants them: those with telephony first, so that the bounds never cost
 * one. A device of another form than the contract's is left out.
 */
export function describeHidDevices(granted: readonly HidDeviceInfo[]): WebHidDevice[] {
  const described = granted.flatMap((device) => {
    const checked = webHidDeviceSchema.safeParse(describeDevice(device));
    return checked.success && mayBeHeadset(checked.data.collections) ? [checked.data] : [];
  });
  const [telephony, others] = [described.filter(hasTelephony), described.filter((one) => !hasTelephony(one))];
  let text = 0;
  return [...telephony, ...others]
    .filter((device) => {
      const size = JSON.stringify(device).length;
      if (text + size > mostText) return false;
      text += size;
      return true;
    })
    .slice(0, mostDevices);
}

const hasTelephony = ({ collections }: WebHidDevice): boolean => collections.some(isTelephony);

const describeDevice = (device: HidDeviceInfo): WebHidDevice => ({
  vendorId: device.vendorId,
  productId: device.productId,
  productName: device.productName.slice(0, 256),
  collections: device.collections.map((collection) => describeCollection(collection, 1)),
});

function describeCollection(collection: HidCollectionInfo, depth: number): WebHidCollection {
  const { children = [] } = collection;
  return {
    usagePage: collection.usagePage ?? 0,
    usage: collection.usage ?? 0,
    type: collection.type ?? 0,
    inputReports: describeReports(collection.inputReports),
    outputReports: describeReports(collection.outputReports),
    featureReports: describeReports(collection.featureReports),
    children: depth >= deepest ? [] : children.map((child) => describeCollection(child, depth + 1)),
  };
}

const describeReports = (reports: readonly HidReportInfo[] = []): Report[] =>
  reports.map(({ reportId = 0, items = [] }) => ({ reportId, items: items.map(describeItem) }));

const describeItem = (item: HidItemInfo): Item => ({
  isAbsolute: item.isAbsolute ?? false,
  isArray: item.isArray ?? false,
  isConstant: item.isConstant ?? false,
  isRange: item.isRange ?? false,
  hasNull: item.hasNull ?? false,
  hasPreferredState: item.hasPreferredState ?? false,
  usages: [...(item.usages ?? [])],
  usageMinimum: item.usageMinimum ?? 0,
  usageMaximum: item.usageMaximum ?? 0,
  reportSize: item.reportSize ?? 0,
  reportCount: item.reportCount ?? 0,
  logicalMinimum: item.logicalMinimum ?? 0,
  logicalMaximum: item.logicalMaximum ?? 0,
});
