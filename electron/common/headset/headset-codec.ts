import type { InField, TelephonyLayout } from './telephony-layout.ts';
import type { OutRole } from './telephony-usages.ts';

/** Longer input reports carry no call control on any device. */
const maxReportBytes = 4096;

export interface InputReport {
  readonly id: number;
  /** The payload, without the id byte. */
  readonly data: Uint8Array;
}

/** Takes the id byte off a report as node-hid reads it: it is there only when the device numbers its reports. */
export function splitReport(layout: TelephonyLayout, bytes: Uint8Array): InputReport {
  return layout.numbered ? { id: bytes[0] ?? 0, data: bytes.subarray(1) } : { id: 0, data: bytes };
}

export type ReportFault = 'unknown report' | 'short report' | 'oversized report';

/** Why a report cannot be read; bytes behind the declared length are no fault (Windows pads). */
export function findReportFault(layout: TelephonyLayout, { id, data }: InputReport): ReportFault | undefined {
  if (data.length > maxReportBytes) return 'oversized report';
  const declared = layout.inBytes.get(id);
  if (declared === undefined) return 'unknown report';
  return data.length < declared ? 'short report' : undefined;
}

/** The value of a field: signed when its logical minimum is negative. Bits behind the payload read as 0. */
export function readField(field: InField, data: Uint8Array): number {
  const size = Math.min(field.size, 32);
  let value = 0;
  for (let index = size - 1; index >= 0; index--) {
    const bit = field.bit + index;
    value = value * 2 + (((data[bit >> 3] ?? 0) >> (bit & 7)) & 1);
  }
  return field.logicalMin < 0 && value >= 2 ** (size - 1) ? value - 2 ** size : value;
}

/** The reverse of `readField`; bits behind the payload are lost. */
export function writeField(field: InField, data: Uint8Array, value: number): void {
  const size = Math.min(field.size, 32);
  // Two's complement in the field's size, as it is read.
  const unsigned = value < 0 ? value + 2 ** size : value;
  for (let index = 0; index < size; index++) {
    const bit = field.bit + index;
    const byte = data[bit >> 3];
    if (byte === undefined) return;
    const isSet = Math.floor(unsigned / 2 ** index) % 2 === 1;
    data[bit >> 3] = isSet ? byte | (1 << (bit & 7)) : byte & ~(1 << (bit & 7));
  }
}

export interface OutputReport {
  /** As node-hid writes it: the id byte (00 without report ids), then the whole declared payload. */
  readonly bytes: Uint8Array;
  readonly roles: readonly OutRole[];
}

/**
 * All reports that carry a call light, whole: a report is the complete state of its lights, and a missing off-hook
 * bit hangs up (P5). The report with off-hook comes first, so that answering raises it before ring goes out (R3).
 */
export function encodeLights(layout: TelephonyLayout, lit: ReadonlySet<OutRole>): OutputReport[] {
  const reports = new Map<number, { bytes: Uint8Array; roles: OutRole[] }>();
  for (const { role, reportId, bit } of layout.outputs) {
    let report = reports.get(reportId);
    if (report === undefined) {
      const bytes = new Uint8Array(1 + (layout.outBytes.get(reportId) ?? 0));
      bytes[0] = reportId;
      reports.set(reportId, (report = { bytes, roles: [] }));
    }
    report.roles.push(role);
    const at = 1 + (bit >> 3);
    if (lit.has(role) && at < report.bytes.length)
      report.bytes[at] = (report.bytes[at] ?? 0) | (1 << (bit & 7));
  }
  const all = [...reports.values()];
  const carriesOffHook = ({ roles }: OutputReport): boolean => roles.includes('offHook');
  return [...all.filter(carriesOffHook), ...all.filter((report) => !carriesOffHook(report))];
}

/** `02 08 00`: lower-case hex, one space. */
export function formatBytes(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Bytes of hex digits with any white space; undefined when it is anything else. */
export function parseBytes(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  );
}
