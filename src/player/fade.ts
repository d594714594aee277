import { BYTES_PER_SAMPLE } from '../audio/pcm.ts';

/** Lets the first `bytes` of `pcm` (s16le) grow out of silence. In place. */
export function fadeIn(pcm: Buffer, bytes: number): void {
  const samples = Math.min(bytes, pcm.length) / BYTES_PER_SAMPLE;
  for (let i = 0; i < samples; i++) scale(pcm, i, i / samples);
}

/** Lets the last `bytes` of `pcm` (s16le) end in silence. In place. */
export function fadeOut(pcm: Buffer, bytes: number): void {
  const all = pcm.length / BYTES_PER_SAMPLE;
  const samples = Math.min(bytes, pcm.length) / BYTES_PER_SAMPLE;
  for (let i = 0; i < samples; i++) scale(pcm, all - 1 - i, i / samples);
}

function scale(pcm: Buffer, sample: number, factor: number): void {
  const at = sample * BYTES_PER_SAMPLE;
  // Towards zero, so that nothing is louder than it was.
  pcm.writeInt16LE(Math.trunc(pcm.readInt16LE(at) * factor), at);
}
