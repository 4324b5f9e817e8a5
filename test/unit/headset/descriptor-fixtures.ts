import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseBytes } from '../../../electron/common/headset/headset-codec.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import type { Quirks } from '../../../electron/common/headset/headset-quirks.ts';
import {
  readTelephonyLayout,
  type TelephonyLayout,
} from '../../../electron/common/headset/telephony-layout.ts';

const fixtureSchema = z.object({
  vendorId: z.string().nullable(),
  productId: z.string().nullable(),
  name: z.string(),
  kind: z.string(),
  complete: z.boolean(),
  hex: z.string(),
  decoded: z.array(z.string()),
});

/** Report descriptors of real and published devices, with what an independent reader found in them. */
export const fixtures = z
  .array(fixtureSchema)
  .parse(JSON.parse(readFileSync(new URL('../../fixtures/hid-descriptors.json', import.meta.url), 'utf8')));

const names = {
  L380: 'Jabra Link 380c',
  EVL: 'Jabra EVOLVE LINK MS',
  BIZ: 'Jabra BIZ 2400 II',
  S810: 'Jabra SPEAK 810',
  BT7: 'Plantronics Poly BT700',
  C52: 'Plantronics Blackwire C5220',
  BW: 'Plantronics Blackwire 3220 (whole',
  BWcol: 'Plantronics Blackwire 3220 (telephony',
  BWwin: 'Plantronics Blackwire 3220 telephony, RECONSTRUCTED',
  D1: 'Sennheiser EPOS IMPACT D1',
  G535: 'Logitech G535',
  GON: 'GOnnect synthetic',
  LOGI: 'Logitech USB Headset',
  BRIO: 'Logitech MX Brio',
  RAZER: 'Razer microphone',
  ANKER: 'Anker PowerConf',
  GV: 'Microsoft SideWinder Game Voice',
  FL: 'ChromeOS/Android Floss',
  AIR: 'Airoha SDK variant',
  BARJ: 'Conference-bar gadget firmware (Jabra',
  BARP: 'Conference-bar gadget firmware (Plantronics',
  CIRC: 'CircuitPython',
  ESP: 'ESPHome',
  ZOOM: 'Zoom/Meet',
} as const;

export type FixtureName = keyof typeof names;
export const fixtureNames = Object.keys(names) as FixtureName[];

export function fixtureHex(name: FixtureName): string {
  const found = fixtures.filter((fixture) => fixture.name.startsWith(names[name]));
  if (found.length !== 1 || found[0] === undefined) throw new Error(`no single fixture for ${name}`);
  return found[0].hex;
}

export function bytesOf(hex: string): Uint8Array {
  const bytes = parseBytes(hex);
  if (bytes === undefined) throw new Error(`not hex: ${hex}`);
  return bytes;
}

export function layoutOf(name: FixtureName, quirks: Quirks = {}): TelephonyLayout {
  return readTelephonyLayout(parseHidDescriptor(bytesOf(fixtureHex(name))), quirks);
}

const marks = { level: 'L', toggle: 'T', onOff: 'O', momentary: 'M' } as const;
const hex = (id: number): string => id.toString(16).padStart(2, '0').toUpperCase();

/** `02/2: hook0L mute2T` per report, in order of report id and bit. */
export function describeInputs({ inputs, inBytes }: TelephonyLayout): string[] {
  return describeFields(inputs, inBytes, ({ role, bit, size, semantics }) =>
    role === 'key'
      ? `key${String(bit)}-${String(bit + size - 1)}`
      : `${role}${String(bit)}${marks[semantics]}`,
  );
}

export function describeOutputs({ outputs, outBytes }: TelephonyLayout): string[] {
  return describeFields(outputs, outBytes, ({ role, bit }) => `${role}${String(bit)}`);
}

function describeFields<F extends { readonly reportId: number; readonly bit: number }>(
  fields: readonly F[],
  lengths: ReadonlyMap<number, number>,
  format: (field: F) => string,
): string[] {
  const ids = [...new Set(fields.map(({ reportId }) => reportId))].sort((a, b) => a - b);
  return ids.map((id) => {
    const own = fields.filter(({ reportId }) => reportId === id).sort((a, b) => a.bit - b.bit);
    return `${hex(id)}/${String(lengths.get(id))}: ${own.map(format).join(' ')}`;
  });
}
