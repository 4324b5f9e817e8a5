import { z } from 'zod';
import { leastMos } from '../call/quality-rules.ts';
import {
  callCheckSchema,
  microphoneCheckSchema,
  type CallCheck,
  type RelayTrial,
} from '../contract/phone-checks.ts';
import { appErrorSchema } from '../contract/messages.ts';
import { appError, type AppError } from '../lib/app-error.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { judgeRelays, relayVerdictSchema } from './relays.ts';

/**
 * In this order; `server` and `relays` only where there are some to look at. The browser engine tells all about relays only
 * after the microphone was allowed (RFC 8828 section 5.2).
 */
export const preflightStepNames = ['line', 'server', 'microphone', 'speaker', 'relays', 'call'] as const;
const stepNameSchema = z.enum(preflightStepNames);

/** What was measured, for people; which of it depends on the step. */
const figuresSchema = z.object({
  ...microphoneCheckSchema.partial().shape,
  ...callCheckSchema.pick({ setUpMs: true, lossPercent: true, roundTripMs: true, mos: true }).partial().shape,
  relays: z.array(relayVerdictSchema).max(8).exactOptional(),
});

const preflightStepSchema = z.object({
  step: stepNameSchema,
  /** warned: not in order, but no call suffers. */
  state: z.enum(['waiting', 'running', 'passed', 'warned', 'failed', 'skipped']),
  /** Of a step that failed or warns, the first if there are several; of one that was skipped, if there is something to be done about it. */
  error: appErrorSchema.nullable(),
  figures: figuresSchema,
});

export const preflightReportSchema = z.object({
  running: z.boolean(),
  /** Nothing failed; while it runs, nothing so far. */
  ok: z.boolean(),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  steps: z.array(preflightStepSchema).max(preflightStepNames.length),
});

export type PreflightStepName = z.infer<typeof stepNameSchema>;
export type PreflightFigures = z.infer<typeof figuresSchema>;
export type PreflightStep = z.infer<typeof preflightStepSchema>;
export type PreflightReport = z.infer<typeof preflightReportSchema>;

/** passed, failed, or not possible for a reason that is no fault of what is checked. */
export type StepOutcome =
  Result<PreflightFigures> | { readonly skipped: AppError } | { readonly trials: readonly RelayTrial[] };

export type PreflightEvent =
  | {
      readonly type: 'begun';
      readonly at: number;
      readonly hasServer: boolean;
      readonly hasRelays: boolean;
    }
  | { readonly type: 'step-ended'; readonly step: PreflightStepName; readonly outcome: StepOutcome }
  /** A call came: the check gives way to it. */
  | { readonly type: 'call-came' };

export interface PreflightEffect {
  readonly type: 'run';
  readonly step: PreflightStepName;
}

/** The course of the check before a shift: one step after the other, and none that cannot succeed any more. */
export function stepPreflight(
  report: PreflightReport | null,
  event: PreflightEvent,
): { readonly report: PreflightReport | null; readonly effects: readonly PreflightEffect[] } {
  if (event.type === 'begun') {
    if (report?.running === true) return { report, effects: [] };
    const { hasServer: server, hasRelays: relays } = event;
    const isThere = { line: true, server, microphone: true, speaker: true, relays, call: true };
    const names = preflightStepNames.filter((name) => isThere[name]);
    const steps = names.map((step): PreflightStep => ({ step, state: 'waiting', error: null, figures: {} }));
    return runNext({ running: true, ok: true, startedAt: event.at, steps });
  }
  if (report?.running !== true) return { report, effects: [] };
  if (event.type === 'call-came') return { report: interrupt(report), effects: [] };
  const running = report.steps.find(({ state }) => state === 'running');
  // What a step says after a call came is not asked for any more.
  if (running?.step !== event.step) return { report, effects: [] };
  return runNext(excuseRelays(change(report, event.step, conclude(event.outcome))));
}

function conclude(outcome: StepOutcome): Omit<PreflightStep, 'step'> {
  if ('skipped' in outcome) return { state: 'skipped', error: outcome.skipped, figures: {} };
  if ('trials' in outcome) {
    const { relays, ...judged } = judgeRelays(outcome.trials);
    return { ...judged, figures: { relays } };
  }
  return outcome.ok
    ? { state: 'passed', error: null, figures: outcome.value }
    : { state: 'failed', error: outcome.error, figures: {} };
}

/** Sound that went both ways has found a way without them. */
function excuseRelays(report: PreflightReport): PreflightReport {
  const isCarried = report.steps.some(({ step, state }) => step === 'call' && state === 'passed');
  const relays = report.steps.find(({ step, state }) => step === 'relays' && state === 'failed');
  return isCarried && relays?.figures.relays !== undefined
    ? change(report, 'relays', { ...relays, state: 'warned' })
    : report;
}

function runNext(report: PreflightReport): ReturnType<typeof stepPreflight> {
  const next = report.steps.find(({ state }) => state === 'waiting');
  if (next === undefined) return { report: { ...report, running: false }, effects: [] };
  if (isVain(next.step, report))
    return runNext(change(report, next.step, { state: 'skipped', error: null, figures: {} }));
  return {
    report: change(report, next.step, { state: 'running', error: null, figures: {} }),
    effects: [{ type: 'run', step: next.step }],
  };
}

/** No call leaves without a line, and none without a microphone. */
const isVain = (step: PreflightStepName, { steps }: PreflightReport): boolean =>
  step === 'call' &&
  steps.some((other) => (other.step === 'line' || other.step === 'microphone') && other.state === 'failed');

function interrupt(report: PreflightReport): PreflightReport {
  const steps = report.steps.map((step): PreflightStep => {
    if (step.state === 'running')
      return { ...step, state: 'failed', error: appError('preflight.interrupted') };
    return step.state === 'waiting' ? { ...step, state: 'skipped' } : step;
  });
  return { ...report, running: false, ok: false, steps };
}

function change(
  report: PreflightReport,
  name: PreflightStepName,
  part: Omit<PreflightStep, 'step'>,
): PreflightReport {
  const steps = report.steps.map((step) => (step.step === name ? { ...part, step: name } : step));
  return { ...report, ok: steps.every(({ state }) => state !== 'failed'), steps };
}

/** What a call to the echo says of the line: sound both ways, and good enough to talk. */
export function judgeCall(check: CallCheck): Result<PreflightFigures> {
  const { setUpMs, lossPercent, roundTripMs, mos, packetsReceived, packetsSent } = check;
  if (packetsReceived === 0 || packetsSent === 0) return fail(appError('media.not-connected'));
  if (mos !== null && mos < leastMos)
    return fail(appError('media.poor-line', { mos: Math.round(mos * 10) / 10 }));
  return ok({ setUpMs, lossPercent, roundTripMs, mos });
}
