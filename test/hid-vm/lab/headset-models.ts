import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { guestPaths } from './guest-paths.ts';

/** What a hand can do to a headset, and what the headset can show. */
export type Control = 'hook' | 'mute' | 'flash' | 'redial' | 'reject' | 'drop';
export type Light = 'offHook' | 'ring' | 'mute' | 'hold';

/** Bits count from 0 behind the report id. Written down by hand: the product's own parser is what is under test. */
interface InputTable {
  readonly id: number;
  readonly bytes: number;
  readonly bits: Readonly<Partial<Record<Control, number>>>;
}

interface OutputTable {
  readonly id: number;
  readonly bytes: number;
  readonly bits: Readonly<Partial<Record<Light, number>>>;
}

export interface HeadsetModel {
  readonly name: string;
  readonly vendorId: number;
  readonly productId: number;
  /** False when reports carry no id: then the device sees the 00 that hidraw wants in its place. */
  readonly numbered: boolean;
  readonly input: InputTable;
  /** In the order in which one state is written: off-hook first, then as declared. */
  readonly outputs: readonly OutputTable[];
  descriptor(): Uint8Array;
}

const fixturesSchema = z.array(z.object({ name: z.string(), hex: z.string() }));

/** The descriptor of a fixture, by the beginning of its name. */
export function readFixture(name: string): Uint8Array {
  const fixtures = fixturesSchema.parse(JSON.parse(readFileSync(guestPaths.descriptors, 'utf8')));
  const [found, ...others] = fixtures.filter((fixture) => fixture.name.startsWith(name));
  if (found === undefined || others.length > 0) throw new Error(`no single fixture for ${name}`);
  return Uint8Array.from(Buffer.from(found.hex, 'hex'));
}

/** Takes the Report ID items out (HID 1.11 section 6.2.2.7): all reports of a kind become one without an id. */
export function withoutReportIds(descriptor: Uint8Array): Uint8Array {
  const reportIdTag = 0x84;
  const kept: number[] = [];
  for (let at = 0; at < descriptor.length;) {
    const prefix = descriptor[at] ?? 0;
    // Short items: the two low bits tell how many bytes of data follow, and 3 stands for 4.
    const length = 1 + ([0, 1, 2, 4][prefix & 0b11] ?? 0);
    if ((prefix & 0b1111_1100) !== reportIdTag) kept.push(...descriptor.subarray(at, at + length));
    at += length;
  }
  return Uint8Array.from(kept);
}

/** One report with all lights; input and output have the same id. All its call inputs are declared constant. */
export const jabraLink380: HeadsetModel = {
  name: 'Jabra Link 380',
  vendorId: 0x0b0e,
  productId: 0x24c9,
  numbered: true,
  input: { id: 0x02, bytes: 2, bits: { hook: 0, mute: 3, flash: 4, redial: 5, reject: 11 } },
  outputs: [{ id: 0x02, bytes: 2, bits: { offHook: 0, mute: 2, ring: 3, hold: 4 } }],
  descriptor: () => readFixture('Jabra Link 380c'),
};

/** A report per light. */
export const polyBt700: HeadsetModel = {
  name: 'Poly BT700',
  vendorId: 0x047f,
  productId: 0x02e6,
  numbered: true,
  input: { id: 0x20, bytes: 1, bits: { hook: 0, mute: 1, flash: 2, redial: 3, reject: 4 } },
  outputs: [
    { id: 0x24, bytes: 1, bits: { offHook: 0 } },
    { id: 0x21, bytes: 1, bits: { ring: 0 } },
    { id: 0x22, bytes: 1, bits: {} },
    { id: 0x23, bytes: 1, bits: { mute: 0 } },
    { id: 0x25, bytes: 1, bits: { hold: 0 } },
  ],
  descriptor: () => readFixture('Plantronics Poly BT700'),
};

/** An application collection inside another; the reject button is a one-bit array. */
export const eposImpactD1: HeadsetModel = {
  name: 'EPOS IMPACT D1',
  vendorId: 0x1395,
  productId: 0x009c,
  numbered: true,
  input: { id: 0x02, bytes: 1, bits: { hook: 0, flash: 1, redial: 2, mute: 3, drop: 4, reject: 5 } },
  outputs: [{ id: 0x03, bytes: 1, bits: { offHook: 0, ring: 2, mute: 3, hold: 5 } }],
  descriptor: () => readFixture('Sennheiser EPOS IMPACT D1'),
};

/** No report ids: telephony inputs in the first byte, volume keys in the second. The ids of no product. */
export const unnumberedHeadset: HeadsetModel = {
  name: 'Headset without report ids',
  vendorId: 0x1209,
  productId: 0x0001,
  numbered: false,
  input: { id: 0x00, bytes: 2, bits: { hook: 0, mute: 1, flash: 2, redial: 3, reject: 4 } },
  outputs: [{ id: 0x00, bytes: 1, bits: { mute: 0, offHook: 1, ring: 2, hold: 3 } }],
  descriptor: () => withoutReportIds(readFixture('ESPHome hid_telephony')),
};

export const headsetModels = [jabraLink380, polyBt700, eposImpactD1, unnumberedHeadset] as const;

/** What a device sends while exactly these controls are 1. */
export function inputReport(model: HeadsetModel, pressed: Iterable<Control>): Uint8Array {
  const { id, bytes, bits } = model.input;
  const payload = setBits(
    bytes,
    [...pressed].map((control) => bits[control] ?? missing(model, control)),
  );
  return model.numbered ? Uint8Array.of(id, ...payload) : payload;
}

/** Every output report of a state in which exactly these lights are lit, as hex and in the order they are written. */
export function litReports(model: HeadsetModel, lit: readonly Light[]): string[] {
  return model.outputs.map(({ id, bytes, bits }) => {
    const own = lit.map((light) => bits[light]).filter((bit) => bit !== undefined);
    return hexOf(Uint8Array.of(id, ...setBits(bytes, own)));
  });
}

export const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.split(' '), (byte) => Number.parseInt(byte, 16));

function setBits(length: number, bits: readonly number[]): Uint8Array {
  const payload = new Uint8Array(length);
  for (const bit of bits) payload[bit >> 3] = (payload[bit >> 3] ?? 0) | (1 << (bit & 7));
  return payload;
}

function missing(model: HeadsetModel, control: Control): never {
  throw new Error(`${model.name} has no ${control}`);
}
