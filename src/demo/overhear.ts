/** A loudspeaker that tells what is heard from it. */

import { bytesToMs, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Loudspeaker, Sounding } from '../loudspeaker/loudspeaker.ts';
import type { Clock } from '../system/clock.ts';

export interface Heard {
  readonly what: 'began' | 'ended' | 'was cut';
  /** How much of it was heard so far. */
  readonly heardMs: number;
}

export function overhear(
  loudspeaker: Loudspeaker,
  { clock, tell }: { readonly clock: Clock; readonly tell: (heard: Heard) => void },
): Loudspeaker {
  return {
    prepare: () => loudspeaker.prepare(),
    close: () => loudspeaker.close(),
    play: (sound) => {
      let state: 'silent' | 'sounding' | 'over' = 'silent';
      let beganAtMs = 0;
      let takenMs = 0;
      const heardMs = () => Math.min(takenMs, clock.now() - beganAtMs);
      const over = (what: 'ended' | 'was cut') => {
        if (state === 'sounding') tell({ what, heardMs: what === 'ended' ? takenMs : heardMs() });
        state = 'over';
      };
      const sounding = loudspeaker.play({
        take: (bytes) => {
          const taken = sound.take(bytes);
          if (state === 'silent' && taken.length > 0) {
            state = 'sounding';
            beganAtMs = clock.now();
            tell({ what: 'began', heardMs: 0 });
          }
          takenMs += bytesToMs(taken.length, REPLY_RATE_HZ);
          return taken;
        },
        isComplete: () => sound.isComplete(),
        ranDry: () => sound.ranDry(),
        ended: () => {
          over('ended');
          sound.ended();
        },
        failed: (reason) => sound.failed(reason),
      });
      return {
        more: () => sounding.more(),
        cut: () => {
          const silent = sounding.cut();
          over('was cut');
          return silent;
        },
      } satisfies Sounding;
    },
  };
}
