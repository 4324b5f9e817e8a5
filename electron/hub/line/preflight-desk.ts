import { liveCalls } from '../../common/call/call-selectors.ts';
import { practiceEchoNumber } from '../../common/contract/exchange-contract.ts';
import { appError } from '../../common/lib/app-error.ts';
import { exhausted } from '../../common/lib/exhaustive.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import {
  judgeCall,
  stepPreflight,
  type PreflightEvent,
  type PreflightReport,
  type PreflightStepName,
  type StepOutcome,
} from '../../common/preflight/preflight.ts';
import type { Shell } from '../../shell/shell.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { Line } from './line.ts';
import { dialTarget } from '../base/numbers.ts';
import type { SettingsKeeper } from '../base/settings-keeper.ts';

/** The check before a shift: is everything there that a call needs? */
export interface PreflightDesk {
  /** Resolves with the whole report; asked again meanwhile, it is the same check. */
  run(): Promise<Result<PreflightReport>>;
  /** Of the check that runs, else of the last one; null before the first. */
  view(): PreflightReport | null;
}

export function createPreflightDesk(
  shell: Pick<Shell, 'clock' | 'log' | 'serverProbe'>,
  parts: {
    readonly calls: CallDesk;
    readonly settings: Pick<SettingsKeeper, 'current' | 'password'>;
    readonly line: Pick<Line, 'registration' | 'phone'>;
    readonly onChange: (cause: string) => void;
  },
): PreflightDesk {
  const { calls, line, settings } = parts;
  const { checks } = line.phone;
  let report: PreflightReport | null = null;
  let finished: PromiseWithResolvers<Result<PreflightReport>> | undefined;

  const dispatch = (event: PreflightEvent): void => {
    const step = stepPreflight(report, event);
    if (step.report === report) return;
    ({ report } = step);
    for (const effect of step.effects) void perform(effect.step);
    parts.onChange('preflight');
    if (report === null || report.running) return;
    const failed = report.steps.filter(({ state }) => state === 'failed');
    shell.log.info('preflight', { ok: report.ok, failed: failed.map(({ step: name }) => name).join(' ') });
    finished?.resolve(ok(report));
    finished = undefined;
  };

  const perform = async (step: PreflightStepName): Promise<void> => {
    dispatch({ type: 'step-ended', step, outcome: await run(step) });
  };

  const run = (step: PreflightStepName): Promise<StepOutcome> => {
    switch (step) {
      case 'line':
        return Promise.resolve(checkLine());
      case 'server':
        return checkServer();
      case 'microphone':
        return checks.microphone();
      case 'speaker':
        return checks.speaker();
      case 'relays':
        return checkRelays();
      case 'call':
        return checkCall();
      default:
        return exhausted(step);
    }
  };

  const checkLine = (): StepOutcome => {
    const { state, error } = line.registration();
    return state === 'registered' ? ok({}) : fail(error ?? appError('call.no-line'));
  };

  const checkServer = async (): Promise<StepOutcome> => {
    const { sip } = settings.current();
    if (sip === null) return fail(appError('sip.not-configured'));
    const steps = await shell.serverProbe.probe({ ...sip, password: settings.password() ?? '' });
    const found = steps.find((step) => !step.ok);
    return found === undefined ? ok({}) : fail(found.error ?? appError('sip.server-silent'));
  };

  const checkRelays = async (): Promise<StepOutcome> => {
    const checked = await checks.relays();
    return checked.ok ? { trials: checked.value.trials } : checked;
  };

  const checkCall = async (): Promise<StepOutcome> => {
    const { practice, audio, numbers } = settings.current();
    const number = practice ? practiceEchoNumber : audio.echoNumber;
    if (number === undefined) return { skipped: appError('preflight.no-echo') };
    const dialled = dialTarget(number, numbers);
    if (!dialled.ok) return dialled;
    const checked = await checks.call(dialled.value.target);
    return checked.ok ? judgeCall(checked.value) : checked;
  };

  calls.onChange((now) => {
    if (liveCalls(now).length > 0) dispatch({ type: 'call-came' });
  });

  return {
    run() {
      if (finished !== undefined) return finished.promise;
      if (liveCalls(calls.state()).length > 0) return Promise.resolve(fail(appError('preflight.in-call')));
      finished = Promise.withResolvers();
      const { promise } = finished;
      const { practice, sip } = settings.current();
      const hasServer = !practice && sip !== null;
      const hasRelays = hasServer && (sip.iceServers ?? []).length > 0;
      dispatch({ type: 'begun', at: shell.clock.now(), hasServer, hasRelays });
      return promise;
    },
    view: () => report,
  };
}
