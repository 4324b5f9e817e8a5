/**
 * A full-speed USB device can send 1,000 reports a second, one that is broken does, and a fast one sends ten times
 * that. Hands cannot: a boom arm that bounces gives some tens. So a second's first reports are read, more are dropped
 * unread, and a device that goes on is put aside.
 */
const readPerSecond = 250;
const mostPerSecond = 2_000;
const busySeconds = 3;

export interface ReportGate {
  readonly secondFrom: number;
  readonly count: number;
  /** Seconds in a row in which reports were dropped. */
  readonly busy: number;
}

export const openGate: ReportGate = { secondFrom: Number.NEGATIVE_INFINITY, count: 0, busy: 0 };

/** Counts a report that arrived at `t` (ms) and says what to do with it; flood: close the device. */
export function countReport(
  gate: ReportGate,
  t: number,
): { readonly gate: ReportGate; readonly verdict: 'read' | 'drop' | 'flood' } {
  const isSameSecond = t < gate.secondFrom + 1_000 && t >= gate.secondFrom;
  const wasBusy = gate.count > readPerSecond && t < gate.secondFrom + 2_000;
  const next: ReportGate = isSameSecond
    ? { ...gate, count: gate.count + 1 }
    : { secondFrom: t, count: 1, busy: wasBusy ? gate.busy + 1 : 0 };
  if (next.count > mostPerSecond || next.busy >= busySeconds) return { gate: next, verdict: 'flood' };
  return { gate: next, verdict: next.count > readPerSecond ? 'drop' : 'read' };
}
