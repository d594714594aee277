import type { Sound } from './loudspeaker.ts';

/** A sound that is all there: `pcm`, 24 kHz s16le mono, and whom to tell how it went. */
export function recordedSound(pcm: Buffer, told: Pick<Sound, 'ended' | 'failed'>): Sound {
  let at = 0;
  return {
    take: (bytes) => {
      const piece = pcm.subarray(at, at + bytes);
      at += piece.length;
      return piece;
    },
    isComplete: () => true,
    ranDry: () => {},
    ...told,
  };
}
