import { watch } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { measureTones } from '../tones.ts';

/** Amplitudes 0..1 by pitch in hertz, over one second. */
export type Heard = ReadonlyMap<number, number>;

const windowSeconds = 1;

/**
 * Waits until one whole second of what a phone recorded from now on satisfies `holds`. The file grows in lumps while
 * the call runs, so what is judged may be a second or two old, but is never from before the call of this function.
 */
export async function untilHeard(
  folder: string,
  what: string,
  tones: readonly number[],
  holds: (heard: Heard) => boolean,
  timeoutMs = 20_000,
): Promise<Heard> {
  const file = await newestRecording(folder);
  const start = (await stat(file)).size;
  let last: Heard = new Map();
  const findSecond = async (): Promise<Heard | undefined> => {
    for (const second of await readSeconds(file, start, tones)) {
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
    const watcher = watch(file, look);
    const timer = setTimeout(
      () =>
        finish(() =>
          reject(
            new Error(`not heard within ${timeoutMs} ms: ${what}; last second: ${JSON.stringify([...last])}`),
          ),
        ),
      timeoutMs,
    );
  });
}

/** baresip writes what it decoded into …-dec.wav, one file for each call. */
async function newestRecording(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('dec.wav'));
  const timed = await Promise.all(
    files.map(async (name) => ({ file: join(folder, name), at: (await stat(join(folder, name))).mtimeMs })),
  );
  const newest = timed.sort((a, b) => b.at - a.at)[0];
  if (newest === undefined) throw new Error(`no recording in ${folder}`);
  return newest.file;
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
