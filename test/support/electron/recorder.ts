import type { EventEmitter } from 'node:events';

export interface RecordedCall {
  /** As written in code: `app.enableSandbox`, `new BrowserWindow`, `ipcMain.on`. */
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Everything that was called on the doubles, in order. */
export class Recorder {
  readonly calls: RecordedCall[] = [];

  record(name: string, args: readonly unknown[] = []): void {
    this.calls.push({ name, args });
  }

  names(): string[] {
    return this.calls.map(({ name }) => name);
  }

  all(name: string): RecordedCall[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** Place of the first call of this name; fails where there was none, so that an order is never compared with -1. */
  placeOf(name: string): number {
    const place = this.names().indexOf(name);
    if (place === -1) throw new Error(`${name} was never called`);
    return place;
  }

  /** A double of `T` with the members told; any other member throws the moment it is touched. */
  double<T extends object>(name: string, told: Partial<T>, isRecorded = true): T {
    return new Proxy(told, {
      get: (target, key) => {
        // A promise is recognised by its `then`; asking for it is not a use.
        if (typeof key === 'symbol' || key === 'then') return Reflect.get(target, key);
        if (!(key in target)) throw new Error(`The double of ${name} was not told about ${name}.${key}`);
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function' || !isRecorded) return member;
        return (...args: unknown[]): unknown => {
          this.record(`${name}.${key}`, args);
          return Reflect.apply(member, target, args);
        };
      },
    }) as T;
  }
}

/** The listening half of an Electron object, over a real emitter that the test can emit on. */
export function listeningMembers(emitter: EventEmitter) {
  type Listener = (...args: unknown[]) => void;
  return {
    on: (event: string, listener: Listener) => emitter.on(event, listener),
    once: (event: string, listener: Listener) => emitter.once(event, listener),
    off: (event: string, listener: Listener) => emitter.off(event, listener),
    removeAllListeners: () => emitter.removeAllListeners(),
  };
}

export const listenerCount = (emitter: EventEmitter): number =>
  emitter.eventNames().reduce((count, name) => count + emitter.listenerCount(name), 0);
