export interface CallMicrophoneParts {
  /** A track for this call alone; null while the microphone is closed. */
  readonly clone: () => MediaStreamTrack | null;
  readonly isMuted: () => boolean;
}

/** The microphone as one call has it: its own track, silent while the call is held or the operator muted. */
export class CallMicrophone {
  readonly #parts: CallMicrophoneParts;
  #track: MediaStreamTrack | null = null;
  /** Still sent while the track after them takes over. */
  readonly #replaced = new Set<MediaStreamTrack>();
  #isHeld = false;

  constructor(parts: CallMicrophoneParts) {
    this.#parts = parts;
  }

  get isOpen(): boolean {
    return this.#track !== null;
  }

  /** What it hears goes out. */
  get isOn(): boolean {
    return this.#track?.enabled === true;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** `sendonly` does not stop the microphone (T51): a held call is muted as well. */
  setHeld(on: boolean): void {
    this.#isHeld = on;
    this.applyMute();
  }

  applyMute(): void {
    if (this.#track !== null) this.#track.enabled = !this.#isHeld && !this.#parts.isMuted();
  }

  /** The microphone was opened or changed: what it hears goes out through `sender`. */
  async take(sender: RTCRtpSender): Promise<void> {
    const track = this.#parts.clone();
    if (track === null) return;
    const old = this.#track;
    this.#track = track;
    this.applyMute();
    if (old === null) {
      await sender.replaceTrack(track);
      return;
    }
    this.#replaced.add(old);
    try {
      // Never settles when the connection is closed meanwhile: the microphone would stay on after the call.
      await sender.replaceTrack(track);
    } finally {
      this.#replaced.delete(old);
      old.stop();
    }
  }

  stop(): void {
    this.#track?.stop();
    this.#track = null;
    for (const track of this.#replaced) track.stop();
    this.#replaced.clear();
  }
}
