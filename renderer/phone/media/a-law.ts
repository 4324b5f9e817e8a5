/** Samples (-1 to 1) of G.711 A-law octets (ITU-T G.711, table 1a). */
export function decodeALaw(octets: Uint8Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(octets, (octet) => {
    const bits = octet ^ 0x55;
    const segment = (bits & 0x70) >> 4;
    const base = ((bits & 0x0f) << 4) + (segment === 0 ? 8 : 0x108);
    const magnitude = segment < 2 ? base : base << (segment - 1);
    return ((bits & 0x80) === 0 ? -magnitude : magnitude) / 0x8000;
  });
}
