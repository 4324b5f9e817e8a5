import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appError } from '../../../electron/common/lib/app-error.ts';
import type { RelayTrial } from '../../../electron/common/contract/phone-checks.ts';
import { fail, ok } from '../../../electron/common/lib/result.ts';
import {
  judgeCall,
  preflightReportSchema,
  preflightStepNames,
  stepPreflight,
  type PreflightEvent,
  type PreflightReport,
  type PreflightStepName,
  type StepOutcome,
} from '../../../electron/common/preflight/preflight.ts';

const begun = { type: 'begun', at: 7, hasServer: true, hasRelays: true } as const satisfies PreflightEvent;

const works: RelayTrial = {
  url: 'turn:relay.example:3478',
  found: ['relay'],
  errorCodes: [],
  isComplete: false,
  isAccepted: true,
};

/** Plays the whole check with these outcomes; every step not named passes. */
function play(
  outcomes: Partial<Record<PreflightStepName, StepOutcome>>,
  there: { readonly hasServer?: boolean; readonly hasRelays?: boolean } = {},
): { readonly report: PreflightReport | null; readonly ran: readonly PreflightStepName[] } {
  const ran: PreflightStepName[] = [];
  let { report, effects } = stepPreflight(null, { ...begun, ...there });
  for (let effect = effects[0]; effect !== undefined; [effect] = effects) {
    const { step } = effect;
    ran.push(step);
    ({ report, effects } = stepPreflight(report, {
      type: 'step-ended',
      step,
      outcome: outcomes[step] ?? (step === 'relays' ? { trials: [works] } : ok({})),
    }));
  }
  return { report, ran };
}

const states = (report: PreflightReport | null) =>
  Object.fromEntries((report?.steps ?? []).map(({ step, state }) => [step, state]));

describe('the check before a shift', () => {
  test('goes from line to test call, one step at a time', () => {
    const { report, ran } = play({ microphone: ok({ device: 'Jabra', levelDb: -30 }) });
    expect(ran).toEqual([...preflightStepNames]);
    expect(report).toMatchObject({ running: false, ok: true, startedAt: 7 });
    expect(report?.steps.find(({ step }) => step === 'microphone')?.figures).toEqual({
      device: 'Jabra',
      levelDb: -30,
    });
  });

  test('leaves server and relays out where there are none', () => {
    const ran = ['line', 'microphone', 'speaker', 'call'];
    expect(play({}, { hasServer: false, hasRelays: false }).ran).toEqual(ran);
  });

  test.each([
    ['line', 'call.no-line'],
    ['microphone', 'media.microphone-denied'],
  ] as const)('tries no call when the %s failed, and goes on with the rest', (step, code) => {
    const { report, ran } = play({ [step]: fail(appError(code)) });
    expect(ran).not.toContain('call');
    expect(ran).toContain('speaker');
    expect(states(report)).toMatchObject({ [step]: 'failed', speaker: 'passed', call: 'skipped' });
    expect(report?.ok).toBe(false);
  });

  test('without a number for the call is in order as far as it goes, and says what to do', () => {
    const { report } = play({ call: { skipped: appError('preflight.no-echo') } });
    expect(report).toMatchObject({ ok: true, running: false });
    expect(report?.steps.at(-1)).toMatchObject({ state: 'skipped', error: { code: 'preflight.no-echo' } });
  });

  test('relays that do not work are no fault of a line that carried sound without them', () => {
    const refused = { trials: [{ ...works, found: [], errorCodes: [401] }] };
    const { report, ran } = play({ relays: refused });
    expect(ran.at(-1)).toBe('call');
    expect(states(report)).toMatchObject({ relays: 'warned', call: 'passed' });
    expect(report?.ok).toBe(true);
    const relays = report?.steps.find(({ step }) => step === 'relays');
    expect(relays?.error?.code).toBe('relay.refused');
    expect(relays?.figures.relays).toHaveLength(1);
  });

  test.each<StepOutcome>([{ skipped: appError('preflight.no-echo') }, fail(appError('media.not-connected'))])(
    'relays that do not work are a fault where no call showed that they are not needed: %j',
    (call) => {
      const { report } = play({ relays: { trials: [{ ...works, found: [] }] }, call });
      expect(states(report)).toMatchObject({ relays: 'failed' });
      expect(report?.ok).toBe(false);
    },
  );

  test('begins once, however often it is asked for', () => {
    const { report } = stepPreflight(null, begun);
    expect(stepPreflight(report, { ...begun, at: 9 })).toEqual({ report, effects: [] });
  });

  test('gives way to a call, and does not listen to the step that was running', () => {
    const started = stepPreflight(null, begun);
    const { report } = stepPreflight(started.report, { type: 'call-came' });
    expect(states(report)).toEqual({
      line: 'failed',
      server: 'skipped',
      microphone: 'skipped',
      speaker: 'skipped',
      relays: 'skipped',
      call: 'skipped',
    });
    expect(report?.steps[0]?.error?.code).toBe('preflight.interrupted');
    const late = stepPreflight(report, { type: 'step-ended', step: 'line', outcome: ok({}) });
    expect(late).toEqual({ report, effects: [] });
  });

  test('in any order of events runs one step at most, ends, and is what its schema says', () => {
    const outcome = fc.constantFrom<StepOutcome>(
      ok({}),
      fail(appError('call.failed')),
      { skipped: appError('preflight.no-echo') },
      { trials: [works, { ...works, found: [] }] },
      { trials: [{ ...works, found: [], errorCodes: [401] }] },
    );
    const event = fc.oneof(
      fc.record({
        type: fc.constant('begun' as const),
        at: fc.nat(),
        hasServer: fc.boolean(),
        hasRelays: fc.boolean(),
      }),
      fc.record({
        type: fc.constant('step-ended' as const),
        step: fc.constantFrom(...preflightStepNames),
        outcome,
      }),
      fc.constant({ type: 'call-came' as const }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let report: PreflightReport | null = null;
        for (const one of events) {
          const step = stepPreflight(report, one);
          ({ report } = step);
          const running = report?.steps.filter(({ state }) => state === 'running') ?? [];
          expect(running.length).toBe(report?.running === true ? 1 : 0);
          expect(step.effects.map((effect) => effect.step)).toEqual(
            step.effects.length === 0 ? [] : running.map((other) => other.step),
          );
          if (report === null) continue;
          expect(preflightReportSchema.safeParse(report).success).toBe(true);
          expect(report.ok).toBe(report.steps.every(({ state }) => state !== 'failed'));
          if (!report.running) expect(report.steps.some(({ state }) => state === 'waiting')).toBe(false);
        }
      }),
    );
  });
});

describe('a call to the echo', () => {
  const good = {
    setUpMs: 600,
    packetsSent: 250,
    packetsReceived: 240,
    lossPercent: 0.4,
    jitterMs: 3,
    roundTripMs: 20,
    mos: 4.36,
  };

  test.each([
    ['good sound both ways', {}, null],
    ['no report from there yet', { mos: null, roundTripMs: null }, null],
    ['nothing comes back', { packetsReceived: 0, mos: null }, 'media.not-connected'],
    ['nothing goes out', { packetsSent: 0 }, 'media.not-connected'],
    ['sound just good enough', { mos: 3.5 }, null],
    ['sound not good enough', { mos: 3.49 }, 'media.poor-line'],
  ])('%s', (_, part, code) => {
    const judged = judgeCall({ ...good, ...part });
    expect(judged.ok ? null : judged.error.code).toBe(code);
  });
});
