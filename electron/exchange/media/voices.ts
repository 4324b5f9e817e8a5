import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSilence, frameSamples } from './g711.ts';

export const languages = ['en', 'uk', 'ro', 'ru', 'fa'] as const;
export const phrases = [
  'bill',
  'reading',
  'outage',
  'complaint',
  'question',
  'yes',
  'thanks',
  'waiting',
] as const;

export type Phrase = (typeof phrases)[number];

/** Spoken phrases as frames of 160 octets A-law. */
export interface Voices {
  /** Files that could not be read; their phrases are a tone. */
  readonly missing: readonly string[];
  speak(language: string, phrase: Phrase): readonly Uint8Array[];
}

/** Reads `<folder>/<language>/<phrase>.al` for all of them. A missing one leaves the call audible, as a tone. */
export async function loadVoices(folder: string): Promise<Voices> {
  const spoken = new Map<string, readonly Uint8Array[]>();
  const missing: string[] = [];
  const names = languages.flatMap((language) => phrases.map((phrase) => `${language}/${phrase}`));
  await Promise.all(
    names.map(async (name) => {
      try {
        spoken.set(name, cutFrames(await readFile(join(folder, `${name}.al`))));
      } catch {
        missing.push(name);
      }
    }),
  );
  const isKnown = (language: string): boolean => languages.some((known) => known === language);
  return {
    missing,
    speak: (language, phrase) => spoken.get(`${isKnown(language) ? language : 'en'}/${phrase}`) ?? tone,
  };
}

/** Whole frames; the last one is filled up with silence. */
export function cutFrames(sound: Uint8Array): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < sound.length; at += frameSamples) {
    const frame = createSilence('PCMA');
    frame.set(sound.subarray(at, at + frameSamples));
    frames.push(frame);
  }
  return frames;
}

/** One second of 1 kHz: the digital milliwatt of G.711 table 5, eight octets a period, two segments (12 dB) lower. */
const milliwattPeriod = [0x14, 0x01, 0x01, 0x14, 0x94, 0x81, 0x81, 0x94];
const tone = cutFrames(Uint8Array.from({ length: 8_000 }, (_, at) => milliwattPeriod[at % 8] ?? 0xd5));
