import type { Loudspeaker } from '../../loudspeaker/loudspeaker.ts';
import { recordedSound } from '../../loudspeaker/recorded-sound.ts';
import type { Clock } from '../../system/clock.ts';

export type Played =
  | { readonly state: 'played' }
  /** `reason` is a sentence. */
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'interrupted' };

/** Plays `pcm`, 24 kHz s16le mono, to its last sample. Never rejects. */
export function play({
  loudspeaker,
  pcm,
  clock,
  signal,
}: {
  readonly loudspeaker: Loudspeaker;
  readonly pcm: Buffer;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<Played> {
  return new Promise((resolve) => {
    const end = (played: Played) => {
      cancel();
      signal.removeEventListener('abort', interrupted);
      resolve(played);
    };
    const interrupted = () => end({ state: 'interrupted' });
    const cancel = clock.after(PLAY_LIMIT_MS, () =>
      end({ state: 'failed', reason: 'The loudspeaker did not come to the end of the tone.' }),
    );
    if (signal.aborted) return interrupted();
    signal.addEventListener('abort', interrupted);
    loudspeaker.play(
      recordedSound(pcm, {
        ended: () => end({ state: 'played' }),
        failed: (reason) => end({ state: 'failed', reason }),
      }),
    );
  });
}

/** For a tone of a second; a sound server that was asleep, or a program that hangs, takes seconds. */
const PLAY_LIMIT_MS = 12_000;
