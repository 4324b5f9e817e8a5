/** Milliseconds at the usual places of a distribution. `first` stands apart: caches are cold and code is not compiled. */
export interface Figure {
  readonly what: string;
  readonly count: number;
  readonly first: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** p95 against its bar; above 1 the bar is missed. */
  readonly ratio: number | null;
}

export function summarise(what: string, values: readonly number[], bar: number | null): Figure {
  const [first = Number.NaN, ...rest] = values;
  const warm = (rest.length === 0 ? [first] : rest).toSorted((a, b) => a - b);
  const at = (share: number): number =>
    warm[Math.min(warm.length - 1, Math.floor(share * warm.length))] ?? Number.NaN;
  const p95 = at(0.95);
  return {
    what,
    count: values.length,
    first: round(first),
    p50: round(at(0.5)),
    p95: round(p95),
    max: round(warm.at(-1) ?? Number.NaN),
    ratio: bar === null ? null : round(p95 / bar, 100),
  };
}

const round = (value: number, parts = 10): number => Math.round(value * parts) / parts;

export function printFigures(name: string, figures: readonly Figure[]): void {
  console.table(Object.fromEntries(figures.map(({ what, ...numbers }) => [what, numbers])), [
    'count',
    'first',
    'p50',
    'p95',
    'max',
    'ratio',
  ]);
  console.log(JSON.stringify({ bench: name, node: process.version, figures }));
}
