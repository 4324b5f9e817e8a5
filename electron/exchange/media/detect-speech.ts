/**
 * Whether somebody speaks, from the loudness of each 20 ms.
 *
 *     silent ──60 ms above the threshold──► speaking ──700 ms below──► silent
 */
export interface SpeechState {
  readonly speaking: boolean;
  /** Since when the sound has been on the other side of the threshold; undefined while it fits. */
  readonly since: number | undefined;
}

export interface SpeechStep {
  readonly state: SpeechState;
  readonly change: 'started' | 'stopped' | undefined;
}

export const silentStart: SpeechState = { speaking: false, since: undefined };

/** About -36 dBFS: above room noise and comfort noise, below quiet speech. */
const threshold = 0.016;
const attackMs = 60;
/** Longer than the pauses inside a sentence. */
const releaseMs = 700;

/** `level` is the root mean square 0..1 of what came since the last step, 0 when nothing did. */
export function stepSpeech(state: SpeechState, level: number, at: number): SpeechStep {
  const isLoud = level >= threshold;
  if (isLoud === state.speaking) return { state: { ...state, since: undefined }, change: undefined };
  const since = state.since ?? at;
  const needed = state.speaking ? releaseMs : attackMs;
  if (at - since < needed) return { state: { ...state, since }, change: undefined };
  return { state: { speaking: isLoud, since: undefined }, change: isLoud ? 'started' : 'stopped' };
}
