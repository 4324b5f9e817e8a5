import type { Dispose } from '../../common/lib/disposable.ts';

/** The subscribers of one kind of news. */
export interface Listeners<T> {
  add(listener: (value: T) => void): Dispose;
  tell(value: T): void;
  clear(): void;
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    tell(value) {
      for (const listener of [...listeners]) listener(value);
    },
    clear() {
      listeners.clear();
    },
  };
}
