import { loadRnnoise, RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor';
import plainBinary from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url';
import simdBinary from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
import worklet from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url';
import type { NoiseFilter } from './noise-filter-port.ts';
import { silentSink } from './sink-context.ts';

/** The only rate that RNNoise was trained for. */
const sampleRate = 48_000;

/** RNNoise in a worklet between the device and the calls. The filter takes no part in the life of the device's track. */
export async function openNoiseFilter(device: MediaStreamTrack): Promise<NoiseFilter> {
  const options: AudioContextOptions & typeof silentSink = {
    sampleRate,
    latencyHint: 'interactive',
    ...silentSink,
  };
  const context = new AudioContext(options);
  const close = (): void => {
    context.close().catch(() => undefined);
  };
  try {
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: plainBinary, simdUrl: simdBinary }),
      context.audioWorklet.addModule(worklet),
    ]);
    const source = context.createMediaStreamSource(new MediaStream([device]));
    const filter = new RnnoiseWorkletNode(context, { maxChannels: 1, wasmBinary });
    const destination = context.createMediaStreamDestination();
    destination.channelCount = 1;
    source.connect(filter).connect(destination);
    await context.resume();
    const [track] = destination.stream.getAudioTracks();
    if (track === undefined) throw new Error('The filter has no output.');
    return {
      track,
      close() {
        source.disconnect();
        filter.destroy();
        track.stop();
        close();
      },
    };
  } catch (defect) {
    close();
    throw defect;
  }
}
