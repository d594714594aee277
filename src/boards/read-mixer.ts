import type { Clock } from '../system/clock.ts';
import { amixer } from './amixer.ts';
import { mixerOf } from './card-of.ts';
import type { MixerControl } from './mixer.ts';
import { parseScontents } from './scontents.ts';

export type MixerReading =
  /** No controls at all is no fault: many cards have none. */
  | { readonly state: 'read'; readonly controls: readonly MixerControl[] }
  /** `reason` is a sentence. */
  | { readonly state: 'unreadable'; readonly reason: string };

export interface ReadMixerOptions {
  /** ALSA device of the card, as in the configuration. */
  readonly device: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** Every control of a sound card, and how it is set. Never rejects. */
export async function readMixer({ device, ...run }: ReadMixerOptions): Promise<MixerReading> {
  const { words, card } = mixerOf(device);
  const read = await amixer({ words: [...words, 'scontents'], ...run });
  switch (read.state) {
    case 'done':
      return { state: 'read', controls: parseScontents(read.output) };
    case 'failed':
      return { state: 'unreadable', reason: read.reason };
    case 'refused':
      return { state: 'unreadable', reason: refusal(card, read.words) };
  }
}

/** A card that may not be opened is to `amixer` one that is not there. */
function refusal(card: string, words: string): string {
  if (/^Invalid card number/m.test(words))
    return `There is no sound card "${card}", or it may not be opened: connect it, or add the user of the daemon to the group audio.`;
  if (/Invalid CTL|No such file or directory/.test(words))
    return `The sound device "${card}" has no mixer of that name: name the card, as in "plughw:CARD=Mic".`;
  const lastLine = words.split('\n').at(-1) ?? '';
  return `The mixer of "${card}" cannot be read${lastLine === '' ? '' : `: ${lastLine}`}.`;
}
