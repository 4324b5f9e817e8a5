import type { Page } from 'playwright-core';

/** Moments in a page, in milliseconds since the epoch. */
export type Mark =
  | 'click'
  | 'sent INVITE'
  | 'sent 200 INVITE'
  | 'sent BYE'
  | 'got INVITE'
  | 'sent 200 BYE'
  | 'got 200 BYE'
  | 'got 200 REGISTER'
  | 'connected'
  | 'first RTP';

/**
 * Runs in a page before its own scripts: notes when SIP messages go to the socket and come from it, when the media
 * connection stands and when the first packet is heard. The same for every phone, and of no other effect.
 */
export function installTaps(): void {
  const marks: { readonly what: string; readonly at: number }[] = [];
  const waiting = new Set<() => void>();
  const mark = (what: string, at = performance.now()): void => {
    marks.push({ what, at: performance.timeOrigin + at });
    for (const look of [...waiting]) look();
  };
  const next = (what: string, from: number): Promise<number> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = marks.slice(from).find((each) => each.what === what);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found.at);
      };
      waiting.add(look);
      look();
    });
  Object.assign(globalThis, { offhookTaps: { next, count: () => marks.length } });
  addEventListener('click', (event) => mark('click', event.timeStamp), true);

  const name = (data: unknown): string => {
    if (typeof data !== 'string') return '';
    const method = /^CSeq:\s*\d+\s+(\w+)/im.exec(data)?.[1] ?? '';
    const status = /^SIP\/2\.0 (\d{3})/.exec(data)?.[1];
    return status === undefined ? method : `${status} ${method}`;
  };
  /** The newest alone. */
  const connections: RTCPeerConnection[] = [];
  const listen = (): void => {
    const [connection] = connections;
    const heard = connection?.getReceivers().some((each) => each.getSynchronizationSources().length > 0);
    if (heard === true) mark('first RTP');
    else if (connection?.signalingState !== 'closed') setTimeout(listen, 4);
  };
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => mark(`got ${name(data)}`));
    }

    override send(data: string | BufferSource | Blob): void {
      const what = name(data);
      if (what !== '') mark(`sent ${what}`);
      super.send(data);
      if (what === '200 INVITE') listen();
    }
  };
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.splice(0, 1, this);
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') mark('connected');
      });
    }
  };
}

/** The marks of a page from one moment on. */
export interface Taps {
  /** Resolves with the time of the first such mark, in milliseconds since the epoch. */
  next(what: Mark): Promise<number>;
}

const limitMs = 60_000;

/** Begins to look at the marks that come from now on. */
export async function beginTaps(page: Page): Promise<Taps> {
  const from: unknown = await page.evaluate('offhookTaps.count()');
  return {
    async next(what) {
      const late = new Promise<never>((_resolve, reject) => {
        setTimeout(() => reject(new Error(`not within ${limitMs} ms: ${what}`)), limitMs).unref();
      });
      const at: unknown = await Promise.race([
        page.evaluate(`offhookTaps.next(${JSON.stringify(what)}, ${String(from)})`),
        late,
      ]);
      if (typeof at !== 'number') throw new Error(`no time of ${what}`);
      return at;
    },
  };
}
