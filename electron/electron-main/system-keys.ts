import { globalShortcut } from 'electron';
import type { Dispose } from '../common/lib/disposable.ts';
import type { SystemKeys } from '../shell/hot-keys.ts';

/** Keys of the whole system. Give back with `destroy`, or Windows keeps them from others until the program has gone. */
export function createSystemKeys(): { readonly systemKeys: SystemKeys; readonly destroy: Dispose } {
  return {
    systemKeys: {
      canGrab: true,
      grab(accelerator, onPress) {
        try {
          if (!globalShortcut.register(accelerator, onPress)) return null;
        } catch {
          // A key that this keyboard or system does not have.
          return null;
        }
        return () => {
          globalShortcut.unregister(accelerator);
        };
      },
    },
    destroy: () => {
      globalShortcut.unregisterAll();
    },
  };
}
