/** Told of exceptions that would otherwise run through sip.js; `where` names the callback. */
export type ReportDefect = (where: string, defect: unknown) => void;

/**
 * Runs a callback so that its exception is reported and goes no further. An exception inside a delegate leaves sip.js
 * half way through a transition, from which it never recovers. Returns its result, undefined after an exception.
 */
export function runGuarded<T>(report: ReportDefect, where: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (defect) {
    report(where, defect);
    return undefined;
  }
}

/** Lets a promise run on its own; its rejection is reported instead of being unhandled. */
export function runDetached(report: ReportDefect, where: string, work: Promise<unknown>): void {
  work.catch((defect: unknown) => {
    report(where, defect);
  });
}
