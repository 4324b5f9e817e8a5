import type { Clock } from '../../../electron/common/lib/clock.ts';
import type { Dispose } from '../../../electron/common/lib/disposable.ts';

/** A USB headset appears as several sound devices one after the other. */
const settleMs = 300;

export interface DeviceChangeHandlers {
  /** At every change: the microphone of a call cannot wait. */
  onChange(): void;
  /** Once nothing has changed for 300 ms. */
  onSettled(): void;
}

export function watchDeviceChanges(
  devices: Pick<MediaDevices, 'addEventListener' | 'removeEventListener'>,
  clock: Clock,
  handlers: DeviceChangeHandlers,
): Dispose {
  let cancel: Dispose = () => undefined;
  const changed = (): void => {
    handlers.onChange();
    cancel();
    cancel = clock.after(settleMs, handlers.onSettled);
  };
  devices.addEventListener('devicechange', changed);
  return () => {
    devices.removeEventListener('devicechange', changed);
    cancel();
  };
}
