import type { Wire } from '../common/contract/wire.ts';

export interface PushWire {
  readonly wire: Wire;
  /** A message arrived from the other side. */
  deliver(message: unknown): void;
  /** The other side is gone. Harmless a second time. */
  end(): void;
}

/** A wire whose messages come from an Electron event; `close` ends the other side where that is possible. */
export function createPushWire(send: (message: unknown) => void, close: () => void): PushWire {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    for (const listener of [...closes]) listener();
    closes.clear();
    messages.clear();
  };
  return {
    deliver: (message) => {
      for (const listener of [...messages]) listener(message);
    },
    end,
    wire: {
      send: (message) => {
        if (open) send(message);
      },
      onMessage(listener) {
        messages.add(listener);
        return () => messages.delete(listener);
      },
      onClose(listener) {
        if (open) closes.add(listener);
        else listener();
        return () => closes.delete(listener);
      },
      close: () => {
        if (open) close();
        end();
      },
    },
  };
}
