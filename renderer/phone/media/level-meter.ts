import { silentSink } from './sink-context.ts';
import { frameMs, measureFrame, type SoundFrame } from './sound-frame.ts';

export interface LevelMeter {
  /** What was heard since the last call, oldest first; of more than a second the newest. */
  read(): readonly SoundFrame[];
  close(): void;
}

/** Twice the telephone band: what tells speech from silence is all below 4 kHz, and less is to be computed. */
const sampleRate = 8_000;
const frameSamples = (sampleRate * frameMs) / 1_000;
/** 1.024 s of samples, kept by the analyser itself: reading late loses nothing. */
const bufferSamples = 8_192;
/** Breath at the microphone, knocks on the desk and mains hum lie below, the harmonics of every voice above. */
const lowestHertz = 200;
/** The first quarter of a second is worked through before the device has given anything: zeros, which are no background. */
const skippedFrames = 10;

/**
 * No output device is opened: nothing can be heard, and the clock does not depend on a loudspeaker that goes away. The
 * sound is worked through a quarter of a second at a time: woken every 16 ms, as is usual, the watch took 1.3 % of a core;
 * so it takes 0.5 % (measured, all processes of Chromium).
 */
const watchLatencyS = 0.25;
/** A bar that follows the voice. */
export const liveLatencyS = 0.05;

/**
 * Measures how loud a track is, and nothing else: no sample leaves this file. Takes the track over and stops it.
 * `createContext` is `new AudioContext(options)`.
 */
export function openLevelMeter(
  track: MediaStreamTrack,
  createContext: (options: AudioContextOptions) => AudioContext,
  latencyS: number = watchLatencyS,
): LevelMeter {
  const options = { sampleRate, latencyHint: latencyS, ...silentSink };
  const context = createContext(options);
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const filter = context.createBiquadFilter();
  filter.type = 'highpass';
  filter.frequency.value = lowestHertz;
  const analyser = context.createAnalyser();
  analyser.fftSize = bufferSamples;
  source.connect(filter).connect(analyser);
  // Where a page may not start one by itself it stays suspended: its clock stands still and nothing is read.
  context.resume().catch(() => undefined);
  const samples = new Float32Array(bufferSamples);
  let nextFrame = skippedFrames;

  return {
    read() {
      if (track.readyState !== 'live') return [];
      const heard = Math.floor(context.currentTime * sampleRate);
      if (Math.floor(heard / frameSamples) <= nextFrame) return [];
      analyser.getFloatTimeDomainData(samples);
      const found = newFrames(samples, heard, nextFrame);
      ({ nextFrame } = found);
      return found.frames;
    },
    close() {
      track.stop();
      source.disconnect();
      context.close().catch(() => undefined);
    },
  };
}

/**
 * The whole frames from `nextFrame` on among the newest samples, when `heard` samples were heard in all. Frames that
 * have left the buffer are passed over.
 */
export function newFrames(
  samples: Float32Array,
  heard: number,
  nextFrame: number,
): { readonly frames: readonly SoundFrame[]; readonly nextFrame: number } {
  const end = Math.floor(heard / frameSamples);
  const oldest = Math.ceil(Math.max(0, heard - samples.length) / frameSamples);
  const frames: SoundFrame[] = [];
  for (let frame = Math.max(nextFrame, oldest); frame < end; frame++) {
    const from = samples.length - heard + frame * frameSamples;
    frames.push(measureFrame(samples.subarray(from, from + frameSamples)));
  }
  return { frames, nextFrame: Math.max(nextFrame, end) };
}
