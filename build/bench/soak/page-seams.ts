import type { Page } from 'playwright-core';

/** What a soak does to the phone page that no browser can be told to do by itself. */
export interface PhoneSeams {
  /** Ends the connection to the exchange, which the phone has not asked for. */
  dropSocket(): Promise<void>;
  /** The microphone with this label is pulled out; resolves when another one is open. */
  unplug(label: string): Promise<void>;
  /** It is back; resolves when it is open again. */
  plugIn(): Promise<void>;
}

/**
 * Runs in the phone page before its own scripts. Chromium has no flag to unplug a fake device: it is taken out of the
 * list, its track ends and `devicechange` comes, as they do with a real one (Media Capture and Streams, section 9).
 */
export function installSeams(): void {
  const open = new Set<WebSocket>();
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      if (protocols !== 'sip') return;
      open.add(this);
      this.addEventListener('close', () => open.delete(this));
    }
  };

  const { mediaDevices } = navigator;
  const listAll = mediaDevices.enumerateDevices.bind(mediaDevices);
  const openStream = mediaDevices.getUserMedia.bind(mediaDevices);
  let missing = '';
  let inUse: MediaStreamTrack | undefined;
  let opened = Promise.withResolvers<undefined>();
  mediaDevices.enumerateDevices = async () => (await listAll()).filter(({ label }) => label !== missing);
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await openStream(wanted);
    [inUse] = stream.getAudioTracks();
    opened.resolve(undefined);
    return stream;
  };
  const change = async (label: string): Promise<void> => {
    missing = label;
    opened = Promise.withResolvers();
    if (label !== '' && inUse !== undefined) {
      inUse.stop();
      // `stop()` itself tells nobody; a device that goes does.
      inUse.dispatchEvent(new Event('ended'));
    }
    mediaDevices.dispatchEvent(new Event('devicechange'));
    await opened.promise;
  };
  const seams = {
    dropSocket: () => {
      for (const socket of open) socket.close(3_000);
    },
    unplug: change,
    plugIn: () => change(''),
  };
  Object.assign(globalThis, { offhookSeams: seams });
}

/** The seams of a page that was opened with `installSeams`. */
export function reachSeams(phone: Page): PhoneSeams {
  const run = async (call: string): Promise<void> => {
    await phone.evaluate(`offhookSeams.${call}`);
  };
  return {
    dropSocket: () => run('dropSocket()'),
    unplug: (label) => run(`unplug(${JSON.stringify(label)})`),
    plugIn: () => run('plugIn()'),
  };
}
