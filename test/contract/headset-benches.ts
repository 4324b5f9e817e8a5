import type { HeadsetButton, HeadsetLights } from '../../electron/common/contract/hid-contract.ts';
import { parseBytes } from '../../electron/common/headset/headset-codec.ts';
import { parseHidDescriptor } from '../../electron/common/headset/hid-descriptor.ts';
import {
  onScreenDescriptor,
  onScreenProductId,
  onScreenVendorId,
} from '../../electron/common/headset/on-screen-headset.ts';
import type { HidDevice, HidEntry, HidTransport } from '../../electron/node/headset/hid-transport.ts';
import { createNodeHidTransport, type DeviceFacts } from '../../electron/node/headset/node-hid-transport.ts';
import { createOnScreenTransport } from '../../electron/node/headset/on-screen-transport.ts';
import { createNodeHidDouble, HandleDouble } from './headset-node-hid-double.ts';

/** The device behind the transport, as a hand would use it. */
export interface Bench {
  readonly transport: HidTransport;
  press(button: HeadsetButton): void;
  lights(): HeadsetLights;
  unplug(): void;
}

/** What is known of a device besides node-hid. */
export const sourceOf = (bytes: Uint8Array): DeviceFacts => ({
  readDescriptor: () => Promise.resolve({ parsed: parseHidDescriptor(bytes), bytes, origin: 'file' }),
  readProductName: () => Promise.resolve('Écouteur'),
});
export const descriptors = sourceOf(onScreenDescriptor);

/** The on-screen headset with its lights in a collection of their own: buttons in report 1, lights in report 2. */
export const twoCollections =
  parseBytes(`
  05 0b 09 05 a1 01 85 01 15 00 25 01 75 01 95 01
    09 20 81 22 09 2f 81 06 09 21 81 06 05 09 09 07 81 02 95 04 81 01 c0
  05 08 09 01 a1 01 85 02 15 00 25 01 75 01
    09 17 09 18 09 09 09 20 95 04 91 22 95 04 91 01 c0`) ?? new Uint8Array();

export function benchOnScreen(): Bench {
  const transport = createOnScreenTransport();
  return {
    transport,
    press: (button) => {
      if (!transport.press(button).ok) throw new Error('not pressed');
    },
    lights: () => transport.lights(),
    unplug: () => {
      transport.unplug();
    },
  };
}

export const info = {
  path: '/dev/hidraw3',
  vendorId: onScreenVendorId,
  productId: onScreenProductId,
  product: 'Test headset',
  serialNumber: 'A1',
  usagePage: 0x0b,
  usage: 0x05,
};

export const pathOf = (collection: string): string =>
  `\\\\?\\hid#vid_ffff&pid_0001&mi_03&col0${collection}#7&2fcf721b&0&000${String(Number(collection) - 1)}#{4d1e55b2-f16f-11cf-88cb-001111000030}`;

/** As Windows lists it: a path for each collection, in any order, and one for volume keys that nobody needs. */
export const windowsInfos = [
  { ...info, path: pathOf('3'), usagePage: 0x08, usage: 0x01 },
  { ...info, path: pathOf('1'), usagePage: 0x0c, usage: 0x01 },
  { ...info, path: pathOf('2') },
];

/** Two handles of one device: buttons come in at the first, lights go out at the second. */
export function createTwoHandles() {
  const buttons = new HandleDouble();
  const lights = new HandleDouble();
  buttons.takesWrites = false;
  lights.buttons = buttons;
  return {
    buttons,
    lights,
    byPath: new Map([
      [pathOf('2'), buttons],
      [pathOf('3'), lights],
    ]),
  };
}

export function benchNodeHid(): Bench {
  const double = createNodeHidDouble();
  const handle = new HandleDouble();
  double.devices = () => Promise.resolve(handle.isUnplugged ? [] : [info]);
  double.open = () =>
    handle.isUnplugged ? Promise.reject(new Error('cannot open device')) : Promise.resolve(handle);
  return {
    transport: createNodeHidTransport({ load: () => Promise.resolve(double.module), descriptors }),
    press: (button) => {
      handle.press(button);
    },
    lights: () => handle.headset.lights,
    unplug: () => {
      handle.unplug();
    },
  };
}

export function benchWindows(): Bench {
  const double = createNodeHidDouble();
  const { buttons, lights, byPath } = createTwoHandles();
  double.devices = () => Promise.resolve(buttons.isUnplugged ? [] : windowsInfos);
  double.open = (path) => {
    const handle = byPath.get(path);
    return handle === undefined || handle.isUnplugged
      ? Promise.reject(new Error('cannot open device'))
      : Promise.resolve(handle);
  };
  return {
    transport: createNodeHidTransport({
      load: () => Promise.resolve(double.module),
      descriptors: sourceOf(twoCollections),
    }),
    press: (button) => {
      buttons.press(button);
    },
    lights: () => lights.headset.lights,
    unplug: () => {
      lights.unplug();
      buttons.unplug();
    },
  };
}

export async function onlyEntry(transport: HidTransport): Promise<HidEntry> {
  const listed = await transport.list();
  if (!listed.ok || listed.value.length !== 1 || listed.value[0] === undefined)
    throw new Error('not one entry');
  return listed.value[0];
}

export async function openOnly(transport: HidTransport): Promise<HidDevice> {
  const opened = await transport.open(await onlyEntry(transport));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
