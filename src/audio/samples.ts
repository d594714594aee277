import { BYTES_PER_SAMPLE } from './pcm.ts';

/** The whole samples of s16le `pcm`; without a copy where the bytes lie as the processor wants them. */
export function samplesOf(pcm: Buffer): Int16Array {
  const { buffer, byteOffset, length } = pcm;
  // All machines that Node runs on are little-endian, but for IBM's.
  if (byteOffset % BYTES_PER_SAMPLE === 0)
    return new Int16Array(buffer, byteOffset, Math.floor(length / BYTES_PER_SAMPLE));
  return samplesOf(Buffer.from(Uint8Array.from(pcm).buffer));
}
