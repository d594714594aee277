/** s16le mono of these samples. */
export function pcmOf(samples: readonly number[]): Buffer {
  const pcm = Buffer.alloc(samples.length * 2);
  for (const [i, sample] of samples.entries()) pcm.writeInt16LE(sample, i * 2);
  return pcm;
}

/** Noise that is the same in every run: `ms` of it at 16 kHz, its samples up to `amplitude` (0 to 1). */
export function noise(ms: number, amplitude: number): Buffer {
  let seed = 12_345;
  return pcmOf(
    Array.from({ length: ms * 16 }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.round((seed / 0xffff_ffff - 0.5) * 2 * amplitude * 32_767);
    }),
  );
}

/** One on top of the other; the shorter one begins `atMs` later. */
export function mixed(one: Buffer, other: Buffer, atMs = 0): Buffer {
  const all = Buffer.from(one);
  for (let i = 0; i + 2 <= other.length; i += 2) {
    const at = atMs * 32 + i;
    if (at + 2 > all.length) break;
    const sum = all.readInt16LE(at) + other.readInt16LE(i);
    all.writeInt16LE(Math.max(-32_768, Math.min(32_767, sum)), at);
  }
  return all;
}
