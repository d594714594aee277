/** home-assistant.io/integrations/select.mqtt; homeassistant/components/mqtt/select.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import { asOneOf, orNone } from './facts.ts';
import type { Options } from './options.ts';
import { choice, entityOf } from './select-controls.ts';

export function buildSelect(_description: Description, options: Options): Entity | LeftOut {
  const words = options.list('options', []);
  const command = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  const ability = choice('value', words);
  if (ability === undefined) options.lack('It has no options to choose from.');
  return entityOf(options, [
    {
      aspect: 'value',
      fact: options.fact({
        aspect: 'value',
        topicKey: 'state_topic',
        templateKey: 'value_template',
        parse: orNone(asOneOf(words)),
      }),
      setting:
        command === undefined || ability === undefined
          ? undefined
          : { ability, message: (wanted) => command(wanted) },
    },
  ]);
}
