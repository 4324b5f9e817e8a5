import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';

/**
 * A device is not ready right after it is attached: its HID side may take seconds (node-hid issue 412). While the first
 * three pauses last, it is waited for; after them others go first, and it is tried again now and then.
 */
const patientPausesMs = [300, 1000, 3000] as const;
const asideMs = 10_000;
const longestMs = 300_000;
/** Lost sooner than this after it was opened, a device counts as not working rather than as unplugged. */
const steadyMs = 5_000;
const calmMs = 60_000;

interface Trial {
  readonly failures: number;
  readonly floods: number;
  readonly error: AppError;
  readonly until: number;
}

/** How often each device failed lately, and when it may be tried again. By path: a re-plug is a new chance. */
export interface TrialLedger {
  /** It could not be opened. */
  failed(path: string, error: AppError): void;
  /** It stopped working after `livedMs`. */
  lost(path: string, livedMs: number, error: AppError): void;
  flooded(path: string, livedMs: number): void;
  /** Others go first: patience is over, and the time for another trial has not come. */
  isPutAside(path: string): boolean;
  /** How long to wait before the next trial, in ms; 0 when it may be tried now. */
  waitMs(path: string): number;
  /** Drops devices that are not attached any more. */
  keepOnly(paths: ReadonlySet<string>): void;
  /** Lets all be tried again now, save those that flooded. */
  forgive(): void;
  /** When the first one that is put aside may be tried again. */
  nextTrialAt(): number | undefined;
  /** What is wrong with the devices that were given up for now, by path. */
  errors(): ReadonlyMap<string, AppError>;
}

export function createTrialLedger(clock: Clock): TrialLedger {
  const trials = new Map<string, Trial>();

  const failed = (path: string, error: AppError): void => {
    const { failures = 0, floods = 0 } = trials.get(path) ?? {};
    const pause =
      patientPausesMs[failures] ?? Math.min(asideMs * 2 ** (failures - patientPausesMs.length), longestMs);
    trials.set(path, { failures: failures + 1, floods, error, until: clock.now() + pause });
  };
  const isPatient = ({ failures, floods }: Trial): boolean =>
    floods === 0 && failures <= patientPausesMs.length;

  const isPutAside = (path: string): boolean => {
    const trial = trials.get(path);
    return trial !== undefined && !isPatient(trial) && trial.until > clock.now();
  };

  return {
    failed,
    lost(path, livedMs, error) {
      if (livedMs >= steadyMs) trials.delete(path);
      else failed(path, error);
    },
    flooded(path, livedMs) {
      const floods = livedMs >= calmMs ? 0 : (trials.get(path)?.floods ?? 0);
      const pause = Math.min(asideMs * 2 ** floods, longestMs);
      const error = appError('headset.flooding', { pauseSeconds: pause / 1000 });
      trials.set(path, { failures: 0, floods: floods + 1, error, until: clock.now() + pause });
    },
    isPutAside,
    waitMs: (path) => Math.max(0, (trials.get(path)?.until ?? 0) - clock.now()),
    keepOnly(paths) {
      for (const path of trials.keys()) if (!paths.has(path)) trials.delete(path);
    },
    forgive() {
      for (const [path, trial] of trials) if (trial.floods === 0) trials.delete(path);
    },
    nextTrialAt() {
      const due = [...trials.keys()].filter(isPutAside).map((path) => trials.get(path)?.until ?? 0);
      return due.length === 0 ? undefined : Math.min(...due);
    },
    errors: () =>
      new Map([...trials].filter(([, one]) => !isPatient(one)).map(([path, { error }]) => [path, error])),
  };
}
