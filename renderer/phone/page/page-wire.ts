import type { Wire } from '../../../electron/common/contract/wire.ts';

/** What the preload (or the browser host) gives to the page. Carries structured clones. */
export interface OffhookWire {
  send(message: unknown): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (message: unknown) => void): () => void;
}

/** The page's end of the wire to the hub. It lives as long as the page: nobody is ever told that it closed. */
export function createPageWire(bridge: OffhookWire): Wire {
  const subscriptions = new Set<() => void>();
  return {
    send: (message) => {
      bridge.send(message);
    },
    onMessage(listener) {
      const unsubscribe = bridge.subscribe(listener);
      const stop = (): void => {
        subscriptions.delete(stop);
        unsubscribe();
      };
      subscriptions.add(stop);
      return stop;
    },
    onClose: () => () => undefined,
    close() {
      for (const stop of [...subscriptions]) stop();
    },
  };
}
