import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import { type Device, wholeGrains } from './output.ts';

/** How much of a sound is written next, silence included; a multiple of what the device takes. */
export interface NextPiece {
  readonly bytes: number;
  /** `scarce`: there is not more of it yet. `last`: what there is, until more comes; it fades out. */
  readonly kind: 'usual' | 'scarce' | 'last';
}

/** Behind each piece so much is kept back that the sound can fade out if no more comes in time. */
export const FADE_OUT_BYTES = msToBytes(6, REPLY_RATE_HZ);

/** Of a sound of which `queuedBytes` have come; `isEnding`: nothing more of it will. */
export function nextPiece(
  device: Device,
  {
    queuedBytes,
    isEnding,
    usual,
  }: {
    readonly queuedBytes: number;
    readonly isEnding: boolean;
    readonly usual: 'whole' | 'short';
  },
): NextPiece {
  const shortBytes = wholeGrains(SHORT_PIECE_BYTES, device);
  const usualBytes = usual === 'short' ? shortBytes : wholeGrains(PIECE_BYTES, device);
  if (isEnding || queuedBytes >= usualBytes + FADE_OUT_BYTES)
    return { bytes: usualBytes, kind: 'usual' };
  if (queuedBytes >= shortBytes + FADE_OUT_BYTES) return { bytes: shortBytes, kind: 'scarce' };
  return { bytes: usualBytes, kind: 'last' };
}

/** Each one wakes us: longer ones cost less. */
const PIECE_BYTES = msToBytes(40, REPLY_RATE_HZ);
const SHORT_PIECE_BYTES = msToBytes(20, REPLY_RATE_HZ);
