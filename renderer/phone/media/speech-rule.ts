import { frameMs } from './sound-frame.ts';

/**
 * Whether somebody speaks into this microphone, from the steady level of each frame (`sound-frame.ts`), as a pure rule.
 * A frame is voiced when it stands out from the background, which is followed all the time: it falls in the pauses
 * between words and rises slowly, so that a sound that does not end (a fan, a tone) becomes background.
 */
export interface SpeechState {
  /** The background in dBFS; null before the first frame. */
  readonly floorDb: number | null;
  /** Which of the frames of the last second were voiced, oldest first. */
  readonly recent: readonly boolean[];
}

export const nothingHeard: SpeechState = { floorDb: null, recent: [] };

/**
 * Noise wavers by 3 dB or so from frame to frame. Of 31 voices that were 20 dB louder than the noise around them, 9 dB
 * missed none, 12 dB four, 15 dB twelve (measured).
 */
const aboveFloorDb = 9;
/**
 * A voice at a headset's own microphone gives -40 dBFS and more even at low gain; a colleague at the next desk is some
 * 15 to 25 dB weaker and must not raise the warning.
 */
const leastDb = -45;
/** Slower than any sentence is long: four seconds without a gap raise the background by as much as it stands out. */
const riseDbPerSecond = 3;
/** A single lost block of samples (one frame without sound) is not the background. */
const fallDbPerFrame = 6;
/** Gates of headsets cut pauses to nothing; below this there is no background worth following. */
const lowestFloorDb = -70;

const windowFrames = 1_000 / frameMs;
const neededFrames = 400 / frameMs;

export function hearFrame(state: SpeechState, steadyDb: number): SpeechState {
  const floorDb = followFloor(state.floorDb, steadyDb);
  const isVoiced = steadyDb >= Math.max(floorDb + aboveFloorDb, leastDb);
  return { floorDb, recent: [...state.recent, isVoiced].slice(-windowFrames) };
}

/** At least 400 ms of voice within the last second: more than a cough, more than most single words. */
export const isSpeech = ({ recent }: SpeechState): boolean =>
  recent.filter((isVoiced) => isVoiced).length >= neededFrames;

/** What was said up to now does not count any more; the background stays known. */
export const forgetSpeech = (state: SpeechState): SpeechState => ({ ...state, recent: [] });

function followFloor(floorDb: number | null, steadyDb: number): number {
  const level = Math.max(lowestFloorDb, steadyDb);
  if (floorDb === null) return level;
  const rise = (riseDbPerSecond * frameMs) / 1_000;
  return Math.min(floorDb + rise, Math.max(floorDb - fallDbPerFrame, level));
}
