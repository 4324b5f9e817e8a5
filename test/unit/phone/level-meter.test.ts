import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { newFrames, openLevelMeter } from '../../../renderer/phone/media/level-meter.ts';
import { measureFrame, noSoundDb, type SoundFrame } from '../../../renderer/phone/media/sound-frame.ts';

const rate = 8_000;
const frameSamples = 400;
const bufferSamples = 8_192;

const sine = (decibels: number, samples: number, offset = 0): Float32Array =>
  Float32Array.from(
    { length: samples },
    (_, i) => offset + Math.SQRT2 * 10 ** (decibels / 20) * Math.sin((2 * Math.PI * 500 * i) / rate),
  );

describe('a frame of sound', () => {
  test.each([-3.1, -20, -45, -85])('a tone of %d dBFS has that level, all the time', (decibels) => {
    const { levelDb, steadyDb } = measureFrame(sine(decibels, frameSamples));
    expect(levelDb).toBeCloseTo(decibels, 3);
    expect(steadyDb).toBeCloseTo(decibels, 3);
  });

  test.each([0, 1, -0.25])('samples that are all %d are no sound', (value) => {
    const frame = measureFrame(new Float32Array(frameSamples).fill(value));
    expect(frame).toEqual({ levelDb: noSoundDb, steadyDb: noSoundDb });
  });

  test('a constant part changes nothing', () => {
    expect(measureFrame(sine(-60, frameSamples, 0.5)).levelDb).toBeCloseTo(-60, 1);
  });

  test('a click of 15 ms is in the level and not in the steady level', () => {
    const samples = sine(-60, frameSamples);
    samples.set(sine(-10, 120), 100);
    const { levelDb, steadyDb } = measureFrame(samples);
    expect(levelDb).toBeGreaterThan(-20);
    expect(steadyDb).toBeCloseTo(-60, 1);
  });

  test('of any samples has levels that can be reckoned with', () => {
    const sample = fc.float({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 500 }), (samples) => {
        for (const level of Object.values(measureFrame(Float32Array.from(samples)))) {
          expect(level).toBeGreaterThanOrEqual(noSoundDb);
          expect(level).toBeLessThanOrEqual(0.001);
        }
      }),
    );
  });
});

/** A recording of which every frame has a loudness of its own. */
function recording(frames: number): Float32Array {
  const samples = new Float32Array(frames * frameSamples);
  for (let frame = 0; frame < frames; frame++)
    samples.set(sine(-60 + (frame % 50), frameSamples), frame * frameSamples);
  return samples;
}

/** What an analyser holds after `heard` samples: the newest, zeros before the beginning. */
function bufferAt(samples: Float32Array, heard: number): Float32Array {
  const buffer = new Float32Array(bufferSamples);
  const from = Math.max(0, heard - bufferSamples);
  buffer.set(samples.subarray(from, heard), bufferSamples - (heard - from));
  return buffer;
}

const levels = (frames: readonly SoundFrame[]): number[] => frames.map(({ levelDb }) => Math.round(levelDb));

describe('reading frames out of the newest samples', () => {
  const samples = recording(200);
  const all = levels(newFramesOfAll(samples));

  function newFramesOfAll(whole: Float32Array): SoundFrame[] {
    return Array.from({ length: whole.length / frameSamples }, (_, frame) =>
      measureFrame(whole.subarray(frame * frameSamples, (frame + 1) * frameSamples)),
    );
  }

  function readAll(pauses: readonly number[]): number[] {
    const read: number[] = [];
    let heard = 0;
    let nextFrame = 0;
    for (const pause of pauses) {
      heard = Math.min(samples.length, heard + pause);
      const found = newFrames(bufferAt(samples, heard), heard, nextFrame);
      ({ nextFrame } = found);
      read.push(...levels(found.frames));
    }
    return read;
  }

  test('gives every frame once and in order, however often it is read', () => {
    // 7,792 samples: even with most of a frame left over, the oldest frame is still in the buffer.
    const pause = fc.integer({ min: 0, max: bufferSamples - frameSamples });
    fc.assert(
      fc.property(fc.array(pause, { maxLength: 40 }), (pauses) => {
        const read = readAll(pauses);
        expect(read).toEqual(all.slice(0, read.length));
        const heard = Math.min(
          samples.length,
          pauses.reduce((sum, ms) => sum + ms, 0),
        );
        expect(read).toHaveLength(Math.floor(heard / frameSamples));
      }),
    );
  });

  test('passes over what has left the buffer', () => {
    const heard = 100 * frameSamples;
    expect(readAll([heard])).toEqual(all.slice(80, 100));
  });
});

class FakeTrack {
  readyState: 'live' | 'ended' = 'live';
  stop(): void {
    this.readyState = 'ended';
  }
}

class FakeStream {
  readonly tracks: readonly FakeTrack[];

  constructor(tracks: readonly FakeTrack[]) {
    this.tracks = tracks;
  }
}

class FakeNode {
  readonly outputs: FakeNode[] = [];
  type = '';
  fftSize = 0;
  readonly frequency = { value: 0 };
  samples: Float32Array = new Float32Array(0);

  connect(node: FakeNode): FakeNode {
    this.outputs.push(node);
    return node;
  }

  disconnect(): void {
    this.outputs.length = 0;
  }

  getFloatTimeDomainData(into: Float32Array): void {
    into.set(this.samples);
  }
}

/** Of WebAudio what the meter uses; `destination` throws, since nothing may be played. */
class FakeContext {
  currentTime = 0;
  isResumed = false;
  isClosed = false;
  readonly source = new FakeNode();
  readonly filter = new FakeNode();
  readonly analyser = new FakeNode();

  get destination(): never {
    throw new Error('The operator would hear himself.');
  }

  heard: FakeStream | undefined;
  createMediaStreamSource = (stream: FakeStream): FakeNode => {
    this.heard = stream;
    return this.source;
  };
  createBiquadFilter = (): FakeNode => this.filter;
  createAnalyser = (): FakeNode => this.analyser;

  resume(): Promise<void> {
    this.isResumed = true;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

describe('the meter', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  function openMeter() {
    const context = new FakeContext();
    const track = new FakeTrack();
    let options: AudioContextOptions | undefined;
    vi.stubGlobal('MediaStream', FakeStream);
    const meter = openLevelMeter(track as unknown as MediaStreamTrack, (given) => {
      options = given;
      return context as unknown as AudioContext;
    });
    const hear = (samples: Float32Array, heard: number): void => {
      context.currentTime = heard / rate;
      context.analyser.samples = bufferAt(samples, heard);
    };
    return { context, hear, meter, options, track };
  }

  test('opens no output, and listens to voices only', () => {
    const { context, options, track } = openMeter();
    expect(options).toEqual({ sampleRate: rate, latencyHint: 0.25, sinkId: { type: 'none' } });
    expect(context.isResumed).toBe(true);
    expect(context.heard?.tracks).toEqual([track]);
    expect(context.source.outputs).toEqual([context.filter]);
    expect(context.filter).toMatchObject({ type: 'highpass', frequency: { value: 200 } });
    expect(context.filter.outputs).toEqual([context.analyser]);
    expect(context.analyser.outputs).toEqual([]);
  });

  test('reads each frame once, and nothing of the first moments without samples', () => {
    const { hear, meter } = openMeter();
    const samples = sine(-30, rate);
    hear(samples, 10 * frameSamples);
    expect(meter.read()).toEqual([]);
    hear(samples, 12 * frameSamples + 17);
    expect(levels(meter.read())).toEqual([-30, -30]);
    expect(meter.read()).toEqual([]);
  });

  test('says nothing while its clock stands still or the device is gone', () => {
    const { hear, meter, track } = openMeter();
    expect(meter.read()).toEqual([]);
    hear(sine(-30, rate), rate);
    track.readyState = 'ended';
    expect(meter.read()).toEqual([]);
  });

  test('closed, leaves neither track nor context behind', () => {
    const { context, meter, track } = openMeter();
    meter.close();
    expect(track.readyState).toBe('ended');
    expect(context).toMatchObject({ isClosed: true, source: { outputs: [] } });
  });
});
