/** One quantity over a soak. */
export interface Slope {
  readonly what: string;
  readonly first: number;
  readonly last: number;
  /** Of the straight line through the second half of the samples: what fills up at the beginning is no leak. */
  readonly per1000: number;
}

export interface Point {
  /** How many calls were over. */
  readonly calls: number;
  readonly value: number;
}

export function findSlope(what: string, points: readonly Point[]): Slope {
  const late = points.slice(Math.floor(points.length / 2));
  return {
    what,
    first: points[0]?.value ?? Number.NaN,
    last: points.at(-1)?.value ?? Number.NaN,
    per1000: fitLine(late) * 1_000,
  };
}

/** Least squares; 0 where there are not two places to draw a line through. */
function fitLine(points: readonly Point[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanCalls = mean(points.map(({ calls }) => calls));
  const meanValue = mean(points.map(({ value }) => value));
  let both = 0;
  let square = 0;
  for (const { calls, value } of points) {
    both += (calls - meanCalls) * (value - meanValue);
    square += (calls - meanCalls) ** 2;
  }
  return square === 0 ? 0 : both / square;
}
