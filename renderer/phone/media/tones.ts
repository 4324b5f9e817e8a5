import type { ReportDefect } from '../sip/lib/guard.ts';
import type { Tone } from './media-port.ts';
import { chooseSink } from './sink-context.ts';
import { makeToneSamples, oneShots, type Sound } from './tone-samples.ts';

export interface Tones {
  /** `sinkId` is the id of an output device, '' for the default; `gain` 0 to 1; `country` an ISO 3166 code. */
  play(tone: Tone, sinkId: string, gain: number, country?: string): void;
  dispose(): void;
}

/** Plays every tone with one audio context, suspended in between: a running one keeps the computer awake. */
export function createTones(createContext: () => AudioContext, reportDefect: ReportDefect): Tones {
  const buffers = new Map<string, AudioBuffer>();
  let context: AudioContext | undefined;
  let playing: AudioBufferSourceNode | undefined;
  let wanted = 0;

  const start = async (
    tone: Sound,
    sinkId: string,
    gain: number,
    country: string | undefined,
    ticket: number,
  ): Promise<void> => {
    context ??= createContext();
    const audio = context;
    // A device that has gone leaves the tone on the one before.
    await chooseSink(audio, sinkId).catch(() => undefined);
    await audio.resume();
    if (ticket !== wanted) return;
    const source = audio.createBufferSource();
    source.buffer = bufferOf(audio, tone, country);
    source.loop = !oneShots.has(tone);
    const loudness = audio.createGain();
    loudness.gain.value = gain;
    source.connect(loudness).connect(audio.destination);
    source.start();
    playing = source;
  };

  const bufferOf = (audio: AudioContext, tone: Sound, country: string | undefined): AudioBuffer => {
    const name = `${country ?? ''} ${tone}`;
    const known = buffers.get(name);
    if (known !== undefined) return known;
    const samples = makeToneSamples(tone, audio.sampleRate, country);
    const buffer = audio.createBuffer(1, samples.length, audio.sampleRate);
    buffer.copyToChannel(samples, 0);
    buffers.set(name, buffer);
    return buffer;
  };

  return {
    play(tone, sinkId, gain, country) {
      const ticket = ++wanted;
      playing?.stop();
      playing?.disconnect();
      playing = undefined;
      const done =
        tone === null
          ? context?.state === 'running'
            ? context.suspend()
            : Promise.resolve()
          : start(tone, sinkId, gain, country, ticket);
      done.catch((defect: unknown) => {
        reportDefect('tone', defect);
      });
    },
    dispose() {
      wanted++;
      playing?.stop();
      context?.close().catch(() => undefined);
      context = undefined;
      buffers.clear();
    },
  };
}
