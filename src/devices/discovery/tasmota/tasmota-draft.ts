/** What the entities of a Tasmota have in common, in the words of Home Assistant's discovery. */
import type { CommandMessage } from '../../entity.ts';
import type { Draft } from '../draft.ts';
import { readDevice } from '../read-device.ts';
import type { TasmotaConfig } from './tasmota-config.ts';

export function tasmotaDraft({
  config,
  component,
  part,
  name,
  ask,
  options,
}: {
  readonly config: TasmotaConfig;
  readonly component: string;
  /** As `relay_1`: what of the device it is. */
  readonly part: string;
  /** `null`: it is what the device is for. */
  readonly name: string | null;
  readonly ask: CommandMessage;
  readonly options: Readonly<Record<string, unknown>>;
}): Draft {
  const { mac, deviceName, model, lastWill, online, offline, sleeps } = config;
  const availability = {
    availability_topic: lastWill,
    payload_available: online,
    payload_not_available: offline,
  };
  const whole: Record<string, unknown> = Object.assign(Object.create(null), {
    name,
    unique_id: `${mac}_${part}`,
    origin: { name: 'Tasmota' },
    // One that sleeps is never there for long, and takes no leave.
    ...(sleeps ? {} : availability),
    ...options,
  });
  const device = readDevice({
    identifiers: [mac],
    name: deviceName,
    manufacturer: 'Tasmota',
    model,
  });
  return { component, key: `${mac}_${part}`, options: whole, device, ask };
}

/** Makes the device send its outputs. */
export const askForState = ({ commands }: TasmotaConfig): CommandMessage => ({
  topic: `${commands}STATE`,
  payload: '',
  qos: 1,
});

/** Makes the device send its sensors, shutters and switches. */
export const askForSensors = ({ commands }: TasmotaConfig): CommandMessage => ({
  topic: `${commands}STATUS`,
  payload: '10',
  qos: 1,
});

/** Sensors come as they are, or inside `StatusSNS` if they were asked for: `sensors` is either. */
export const SENSORS = '{% set sensors = value_json.StatusSNS | default(value_json) %}';

/** The name of an output, from 0; `null` if it is that of the device. */
export function outputName(config: TasmotaConfig, index: number): string | null {
  const name = config.friendlyNames[index];
  if (name === config.deviceName) return null;
  if (name !== undefined) return name;
  return config.relays.filter((kind) => kind !== 0).length <= 1 ? null : `output ${index + 1}`;
}

/** On and off of an output, from 0. The only one may be called `POWER`, and so may the first. */
export function powerOptions(
  { words, commands, states }: TasmotaConfig,
  index: number,
): Readonly<Record<string, string>> {
  const key = `value_json.POWER${index + 1}`;
  const template = `{{ ${key} }}`;
  const first = `{{ value_json.POWER if value_json.POWER is defined else ${key} }}`;
  return {
    command_topic: `${commands}POWER${index + 1}`,
    payload_on: words.on,
    payload_off: words.off,
    state_topic: states,
    value_template: index === 0 ? first : template,
  };
}
