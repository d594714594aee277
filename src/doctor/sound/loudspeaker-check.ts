import { msToBytes, REPLY_RATE_HZ, SPEECH_RATE_HZ } from '../../audio/pcm.ts';
import { toneOf } from '../../audio/tone.ts';
import { gainOf } from '../../audio/volume.ts';
import type { Loudspeaker } from '../../loudspeaker/loudspeaker.ts';
import type { Microphone } from '../../microphone/microphone.ts';
import type { ReportHealth } from '../../system/health.ts';
import type { Log } from '../../system/log.ts';
import { bad, type Check, type Finding, note, skipped } from '../check.ts';
import { whyBusy } from './busy-check.ts';
import { surveyCards } from './cards.ts';
import { Ear, type Heard } from './ear.ts';
import { judgeLoudspeaker } from './judge-loudspeaker.ts';
import { judgeTone } from './judge-tone.ts';
import type { ReadMixer } from './mixer-words.ts';
import { type Place, placeOf } from './place.ts';
import { play } from './play-tone.ts';
import { Warnings } from './warnings.ts';

export interface LoudspeakerCheckParts {
  /** The one that the daemon uses, for the device of the configuration. */
  readonly loudspeaker: (parts: {
    readonly report: ReportHealth;
    readonly log: Log;
  }) => Loudspeaker;
  readonly microphone: () => Microphone;
  readonly readMixer: ReadMixer;
}

/** Plays a tone by the daemon's own way of playing, and listens for it with the microphone. */
export const loudspeakerCheck = (parts: LoudspeakerCheckParts): Check => ({
  name: 'loudspeaker',
  limitMs: 40_000,
  async run(context) {
    const { config, host, clock, person, signal } = context;
    const { device, mixerDevice, volume } = config.speaker;
    const cards = await surveyCards(host, signal);
    const place = placeOf(device, 'playback', cards);
    const there = placeOf(config.microphone.device, 'capture', cards);
    if (place.at === 'nowhere') return [skipped(`Nothing was played: "${device}" is not there.`)];
    // Asked before, because the doctor itself has it open later.
    const busy = whyBusy({ context, cards, device, direction: 'playback' });

    const ear =
      there.at === 'nowhere'
        ? undefined
        : new Ear({ microphone: parts.microphone(), clock, signal });
    const hear = async (ms: number): Promise<Heard> => (await ear?.more(ms)) ?? NO_MICROPHONE;
    const warnings = new Warnings();
    let by = '';
    const loudspeaker = parts.loudspeaker({
      report: (health) => {
        if (health.state === 'up') by = health.by;
      },
      log: warnings,
    });
    try {
      await hear(SETTLE_MS + BEFORE_MS);
      const begin = ear?.mark ?? 0;
      person.ask(`A tone is played to "${device}".`);
      const pcm = toneOf({ ...TONE, rateHz: REPLY_RATE_HZ, amplitude: amplitudeAt(volume) });
      const played = await play({ loudspeaker, pcm, clock, signal });
      if (played.state === 'failed')
        return [busy ?? bad(`The loudspeaker cannot be played to: ${played.reason}`)];
      const heard = await hear(AFTER_MS);
      if (played.state === 'interrupted' || heard.state === 'interrupted') return [];

      const all = ear?.since(0) ?? NOTHING;
      const listened =
        heard.state === 'failed'
          ? ({ state: 'deaf', reason: heard.reason } as const)
          : judgeTone({
              before: all.subarray(Math.max(0, begin - BEFORE_BYTES), begin),
              during: all.subarray(begin),
              hz: TONE.hz,
            });
      const mixer = await parts.readMixer(mixerDevice, signal);
      const verdict = {
        mixerDevice,
        by,
        hz: TONE.hz,
        listened,
        mixer,
        cards: cardsOf(place, there),
      };
      return [judgeLoudspeaker(verdict), ...otherWay(config.speaker.backend, by, warnings)];
    } finally {
      await Promise.all([ear?.close(), loudspeaker.close()]);
    }
  },
});

/** At least so loud that it is heard, however low the household has set its device. */
const amplitudeAt = (volume: number): number => AMPLITUDE * gainOf(Math.max(LEAST_VOLUME, volume));

const cardsOf = (one: Place, other: Place): 'same' | 'different' =>
  one.at === 'card' && other.at === 'card' && one.card === other.card ? 'same' : 'different';

/** That the first choice does not play is worth knowing, and no fault: the second does. */
function otherWay(backend: string, by: string, { sentences }: Warnings): Finding[] {
  if (backend !== 'auto' || by !== 'aplay') return [];
  const sentence = 'Sound is played by "aplay", since the package "speaker" cannot be used.';
  return [note(sentence, { lines: [...sentences], details: { by } })];
}

const TONE = { hz: 880, ms: 1_000 };
const AMPLITUDE = 0.5;
const LEAST_VOLUME = 50;
const SETTLE_MS = 300;
const BEFORE_MS = 700;
/** What is on its way from the loudspeaker through the room to this process. */
const AFTER_MS = 700;
const BEFORE_BYTES = msToBytes(BEFORE_MS, SPEECH_RATE_HZ);
const NOTHING = Buffer.alloc(0);
const NO_MICROPHONE: Heard = {
  state: 'failed',
  reason: 'The microphone of the configuration is not there.',
};
