/** home-assistant.io/integrations/text.mqtt; homeassistant/components/mqtt/text.py. */
import type { Description } from '../description.ts';
import type { Ability, Entity, LeftOut } from '../entity.ts';
import { said } from './commands.ts';
import { asText } from './facts.ts';
import type { Options } from './options.ts';
import { entityOf } from './select-controls.ts';

/** Home Assistant's bound on a state. */
const MAX_LENGTH = 255;

/** A text that is set. A password is never told. */
export function buildText(_description: Description, options: Options): Entity | LeftOut {
  const command = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  const ability = abilityOf(options);
  const read = asText(MAX_LENGTH);
  return entityOf(options, [
    {
      aspect: 'value',
      fact:
        options.text('mode', 'text') === 'password'
          ? undefined
          : options.fact({
              aspect: 'value',
              topicKey: 'state_topic',
              templateKey: 'value_template',
              parse: read,
            }),
      setting:
        command === undefined || ability === undefined
          ? undefined
          : { ability, message: (wanted) => command(said(String(wanted))) },
    },
  ]);
}

function abilityOf(options: Options): Ability | undefined {
  const minLength = Math.max(0, Math.ceil(options.number('min', 0)));
  const maxLength = Math.min(MAX_LENGTH, Math.floor(options.number('max', MAX_LENGTH)));
  if (minLength > maxLength) {
    options.lack('It cannot be set: its shortest text is longer than its longest.');
    return undefined;
  }
  const pattern = options.text('pattern');
  return {
    aspect: 'value',
    kind: 'text',
    minLength,
    maxLength,
    ...(pattern === undefined ? {} : { pattern }),
  };
}
