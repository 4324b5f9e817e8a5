import type { HeadsetButton, HeadsetLights } from '../../common/contract/hid-contract.ts';
import {
  newOnScreenHeadset,
  onScreenDescriptor,
  onScreenProductId,
  onScreenVendorId,
  pressOnScreen,
  writeOnScreen,
} from '../../common/headset/on-screen-headset.ts';
import { parseHidDescriptor } from '../../common/headset/hid-descriptor.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { Dispose } from '../../common/lib/disposable.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { DeviceDescriptor, HidDevice, HidEntry, HidTransport } from './hid-transport.ts';
import { createListeners } from './listeners.ts';

/** The headset on the screen as a HID device: practice and tests go through the same bytes as a real one. */
export interface OnScreenTransport extends HidTransport {
  /** The device sends what its button would send. Fails with `headset.none` while unplugged. */
  press(button: HeadsetButton): Result<null>;
  lights(): HeadsetLights;
  onLights(listener: (lights: HeadsetLights) => void): Dispose;
  plug(): void;
  unplug(): void;
}

const entry: HidEntry = {
  path: 'on-screen',
  vendorId: onScreenVendorId,
  productId: onScreenProductId,
  product: 'On-screen headset',
  serial: '',
  virtual: true,
  collections: [{ path: 'on-screen', usagePage: 0x0b, usage: 0x05 }],
};

const descriptor: DeviceDescriptor = {
  parsed: parseHidDescriptor(onScreenDescriptor),
  bytes: onScreenDescriptor,
  origin: 'on-screen',
};

export function createOnScreenTransport(): OnScreenTransport {
  let headset = newOnScreenHeadset;
  let isPlugged = true;
  const reports = createListeners<Uint8Array>();
  const errors = createListeners<string>();
  const lights = createListeners<HeadsetLights>();

  const openDevice = (): HidDevice => {
    let isOpen = true;
    const disposers: Dispose[] = [];
    const release = (): void => {
      isOpen = false;
      for (const dispose of disposers.splice(0)) dispose();
    };
    return {
      onReport(listener) {
        const dispose = reports.add((bytes) => {
          if (isOpen) listener(bytes);
        });
        disposers.push(dispose);
        return dispose;
      },
      onError(listener) {
        const dispose = errors.add(listener);
        disposers.push(dispose);
        return dispose;
      },
      async write(bytes) {
        // A real device is asked through a queue and a bus: never in the caller's turn.
        await Promise.resolve();
        const step = isOpen && isPlugged ? writeOnScreen(headset, bytes) : undefined;
        if (step === undefined)
          return fail(appError('headset.failed', { reason: 'the write was not taken' }));
        headset = step.headset;
        lights.tell(headset.lights);
        queueMicrotask(() => {
          step.reports.forEach(reports.tell);
        });
        return ok(null);
      },
      stopReading() {
        for (const dispose of disposers.splice(0)) dispose();
      },
      close() {
        release();
        return Promise.resolve();
      },
    };
  };

  return {
    list: () => Promise.resolve(ok(isPlugged ? [entry] : [])),
    readDescriptor: () => Promise.resolve(descriptor),
    open: () =>
      Promise.resolve(
        isPlugged ? ok(openDevice()) : fail(appError('headset.failed', { reason: 'no such device' })),
      ),
    press(button) {
      if (!isPlugged) return fail(appError('headset.none'));
      const step = pressOnScreen(headset, button);
      headset = step.headset;
      step.reports.forEach(reports.tell);
      return ok(null);
    },
    lights: () => headset.lights,
    onLights: lights.add,
    plug() {
      isPlugged = true;
    },
    unplug() {
      isPlugged = false;
      headset = newOnScreenHeadset;
      errors.tell('could not read from HID device');
    },
  };
}
