import type { ReportDefect } from '../sip/guard.ts';
import type { Tone } from './media-port.ts';
import { makeToneSamples, type Sound } from './tone-samples.ts';

export interface Tones {
  /** `sinkId` is the id of an output device, '' for the default. */
  play(tone: Tone, sinkId: string): void;
  dispose(): void;
}

/** Not in the DOM types of TypeScript yet; Chromium has it since 110. */
interface SinkContext {
  setSinkId(sinkId: string): Promise<void>;
}

/** Plays ring tone, ring-back tone and beep with one audio context, suspended in between: a running one keeps the computer awake. */
export function createTones(createContext: () => AudioContext, reportDefect: ReportDefect): Tones {
  const buffers = new Map<Sound, AudioBuffer>();
  let context: AudioContext | undefined;
  let playing: AudioBufferSourceNode | undefined;
  let wanted = 0;

  const start = async (tone: Sound, sinkId: string, ticket: number): Promise<void> => {
    context ??= createContext();
    const audio = context;
    // A device that has gone leaves the tone on the one before.
    if (canChooseSink(audio)) await audio.setSinkId(sinkId).catch(() => undefined);
    await audio.resume();
    if (ticket !== wanted) return;
    const source = audio.createBufferSource();
    source.buffer = bufferOf(audio, tone);
    source.loop = tone !== 'beep';
    source.connect(audio.destination);
    source.start();
    playing = source;
  };

  const bufferOf = (audio: AudioContext, tone: Sound): AudioBuffer => {
    const known = buffers.get(tone);
    if (known !== undefined) return known;
    const samples = makeToneSamples(tone, audio.sampleRate);
    const buffer = audio.createBuffer(1, samples.length, audio.sampleRate);
    buffer.copyToChannel(samples, 0);
    buffers.set(tone, buffer);
    return buffer;
  };

  return {
    play(tone, sinkId) {
      const ticket = ++wanted;
      playing?.stop();
      playing?.disconnect();
      playing = undefined;
      const done =
        tone === null
          ? context?.state === 'running'
            ? context.suspend()
            : Promise.resolve()
          : start(tone, sinkId, ticket);
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

function canChooseSink(context: object): context is SinkContext {
  return 'setSinkId' in context;
}
