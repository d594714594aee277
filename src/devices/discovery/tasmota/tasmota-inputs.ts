/** What is wired to the inputs of a Tasmota, as far as it has a state (hatasmota, `switch.py`). */
import type { Draft } from '../draft.ts';
import type { TasmotaConfig } from './tasmota-config.ts';
import { askForSensors, SENSORS, tasmotaDraft } from './tasmota-draft.ts';
import { quoted } from './tasmota-quoted.ts';

/** The values of `SwitchMode` whose input is on or off, and does not only tell that somebody pressed it. */
const WITH_STATE: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 9, 10, 13, 14, 15, 16]);
/** Of these only "on" is told: a motion detector. */
const WITHOUT_OFF: ReadonlySet<number> = new Set([13, 14]);

export const tasmotaInputs = (config: TasmotaConfig): readonly Draft[] =>
  config.switchModes.flatMap((mode, index) => {
    const key = quoted(config.switchNames[index] ?? `Switch${index + 1}`);
    if (!WITH_STATE.has(mode) || key === undefined) return [];
    const told = `sensors[${key}]`;
    return [
      tasmotaDraft({
        config,
        component: 'binary_sensor',
        part: `switch_${index + 1}`,
        name: config.switchNames[index] ?? `switch ${index + 1}`,
        ask: askForSensors(config),
        options: {
          state_topic: config.states,
          value_template: `${SENSORS}{{ ${told}.Action if ${told} is mapping else ${told} }}`,
          payload_on: config.words.on,
          payload_off: config.words.off,
          ...(WITHOUT_OFF.has(mode) ? { off_delay: 1 } : {}),
        },
      }),
    ];
  });
