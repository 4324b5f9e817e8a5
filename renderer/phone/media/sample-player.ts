import type { ReportDefect } from '../sip/lib/guard.ts';
import { decodeALaw } from './a-law.ts';
import { chooseSink } from './sink-context.ts';
import { makeToneSamples } from './tone-samples.ts';
import { loadVoice } from './voices.ts';
import type { SoundSample } from '../../../electron/common/contract/sound-contract.ts';

export interface SamplePlayer {
  /** `sinkId` is the id of an output device, '' for the default; `gain` 0 to 1. The one before is cut off. */
  play(sound: SoundSample, language: string, sinkId: string, gain: number): Promise<void>;
  stop(): void;
}

/** Of the recorded voices. */
const voiceRate = 8_000;

/** Lets the operator hear a device: once the ring tone, or the voice of a customer. */
export function createSamplePlayer(
  createContext: () => AudioContext,
  reportDefect: ReportDefect,
): SamplePlayer {
  let playing: AudioContext | undefined;

  const end = (context: AudioContext): void => {
    if (playing === context) playing = undefined;
    if (context.state === 'closed') return;
    context.close().catch((defect: unknown) => {
      reportDefect('sample', defect);
    });
  };
  const stop = (): void => {
    if (playing !== undefined) end(playing);
  };

  return {
    async play(sound, language, sinkId, gain) {
      stop();
      const context = createContext();
      playing = context;
      try {
        const voice = sound === 'voice' ? decodeALaw(await loadVoice(language)) : null;
        const samples = voice ?? makeToneSamples('ring', context.sampleRate);
        // A device that has gone leaves the sample on the default.
        await chooseSink(context, sinkId).catch(() => undefined);
        await context.resume();
        // Another one was asked for meanwhile.
        if (playing !== context) return;
        const buffer = context.createBuffer(
          1,
          samples.length,
          voice === null ? context.sampleRate : voiceRate,
        );
        buffer.copyToChannel(samples, 0);
        const source = context.createBufferSource();
        source.buffer = buffer;
        const loudness = context.createGain();
        loudness.gain.value = gain;
        source.connect(loudness).connect(context.destination);
        source.onended = () => {
          end(context);
        };
        source.start();
      } catch (defect) {
        end(context);
        throw defect;
      }
    },
    stop,
  };
}
