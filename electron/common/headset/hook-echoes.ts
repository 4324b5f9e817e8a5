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
 * taken from the next press, which would then do nothing. Which of the others turn the device round has to be found anew.
 */
export function forgetWrites(state: MachineState, superseded: ReadonlySet<number>): MachineState {
  const { device } = state;
  const [first] = device?.expectations ?? [];
  if (device === undefined || first === undefined || superseded.size === 0) return state;
  let heading = device.hookLevel ?? (first.turns ? !first.offHook : first.offHook);
  const expectations: Expectation[] = [];
  for (const one of device.expectations) {
    if (superseded.has(one.write)) continue;
    expectations.push({ ...one, turns: one.offHook !== heading });
    heading = one.offHook;
  }
  return { ...state, device: { ...device, expectations } };
}
