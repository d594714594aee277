import type { Mixer, MixerDirection } from '../../boards/mixer.ts';
import type { Log } from '../../system/log.ts';
import { bad, type Check, type Context, type Finding, good } from '../check.ts';
import { Warnings } from './warnings.ts';

export interface LevelsCheckParts {
  /** The one that the daemon uses, for the levels of the configuration. */
  readonly mixer: (direction: MixerDirection, log: Log) => Mixer;
}

/** Sets the levels that the configuration has for the cards, as the daemon does when it starts. */
export const levelsCheck = ({ mixer }: LevelsCheckParts): Check => ({
  name: 'levels',
  async run(context) {
    return [...(await set(mixer, context, 'capture')), ...(await set(mixer, context, 'playback'))];
  },
});

async function set(
  make: LevelsCheckParts['mixer'],
  { config, signal }: Context,
  direction: MixerDirection,
): Promise<Finding[]> {
  const { mixer: levels, mixerDevice: device } =
    direction === 'capture' ? config.microphone : config.speaker;
  if (levels.length === 0 || signal.aborted) return [];
  const warnings = new Warnings();
  const mixer = make(direction, warnings);
  const interrupted = () => void mixer.close();
  signal.addEventListener('abort', interrupted);
  await mixer.apply();
  signal.removeEventListener('abort', interrupted);
  await mixer.close();
  const part = direction === 'capture' ? 'microphone' : 'loudspeaker';
  const details = { device, levels };
  if (warnings.sentences.size === 0)
    return [good(`The levels of the ${part} are set as the configuration says.`, { details })];
  return [
    bad(`The levels of the ${part} cannot all be set as the configuration says.`, {
      lines: [...warnings.sentences],
      details,
    }),
  ];
}
