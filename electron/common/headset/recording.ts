import { findReportFault, splitReport } from './headset-codec.ts';
import type { HeadsetOptions, Quirks } from './headset-quirks.ts';
import type { ParsedDescriptor } from './hid-collection.ts';
import type { MachineState } from './machine-state.ts';
import { goPast, startFrom, type RecordingEntry, type RecordingStart } from './recording-start.ts';
import { readTelephonyLayout, type TelephonyLayout } from './telephony-layout.ts';

/** Whichever comes first; a shift of eight hours of ordinary calls is a tenth of it. */
const mostEntries = 20_000;
const mostBytes = 2_000_000;
/** What an entry costs beside its report, near enough. */
const entryCost = 32;
/** Kinds of reports that are only counted; beyond these they are counted together. */
const mostOthers = 500;
const chunkEntries = 256;

/** Facts about the device, none of which identifies one of its kind: neither serial number nor path. */
export interface RecordedDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly product: string;
  /** Null where the system gives parsed collections only. */
  readonly descriptor: Uint8Array | null;
  readonly parsed: ParsedDescriptor;
  readonly quirks: Quirks;
  readonly options: HeadsetOptions;
  /** When the recording begins, in ms of the clock of its entries. */
  readonly t: number;
  /** The headset machine then, if a device was attached: what it knows decides how the next reports are read. */
  readonly machine?: MachineState;
}

/** Reports without call controls: they may hold a serial number, so their bytes are not kept. */
export interface OtherReports {
  readonly direction: 'in' | 'out';
  readonly reportId: number;
  /** In bytes, the id excluded. */
  readonly length: number;
  readonly count: number;
}

interface Chunk {
  readonly entries: readonly RecordingEntry[];
  readonly cost: number;
}

/** A value, like all state here: `addToRecording` gives the next one. */
export interface Recording {
  readonly device: RecordedDevice;
  readonly layout: TelephonyLayout;
  /** Where the oldest entry that is kept begins. */
  readonly start: RecordingStart;
  /** In chunks, so that neither adding the newest nor dropping the oldest copies everything. */
  readonly chunks: readonly Chunk[];
  readonly entryCount: number;
  readonly cost: number;
  /** Entries that had to go. */
  readonly dropped: number;
  readonly others: ReadonlyMap<string, OtherReports>;
  /** All reports so far, both ways, those dropped or only counted included. */
  readonly reportCount: number;
}

export function newRecording(device: RecordedDevice): Recording {
  const layout = readTelephonyLayout(device.parsed, device.quirks);
  return {
    device,
    layout,
    start: startFrom(layout, device.machine),
    chunks: [],
    entryCount: 0,
    cost: 0,
    dropped: 0,
    others: new Map(),
    reportCount: 0,
  };
}

/** Keeps the newest 20,000 entries or 2 MB; of reports only those with call controls, no longer than declared. */
export function addToRecording(recording: Recording, entry: RecordingEntry): Recording {
  if (!('direction' in entry)) return append(recording, entry, entryCost);
  const counted = { ...recording, reportCount: recording.reportCount + 1 };
  const { layout } = recording;
  const isIn = entry.direction === 'in';
  // What is written starts with an id byte on every device, also where reports have none.
  const report = isIn
    ? splitReport(layout, entry.bytes)
    : { id: entry.bytes[0] ?? 0, data: entry.bytes.subarray(1) };
  const fields: readonly { readonly reportId: number }[] = isIn ? layout.inputs : layout.outputs;
  const isOurs = fields.some(({ reportId }) => reportId === report.id);
  // Cut to its declared length an oversized report would replay as a good one.
  if (!isOurs || (isIn && findReportFault(layout, report) === 'oversized report'))
    return countOther(counted, {
      direction: entry.direction,
      reportId: report.id,
      length: report.data.length,
    });
  const declared = (isIn ? layout.inBytes : layout.outBytes).get(report.id) ?? 0;
  const bytes = entry.bytes.slice(0, entry.bytes.length - report.data.length + declared);
  return append(counted, { ...entry, bytes }, entryCost + bytes.length);
}

/** What is kept, oldest first. */
export function listEntries({ chunks }: Recording): RecordingEntry[] {
  return chunks.flatMap(({ entries }) => entries);
}

function append(recording: Recording, entry: RecordingEntry, cost: number): Recording {
  const { chunks } = recording;
  const last = chunks.at(-1);
  const isFull = last === undefined || last.entries.length >= chunkEntries;
  const newest = isFull
    ? { entries: [entry], cost }
    : { entries: [...last.entries, entry], cost: last.cost + cost };
  return dropOldest({
    ...recording,
    chunks: [...(isFull ? chunks : chunks.slice(0, -1)), newest],
    entryCount: recording.entryCount + 1,
    cost: recording.cost + cost,
  });
}

function dropOldest(recording: Recording): Recording {
  const [oldest, ...rest] = recording.chunks;
  const isWithin = recording.entryCount <= mostEntries && recording.cost <= mostBytes;
  if (isWithin || oldest === undefined || rest.length === 0) return recording;
  return dropOldest({
    ...recording,
    start: oldest.entries.reduce((start, entry) => goPast(start, recording.layout, entry), recording.start),
    chunks: rest,
    entryCount: recording.entryCount - oldest.entries.length,
    cost: recording.cost - oldest.cost,
    dropped: recording.dropped + oldest.entries.length,
  });
}

function countOther(recording: Recording, kind: Omit<OtherReports, 'count'>): Recording {
  const { others } = recording;
  const keyOf = ({ direction, reportId, length }: typeof kind): string =>
    `${direction} ${String(reportId)} ${String(length)}`;
  const isNew = !others.has(keyOf(kind));
  const counted = isNew && others.size >= mostOthers ? { ...kind, reportId: -1, length: -1 } : kind;
  const key = keyOf(counted);
  const count = (others.get(key)?.count ?? 0) + 1;
  return { ...recording, others: new Map(others).set(key, { ...counted, count }) };
}
