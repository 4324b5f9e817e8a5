import type { HeadsetButton, HeadsetLights } from '../contract/hid-contract.ts';
import { parseBytes } from './headset-codec.ts';

/** No vendor has or can have the USB id ffff: what carries it is drawn on a screen. */
export const onScreenVendorId = 0xffff;
export const onScreenProductId = 0x0001;

/**
 * The device's own report descriptor. In: report 1 { hook level 0, mute toggle 1, flash 2, reject button 3 }.
 * Out: report 2 { off-hook 0, ring 1, mute 2, hold 3 }.
 */
const descriptorHex = `
  05 0b 09 05 a1 01
    15 00 25 01 75 01 95 01
    85 01
    09 20 81 22
    09 2f 81 06
    09 21 81 06
    05 09 09 07 81 02
    95 04 81 01
    85 02
    05 08 09 17 09 18 09 09 09 20 95 04 91 22
    95 04 91 01
  c0`;
export const onScreenDescriptor: Uint8Array = parseBytes(descriptorHex) ?? new Uint8Array();

const inputReportId = 1;
const outputReportId = 2;
const bits = { hook: 0x01, mute: 0x02, flash: 0x04, reject: 0x08 } as const;

/** A headset made of data. It knows nothing of calls, only of its buttons and lamps, as a real one. */
export interface OnScreenHeadset {
  readonly offHook: boolean;
  readonly lights: HeadsetLights;
}

export const newOnScreenHeadset: OnScreenHeadset = {
  offHook: false,
  lights: { offHook: false, ring: false, mute: false, hold: false },
};

export interface OnScreenStep {
  readonly headset: OnScreenHeadset;
  /** Input reports in the order the device sends them, id byte first. */
  readonly reports: readonly Uint8Array[];
}

function report(offHook: boolean, pressed = 0): Uint8Array {
  return Uint8Array.of(inputReportId, (offHook ? bits.hook : 0) | pressed);
}

/** The hook changes its level and stays; the others go to 1 and back. */
export function pressOnScreen(headset: OnScreenHeadset, button: HeadsetButton): OnScreenStep {
  if (button === 'hook') {
    const next = { ...headset, offHook: !headset.offHook };
    return { headset: next, reports: [report(next.offHook)] };
  }
  return { headset, reports: [report(headset.offHook, bits[button]), report(headset.offHook)] };
}

/**
 * An output report as written, id byte first; undefined when it is not one of this device. The hook follows the
 * off-hook light, and the device reports that as it would a press: Jabra headsets do, and the machine must tell apart.
 */
export function writeOnScreen(headset: OnScreenHeadset, bytes: Uint8Array): OnScreenStep | undefined {
  const [id, payload] = bytes;
  if (id !== outputReportId || payload === undefined || bytes.length !== 2) return undefined;
  const lights = {
    offHook: (payload & 0x01) !== 0,
    ring: (payload & 0x02) !== 0,
    mute: (payload & 0x04) !== 0,
    hold: (payload & 0x08) !== 0,
  };
  const follows = lights.offHook !== headset.offHook;
  return {
    headset: { offHook: lights.offHook, lights },
    reports: follows ? [report(lights.offHook)] : [],
  };
}
