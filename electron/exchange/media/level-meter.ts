/** The loudness of the last second of what arrived. */
export interface LevelMeter {
  /** `power` as of `measurePower`, at a time in milliseconds. */
  add(power: number, at: number): void;
  /** Root mean square 0..1 over the frames of the second before `at`; 0 when none arrived. */
  read(at: number): number;
}

const windowMs = 1_000;

export function createLevelMeter(): LevelMeter {
  let frames: { readonly power: number; readonly at: number }[] = [];
  const dropOld = (at: number): void => {
    frames = frames.filter((frame) => at - frame.at < windowMs);
  };
  return {
    add(power, at) {
      frames.push({ power, at });
      if (frames.length > 100) dropOld(at);
    },
    read(at) {
      dropOld(at);
      const sum = frames.reduce((total, { power }) => total + power, 0);
      return frames.length === 0 ? 0 : Math.sqrt(sum / frames.length);
    },
  };
}
