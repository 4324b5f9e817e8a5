/**
 * What a report descriptor declares, in the shape of WebHID's `HIDCollectionInfo`, so that a descriptor read from
 * the system and a browser engine's already parsed collections feed one mapper. Usages are `page * 65536 + id`.
 */
export interface HidCollection {
  readonly usagePage: number;
  readonly usage: number;
  /** HID 1.11 §6.2.2.6: 0 physical, 1 application, 2 logical … */
  readonly type: number;
  readonly children: readonly HidCollection[];
  readonly inputReports: readonly HidReport[];
  readonly outputReports: readonly HidReport[];
  readonly featureReports: readonly HidReport[];
}

export interface HidReport {
  /** 0 when the device does not number its reports. */
  readonly reportId: number;
  readonly items: readonly HidReportItem[];
}

export interface HidReportItem {
  /** First bit in the payload, the id byte excluded. WebHID leaves this out: there it is the sum of the sizes before. */
  readonly bitOffset: number;
  readonly reportSize: number;
  readonly reportCount: number;
  readonly isArray: boolean;
  readonly isAbsolute: boolean;
  readonly isConstant: boolean;
  /** False is the NoPreferred flag. */
  readonly hasPreferredState: boolean;
  readonly hasNull: boolean;
  readonly logicalMinimum: number;
  readonly logicalMaximum: number;
  /** True: `usageMinimum`…`usageMaximum` hold; false: `usages` holds (empty for padding). */
  readonly isRange: boolean;
  readonly usages: readonly number[];
  readonly usageMinimum: number;
  readonly usageMaximum: number;
}

/** Bits declared per report id. */
export type ReportBits = ReadonlyMap<number, number>;

export interface ParsedDescriptor {
  readonly collections: readonly HidCollection[];
  /** A Report ID item occurs, so every report starts with its id. */
  readonly numbered: boolean;
  readonly inputBits: ReportBits;
  readonly outputBits: ReportBits;
  readonly featureBits: ReportBits;
  readonly warnings: readonly string[];
}

/** The usage of element `index`: with fewer usages than elements the last repeats, with none there is none. */
export function usageAt(item: HidReportItem, index: number): number | undefined {
  if (item.isRange) return Math.min(item.usageMinimum + index, item.usageMaximum);
  return item.usages[Math.min(index, item.usages.length - 1)];
}
