import type { Heard } from './recording.ts';

/** The bed's tones arrive at about 0.3 of full scale, half of it after two codecs; noise and echoes stay below 0.01. */
export const loud = (heard: Heard, tone: number): boolean => (heard.get(tone) ?? 0) > 0.05;
export const silent = (heard: Heard, tone: number): boolean => (heard.get(tone) ?? 0) < 0.01;
