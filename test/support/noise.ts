/** White noise of the same samples in every run: -1..1, `decibels` dBFS, from a linear congruence (Numerical Recipes). */
export function makeNoise(decibels: number, samples: number, seed = 1): Float32Array {
  const peak = Math.sqrt(3) * 10 ** (decibels / 20);
  let state = seed;
  return Float32Array.from({ length: samples }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return peak * (state / 2 ** 31 - 1);
  });
}
