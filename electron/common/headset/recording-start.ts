import type { HeadsetPhase } from '../contract/hid-contract.ts';
import { splitReport, writeField } from './headset-codec.ts';
import type { MachineState } from './machine-state.ts';
import type { TelephonyLayout } from './telephony-layout.ts';

/** Bytes as node-hid reads and writes them. */
export type RecordingEntry =
  | { readonly t: number; readonly direction: 'in' | 'out'; readonly bytes: Uint8Array }
  | { readonly t: number; readonly phase: HeadsetPhase; readonly muted: boolean }
  | { readonly t: number; readonly event: 'attached' | 'detached' };

/** How device and call side stood when a recording, or what is left of it, begins. */
export interface RecordingStart {
  readonly phase: HeadsetPhase;
  readonly muted: boolean;
  readonly isAttached: boolean;
  /** The last report of each id, as node-hid reads it. */
  readonly reports: ReadonlyMap<number, Uint8Array>;
}

const nothingReported: ReadonlyMap<number, Uint8Array> = new Map();

export function startFrom(layout: TelephonyLayout, machine: MachineState | undefined): RecordingStart {
  if (machine === undefined)
    return { phase: 'idle', muted: false, isAttached: false, reports: nothingReported };
  const { phase, muted, device } = machine;
  const reports = device === undefined ? nothingReported : rebuildReports(layout, device.values);
  return { phase, muted, isAttached: device !== undefined, reports };
}

/** The start after `entry`, which is not kept any more. */
export function goPast(
  start: RecordingStart,
  layout: TelephonyLayout,
  entry: RecordingEntry,
): RecordingStart {
  if ('phase' in entry) return { ...start, phase: entry.phase, muted: entry.muted };
  if ('event' in entry) return { ...start, isAttached: entry.event === 'attached', reports: nothingReported };
  if (entry.direction === 'out') return start;
  const { id } = splitReport(layout, entry.bytes);
  return { ...start, reports: new Map(start.reports).set(id, entry.bytes) };
}

/** Reports that say what is known of each field; bits without a role are 0. */
function rebuildReports(
  layout: TelephonyLayout,
  values: readonly (number | undefined)[],
): ReadonlyMap<number, Uint8Array> {
  const payloads = new Map<number, Uint8Array>();
  for (const [index, field] of layout.inputs.entries()) {
    const value = values[index];
    if (value === undefined) continue;
    const payload = payloads.get(field.reportId) ?? new Uint8Array(layout.inBytes.get(field.reportId) ?? 0);
    writeField(field, payload, value);
    payloads.set(field.reportId, payload);
  }
  return new Map(
    [...payloads].map(([id, payload]) => [id, layout.numbered ? Uint8Array.of(id, ...payload) : payload]),
  );
}
