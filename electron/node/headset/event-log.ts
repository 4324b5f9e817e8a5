import type { HeadsetEventEntry } from '../../common/contract/headset-panel.ts';
import type { Clock } from '../../common/lib/clock.ts';

/** A fault that repeats is told once in this time, with how often it happened. */
const faultEveryMs = 10_000;
/** More than hands can do; what a device says beyond it is noise. */
const mostPerSecond = 20;
const longestDetail = 200;

/** The lines of the event log as they go out: no storm of a broken device drowns the presses. */
export interface EventLog {
  note(what: HeadsetEventEntry['what'], detail: string, at?: number): void;
}

export function createEventLog(clock: Clock, publish: (entry: HeadsetEventEntry) => void): EventLog {
  const faults = new Map<string, { readonly toldAt: number; readonly unsaid: number }>();
  let secondFrom = Number.NEGATIVE_INFINITY;
  let count = 0;

  const isTooMany = (at: number): boolean => {
    if (at >= secondFrom + 1_000 || at < secondFrom) {
      secondFrom = at;
      count = 0;
    }
    return ++count > mostPerSecond;
  };

  const summarize = (detail: string, at: number): string | undefined => {
    const { toldAt, unsaid } = faults.get(detail) ?? { toldAt: Number.NEGATIVE_INFINITY, unsaid: 0 };
    if (at < toldAt + faultEveryMs) {
      faults.set(detail, { toldAt, unsaid: unsaid + 1 });
      return undefined;
    }
    faults.set(detail, { toldAt: at, unsaid: 0 });
    return unsaid === 0 ? detail : `${detail} (and ${String(unsaid)} times before)`;
  };

  return {
    note(what, detail, at = clock.now()) {
      const said = what === 'fault' ? summarize(detail, at) : detail;
      if (said !== undefined && !isTooMany(at)) publish({ at, what, detail: said.slice(0, longestDetail) });
    },
  };
}
