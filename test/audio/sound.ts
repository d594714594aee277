/** Sounds for tests: s16le mono. */

/** Samples that count upwards, so that each of them can be told from the others. */
export function counting(samples: number, first = 1): Buffer {
  const pcm = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i++) pcm.writeInt16LE((first + i) % 30_000, i * 2);
  return pcm;
}

export const samplesOf = (pcm: Buffer): number[] =>
  Array.from({ length: pcm.length / 2 }, (_, i) => pcm.readInt16LE(i * 2));

/** Milliseconds of sound at 24 kHz that counts upwards. */
export const replyOf = (ms: number, first = 1): Buffer => counting(ms * 24, first);
