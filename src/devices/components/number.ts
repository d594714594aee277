/** home-assistant.io/integrations/number.mqtt; homeassistant/components/mqtt/number.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import { asNumber, orReset } from './facts.ts';
import { measuredIn } from './measured-in.ts';
import { numberAbility, stepOf } from './number-range.ts';
import type { Options } from './options.ts';
import { entityOf } from './select-controls.ts';

/** A number that is set; whole ones are sent without a fraction. */
export function buildNumber(_description: Description, options: Options): Entity | LeftOut {
  const unit = measuredIn(options);
  const command = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  const step = stepOf(options, 'step', 1);
  const max = options.number('max', 100);
  // Home Assistant's is 1, from which steps of 5 would lead to 6 and 11.
  const least = step > 1 && step <= max ? step : 1;
  const ability = numberAbility(options, {
    aspect: 'value',
    min: options.number('min', least),
    max,
    step,
    unit,
  });
  return entityOf(options, [
    {
      aspect: 'value',
      fact: options.fact({
        aspect: 'value',
        topicKey: 'state_topic',
        templateKey: 'value_template',
        parse: orReset(options.text('payload_reset', 'None'), asNumber()),
        ...(unit === undefined ? {} : { unit }),
      }),
      setting:
        command === undefined || ability === undefined
          ? undefined
          : { ability, message: (wanted) => command(wanted) },
    },
  ]);
}
