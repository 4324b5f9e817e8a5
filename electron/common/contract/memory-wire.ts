import type { Wire } from './wire.ts';

declare function structuredClone<T>(value: T): T;
declare function queueMicrotask(run: () => void): void;

/**
 * Two ends in one process, for tests. Everything goes through structured clone, so a function, a symbol or a live
 * object fails here exactly as it would between real processes.
 */
export function createMemoryWires(): readonly [Wire, Wire] {
  const ends = [createEnd(), createEnd()] as const;
  ends[0].peer = ends[1];
  ends[1].peer = ends[0];
  return [ends[0].wire, ends[1].wire];
}

interface End {
  peer: End | undefined;
  readonly wire: Wire;
  deliver(message: unknown): void;
  shut(): void;
}

function createEnd(): End {
  const messageListeners = new Set<(message: unknown) => void>();
  const closeListeners = new Set<() => void>();
  let open = true;
  const end: End = {
    peer: undefined,
    deliver(message) {
      if (!open) return;
      for (const listener of [...messageListeners]) listener(message);
    },
    shut() {
      if (!open) return;
      open = false;
      for (const listener of [...closeListeners]) listener();
    },
    wire: {
      send(message) {
        if (!open) return;
        const clone = structuredClone(message);
        queueMicrotask(() => end.peer?.deliver(clone));
      },
      onMessage(listener) {
        messageListeners.add(listener);
        return () => messageListeners.delete(listener);
      },
      onClose(listener) {
        if (!open) listener();
        closeListeners.add(listener);
        return () => closeListeners.delete(listener);
      },
      close() {
        end.shut();
        end.peer?.shut();
      },
    },
  };
  return end;
}
