/** From the configuration to the checks of a real device: here, and in network/real-network-checks.ts, the doctor picks adapters. */
import { AmixerMixer } from '../boards/amixer-mixer.ts';
import { readMixer } from '../boards/read-mixer.ts';
import type { Environment } from '../config/environment.ts';
import type { Config } from '../config/schema.ts';
import { headerGpio } from '../gpio/choose-gpio.ts';
import { alsaLoudspeaker } from '../loudspeaker/process-loudspeaker.ts';
import { ArecordMicrophone } from '../microphone/arecord-microphone.ts';
import type { Clock } from '../system/clock.ts';
import type { Check } from './check.ts';
import { handChecks } from './hands/hand-checks.ts';
import { machineChecks } from './machine/machine-checks.ts';
import { madeAt } from './machine/made-at.ts';
import { networkChecks } from './network/real-network-checks.ts';
import { soundChecks } from './sound/sound-checks.ts';

export interface RealChecksParts {
  readonly config: Config;
  readonly environment: Environment;
  readonly clock: Clock;
  /** Every secret that was read is put here, so that it is kept out of the report. */
  readonly secrets: Set<string>;
}

/**
 * What the doctor looks at, in this order: the machine and the service on it, sound, hands, network. A new check is a
 * file of its own and an entry in the list of its folder.
 */
export function realChecks(parts: RealChecksParts): Check[] {
  const { config, environment, clock } = parts;
  const { microphone, speaker } = config;
  const cards = { capture: microphone, playback: speaker };
  return [
    ...machineChecks({ environment, date: () => new Date(), builtAt: madeAt() }),
    ...soundChecks({
      mixer: (direction, log) => {
        const { mixer: levels, mixerDevice: device } = cards[direction];
        return new AmixerMixer({ device, direction, levels, clock, log });
      },
      microphone: () => new ArecordMicrophone({ device: microphone.device, clock }),
      loudspeaker: ({ report, log }) => alsaLoudspeaker({ ...speaker, clock, log })(report),
      readMixer: (device, signal) => readMixer({ device, clock, signal }),
    }),
    ...handChecks({ openGpio: (log) => headerGpio({ clock, log }) }),
    ...networkChecks(parts),
  ];
}
