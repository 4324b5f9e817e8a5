import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

const folder = join(root, 'build/voices');

/** The voices of the simulated customers: 8 kHz, as 16-bit samples. */
export const voiceRate = 8_000;

export const voiceNames: readonly string[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
  .sort();

/** `name` is one of `voiceNames`, for example `en/bill.al`. */
export const readVoice = (name: string): Int16Array =>
  Int16Array.from(readFileSync(join(folder, name)), decodeALaw);

/** ITU-T G.711. */
function decodeALaw(octet: number): number {
  const bits = octet ^ 0x55;
  const segment = (bits & 0x70) >> 4;
  const step = ((bits & 0x0f) << 4) + (segment === 0 ? 8 : 0x108);
  const magnitude = segment < 2 ? step : step << (segment - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
}
