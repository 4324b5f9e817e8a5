import { appError, type AppError } from '../lib/app-error.ts';
import { isTelephonyCollection } from './telephony-usages.ts';

/** What is to be known of a device to tell what is in its way. */
export interface ObstructedDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly product: string;
}

const hex = (id: number): string => id.toString(16).padStart(4, '0');

/** Keyboards and mice have device files as well, which are closed for good reasons. */
export function hasCallControls(
  collections: readonly { readonly usagePage: number; readonly usage: number }[],
): boolean {
  return collections.some(isTelephonyCollection);
}

/**
 * Lets the user at the seat open the device (`uaccess`). Installers bring the same rule for whole vendors of headsets; the
 * product is named here, since a vendor may make keyboards too.
 */
export function udevRule({ vendorId, productId }: ObstructedDevice): string {
  const ids = `ATTRS{idVendor}=="${hex(vendorId)}", ATTRS{idProduct}=="${hex(productId)}"`;
  return `KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ${ids}, MODE="0660", TAG+="uaccess"`;
}

/** The device file is there and closed to this user. Details: the rule, the file it belongs into, how to put it there. */
export function udevRuleMissing(device: ObstructedDevice): AppError {
  const rule = udevRule(device);
  // systemd makes access lists of the tag in 73-seat-late.rules: a file that sorts behind it has no effect.
  const file = `/etc/udev/rules.d/61-offhook-${hex(device.vendorId)}-${hex(device.productId)}.rules`;
  const commands = [
    `echo '${rule}' | sudo tee ${file}`,
    'sudo udevadm control --reload',
    'sudo udevadm trigger --subsystem-match=hidraw',
  ].join('\n');
  return appError('headset.udev-rule-missing', { product: device.product, rule, file, commands });
}

/** One device of the kernel's input layer, as /proc/bus/input/devices describes it. */
export interface InputDevice {
  /** The kernel's number of the bus: 3 USB, 5 Bluetooth. */
  readonly bus: number;
  readonly vendorId: number;
  readonly productId: number;
  readonly sendsMicMute: boolean;
}

/** linux/input-event-codes.h: what hid-input makes of Phone Mute 0B:2F. */
const keyMicMute = 248;

/**
 * Reads /proc/bus/input/devices; blocks of another form are left out. `wordBits`: the kernel prints its key bitmap in
 * words of an `unsigned long`, highest first, without leading zeros.
 */
export function readInputDevices(text: string, wordBits: 32 | 64): InputDevice[] {
  return text.split(/\n\s*\n/).flatMap((block) => {
    const ids = /^I: Bus=([0-9a-f]{4}) Vendor=([0-9a-f]{4}) Product=([0-9a-f]{4})/m.exec(block);
    if (ids === null) return [];
    const [bus = 0, vendorId = 0, productId = 0] = ids.slice(1).map((id) => Number.parseInt(id, 16));
    const keys = /^B: KEY=([0-9a-f ]+)$/m.exec(block)?.[1] ?? '';
    return [{ bus, vendorId, productId, sendsMicMute: hasKey(keys, keyMicMute, wordBits) }];
  });
}

function hasKey(bitmap: string, key: number, wordBits: 32 | 64): boolean {
  const word = bitmap
    .trim()
    .split(' ')
    .at(-1 - Math.floor(key / wordBits));
  return word !== undefined && word !== '' && ((BigInt(`0x${word}`) >> BigInt(key % wordBits)) & 1n) === 1n;
}

/**
 * The kernel makes a key of the mute button as well: the desktop mutes the microphone on its own, and the two go apart
 * (P24). Details: the lines for the hardware database, the file they belong into, how to put them there.
 */
export function findDoubledMuteKey(
  device: ObstructedDevice,
  inputs: readonly InputDevice[],
): AppError | undefined {
  const doubled = inputs.find(
    ({ vendorId, productId, sendsMicMute }) =>
      sendsMicMute && vendorId === device.vendorId && productId === device.productId,
  );
  if (doubled === undefined) return undefined;
  const [bus, vendor, product] = [doubled.bus, device.vendorId, device.productId].map((id) =>
    hex(id).toUpperCase(),
  );
  // The number is page and usage of Phone Mute; `reserved` is the kernel's word for no key.
  const lines = [
    `evdev:input:b${bus ?? ''}v${vendor ?? ''}p${product ?? ''}*`,
    ' KEYBOARD_KEY_b002f=reserved',
  ];
  const file = `/etc/udev/hwdb.d/61-offhook-${hex(device.vendorId)}-${hex(device.productId)}.hwdb`;
  const commands = [
    `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} | sudo tee ${file}`,
    'sudo systemd-hwdb update',
    'sudo udevadm trigger --subsystem-match=input',
  ].join('\n');
  return appError('headset.mute-key-doubled', {
    product: device.product,
    lines: lines.join('\n'),
    file,
    commands,
  });
}
