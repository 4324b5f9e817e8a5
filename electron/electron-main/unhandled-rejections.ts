import type { Dispose } from '../common/lib/disposable.ts';
import type { Log } from '../shell/log.ts';

/**
 * Electron lets a main process go on after a rejection nobody handles, with a line on standard error that no installed
 * program shows. The calls go on here too, and the log names the defect.
 */
export function reportUnhandledRejections(log: Log): Dispose {
  const report = (cause: unknown): void => {
    log.error('app.unhandled-rejection', {
      cause: cause instanceof Error ? (cause.stack ?? cause.message) : typeof cause,
    });
  };
  process.on('unhandledRejection', report);
  return () => {
    process.off('unhandledRejection', report);
  };
}
