import { z } from 'zod';

/** off: as the microphone gives it; browser: what the engine brings along; wasm: RNNoise, stronger and dearer. */
export const noiseSuppressionSchema = z.enum(['off', 'browser', 'wasm']);

export type NoiseSuppression = z.infer<typeof noiseSuppressionSchema>;

/** What is done to the sound of the microphone before it is sent. */
export interface SoundProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: NoiseSuppression;
  readonly gainControl: boolean;
}

/** The settings as they may be written: each by itself, or `processing` for all that say nothing of their own. */
export interface ProcessingSettings {
  readonly processing: boolean;
  readonly echoCancellation?: boolean;
  readonly noiseSuppression?: NoiseSuppression;
  readonly gainControl?: boolean;
}

export function readProcessing(settings: ProcessingSettings): SoundProcessing {
  const { processing } = settings;
  return {
    echoCancellation: settings.echoCancellation ?? processing,
    noiseSuppression: settings.noiseSuppression ?? (processing ? 'browser' : 'off'),
    gainControl: settings.gainControl ?? processing,
  };
}
