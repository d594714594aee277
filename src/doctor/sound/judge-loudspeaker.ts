import type { MixerReading } from '../../boards/read-mixer.ts';
import { bad, type Finding, good, note } from '../check.ts';
import type { ToneHeard } from './judge-tone.ts';
import { inDb } from './levels.ts';
import { closedControls, closedWords } from './mixer-words.ts';

export type Listened =
  | ToneHeard
  /** There was nobody to listen; `reason` is a sentence. */
  | { readonly state: 'deaf'; readonly reason: string };

export interface JudgeLoudspeakerOptions {
  /** The ALSA device whose card has the mixer. */
  readonly mixerDevice: string;
  /** What played, such as `aplay`. */
  readonly by: string;
  readonly hz: number;
  readonly listened: Listened;
  readonly mixer: MixerReading;
  /** Whether one card is microphone and loudspeaker. */
  readonly cards: 'same' | 'different';
}

/** What is to be said of a tone that was played to its end. */
export function judgeLoudspeaker(options: JudgeLoudspeakerOptions): Finding {
  const { mixerDevice, by, hz, listened, mixer, cards } = options;
  const closed = closedControls(mixer, 'playback');
  const details = {
    by,
    hz,
    heard: listened.state,
    ...(listened.state === 'deaf'
      ? { reason: listened.reason }
      : { levelDb: Math.round(listened.levelDb), beforeDb: Math.round(listened.beforeDb) }),
    closedControls: closed.map(({ name }) => name),
  };
  if (listened.state === 'heard')
    return good(
      `The loudspeaker plays${by === '' ? '' : ` by ${by}`}, and the microphone hears it: ${hz} Hz at ${inDb(listened.levelDb)}, ${Math.round(listened.levelDb - listened.beforeDb)} dB above the room.`,
      { details },
    );
  if (closed.length > 0) {
    const { sentence, lines } = closedWords(mixerDevice, closed, 'playback');
    return bad(`A tone was played, but the loudspeaker is muted. ${sentence}`, { lines, details });
  }
  if (listened.state === 'deaf')
    return note(
      `A tone was played; whether it was heard, your ear decides, since the microphone did not listen: ${listened.reason}`,
      { details },
    );
  return cards === 'same'
    ? note(
        'A tone was played, but the microphone of the same card did not hear it: a speakerphone that takes its own sound out of what it hears does that. Your ear decides.',
        { details },
      )
    : bad(
        'A tone was played, but the microphone did not hear it: the loudspeaker is switched off or turned down, another card has it, or it is in another room.',
        { details },
      );
}
