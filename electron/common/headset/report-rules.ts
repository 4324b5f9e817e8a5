import type { HeadsetIntent } from '../contract/hid-contract.ts';
import { findReportFault, readField, type InputReport } from './headset-codec.ts';
import { consumeEcho } from './hook-echoes.ts';
import { judgeHook, maskHookAfterFlash } from './hook-rules.ts';
import { findIntent, isGivenOnce, stimuli, type Stimulus } from './intent-table.ts';
import type { DeviceKnowledge, Draft, FieldReading } from './machine-state.ts';
import { applyMute } from './mute-rules.ts';
import { give, nameIntent, note, noteDiag } from './notes.ts';
import type { InField, TelephonyLayout } from './telephony-layout.ts';
import { keypadUsages } from './telephony-usages.ts';

const buttons = ['reject', 'drop', 'flash', 'hold', 'redial'] as const;
const conflictMs = 50;
const crossedPressMs = 1000;
const dialTimeoutMs = 3000;
const repeatMs = 2000;

/** A report of the attached device (R4 to R6 and what follows from them). */
export function applyReport(draft: Draft, report: InputReport): void {
  const fault = findReportFault(draft.context.layout, report);
  if (fault !== undefined) {
    draft.state = { ...draft.state, ignoredReports: draft.state.ignoredReports + 1 };
    noteDiag(draft, fault);
    return;
  }
  const readings = takeReadings(draft, report);
  const { busyChangedAt } = draft.device;
  noteBusy(draft, readings);
  const isFirst = readings.some(({ previous }) => previous === undefined);
  if (isFirst && draft.state.phase === 'idle') {
    takeBaseline(draft, readings);
    return;
  }
  giveIntent(draft, collectStimuli(draft, readings), busyChangedAt);
  for (const reading of readings) {
    if (reading.field.role === 'mute') applyMute(draft, reading);
    if (reading.field.role === 'key') applyKey(draft, reading);
  }
}

/** What a report says of each of its fields, changed or not, in the order of the layout; nothing if it is faulty. */
export function readReport(
  layout: TelephonyLayout,
  values: DeviceKnowledge['values'],
  report: InputReport,
): FieldReading[] {
  if (findReportFault(layout, report) !== undefined) return [];
  return layout.inputs.flatMap((field, index) =>
    field.reportId === report.id
      ? [{ field, value: readField(field, report.data), previous: values[index] }]
      : [],
  );
}

function takeReadings(draft: Draft, report: InputReport): FieldReading[] {
  const { layout } = draft.context;
  const readings = readReport(layout, draft.device.values, report);
  const told = new Map(readings.map(({ field, value }) => [field, value]));
  const values = layout.inputs.map((field, index) => told.get(field) ?? draft.device.values[index]);
  draft.device = { ...draft.device, values };
  return readings;
}

/** R6: what the device says first after it was attached in idle is where it stands, not a press. */
function takeBaseline(draft: Draft, readings: readonly FieldReading[]): void {
  for (const { field, value } of readings) {
    if (field.role !== 'hook') continue;
    if (field.semantics === 'level') {
      consumeEcho(draft, value !== 0);
      draft.device = { ...draft.device, hookLevel: value !== 0 };
    }
    if (value <= 0) continue;
    draft.rewrite = true;
    note(draft, 'attach-window', `first report, hook ${String(value)}`);
  }
}

/** R15: busy is no hang-up; it tells that some program uses the headset. */
function noteBusy(draft: Draft, readings: readonly FieldReading[]): void {
  for (const { field, value, previous } of readings) {
    if (field.role !== 'busy' || value === (previous ?? 0)) continue;
    if (previous !== undefined) draft.device = { ...draft.device, busyChangedAt: draft.t };
    if (value <= 0 || draft.state.phase !== 'idle') continue;
    noteDiag(draft, 'headset-in-use');
    note(draft, 'shared', 'headset-in-use');
  }
}

function findButton({ role }: InField): Stimulus | undefined {
  return buttons.find((button) => button === role);
}

function collectStimuli(draft: Draft, readings: readonly FieldReading[]): ReadonlySet<Stimulus> {
  const seen = new Set<Stimulus>();
  const everyReport = draft.context.quirks.noReleaseReport === true;
  for (const { field, value, previous = 0 } of readings) {
    const button = findButton(field);
    if (button !== undefined && value > 0 && (previous <= 0 || everyReport)) seen.add(button);
  }
  // A flash masks the hook change of its own report too (R10).
  if (seen.has('flash')) maskHookAfterFlash(draft);
  for (const reading of readings) {
    const hook = reading.field.role === 'hook' ? judgeHook(draft, reading) : undefined;
    if (hook !== undefined) seen.add(hook);
  }
  return seen;
}

function giveIntent(draft: Draft, seen: ReadonlySet<Stimulus>, busyChangedAt: number): void {
  const { phase } = draft.state;
  for (const stimulus of stimuli) {
    const intent = seen.has(stimulus) ? findIntent(phase, stimulus, draft.context.quirks) : undefined;
    if (intent === undefined) continue;
    if (intent.type === 'dialIntent' && draft.t <= draft.state.idleSince + crossedPressMs) {
      // R12: the press crossed the end or the cancel of the call.
      draft.rewrite = true;
      note(draft, 'crossed', nameIntent(intent));
    } else if (stimulus === 'hookDown' && !mayEnd(draft, busyChangedAt)) {
      draft.rewrite = true;
      note(draft, 'guarded', nameIntent(intent));
    } else push(draft, intent);
    return;
  }
}

/**
 * P19: another program's ring puts the device on-hook, and its busy bit moves just before. Where both change in one
 * report it may as well be the operator, after whose press the device is in no call any more: that is worth a
 * diagnosis, but neither a warning nor a question.
 */
function mayEnd(draft: Draft, busyChangedBefore: number): boolean {
  const { busyChangedAt } = draft.device;
  if (draft.state.phase === 'incoming' || draft.t > busyChangedAt + conflictMs) return true;
  noteDiag(draft, 'possible conflict');
  if (draft.t > busyChangedBefore + conflictMs) return true;
  note(draft, 'shared', 'possible conflict');
  return draft.context.options.guard !== true;
}

function push(draft: Draft, intent: HeadsetIntent): void {
  const { device, t } = draft;
  if (isGivenOnce(intent)) {
    if (device.given.some(({ type, at }) => type === intent.type && t <= at + repeatMs)) {
      note(draft, 'repeated', nameIntent(intent));
      return;
    }
    const others = device.given.filter(({ type }) => type !== intent.type);
    draft.device = { ...device, given: [...others, { type: intent.type, at: t }] };
  }
  if (intent.type === 'dialIntent') {
    const dialDueAt = t + (draft.context.options.dialTimeoutMs ?? dialTimeoutMs);
    draft.device = { ...draft.device, dialDueAt };
  }
  give(draft, intent);
}

/** Only on request (R15): which value stands for "no key" differs, and 0 is what idle reports of all carry. */
function applyKey(draft: Draft, { field, value, previous }: FieldReading): void {
  if (draft.context.options.keypad !== true || value === 0 || value === previous) return;
  const usage = field.array?.[value - field.logicalMin];
  const digit = usage === undefined ? undefined : keypadUsages.get(usage);
  if (digit !== undefined) give(draft, { type: 'digit', d: digit });
}
