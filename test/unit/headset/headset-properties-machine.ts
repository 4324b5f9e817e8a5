import fc from 'fast-check';
import { expect } from 'vitest';
import { headsetPhaseSchema } from '../../../electron/common/contract/hid-contract.ts';
import { splitReport } from '../../../electron/common/headset/headset-codec.ts';
import {
  createHeadsetMachine,
  nextTickAt,
  presentLights,
  type HeadsetEvent,
} from '../../../electron/common/headset/headset-machine.ts';
import type { HeadsetOptions, Quirks } from '../../../electron/common/headset/headset-quirks.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import type {
  HeadsetEffect,
  MachineContext,
  MachineState,
} from '../../../electron/common/headset/machine-state.ts';
import {
  readTelephonyLayout,
  type TelephonyLayout,
} from '../../../electron/common/headset/telephony-layout.ts';
import type { OutRole } from '../../../electron/common/headset/telephony-usages.ts';
import { bytesOf, fixtureNames } from './descriptor-fixtures.ts';
import { hexOf, type invented } from './unseen-scenarios.ts';

type Device = Parameters<typeof hexOf>[0];

const inventedNames = [
  'EVERY',
  'PLAIN',
  'PULSE',
  'SIGNED',
  'UNSURE',
  'VOLUME',
  'SPLIT',
] as const satisfies readonly (keyof typeof invented)[];
export const anyDevice = fc.constantFrom<Device[]>(...fixtureNames, ...inventedNames);

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2, nil: undefined });
/** Leaves out what is not set, as a file of quirks does. */
function defined<T extends object>(of: T): { [K in keyof T]?: NonNullable<T[K]> } {
  // What is left of an object without its undefined values is that object with optional keys.
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

export const anyQuirks: fc.Arbitrary<Quirks> = fc
  .record({
    ackDeadlineMs: maybe(fc.constantFrom(0, 500, 3000)),
    holdDropsOffHook: maybe(fc.boolean()),
    muteVia: maybe(fc.constantFrom('mute', 'microphone', 'both')),
    onLineFollowsOffHook: maybe(fc.boolean()),
    hookPulses: maybe(fc.boolean()),
    rejectByRepeatedOnHook: maybe(fc.boolean()),
    noReleaseReport: maybe(fc.boolean()),
    ignoreUsages: maybe(fc.uniqueArray(fc.constantFrom(0x0b_0021, 0x0b_002f, 0x08_0018), { maxLength: 2 })),
    waitingHook: maybe(fc.constantFrom('end', 'endAndAnswer', 'holdAndAnswer')),
  })
  .map(defined);

export const anyOptions: fc.Arbitrary<HeadsetOptions> = fc
  .record({
    ringer: maybe(fc.boolean()),
    collapseMuteBursts: maybe(fc.boolean()),
    dialTimeoutMs: maybe(fc.constantFrom(0, 250, 3000)),
    holdLedWhenOneHeld: maybe(fc.boolean()),
    guard: maybe(fc.boolean()),
    keypad: maybe(fc.boolean()),
  })
  .map(defined);

const after = fc.nat(400);
const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ report: fc.uint8Array({ maxLength: 6 }), after }) },
  {
    weight: 3,
    arbitrary: fc.record({
      phase: fc.constantFrom(...headsetPhaseSchema.options),
      muted: fc.boolean(),
      after,
    }),
  },
  { weight: 1, arbitrary: fc.record({ attached: fc.boolean(), after }) },
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;
export const anyScript = fc.array(anyStep, { maxLength: 30 });

export function readDevice(device: Device, quirks: Quirks): TelephonyLayout {
  return readTelephonyLayout(parseHidDescriptor(bytesOf(hexOf(device))), quirks);
}

/** The lights a written report shows. */
export function litRoles(layout: TelephonyLayout, bytes: Uint8Array): ReadonlySet<OutRole> {
  const lit = layout.outputs.filter(
    ({ reportId, bit }) => reportId === bytes[0] && (((bytes[1 + (bit >> 3)] ?? 0) >> (bit & 7)) & 1) === 1,
  );
  return new Set(lit.map(({ role }) => role));
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}

/** Plays a script and checks after every step what no script may break. */
export function playWithinRules(context: MachineContext, script: readonly Step[]): void {
  const { layout } = context;
  const machine = createHeadsetMachine(context);
  let state = machine.initial;
  let t = 0;
  const apply = (event: HeadsetEvent): void => {
    // A step that changed its input would throw here: state is data, and may be kept or sent.
    freeze(state);
    const step = machine.step(state, event);
    expectWithinRules(context, state, event, step.state, step.effects);
    state = step.state;
  };
  apply({ type: 'attached', t });
  for (const step of script) {
    t += step.after;
    for (let due = nextTickAt(state); due !== undefined && due < t; due = nextTickAt(state))
      apply({ type: 'tick', t: due });
    if ('report' in step) {
      const firstId = layout.inputs[0]?.reportId ?? 0;
      const bytes = layout.numbered ? Uint8Array.from([firstId, ...step.report]) : step.report;
      apply({ type: 'report', t, ...splitReport(layout, bytes) });
    } else if ('phase' in step) apply({ type: 'call', t, phase: step.phase, muted: step.muted });
    else apply({ type: step.attached ? 'attached' : 'detached', t });
  }
  expect(state.device?.expectations.length ?? 0).toBeLessThanOrEqual(2 * script.length + 2);
}

function expectWithinRules(
  context: MachineContext,
  before: MachineState,
  event: HeadsetEvent,
  state: MachineState,
  effects: readonly HeadsetEffect[],
): void {
  const writes = effects.flatMap((effect) => (effect.type === 'write' ? [effect.bytes] : []));
  const intents = effects.flatMap((effect) => (effect.type === 'intent' ? [effect.intent.type] : []));
  if (writes.length > 0) expect(state.device).toBeDefined();
  for (const [index, bytes] of writes.entries()) {
    expect(bytes.length).toBe(1 + (context.layout.outBytes.get(bytes[0] ?? -1) ?? -1));
    const isLast = !writes.slice(index + 1).some((later) => later[0] === bytes[0]);
    expectLights(context, before, event, state, bytes, isLast);
  }
  // R2: every change of a call is written, by every report that has a light.
  if (event.type === 'call' && state.device !== undefined)
    expect(new Set(writes.map(([id]) => id))).toEqual(
      new Set(context.layout.outputs.map(({ reportId }) => reportId)),
    );
  // R5: one intent a report; mute and keypad are judged besides, field by field.
  const besides = new Set(['setMute', 'toggleMute', 'digit']);
  expect(intents.filter((type) => !besides.has(type)).length).toBeLessThanOrEqual(1);
  if (event.type !== 'report' && event.type !== 'tick' && nextTickAt(before) === undefined)
    expect(intents).toEqual([]);
}

/** P5 and P21: whatever is written shows the present state, whole; only an answer keeps ring lit for one more report. */
function expectLights(
  context: MachineContext,
  before: MachineState,
  event: HeadsetEvent,
  state: MachineState,
  bytes: Uint8Array,
  isLast: boolean,
): void {
  const declared = new Set(
    context.layout.outputs.filter(({ reportId }) => reportId === bytes[0]).map(({ role }) => role),
  );
  const lit = litRoles(context.layout, bytes);
  const desired = presentLights(context, state);
  for (const role of ['offHook', 'hold'] as const)
    if (declared.has(role)) expect(lit.has(role)).toBe(desired[role]);
  const answers = event.type === 'call' && before.phase === 'incoming' && desired.offHook;
  if (declared.has('ring') && (isLast || !answers)) expect(lit.has('ring')).toBe(desired.ring);
  const { muteVia = 'mute' } = context.quirks;
  if (declared.has('mute')) expect(lit.has('mute')).toBe(desired.mute && muteVia !== 'microphone');
  if (declared.has('microphone')) expect(lit.has('microphone')).toBe(desired.mute && muteVia !== 'mute');
  expect(lit.has('speaker') || lit.has('messageWaiting')).toBe(false);
}
