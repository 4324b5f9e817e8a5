/** Test signals: who is heard is told by the pitch. */
const amplitude = 0.3;

/** 16-bit samples of a sine; whole periods of one second, so that repeating it gives no click. */
export function makeTone(hertz: number, seconds: number, sampleRate: number): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) =>
    Math.round(32_767 * amplitude * Math.sin((2 * Math.PI * hertz * i) / sampleRate)),
  );
}

/** Samples as raw little-endian octets (Asterisk's sln, the data of a WAV file). */
export const toRaw16 = (samples: Int16Array): Buffer =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

/** A mono WAV file with 16 bits per sample. */
export function toWav(samples: Int16Array, sampleRate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, toRaw16(samples)]);
}

/** Samples at 8 kHz as octets of ITU-T G.711 A-law. */
export const toALaw = (samples: Int16Array): Uint8Array => Uint8Array.from(samples, encodeALaw);

function encodeALaw(sample: number): number {
  const magnitude = Math.min(0xfff, (sample < 0 ? -sample - 1 : sample) >> 3);
  // The segment is the position of the highest bit above the lowest five.
  const segment = Math.max(0, 27 - Math.clz32(magnitude));
  const step = (segment < 2 ? magnitude >> 1 : magnitude >> segment) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | step) ^ 0x55;
}

/**
 * How strong tones are in samples of -1..1: the amplitude of each, 0..1 of full scale. Goertzel's algorithm with a
 * Hann window; tones must be some 4 periods of the window apart to be told from each other.
 */
export function measureTones(
  samples: Float64Array,
  sampleRate: number,
  hertz: readonly number[],
): ReadonlyMap<number, number> {
  return new Map(hertz.map((tone) => [tone, measureTone(samples, sampleRate, tone)]));
}

function measureTone(samples: Float64Array, sampleRate: number, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let [last, before] = [0, 0];
  samples.forEach((sample, i) => {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (samples.length - 1));
    [last, before] = [sample * hann + turn * last - before, last];
  });
  const power = last * last + before * before - turn * last * before;
  return (4 * Math.sqrt(Math.max(0, power))) / samples.length;
}
