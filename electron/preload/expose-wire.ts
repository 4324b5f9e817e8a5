import { contextBridge, ipcRenderer } from 'electron';
import { pageChannel, pageHello, type PageName } from '../common/policy/page-identity.ts';

/** What a page sees as `window.offhookWire`. Messages are structured clones in both directions. */
export interface PageBridge {
  send(message: unknown): void;
  /** The first subscription of a load tells the other side that somebody listens now. */
  subscribe(listener: (message: unknown) => void): () => void;
}

/** Gives the page its one channel and nothing else of Electron: neither `ipcRenderer` nor an event reaches it. */
export function exposeWire(page: PageName): void {
  const channel = pageChannel(page);
  const listeners = new Set<(message: unknown) => void>();
  let isAnnounced = false;

  ipcRenderer.on(channel, (_event, message: unknown) => {
    for (const listener of [...listeners]) listener(message);
  });

  const bridge: PageBridge = {
    send: (message) => {
      ipcRenderer.send(channel, message);
    },
    subscribe: (listener) => {
      // A holder of its own, so that the same function subscribed twice is two subscriptions.
      const entry = (message: unknown): void => {
        listener(message);
      };
      listeners.add(entry);
      if (!isAnnounced) ipcRenderer.send(channel, pageHello);
      isAnnounced = true;
      return () => {
        listeners.delete(entry);
      };
    },
  };
  contextBridge.exposeInMainWorld('offhookWire', bridge);
}
