/** From the configuration to the checks of a real device: the one place of the doctor that picks adapters. */
import { AmixerMixer } from '../boards/amixer-mixer.ts';
import { readMixer } from '../boards/read-mixer.ts';
import type { Config } from '../config/schema.ts';
import { alsaLoudspeaker } from '../loudspeaker/process-loudspeaker.ts';
import { ArecordMicrophone } from '../microphone/arecord-microphone.ts';
import type { Clock } from '../system/clock.ts';
import type { Check } from './check.ts';
import { soundChecks } from './sound/sound-checks.ts';

/** What the doctor looks at, in this order. A new check is a file of its own and an entry here. */
export function realChecks({ microphone, speaker }: Config, clock: Clock): Check[] {
  const cards = { capture: microphone, playback: speaker };
  return [
    ...soundChecks({
      mixer: (direction, log) => {
        const { mixer: levels, mixerDevice: device } = cards[direction];
        return new AmixerMixer({ device, direction, levels, clock, log });
      },
      microphone: () => new ArecordMicrophone({ device: microphone.device, clock }),
      loudspeaker: ({ report, log }) => alsaLoudspeaker({ ...speaker, clock, log })(report),
      readMixer: (device, signal) => readMixer({ device, clock, signal }),
    }),
  ];
}
