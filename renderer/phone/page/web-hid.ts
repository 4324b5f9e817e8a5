import type { WebHidDevice } from '../../../electron/common/contract/hid-collections.ts';
import type { Dispose } from '../../../electron/common/lib/disposable.ts';
import type { ReportDefect } from '../sip/lib/guard.ts';
import { describeHidDevices, type HidDeviceInfo } from './hid-devices.ts';

/** `navigator.hid` as far as it is used; not in the DOM types of TypeScript. Devices are looked at, never opened. */
export interface WebHid {
  /** Those that this page was granted. */
  getDevices(): Promise<readonly HidDeviceInfo[]>;
  addEventListener(type: 'connect' | 'disconnect', listener: () => void): void;
  removeEventListener(type: 'connect' | 'disconnect', listener: () => void): void;
}

/** null where the browser has no WebHID. */
export function findWebHid(navigator: object): WebHid | null {
  const hid: unknown = 'hid' in navigator ? navigator.hid : null;
  return isWebHid(hid) ? hid : null;
}

export interface HidHandlers {
  /** At the start and whenever the list has become another one; empty where nothing was granted. */
  onDevices(devices: WebHidDevice[]): void;
  readonly reportDefect: ReportDefect;
}

export function watchHidDevices(hid: WebHid, handlers: HidHandlers): Dispose {
  let told: string | undefined;
  let isLooking = false;
  let hasChanged = false;
  let isOver = false;

  const look = async (): Promise<void> => {
    const devices = describeHidDevices(await listGranted(hid));
    const text = JSON.stringify(devices);
    if (isOver || text === told) return;
    told = text;
    handlers.onDevices(devices);
  };

  /** One look at a time, and another one after it if something happened meanwhile. */
  const changed = (): void => {
    hasChanged = true;
    if (isLooking || isOver) return;
    isLooking = true;
    hasChanged = false;
    look()
      .catch((defect: unknown) => {
        handlers.reportDefect('webhid', defect);
      })
      .finally(() => {
        isLooking = false;
        if (hasChanged) changed();
      });
  };

  hid.addEventListener('connect', changed);
  hid.addEventListener('disconnect', changed);
  changed();
  return () => {
    isOver = true;
    hid.removeEventListener('connect', changed);
    hid.removeEventListener('disconnect', changed);
  };
}

/** A page that may not use WebHID at all is one that was granted nothing. */
async function listGranted(hid: WebHid): Promise<readonly HidDeviceInfo[]> {
  try {
    return await hid.getDevices();
  } catch (defect) {
    if (defect instanceof DOMException && defect.name === 'SecurityError') return [];
    throw defect;
  }
}

function isWebHid(value: unknown): value is WebHid {
  return value instanceof EventTarget && 'getDevices' in value && typeof value.getDevices === 'function';
}
