import { formatBytes } from '../../../electron/common/headset/headset-codec.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import type { HidDevice, HidEntry, HidTransport } from '../../../electron/node/headset/hid-transport.ts';
import { createListeners } from '../../../electron/node/headset/listeners.ts';
import { bytesOf, fixtureHex, type FixtureName } from './descriptor-fixtures.ts';

/** A headset on the bench, by its real descriptor. */
export interface BenchDevice {
  readonly entry: HidEntry;
  readonly fixture: FixtureName;
  readonly written: string[];
  opens: number;
  closes: number;
  /** Handles that are open now. */
  handles: number;
  /** What the next openings and writes answer; succeed when empty. */
  openResults: (Result<null> | Promise<Result<null>>)[];
  writeResults: (Result<null> | Promise<Result<null>>)[];
  send(...reports: string[]): void;
  unplug(): void;
  /** Gone from the list, and the handle does not tell: as after a sleep. */
  vanish(): void;
}

export interface BenchTransport extends HidTransport {
  attached: BenchDevice[];
  lists: number;
  listResult: Result<null> | Promise<Result<null>>;
  plug(fixture: FixtureName, path: string, serial?: string): BenchDevice;
}

export const refused = fail(appError('headset.failed', { reason: 'EPIPE' }));

export function createBenchTransport(
  usbIds: Partial<Record<FixtureName, [number, number]>> = {},
): BenchTransport {
  const handles = new Map<string, () => HidDevice>();
  const find = (path: string): BenchDevice | undefined =>
    transport.attached.find(({ entry }) => entry.path === path);

  const transport: BenchTransport = {
    attached: [],
    lists: 0,
    listResult: ok(null),
    async list() {
      transport.lists++;
      const result = await transport.listResult;
      return result.ok ? ok(transport.attached.map(({ entry }) => entry)) : result;
    },
    readDescriptor: ({ path }) => {
      const device = find(path);
      if (device === undefined) return Promise.resolve(undefined);
      const bytes = bytesOf(fixtureHex(device.fixture));
      return Promise.resolve({ parsed: parseHidDescriptor(bytes), bytes, origin: 'sysfs' });
    },
    async open({ path }) {
      const device = find(path);
      const create = handles.get(path);
      if (device === undefined || create === undefined) return refused;
      device.opens++;
      const result = await (device.openResults.shift() ?? ok(null));
      return result.ok ? ok(create()) : result;
    },
    plug(fixture, path, serial = '') {
      const [vendorId, productId] = usbIds[fixture] ?? [0x0b0e, 0x0001];
      const reports = createListeners<Uint8Array>();
      const errors = createListeners<string>();
      const device: BenchDevice = {
        entry: {
          path,
          vendorId,
          productId,
          product: `Headset ${path}`,
          serial,
          virtual: false,
          collections: [{ path, usagePage: 0x0b, usage: 0x05 }],
        },
        fixture,
        written: [],
        opens: 0,
        closes: 0,
        handles: 0,
        openResults: [],
        writeResults: [],
        send: (...sent) => {
          for (const report of sent) reports.tell(bytesOf(report));
        },
        vanish: () => {
          transport.attached = transport.attached.filter((one) => one !== device);
        },
        unplug: () => {
          device.vanish();
          errors.tell('could not read from HID device');
        },
      };
      handles.set(path, () => {
        let isOpen = true;
        device.handles++;
        return {
          onReport: reports.add,
          onError: errors.add,
          write: async (bytes) => {
            const result = await (device.writeResults.shift() ?? ok(null));
            if (result.ok) device.written.push(formatBytes(bytes));
            return result;
          },
          stopReading: reports.clear,
          close: () => {
            if (isOpen) device.handles--;
            isOpen = false;
            device.closes++;
            reports.clear();
            errors.clear();
            return Promise.resolve();
          },
        };
      });
      transport.attached.push(device);
      return device;
    },
  };
  return transport;
}
