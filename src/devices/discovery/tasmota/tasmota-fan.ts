/** The fan of an iFan: three speeds. */
import type { Draft } from '../draft.ts';
import type { TasmotaConfig } from './tasmota-config.ts';
import { askForState, tasmotaDraft } from './tasmota-draft.ts';

const SPEED = 'value_json.FanSpeed';
/** Neither slow nor fast: what "on" is. */
const MEDIUM = '2';

export function tasmotaFans(config: TasmotaConfig): readonly Draft[] {
  if (!config.isFan) return [];
  const topic = `${config.commands}FanSpeed`;
  const state = `{% if ${SPEED} is defined %}{{ '${MEDIUM}' if ${SPEED} > 0 else '0' }}{% endif %}`;
  return [
    tasmotaDraft({
      config,
      component: 'fan',
      part: 'fan',
      name: null,
      ask: askForState(config),
      options: {
        command_topic: topic,
        payload_on: MEDIUM,
        payload_off: '0',
        state_topic: config.states,
        state_value_template: state,
        percentage_command_topic: topic,
        percentage_state_topic: config.states,
        percentage_value_template: `{{ ${SPEED} }}`,
        speed_range_min: 1,
        speed_range_max: 3,
      },
    }),
  ];
}
