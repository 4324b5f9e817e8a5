import { z } from 'zod';
import { headsetPhaseSchema, type HeadsetIntent } from '../contract/hid-contract.ts';
import { exhausted } from '../lib/exhaustive.ts';
import { formatBytes, parseBytes, splitReport } from './headset-codec.ts';
import { createHeadsetMachine, nextTickAt, type HeadsetEvent } from './headset-machine.ts';
import { headsetOptionsSchema, quirksSchema } from './headset-quirks.ts';
import { parseHidDescriptor } from './hid-descriptor.ts';
import type { HeadsetDiag, HeadsetEffect } from './machine-state.ts';
import { readTelephonyLayout, type TelephonyLayout } from './telephony-layout.ts';

/** How long the virtual clock runs on after the last step, in ms. */
const runOnMs = 5000;

const bytesSchema = z.string().transform((text, issues) => {
  const bytes = parseBytes(text);
  if (bytes !== undefined) return bytes;
  issues.addIssue({ code: 'custom', message: 'expected pairs of hex digits' });
  return z.NEVER;
});

const stepSchema = z
  .object({
    t: z.number(),
    event: z.enum(['attached', 'detached']).exactOptional(),
    /** As node-hid reads it: the id byte first when the device numbers its reports. */
    input: bytesSchema.exactOptional(),
    call: z.object({ phase: headsetPhaseSchema, muted: z.boolean() }).exactOptional(),
  })
  .refine(({ event, input, call }) => [event, input, call].filter((one) => one !== undefined).length === 1, {
    message: 'a step is one of event, input and call',
  });

/** A recorded or invented session with a headset: its descriptor and both sides of what happened, in order of `t`. */
export const replayScenarioSchema = z.object({
  name: z.string().exactOptional(),
  descriptor: bytesSchema,
  quirks: quirksSchema.exactOptional(),
  options: headsetOptionsSchema.exactOptional(),
  steps: z
    .array(stepSchema)
    .refine((steps) => steps.every((step, index) => step.t >= (steps[index - 1]?.t ?? step.t)), {
      message: 'the steps are not in order of t',
    }),
});

export type ReplayScenario = z.infer<typeof replayScenarioSchema>;
type ReplayStep = ReplayScenario['steps'][number];

/** What happened at virtual time `t`, in ms; bytes as node-hid writes them. */
export type ReplayLine =
  | { readonly t: number; readonly write: string }
  | { readonly t: number; readonly intent: HeadsetIntent }
  | { readonly t: number; readonly diag: HeadsetDiag };

/** Plays a scenario through layout, codec and machine, without a device and without waiting. */
export function replayScenario(scenario: ReplayScenario): ReplayLine[] {
  const { quirks = {}, options = {}, steps } = scenario;
  const layout = readTelephonyLayout(parseHidDescriptor(scenario.descriptor), quirks);
  const machine = createHeadsetMachine({ layout, quirks, options });
  const lines: ReplayLine[] = [];
  let state = machine.initial;

  const apply = (event: HeadsetEvent): void => {
    const step = machine.step(state, event);
    state = step.state;
    for (const effect of step.effects) if (effect.type !== 'note') lines.push(toLine(event.t, effect));
  };
  const runTimersWhile = (isReached: (due: number) => boolean): void => {
    for (let due = nextTickAt(state); due !== undefined && isReached(due); due = nextTickAt(state))
      apply({ type: 'tick', t: due });
  };

  for (const step of steps) {
    runTimersWhile((due) => due < step.t);
    apply(toEvent(layout, step));
  }
  const last = steps.at(-1);
  if (last !== undefined) runTimersWhile((due) => due <= last.t + runOnMs);
  return lines;
}

function toEvent(layout: TelephonyLayout, { t, event, input, call }: ReplayStep): HeadsetEvent {
  if (event !== undefined) return { type: event, t };
  if (call !== undefined) return { type: 'call', t, ...call };
  return { type: 'report', t, ...splitReport(layout, input ?? new Uint8Array()) };
}

function toLine(t: number, effect: Exclude<HeadsetEffect, { type: 'note' }>): ReplayLine {
  switch (effect.type) {
    case 'write':
      return { t, write: formatBytes(effect.bytes) };
    case 'intent':
      return { t, intent: effect.intent };
    case 'diag':
      return { t, diag: effect.diag };
    default:
      return exhausted(effect);
  }
}
