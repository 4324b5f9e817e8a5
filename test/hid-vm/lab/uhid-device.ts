import { closeSync, constants, openSync, read, writeSync } from 'node:fs';
import {
  decodeEvent,
  encodeCreate,
  encodeDestroy,
  encodeInput,
  encodeRefusal,
  uhidEventBytes,
  type UhidEvent,
  type UhidIdentity,
} from './uhid-events.ts';

/** A HID device that the kernel takes for real hardware. */
export interface UhidDevice {
  /** Of this process; for a flood from another thread. */
  readonly fd: number;
  /** One input report. */
  send(report: Uint8Array): void;
  /** Settles when the kernel has let go of the device. */
  unplug(): Promise<void>;
}

/**
 * Plugs a device in. Events come in the order in which the kernel gives them, one turn of the loop each; `start` comes
 * before there is a device file.
 *
 * Each read blocks a thread of libuv's pool, as character devices cannot be polled by it: one thread per device
 * (UV_THREADPOOL_SIZE). The last event of a device is `stop`, so that no read is left behind.
 */
export function plugUhid(identity: UhidIdentity, onEvent: (event: UhidEvent) => void): UhidDevice {
  const fd = openSync('/dev/uhid', constants.O_RDWR);
  writeSync(fd, encodeCreate(identity));
  const gone = Promise.withResolvers<undefined>();
  const buffer = Buffer.alloc(uhidEventBytes);

  const readNext = (): void => {
    read(fd, buffer, 0, uhidEventBytes, null, (error) => {
      if (error !== null) {
        gone.reject(error);
        return;
      }
      const event = decodeEvent(buffer);
      if (event.type === 'getReport' || event.type === 'setReport') writeSync(fd, encodeRefusal(event));
      onEvent(event);
      if (event.type === 'stop') gone.resolve(undefined);
      else readNext();
    });
  };
  readNext();

  return {
    fd,
    send: (report) => void writeSync(fd, encodeInput(report)),
    async unplug() {
      writeSync(fd, encodeDestroy());
      await gone.promise;
      closeSync(fd);
    },
  };
}
