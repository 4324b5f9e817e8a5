import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseBytes } from '../../../electron/common/headset/headset-codec.ts';

const file = join(import.meta.dirname, '../../../test/fixtures/hid-descriptors.json');

const devicesSchema = z.array(
  z.object({
    vendorId: z.string().nullable(),
    productId: z.string().nullable(),
    name: z.string(),
    hex: z.string().transform((hex, issues) => {
      const bytes = parseBytes(hex);
      if (bytes !== undefined) return bytes;
      issues.addIssue({ code: 'custom', message: 'not hex' });
      return z.NEVER;
    }),
  }),
);

export interface MeasuredDevice {
  readonly name: string;
  readonly descriptor: Uint8Array;
}

/** The recorded descriptors, those of devices and those of firmware sources. */
export function readDevices(): readonly MeasuredDevice[] {
  return devicesSchema
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map(({ name, hex }) => ({ name, descriptor: hex }));
}

export function findDevice(devices: readonly MeasuredDevice[], name: string): MeasuredDevice {
  const found = devices.find((device) => device.name.startsWith(name));
  if (found === undefined) throw new Error(`no descriptor of ${name}`);
  return found;
}

/** 64 KB of fields inside a headset collection: the longest descriptor that is read at all. */
export function makeLongDescriptor(field: readonly number[]): Uint8Array {
  const start = [0x05, 0x0b, 0x09, 0x05, 0xa1, 0x01, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01];
  return Uint8Array.from({ length: 0x10000 }, (_, index) =>
    index < start.length ? (start[index] ?? 0) : (field[(index - start.length) % field.length] ?? 0),
  );
}
