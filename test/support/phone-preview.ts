import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { launchChromium } from '../../build/run/app-pages.ts';
import { pageConfig } from '../../build/config/vite.config.ts';
import { createClient, type Client } from '../../electron/common/contract/client.ts';
import { phoneContract } from '../../electron/common/contract/phone-contract.ts';
import type { Wire } from '../../electron/common/contract/wire.ts';
import { systemClock } from '../../electron/node/system-clock.ts';

/** What a page played: the first half second of it, and whether it was to be repeated. */
export interface StartedSound {
  readonly samples: readonly number[];
  readonly rate: number;
  readonly isLoop: boolean;
}

/** What a page holds at the moment. */
export interface Holdings {
  readonly connections: readonly RTCPeerConnectionState[];
  readonly tracks: readonly MediaStreamTrackState[];
  readonly contexts: readonly AudioContextState[];
}

/** The phone page as it is shipped in a real browser; the test is its hub. */
export interface PhonePreview {
  readonly page: Page;
  readonly phone: Client<typeof phoneContract>;
  /** Sounds that were started, oldest first; those of a call are not among them. */
  sounds(): Promise<readonly StartedSound[]>;
  holdings(): Promise<Holdings>;
  /** Errors of the page so far. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

declare global {
  var fromHub: (message: unknown) => void;
  var toHub: (message: unknown) => Promise<void>;
  var startedSounds: StartedSound[];
  var keptConnections: RTCPeerConnection[];
  var keptTracks: MediaStreamTrack[];
  var keptContexts: AudioContext[];
}

/** The hub's end of the wire and the ledger of what is held; runs before the page's own scripts, free of imports. */
function prepare(): void {
  const listeners = new Set<(message: unknown) => void>();
  globalThis.fromHub = (message) => {
    for (const listener of [...listeners]) listener(message);
  };
  Object.assign(globalThis, {
    offhookWire: {
      send: (message: unknown) => void globalThis.toHub(message),
      subscribe(listener: (message: unknown) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    startedSounds: [],
    keptConnections: [],
    keptTracks: [],
    keptContexts: [],
  });
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...args) {
    const rate = this.buffer?.sampleRate ?? 0;
    const samples = Array.from(this.buffer?.getChannelData(0).subarray(0, rate / 2) ?? []);
    globalThis.startedSounds.push({ samples, rate, isLoop: this.loop });
    start.apply(this, args);
  };
  const Connection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Connection {
    constructor(...args: ConstructorParameters<typeof Connection>) {
      super(...args);
      globalThis.keptConnections.push(this);
    }
  };
  const Context = globalThis.AudioContext;
  globalThis.AudioContext = class extends Context {
    constructor(...args: ConstructorParameters<typeof Context>) {
      super(...args);
      globalThis.keptContexts.push(this);
    }
  };
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    globalThis.keptTracks.push(...stream.getTracks());
    return stream;
  };
}

async function servePage(folder: string): Promise<{ address: string; stop: () => Promise<void> }> {
  const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://phone').pathname);
    const file = join(folder, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (content) => {
        response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
        response.end(content);
      },
      // Browsers ask for an icon by themselves.
      () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    address: `http://127.0.0.1:${address.port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

/** Opens the page; `flags` are for Chromium, whose fake microphone gives a beep every second. */
export async function openPhonePreview(
  options: { readonly hasMicrophone?: boolean } = {},
): Promise<PhonePreview> {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-phone-'));
  await build(pageConfig('phone', folder));
  const { address, stop } = await servePage(folder);
  const fakeDevices = options.hasMicrophone === false ? [] : ['--use-fake-device-for-media-stream'];
  const browser = await launchChromium([...fakeDevices, '--use-fake-ui-for-media-stream']);
  const context = await browser.newContext({ permissions: ['microphone'] });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });

  const listeners = new Set<(message: unknown) => void>();
  let last: Promise<unknown> = Promise.resolve();
  const wire: Wire = {
    send(message) {
      // Nothing is said to a page that is being closed.
      last = last.then(() => page.evaluate((one) => globalThis.fromHub(one), message)).catch(() => undefined);
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose: () => () => undefined,
    close: () => listeners.clear(),
  };
  const phone = createClient(phoneContract, wire, { clock: systemClock });
  const ready = new Promise<void>((resolve) => {
    phone.on('phone/ready', () => resolve());
  });
  await page.exposeFunction('toHub', (message: unknown) => {
    for (const listener of [...listeners]) listener(message);
  });
  await page.addInitScript(prepare);
  await page.goto(address);
  await ready;

  return {
    page,
    phone,
    complaints,
    sounds: () => page.evaluate(() => globalThis.startedSounds),
    holdings: () =>
      page.evaluate(() => ({
        connections: globalThis.keptConnections.map(({ connectionState }) => connectionState),
        tracks: globalThis.keptTracks.map(({ readyState }) => readyState),
        contexts: globalThis.keptContexts.map(({ state }) => state),
      })),
    async close() {
      phone.close();
      await browser.close();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
