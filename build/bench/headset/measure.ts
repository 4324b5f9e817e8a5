/** Microseconds at the usual places of a distribution; `ratio` is the median against the median of a plain baseline. */
export interface Timing {
  readonly what: string;
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Median of the baseline, in µs. */
  readonly plain: number;
  readonly ratio: number;
}

export interface Work {
  readonly what: string;
  /** What is timed. Its answer is kept, so that no engine leaves the work out. */
  readonly run: () => unknown;
  /** The least that any program would have to do for the same bytes. */
  readonly plain: () => unknown;
}

let kept: unknown;

/**
 * Times every single run, in turn with its baseline so that both meet the same machine. The clock costs some tens of
 * nanoseconds, which are left in: see the row of the empty run.
 */
export function time({ what, run, plain }: Work, count: number): Timing {
  const warmUp = Math.min(count, 2_000);
  for (let index = 0; index < warmUp; index++) {
    kept = run();
    kept = plain();
  }
  const times = new Float64Array(count);
  const plainTimes = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    times[index] = clock(run);
    plainTimes[index] = clock(plain);
  }
  times.sort();
  plainTimes.sort();
  const p50 = at(times, 0.5);
  const plainP50 = at(plainTimes, 0.5);
  return {
    what,
    count,
    p50: round(p50),
    p99: round(at(times, 0.99)),
    max: round(at(times, 1)),
    plain: round(plainP50),
    ratio: round(p50 / plainP50, 10),
  };
}

/** Microseconds of one run. */
function clock(run: () => unknown): number {
  const started = process.hrtime.bigint();
  kept = run();
  return Number(process.hrtime.bigint() - started) / 1_000;
}

/** What the last run answered; reading it here keeps it alive for the engine. */
export const lastAnswer = (): unknown => kept;

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const round = (value: number, parts = 100): number => Math.round(value * parts) / parts;
