/** A loudspeaker that tells what is heard from it. */

import { bytesToMs, REPLY_RATE_HZ } from '../audio/pcm.ts';
import type { Loudspeaker, SoundStream } from '../loudspeaker/loudspeaker.ts';
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
    open: (listener) => {
      let sound: 'silent' | 'sounding' | 'over' = 'silent';
      let beganAtMs = 0;
      let writtenMs = 0;
      const heardMs = () => Math.min(writtenMs, clock.now() - beganAtMs);
      const over = (what: 'ended' | 'was cut') => {
        if (sound === 'sounding') tell({ what, heardMs: what === 'ended' ? writtenMs : heardMs() });
        sound = 'over';
      };
      const stream = loudspeaker.open({
        ended: () => {
          over('ended');
          listener.ended();
        },
        failed: listener.failed,
      });
      return {
        write: (pcm) => {
          if (sound === 'silent') {
            sound = 'sounding';
            beganAtMs = clock.now();
            tell({ what: 'began', heardMs: 0 });
          }
          writtenMs += bytesToMs(pcm.length, REPLY_RATE_HZ);
          stream.write(pcm);
        },
        end: () => stream.end(),
        cut: () => {
          stream.cut();
          over('was cut');
        },
      } satisfies SoundStream;
    },
  };
}
