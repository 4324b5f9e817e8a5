import { z } from 'zod';
import { headsetPhaseSchema } from '../contract/hid-contract.ts';
import { formatBytes, readField, splitReport } from './headset-codec.ts';
import { headsetOptionsSchema, quirksSchema } from './headset-quirks.ts';
import { describeControls } from './layout-text.ts';
import type { RecordingEntry } from './recording-start.ts';
import { listEntries, type Recording } from './recording.ts';

const directionSchema = z.enum(['in', 'out']);
const usbNumberSchema = z.string().regex(/^0x[0-9a-f]{4}$/);

const stepSchema = z.union([
  z.strictObject({ t: z.number(), event: z.enum(['attached', 'detached']) }),
  z.strictObject({ t: z.number(), input: z.string() }),
  z.strictObject({ t: z.number(), call: z.strictObject({ phase: headsetPhaseSchema, muted: z.boolean() }) }),
]);

/**
 * A recorded session as a file: the fields of a descriptor fixture, the reports for people, and the scenario that
 * `headset:replay` plays. Strict, so that nothing gets in that identifies the device.
 */
export const recordingFileSchema = z.strictObject({
  vendorId: usbNumberSchema,
  productId: usbNumberSchema,
  name: z.string(),
  source: z.string(),
  kind: z.literal('capture'),
  /** The descriptor is there, whole. */
  complete: z.boolean(),
  hex: z.string().regex(/^(?:[0-9a-f]{2})*$/),
  decoded: z.array(z.string()),
  note: z.string(),
  /** Entries that were too old to keep. */
  dropped: z.int().nonnegative(),
  /** `t`: ms since the recording began. */
  reports: z.array(
    z.strictObject({
      t: z.number(),
      direction: directionSchema,
      bytes: z.string(),
      /** `hook 0→1`; only `hook 1` in the first report of its id. */
      fields: z.array(z.string()),
    }),
  ),
  /** Reports without call controls, by number only. -1: of any other id and length. */
  others: z.array(
    z.strictObject({
      direction: directionSchema,
      reportId: z.int(),
      length: z.int(),
      count: z.int().positive(),
    }),
  ),
  /** What `headset:replay` plays. Null when there is no descriptor to play it with. */
  scenario: z
    .strictObject({
      name: z.string(),
      descriptor: z.string(),
      quirks: quirksSchema,
      options: headsetOptionsSchema,
      steps: z.array(stepSchema),
    })
    .nullable(),
});

export type RecordingFile = z.infer<typeof recordingFileSchema>;
type Step = z.infer<typeof stepSchema>;
type ReportLine = RecordingFile['reports'][number];

/**
 * The device is plugged in and said to have reported what it had this long before, in ms, so that nothing of it is
 * waited for any more: an echo may take 3 s.
 */
const startBeforeMs = 10_000;

/** Everything recorded, with times relative to the beginning of the recording. */
export function exportRecording(recording: Recording): RecordingFile {
  const { device, dropped, others } = recording;
  const { vendorId, productId, product, descriptor, parsed, quirks, options } = device;
  const hex = descriptor === null ? '' : formatBytes(descriptor).replaceAll(' ', '');
  const isPlayable = descriptor !== null;
  return recordingFileSchema.parse({
    vendorId: formatUsbNumber(vendorId),
    productId: formatUsbNumber(productId),
    name: product,
    source: 'recorded by Offhook',
    kind: 'capture',
    complete: isPlayable,
    hex,
    decoded: describeControls(parsed),
    note: isPlayable ? '' : 'The system gave no report descriptor, only what it read from one.',
    dropped,
    reports: describeReports(recording),
    others: [...others.values()],
    scenario: isPlayable
      ? { name: product, descriptor: hex, quirks, options, steps: listSteps(recording) }
      : null,
  } satisfies RecordingFile);
}

function formatUsbNumber(number: number): string {
  return `0x${number.toString(16).padStart(4, '0')}`;
}

function listSteps(recording: Recording): Step[] {
  const { device, start } = recording;
  const entries = listEntries(recording);
  const at = (t: number): number => t - device.t;
  const startAt = at(entries[0]?.t ?? device.t) - startBeforeMs;
  const begin: Step[] = [
    ...(start.isAttached ? [{ t: startAt, event: 'attached' } as const] : []),
    ...[...start.reports.values()].map((bytes) => ({ t: startAt, input: formatBytes(bytes) })),
    ...(start.phase === 'idle' && !start.muted
      ? []
      : [{ t: startAt, call: { phase: start.phase, muted: start.muted } }]),
  ];
  return [...begin, ...entries.flatMap((entry) => toSteps(entry, at(entry.t)))];
}

function toSteps(entry: RecordingEntry, t: number): Step[] {
  if ('phase' in entry) return [{ t, call: { phase: entry.phase, muted: entry.muted } }];
  if ('event' in entry) return [{ t, event: entry.event }];
  // The machine makes the writes again.
  return entry.direction === 'in' ? [{ t, input: formatBytes(entry.bytes) }] : [];
}

/** Each report with what it changed; what stood before the recording counts as known. */
function describeReports(recording: Recording): ReportLine[] {
  const { device, layout, start } = recording;
  const last = new Map<string, number>();
  const readFields = (direction: ReportLine['direction'], bytes: Uint8Array): string[] => {
    const { id, data } =
      direction === 'in' ? splitReport(layout, bytes) : { id: bytes[0] ?? 0, data: bytes.subarray(1) };
    return controlsOf(recording, direction, id).flatMap(({ role, bit, read }) => {
      const key = `${direction} ${String(id)} ${String(bit)}`;
      const previous = last.get(key);
      const value = read(data);
      last.set(key, value);
      if (previous === undefined) return value === 0 ? [] : [`${role} ${String(value)}`];
      return previous === value ? [] : [`${role} ${String(previous)}→${String(value)}`];
    });
  };
  for (const bytes of start.reports.values()) readFields('in', bytes);
  return listEntries(recording).flatMap((entry) => {
    if ('event' in entry) last.clear();
    if (!('direction' in entry)) return [];
    const { t, direction, bytes } = entry;
    const fields = readFields(direction, bytes);
    return [{ t: t - device.t, direction, bytes: formatBytes(bytes), fields }];
  });
}

interface Control {
  readonly role: string;
  readonly bit: number;
  readonly read: (data: Uint8Array) => number;
}

function controlsOf({ layout }: Recording, direction: ReportLine['direction'], id: number): Control[] {
  if (direction === 'in')
    return layout.inputs
      .filter(({ reportId }) => reportId === id)
      .map((field) => ({ role: field.role, bit: field.bit, read: (data) => readField(field, data) }));
  return layout.outputs
    .filter(({ reportId }) => reportId === id)
    .map(({ role, bit }) => ({ role, bit, read: (data) => ((data[bit >> 3] ?? 0) >> (bit & 7)) & 1 }));
}
