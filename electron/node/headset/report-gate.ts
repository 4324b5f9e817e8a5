/**
 * A full-speed USB device can send 1,000 reports a second, one that is broken does, and a fast one sends ten times that.
 * Hands cannot: a boom arm that bounces gives some tens at once. Reading a report costs much more than dropping one, and on
 * a slow machine reading alone would fill the time in which a flood could be noticed. So there is an allowance for
 * reading, most of it kept for reports that are other than the one before.
 */
const mostAtOnce = 64;
const readPerSecond = 40;
const keptForChanges = 32;
/** More than this in one second, or this much for three, and the device is put aside. */
const mostPerSecond = 1_000;
const steadyPerSecond = 300;
const steadySeconds = 3;

export interface ReportGate {
  /** Reports that may be read now. */
  readonly allowance: number;
  readonly at: number;
  readonly secondFrom: number;
  readonly count: number;
  /** Full seconds in a row with more than `steadyPerSecond`. */
  readonly busy: number;
}

export const openGate: ReportGate = {
  allowance: mostAtOnce,
  at: Number.NEGATIVE_INFINITY,
  secondFrom: Number.NEGATIVE_INFINITY,
  count: 0,
  busy: 0,
};

/** Counts a report that arrived at `t` (ms) and says what to do with it; flood: close the device. */
export function countReport(
  gate: ReportGate,
  t: number,
  isRepeated: boolean,
): { readonly gate: ReportGate; readonly verdict: 'read' | 'drop' | 'flood' } {
  const counted = countInSecond(gate, t);
  const gained = Math.max(0, ((t - gate.at) * readPerSecond) / 1_000);
  const allowance = Math.min(mostAtOnce, gate.allowance + gained);
  const isRead = allowance >= 1 + (isRepeated ? keptForChanges : 0);
  const next = { ...counted, at: t, allowance: isRead ? allowance - 1 : allowance };
  if (next.count > mostPerSecond || next.busy >= steadySeconds) return { gate: next, verdict: 'flood' };
  return { gate: next, verdict: isRead ? 'read' : 'drop' };
}

function countInSecond(gate: ReportGate, t: number): Pick<ReportGate, 'secondFrom' | 'count' | 'busy'> {
  const { secondFrom, count, busy } = gate;
  if (t >= secondFrom && t < secondFrom + 1_000) return { secondFrom, count: count + 1, busy };
  const wasBusy = count > steadyPerSecond && t >= secondFrom && t < secondFrom + 2_000;
  return { secondFrom: t, count: 1, busy: wasBusy ? busy + 1 : 0 };
}
