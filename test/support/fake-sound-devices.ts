/** A track of an input that can be unplugged. */
export class FakeTrack {
  readyState: 'live' | 'ended' = 'live';
  onended: (() => void) | null = null;
  readonly kind = 'audio';
  readonly deviceId: string;
  readonly label: string;

  constructor(deviceId: string) {
    this.deviceId = deviceId;
    this.label = `Label ${deviceId}`;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  clone(): FakeTrack {
    return new FakeTrack(this.deviceId);
  }

  getSettings(): { deviceId: string; groupId: string } {
    return { deviceId: this.deviceId, groupId: `group of ${this.deviceId}` };
  }
}

/** Devices that can be plugged, unplugged and refused. */
export class FakeDevices {
  inputs: string[] = ['built-in'];
  refuse: string | undefined;
  /** As before the microphone was allowed for the first time. */
  hidesLabels = false;
  /** Set to keep `getUserMedia` waiting, as a real device does. */
  gate: Promise<unknown> = Promise.resolve();
  readonly tracks: FakeTrack[] = [];
  readonly asked: MediaTrackConstraints[] = [];

  readonly enumerateDevices = (): Promise<MediaDeviceInfo[]> => {
    const infos = this.inputs.map((name) => ({
      kind: 'audioinput',
      deviceId: name,
      label: this.hidesLabels ? '' : `Label ${name}`,
      groupId: `group of ${name}`,
    }));
    return Promise.resolve(infos as MediaDeviceInfo[]);
  };

  readonly getUserMedia = async (constraints?: MediaStreamConstraints): Promise<MediaStream> => {
    const audio = (constraints?.audio ?? {}) as MediaTrackConstraints;
    this.asked.push(audio);
    if (this.refuse !== undefined) throw new DOMException('no', this.refuse);
    const exact = (audio.deviceId as { exact?: string } | undefined)?.exact;
    const chosen = exact ?? this.inputs[0];
    if (chosen === undefined) throw new DOMException('none', 'NotFoundError');
    if (!this.inputs.includes(chosen)) throw new DOMException('gone', 'OverconstrainedError');
    await this.gate;
    this.hidesLabels = false;
    const track = new FakeTrack(chosen);
    this.tracks.push(track);
    return { getAudioTracks: () => [track] } as unknown as MediaStream;
  };

  unplug(name: string): void {
    this.inputs = this.inputs.filter((other) => other !== name);
    for (const track of this.tracks.filter((one) => one.deviceId === name && one.readyState === 'live')) {
      track.stop();
      track.onended?.();
    }
  }

  get live(): string[] {
    return this.tracks.filter((track) => track.readyState === 'live').map((track) => track.deviceId);
  }
}
