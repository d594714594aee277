/** From the configuration to the parts of a real device: the one place that picks adapters. */

import { AmixerMixer } from '../boards/amixer-mixer.ts';
import type { Mixer, MixerDirection } from '../boards/mixer.ts';
import { loudspeakerWithLevels, microphoneWithLevels } from '../boards/with-levels.ts';
import { MqttBus } from '../broker/mqtt-bus.ts';
import type { Button } from '../button/button.ts';
import { GpioButton } from '../button/gpio-button.ts';
import { ToggleButton } from '../button/toggle-button.ts';
import type { Camera } from '../camera/camera.ts';
import { CommandCamera } from '../camera/command-camera.ts';
import { noCamera } from '../camera/no-camera.ts';
import type { Environment } from '../config/environment.ts';
import type { Config } from '../config/schema.ts';
import { readMqttPassword } from '../config/secrets.ts';
import { geminiConnector } from '../gemini/gemini-session.ts';
import { configWarnings } from '../gemini/models.ts';
import { headerGpio, type OpenGpio } from '../gpio/choose-gpio.ts';
import { GpioLamp } from '../lamp/gpio-lamp.ts';
import type { Lamp } from '../lamp/lamp.ts';
import { noLamp } from '../lamp/no-lamp.ts';
import { instruction } from '../live/instruction.ts';
import { alsaLoudspeaker } from '../loudspeaker/process-loudspeaker.ts';
import { ArecordMicrophone } from '../microphone/arecord-microphone.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { accessSource } from '../ways-in/access-choice.ts';
import type { DaemonParts } from './daemon-parts.ts';

export interface Surroundings {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** Every secret that was read is put here, so that the journal can keep it out. */
  readonly secrets: Set<string>;
}

export function realParts(config: Config, surroundings: Surroundings): DaemonParts {
  const { environment, clock, log } = surroundings;
  const { microphone, speaker } = config;
  const openGpio = headerGpio({ clock, log: log.child('gpio') });
  return {
    clock,
    date: () => new Date(),
    log,
    ...serviceAndBroker(config, surroundings),
    microphone: microphoneWithLevels(
      new ArecordMicrophone({ device: microphone.device, clock }),
      mixer(microphone, 'capture', surroundings),
    ),
    camera: camera(config, clock),
    loudspeaker: loudspeakerWithLevels(
      alsaLoudspeaker({ ...speaker, clock, log: log.child('speaker') }),
      mixer(speaker, 'playback', surroundings),
    ),
    buttons: buttons(config, openGpio, clock),
    lamp: lamp(config, openGpio, clock),
    stateDir: config.stateDir ?? environment.stateDir,
  };
}

/** The parts that the demo has in common with a real device: the service and the broker by their real clients. */
export function serviceAndBroker(
  config: Config,
  surroundings: Surroundings,
  /** A guest tells nobody on the broker that it is there. */
  presence: 'resident' | 'guest' = 'resident',
) {
  const { live, mqtt, button, id, name, room } = config;
  const { clock, log } = surroundings;
  const access = accessSource(config, surroundings);
  for (const warning of configWarnings(config)) log.warn(warning);
  return {
    access,
    connector: geminiConnector({
      live,
      instruction: () =>
        instruction({
          name,
          room,
          language: live.language,
          own: live.systemInstruction,
          now: new Date(),
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        }),
      access,
      activity: button.type === 'gpio' && button.mode === 'open-mic' ? 'automatic' : 'manual',
      clock,
      log: log.child('service'),
    }),
    bus: new MqttBus({
      url: mqtt.url,
      clientId: `hearthd-${id}`,
      credentials: () => credentials(config, surroundings),
      tls: { ca: mqtt.ca, cert: mqtt.cert, key: mqtt.key },
      availabilityTopic:
        presence === 'guest' ? undefined : `${mqtt.topicPrefix}/${id}/availability`,
      clock,
      log: log.child('broker'),
    }),
  };
}

function mixer(
  card: Config['microphone' | 'speaker'],
  direction: MixerDirection,
  { clock, log }: Surroundings,
): Mixer {
  const { mixer: levels, mixerDevice: device } = card;
  return new AmixerMixer({ device, direction, levels, clock, log: log.child('mixer') });
}

function buttons({ button }: Config, openGpio: OpenGpio, clock: Clock): Button[] {
  if (button.type === 'none') return [];
  const gpio = new GpioButton({ ...button, openGpio, clock });
  return [button.mode === 'toggle' ? new ToggleButton(gpio) : gpio];
}

function lamp({ lamp }: Config, openGpio: OpenGpio, clock: Clock): Lamp {
  return lamp.type === 'none' ? noLamp : new GpioLamp({ ...lamp, openGpio, clock });
}

function camera({ camera: { command } }: Config, clock: Clock): Camera {
  return command === undefined ? noCamera : new CommandCamera({ command, clock });
}

function credentials(config: Config, { environment, log, secrets }: Surroundings) {
  const { username } = config.mqtt;
  // MQTT 3.1.1 has no password without a user.
  if (username === undefined) return {};
  const password = readMqttPassword(config, environment);
  if (password.state === 'unreadable') log.warn(password.reason);
  if (password.state !== 'found') return { username };
  secrets.add(password.value);
  return { username, password: password.value };
}
