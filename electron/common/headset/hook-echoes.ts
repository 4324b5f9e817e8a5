import { ackDeadlineMs, type Draft, type Expectation, type MachineState } from './machine-state.ts';

/** A write that turns the device round will be answered by a hook report of its own (R8). To be called after the write. */
export function expectEcho(draft: Draft, offHook: boolean): void {
  const { context, device, t } = draft;
  const pending = device.expectations.filter(({ until }) => until >= t);
  const headsFor =
    pending.findLast(({ turns }) => turns)?.offHook ?? device.hookLevel ?? device.writtenOffHook;
  const turns = headsFor !== offHook;
  const next = { offHook, until: t + ackDeadlineMs(context), write: device.writes, turns };
  draft.device = { ...device, expectations: [...pending, next], writtenOffHook: offHook, lastWriteAt: t };
}

/** The oldest unexpired expectation of this value is met; those before it will not be any more. */
export function consumeEcho(draft: Draft, offHook: boolean): boolean {
  const pending = draft.device.expectations.filter(({ until }) => until >= draft.t);
  const met = pending.findIndex((one) => one.turns && one.offHook === offHook);
  draft.device = { ...draft.device, expectations: pending.slice(met + 1) };
  return met >= 0;
}

/**
 * These writes were superseded before the device got them: it will not answer them. What was expected of them would be
 * taken from the next press, which would then do nothing. Where one of them would have turned the device, which of those
 * after it turn the device is found anew.
 */
export function forgetWrites(state: MachineState, superseded: ReadonlySet<number>): MachineState {
  const { device } = state;
  if (device === undefined || superseded.size === 0) return state;
  let heading: boolean | undefined;
  const expectations: Expectation[] = [];
  for (const one of device.expectations) {
    if (superseded.has(one.write)) {
      if (one.turns) heading ??= !one.offHook;
    } else if (heading === undefined) expectations.push(one);
    else {
      expectations.push({ ...one, turns: one.offHook !== heading });
      heading = one.offHook;
    }
  }
  return { ...state, device: { ...device, expectations } };
}
