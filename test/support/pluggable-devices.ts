import type { Page } from 'playwright-core';

/** What a device of the phone page did, with the time in milliseconds since the epoch. */
export interface DeviceChange {
  readonly at: number;
  readonly label: string;
  /** Whether what is said into it is sent. */
  readonly isSending: boolean;
}

interface Pluggable {
  /** Resolves with the time at which the devices went or came. */
  unplug(label: string): number;
  plug(label: string): number;
  /** What getUserMedia fails with from now on; null: nothing. */
  refuse(name: string | null): void;
  /** The next time that a call takes a microphone with this label. */
  untilCallTakes(label: string): Promise<DeviceChange>;
  /** The next time that microphones are sent or no longer sent. */
  untilSending(isSending: boolean): Promise<number>;
  /** Labels of the devices that tones and samples were played on, oldest first; empty for the default. */
  playedOn(): readonly string[];
  /** How many microphones are open. */
  open(): number;
  /** The output device of the voice of the customer. */
  speaker(): string;
}

declare global {
  var pluggable: Pluggable;
}

export const headsetLabel = 'Link 380 (0b0e:24c9)';
export const builtInLabel = 'Built-in Audio';

/**
 * Headset and built-in devices in front of the fake ones of Chromium, which no flag can unplug. Runs in the phone page
 * before its own scripts; sound, tracks and senders are those of the engine. Keep it free of imports.
 */
export function installPluggableDevices(): void {
  interface Real {
    readonly label: string;
    readonly real: { readonly audioinput: string; readonly audiooutput: string };
  }
  const all: readonly Real[] = [
    {
      label: 'Link 380 (0b0e:24c9)',
      real: { audioinput: 'Fake Audio Input 1', audiooutput: 'Fake Audio Output 1' },
    },
    {
      label: 'Built-in Audio',
      real: { audioinput: 'Fake Audio Input 2', audiooutput: 'Fake Audio Output 2' },
    },
  ];
  const { mediaDevices } = navigator;
  const enumerate = mediaDevices.enumerateDevices.bind(mediaDevices);
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const away = new Set<string>();
  const tracks: { readonly track: MediaStreamTrack; readonly label: string }[] = [];
  const taking = new Map<string, (change: DeviceChange) => void>();
  const sending = new Map<boolean, (at: number) => void>();
  const sinks = new Map<HTMLMediaElement, string>();
  let refused: string | null = null;
  const now = (): number => performance.timeOrigin + performance.now();
  const present = (): readonly Real[] => all.filter(({ label }) => !away.has(label));

  const list = async (): Promise<MediaDeviceInfo[]> => {
    const real = await enumerate();
    const kinds = ['audioinput', 'audiooutput'] as const;
    return kinds.flatMap((kind) => {
      const infos = present().flatMap(({ label, real: names }) => {
        const deviceId = real.find((one) => one.kind === kind && one.label === names[kind])?.deviceId;
        return deviceId === undefined ? [] : [{ kind, deviceId, groupId: label, label }];
      });
      const first = infos[0];
      const entries =
        first === undefined
          ? []
          : [{ ...first, deviceId: 'default', label: `Default - ${first.label}` }, ...infos];
      return entries.map((entry) => ({ ...entry, toJSON: () => entry }));
    });
  };

  const name = (track: MediaStreamTrack, label: string): MediaStreamTrack => {
    const clone = track.clone.bind(track);
    const settings = track.getSettings.bind(track);
    tracks.push({ track, label });
    Object.defineProperty(track, 'label', { value: label });
    Object.assign(track, {
      clone: () => name(clone(), label),
      getSettings: () => ({ ...settings(), groupId: label }),
    });
    return track;
  };

  mediaDevices.enumerateDevices = list;
  mediaDevices.getUserMedia = async (constraints) => {
    if (refused !== null) throw new DOMException('refused by the test', refused);
    const { audio } = constraints ?? {};
    const wish: unknown = typeof audio === 'object' ? audio.deviceId : undefined;
    const exact =
      typeof wish === 'object' && wish !== null && 'exact' in wish && typeof wish.exact === 'string'
        ? wish.exact
        : undefined;
    const inputs = (await list()).filter(
      ({ kind, deviceId }) => kind === 'audioinput' && deviceId !== 'default',
    );
    const chosen = exact === undefined ? inputs[0] : inputs.find(({ deviceId }) => deviceId === exact);
    if (chosen === undefined)
      throw new DOMException('not there', exact === undefined ? 'NotFoundError' : 'OverconstrainedError');
    const shape = typeof audio === 'object' ? audio : {};
    const stream = await open({ audio: { ...shape, deviceId: { exact: chosen.deviceId } } });
    for (const track of stream.getAudioTracks()) name(track, chosen.label);
    return stream;
  };

  const replace = RTCRtpSender.prototype.replaceTrack;
  RTCRtpSender.prototype.replaceTrack = async function (track) {
    await replace.call(this, track);
    const label = tracks.find((known) => known.track === track)?.label ?? '';
    taking.get(label)?.({ at: now(), label, isSending: track?.enabled === true });
    taking.delete(label);
  };

  const { set, get } = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, 'enabled') ?? {};
  Object.defineProperty(MediaStreamTrack.prototype, 'enabled', {
    configurable: true,
    get(this: MediaStreamTrack): unknown {
      return get?.call(this);
    },
    set(this: MediaStreamTrack, on: boolean) {
      set?.call(this, on);
      sending.get(on)?.(now());
      sending.delete(on);
    },
  });

  const route = HTMLMediaElement.prototype.setSinkId;
  HTMLMediaElement.prototype.setSinkId = async function (sinkId) {
    await route.call(this, sinkId);
    sinks.set(this, (await list()).find(({ deviceId }) => deviceId === sinkId)?.label ?? '');
  };

  const audio: unknown = AudioContext.prototype;
  const routeContext = (audio as { setSinkId(sinkId: string): Promise<void> }).setSinkId;
  const played: string[] = [];
  Object.assign(AudioContext.prototype, {
    async setSinkId(this: AudioContext, sinkId: string) {
      await routeContext.call(this, sinkId);
      played.push((await list()).find(({ deviceId }) => deviceId === sinkId)?.label ?? '');
    },
  });

  globalThis.pluggable = {
    unplug(label) {
      away.add(label);
      const at = now();
      for (const { track } of tracks.filter((known) => known.label === label)) {
        if (track.readyState !== 'live') continue;
        // `stop` tells nobody; a device that goes does.
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      mediaDevices.dispatchEvent(new Event('devicechange'));
      return at;
    },
    plug(label) {
      away.delete(label);
      const at = now();
      mediaDevices.dispatchEvent(new Event('devicechange'));
      return at;
    },
    refuse(error) {
      refused = error;
    },
    untilCallTakes: (label) =>
      new Promise((resolve) => {
        taking.set(label, resolve);
      }),
    untilSending: (isSending) =>
      new Promise((resolve) => {
        sending.set(isSending, resolve);
      }),
    playedOn: () => played,
    open: () => tracks.filter(({ track }) => track.readyState === 'live').length,
    speaker: () => [...sinks.values()].at(-1) ?? '',
  };
}

/** Unplugs or plugs in, and resolves with how long the call took to speak through the one named, in milliseconds. */
export async function timeSwap(
  phone: Page,
  what: 'plug' | 'unplug',
  label: string,
  takes: string,
): Promise<{ readonly ms: number; readonly isSending: boolean }> {
  return phone.evaluate(
    async ({ act, device, wanted }) => {
      const taken = globalThis.pluggable.untilCallTakes(wanted);
      const from = act === 'plug' ? globalThis.pluggable.plug(device) : globalThis.pluggable.unplug(device);
      const { at, isSending } = await taken;
      return { ms: at - from, isSending };
    },
    { act: what, device: label, wanted: takes },
  );
}
