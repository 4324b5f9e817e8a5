import type { Wire } from '../../../electron/common/contract/wire.ts';

/** What the preload exposes as `window.offhookWire`. */
export interface PageBridge {
  send(message: unknown): void;
  /** Calls the listener with every message; the returned function ends that. */
  subscribe(listener: (message: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly offhookWire?: PageBridge;
  }
}

/** The page's end of the wire. The bridge cannot tell that the other side is gone; the heartbeat of the link does. */
export function createPageWire(bridge: PageBridge): Wire {
  const closeListeners = new Set<() => void>();
  const stops = new Set<() => void>();
  let open = true;
  return {
    send(message) {
      if (open) bridge.send(message);
    },
    onMessage(listener) {
      const stop = bridge.subscribe((message) => {
        if (open) listener(message);
      });
      stops.add(stop);
      return () => {
        stops.delete(stop);
        stop();
      };
    },
    onClose(listener) {
      if (!open) listener();
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close() {
      if (!open) return;
      open = false;
      for (const stop of stops) stop();
      for (const listener of closeListeners) listener();
    },
  };
}
