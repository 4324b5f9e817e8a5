/// <reference lib="dom" />
import { pageHello } from '../common/policy/page-identity.ts';
import { reloadCode } from './reload-code.ts';

/**
 * Stands in for `electron` when a preload is bundled for a plain browser: the same bridge, over a WebSocket to the
 * server that served the page. The address is `/wire?token=…`, one message a text frame of JSON.
 */
const tokenKey = 'offhook-token';

/** The token is the fragment of the first address, which no server log sees; it outlives a reload of this tab. */
function takeToken(): string {
  const fragment = location.hash.slice(1);
  if (!/^[\w-]{20,}$/u.test(fragment)) return sessionStorage.getItem(tokenKey) ?? '';
  sessionStorage.setItem(tokenKey, fragment);
  history.replaceState(null, '', location.pathname + location.search);
  return fragment;
}

type IpcListener = (event: null, message: unknown) => void;

const listeners = new Map<string, Set<IpcListener>>();
const waiting: string[] = [];
let socket: WebSocket | undefined;

function connect(channel: string): void {
  const address = new URL(`/wire?token=${encodeURIComponent(takeToken())}`, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const opened = new WebSocket(address);
  socket = opened;
  opened.addEventListener('open', () => {
    for (const text of waiting.splice(0)) opened.send(text);
  });
  opened.addEventListener('close', ({ code }) => {
    if (code === reloadCode) location.reload();
  });
  opened.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'string') return;
    const message: unknown = JSON.parse(data);
    for (const listener of [...(listeners.get(channel) ?? [])]) listener(null, message);
  });
}

export const ipcRenderer = {
  on(channel: string, listener: IpcListener): void {
    const known = listeners.get(channel) ?? new Set();
    listeners.set(channel, known.add(listener));
  },
  /** The page's hello opens the socket; under Electron it opens the wire of this load. */
  send(channel: string, message: unknown): void {
    if (message === pageHello) {
      connect(channel);
      return;
    }
    // Refuses what Electron would refuse: functions, symbols, live objects.
    const text = JSON.stringify(structuredClone(message));
    if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    else waiting.push(text);
  },
};

export const contextBridge = {
  exposeInMainWorld(name: string, api: object): void {
    Object.defineProperty(globalThis, name, { value: Object.freeze({ ...api }), enumerable: true });
  },
};
