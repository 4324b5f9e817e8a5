/** ITU-T G.711 at 8 kHz: 160 octets are one RTP packet of 20 ms. */
export type G711 = 'PCMA' | 'PCMU';

export const frameSamples = 160;
export const frameMs = 20;

const silentOctet: Readonly<Record<G711, number>> = { PCMA: 0xd5, PCMU: 0xff };

function decodeALaw(octet: number): number {
  const bits = octet ^ 0x55;
  const segment = (bits & 0x70) >> 4;
  const base = ((bits & 0x0f) << 4) + (segment === 0 ? 8 : 0x108);
  const magnitude = segment < 2 ? base : base << (segment - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
}

function decodeMuLaw(octet: number): number {
  const bits = ~octet & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
}

const octets = Array.from({ length: 256 }, (_, octet) => octet);

/** 16-bit linear samples by octet. */
const linear: Readonly<Record<G711, readonly number[]>> = {
  PCMA: octets.map(decodeALaw),
  PCMU: octets.map(decodeMuLaw),
};

function mapNearest(from: readonly number[], to: readonly number[]): Uint8Array {
  return Uint8Array.from(from, (sample) => {
    let best = 0;
    let bestDistance = Infinity;
    to.forEach((candidate, octet) => {
      const distance = Math.abs(candidate - sample);
      if (distance < bestDistance) [best, bestDistance] = [octet, distance];
    });
    return best;
  });
}

const toOther: Readonly<Record<G711, Uint8Array>> = {
  PCMA: mapNearest(linear.PCMA, linear.PCMU),
  PCMU: mapNearest(linear.PCMU, linear.PCMA),
};

export function createSilence(codec: G711): Uint8Array {
  return new Uint8Array(frameSamples).fill(silentOctet[codec]);
}

/** The same sound in another coding; the input itself when both are the same. */
export function transcode(frame: Uint8Array, from: G711, to: G711): Uint8Array {
  if (from === to) return frame;
  const table = toOther[from];
  return frame.map((octet) => table[octet] ?? silentOctet[to]);
}

/** Mean of the squared samples, with full scale as 1. */
export function measurePower(frame: Uint8Array, codec: G711): number {
  if (frame.length === 0) return 0;
  const samples = linear[codec];
  let sum = 0;
  for (const octet of frame) sum += ((samples[octet] ?? 0) / 32_768) ** 2;
  return sum / frame.length;
}
