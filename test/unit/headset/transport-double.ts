import { formatBytes } from '../../../electron/common/headset/headset-codec.ts';
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
  /** What the next openings and writes answer; succeed when empty. */
  openResults: Result<null>[];
  writeResults: (Result<null> | Promise<Result<null>>)[];
  send(...reports: string[]): void;
  unplug(): void;
}

export interface BenchTransport extends HidTransport {
  attached: BenchDevice[];
  lists: number;
  listResult: Result<null>;
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
    list() {
      transport.lists++;
      const { listResult, attached } = transport;
      return Promise.resolve(listResult.ok ? ok(attached.map(({ entry }) => entry)) : listResult);
    },
    readDescriptor: ({ path }) => {
      const device = find(path);
      return Promise.resolve(device === undefined ? undefined : bytesOf(fixtureHex(device.fixture)));
    },
    open({ path }) {
      const device = find(path);
      const create = handles.get(path);
      if (device === undefined || create === undefined) return Promise.resolve(refused);
      device.opens++;
      const result = device.openResults.shift() ?? ok(null);
      return Promise.resolve(result.ok ? ok(create()) : result);
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
          usagePages: [0x0b],
        },
        fixture,
        written: [],
        opens: 0,
        closes: 0,
        openResults: [],
        writeResults: [],
        send: (...sent) => {
          for (const report of sent) reports.tell(bytesOf(report));
        },
        unplug: () => {
          transport.attached = transport.attached.filter((one) => one !== device);
          errors.tell('could not read from HID device');
        },
      };
      handles.set(path, () => ({
        onReport: reports.add,
        onError: errors.add,
        write: async (bytes) => {
          const result = await (device.writeResults.shift() ?? ok(null));
          if (result.ok) device.written.push(formatBytes(bytes));
          return result;
        },
        close: () => {
          device.closes++;
          reports.clear();
          errors.clear();
          return Promise.resolve();
        },
      }));
      transport.attached.push(device);
      return device;
    },
  };
  return transport;
}
