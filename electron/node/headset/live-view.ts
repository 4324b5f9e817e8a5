import type { HeadsetPanel } from '../../common/contract/headset-panel.ts';
import { findReportFault, readField, type InputReport } from '../../common/headset/headset-codec.ts';
import type { TelephonyLayout } from '../../common/headset/telephony-layout.ts';
import type { InRole } from '../../common/headset/telephony-usages.ts';

const keptChanges = 12;

/** What a device reported and took, for people to look at. */
export interface LiveView {
  /** The last value of each field, by its index in `layout.inputs`. */
  readonly values: readonly (number | undefined)[];
  /** The last report written, by its id; the id byte first. */
  readonly written: ReadonlyMap<number, Uint8Array>;
  /** Newest last. */
  readonly recent: HeadsetPanel['live']['recent'];
}

/** One field of a report, changed or not. */
export interface SeenField {
  readonly role: InRole;
  readonly value: number;
  /** Undefined in the first report of its id. */
  readonly previous: number | undefined;
}

export const nothingSeen: LiveView = { values: [], written: new Map(), recent: [] };

/** Takes a report in; one that cannot be read changes nothing. `t`: ms since the epoch. */
export function seeReport(
  view: LiveView,
  layout: TelephonyLayout,
  report: InputReport,
  t: number,
): { readonly view: LiveView; readonly fields: readonly SeenField[] } {
  if (findReportFault(layout, report) !== undefined) return { view, fields: [] };
  const values = [...view.values];
  const fields: SeenField[] = [];
  for (const [index, field] of layout.inputs.entries()) {
    if (field.reportId !== report.id) continue;
    const value = readField(field, report.data);
    fields.push({ role: field.role, value, previous: values[index] });
    values[index] = value;
  }
  const changed = fields.filter(({ value, previous }) => value !== (previous ?? 0));
  const recent = [...view.recent, ...changed.map(({ role, value }) => ({ at: t, role, value }))];
  return { view: { ...view, values, recent: recent.slice(-keptChanges) }, fields };
}

export function seeWritten(view: LiveView, bytes: Uint8Array): LiveView {
  return { ...view, written: new Map(view.written).set(bytes[0] ?? 0, bytes) };
}

/** In the form of the panel: roles once each, also where several fields have the same. */
export function showLive(
  { values, written, recent }: LiveView,
  layout: TelephonyLayout,
): HeadsetPanel['live'] {
  const pressed = layout.inputs.filter((_, index) => (values[index] ?? 0) !== 0);
  const lit = layout.outputs.filter(({ reportId, bit }) => {
    const byte = written.get(reportId)?.[1 + (bit >> 3)] ?? 0;
    return ((byte >> (bit & 7)) & 1) === 1;
  });
  return {
    pressed: [...new Set(pressed.map(({ role }) => role))],
    lit: [...new Set(lit.map(({ role }) => role))],
    recent: [...recent],
  };
}
