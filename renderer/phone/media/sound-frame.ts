/** Sound is judged in frames of this length: some syllables last little longer. */
export const frameMs = 50;
const blockMs = 10;
/** How late a frame may be read: what the meter works through at a time (256 ms), and a block or two of the device. */
export const soundLatencyMs = 300;

export interface SoundFrame {
  /** Root mean square in dBFS (a full-scale square wave is 0), without the constant part that some converters add. */
  readonly levelDb: number;
  /**
   * What all but one of its 10 ms reach. A key that is struck or a click of up to 20 ms touches three of them at most and
   * is not in it; a voice is.
   */
  readonly steadyDb: number;
}

/** What `measureFrame` says of samples that are all alike: no sound at all. */
export const noSoundDb = -160;

/** Measures the samples (-1..1) of one frame; `samples` is not kept. */
export function measureFrame(samples: Float32Array): SoundFrame {
  const size = Math.max(1, Math.floor((samples.length * blockMs) / frameMs));
  const powers: number[] = [];
  for (let from = 0; from + size <= samples.length; from += size) {
    powers.push(variance(samples.subarray(from, from + size)));
  }
  const [quietest = 0, next = quietest] = powers.toSorted((a, b) => a - b);
  return { levelDb: toDecibels(variance(samples)), steadyDb: toDecibels(next) };
}

function variance(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += sample;
  const mean = sum / samples.length;
  let squares = 0;
  for (const sample of samples) squares += (sample - mean) ** 2;
  return squares / samples.length;
}

const toDecibels = (power: number): number =>
  power <= 10 ** (noSoundDb / 10) ? noSoundDb : 10 * Math.log10(power);
