import { watch } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { measureTones } from '../tones.ts';

/** Amplitudes 0..1 by pitch in hertz, over one second. */
export type Heard = ReadonlyMap<number, number>;

const windowSeconds = 1;

/**
 * Waits until one whole second of what a phone recorded into `folder` from now on satisfies `holds`. The files grow in
 * lumps while the call runs, so what is judged may be a second or two old, but is never from before this was called.
 */
export async function untilHeard(
  folder: string,
  what: string,
  tones: readonly number[],
  holds: (heard: Heard) => boolean,
  timeoutMs = 20_000,
): Promise<Heard> {
  const sizes = new Map((await listRecordings(folder)).map(({ file, size }) => [file, size]));
  let last: Heard = new Map();
  const findSecond = async (): Promise<Heard | undefined> => {
    const newest = (await listRecordings(folder))[0];
    if (newest === undefined) return undefined;
    for (const second of await readSeconds(newest.file, sizes.get(newest.file) ?? 0, tones)) {
      last = second;
      if (holds(second)) return second;
    }
    return undefined;
  };
  return new Promise((resolve, reject) => {
    let isLooking = false;
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      watcher.close();
      act();
    };
    const look = (): void => {
      if (isLooking) return;
      isLooking = true;
      findSecond().then(
        (found) => {
          isLooking = false;
          if (found !== undefined) finish(() => resolve(found));
        },
        (error: unknown) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))),
      );
    };
    const giveUp = (): void => {
      const heard = JSON.stringify([...last]);
      reject(new Error(`not heard within ${timeoutMs} ms: ${what}; last second: ${heard}`));
    };
    const watcher = watch(folder, look);
    const timer = setTimeout(() => finish(giveUp), timeoutMs);
  });
}

/** baresip writes what it decoded into …-dec.wav, one file for each call. Newest first; sizes in bytes. */
async function listRecordings(folder: string): Promise<{ readonly file: string; readonly size: number }[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('dec.wav'));
  const known = await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      const { size, mtimeMs } = await stat(file);
      return { file, size, mtimeMs };
    }),
  );
  return known.sort((a, b) => b.mtimeMs - a.mtimeMs);
}

/** The length in the header is right only after the call: the data go to the end of the file. */
async function readSeconds(file: string, start: number, tones: readonly number[]): Promise<Heard[]> {
  const wav = await readFile(file);
  const data = wav.indexOf('data') + 8;
  if (data < 8) return [];
  const channels = wav.readUInt16LE(22);
  const sampleRate = wav.readUInt32LE(24);
  const frameBytes = channels * 2;
  const first = Math.max(0, Math.ceil((start - data) / frameBytes));
  const total = Math.floor((wav.length - data) / frameBytes);
  const length = sampleRate * windowSeconds;
  const seconds: Heard[] = [];
  for (let from = first; from + length <= total; from += length / 4) {
    const samples = Float64Array.from(
      { length },
      (_, i) => wav.readInt16LE(data + (from + i) * frameBytes) / 32_768,
    );
    seconds.push(measureTones(samples, sampleRate, tones));
  }
  return seconds;
}
