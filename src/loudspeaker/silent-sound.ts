import { msToBytes, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Sound } from './loudspeaker.ts';

/** A little silence, played to see whether a device can be played to. */
export function silentSound(): Sound {
  let left = Buffer.alloc(msToBytes(20, REPLY_RATE_HZ));
  return {
    take: (bytes) => {
      const taken = left.subarray(0, bytes);
      left = left.subarray(bytes);
      return taken;
    },
    isComplete: () => true,
    ranDry: () => {},
    ended: () => {},
    failed: () => {},
  };
}
