/** home-assistant.io/integrations/binary_sensor.mqtt; homeassistant/components/mqtt/binary_sensor.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import { asWord } from './facts.ts';
import type { Options } from './options.ts';
import { entityOf } from './select-controls.ts';
import { expiry } from './sensor.ts';

export function buildBinarySensor(_description: Description, options: Options): Entity | LeftOut {
  const expiresAfterS = expiry(options);
  const offDelayS = options.number('off_delay');
  const fact = options.fact({
    aspect: 'state',
    topicKey: 'state_topic',
    templateKey: 'value_template',
    parse: asWord([
      [options.text('payload_on', 'ON'), 'on'],
      [options.text('payload_off', 'OFF'), 'off'],
    ]),
    ...(expiresAfterS === undefined ? {} : { expiresAfterS }),
    // Of a motion detector that never says that nothing moves.
    ...(offDelayS === undefined || offDelayS <= 0
      ? {}
      : { becomes: { from: 'on', to: 'off', afterS: offDelayS } }),
  });
  return entityOf(options, [{ aspect: 'state', fact }]);
}
