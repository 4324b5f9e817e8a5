/** Takes noise out of a microphone, in the page itself. */
export interface NoiseFilter {
  /** What the calls send instead of the device's track. */
  readonly track: MediaStreamTrack;
  close(): void;
}

export type OpenNoiseFilter = (device: MediaStreamTrack) => Promise<NoiseFilter>;
