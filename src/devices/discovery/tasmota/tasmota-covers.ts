/** The shutters of a Tasmota: two relays each (hatasmota, `shutter.py`; tasmota.github.io/docs/Blinds-and-Shutters). */
import type { Draft } from '../draft.ts';
import type { TasmotaConfig } from './tasmota-config.ts';
import { askForSensors, SENSORS, tasmotaDraft } from './tasmota-draft.ts';

const SHUTTER = 3;
const MAX_SHUTTERS = 16;
const INVERTED = 1;

export function tasmotaCovers(config: TasmotaConfig): readonly Draft[] {
  const relays = firstRelays(config.relays);
  return relays.map((relay, index) => cover(config, index, relay, relays.length));
}

/** The first relay of each pair. */
function firstRelays(kinds: readonly number[]): readonly number[] {
  const first: number[] = [];
  for (let at = 0; at + 1 < kinds.length && first.length < MAX_SHUTTERS; at += 1) {
    if (kinds[at] !== SHUTTER || kinds[at + 1] !== SHUTTER) continue;
    first.push(at);
    at += 1;
  }
  return first;
}

function cover(config: TasmotaConfig, index: number, relay: number, of: number): Draft {
  const { commands, states } = config;
  const number = index + 1;
  const inverted = ((config.shutterOptions[index] ?? 0) & INVERTED) === INVERTED;
  const told = `sensors.Shutter${number}`;
  const when = (text: string): string => `${SENSORS}{% if ${told} is mapping %}${text}{% endif %}`;
  const [up, down] = inverted ? ['closing', 'opening'] : ['opening', 'closing'];
  return tasmotaDraft({
    config,
    component: 'cover',
    part: `shutter_${number}`,
    name: nameOf(config, relay, of === 1 ? null : `shutter ${number}`),
    ask: askForSensors(config),
    options: {
      command_topic: `${commands}Backlog`,
      payload_open: `ShutterOpen${number}`,
      payload_close: `ShutterClose${number}`,
      payload_stop: `ShutterStop${number}`,
      state_topic: states,
      value_template: when(`{{ {1: '${up}', -1: '${down}', 0: 'stopped'}[${told}.Direction] }}`),
      position_topic: states,
      position_template: when(`{{ ${told}.Position }}`),
      set_position_topic: `${commands}ShutterPosition${number}`,
      position_open: inverted ? 0 : 100,
      position_closed: inverted ? 100 : 0,
      ...tilt(config, index, when(`{{ ${told}.Tilt }}`)),
    },
  });
}

function nameOf(config: TasmotaConfig, relay: number, otherwise: string | null): string | null {
  const name = config.friendlyNames[relay];
  if (name === undefined) return otherwise;
  return name === config.deviceName ? null : name;
}

function tilt(config: TasmotaConfig, index: number, template: string): Record<string, unknown> {
  const [min = 0, max = 0, duration = 0] = config.shutterTilts[index] ?? [];
  if (duration === 0 || min === max) return {};
  return {
    tilt_command_topic: `${config.commands}ShutterTilt${index + 1}`,
    tilt_status_topic: config.states,
    tilt_status_template: template,
    tilt_min: min,
    tilt_max: max,
    tilt_closed_value: min,
    tilt_opened_value: max,
  };
}
