import type { Description } from '../description.ts';
import type { Ability, Entity, LeftOut } from '../entity.ts';
import { composed } from './commands.ts';
import { asNumber, asOneOf, asText, orReset } from './facts.ts';
import { judgeWithin } from './judging.ts';
import { ON_OFF, onOffOf, present, stateFact, switched } from './on-off.ts';
import type { Options } from './options.ts';

/** home-assistant.io/integrations/humidifier.mqtt */
export function buildHumidifier(_: Description, options: Options): Entity | LeftOut {
  const texts = onOffOf(options);
  const command = (name: string, templateKey: string) =>
    options.command({ topicKey: `${name}_command_topic`, templateKey });
  const power = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  const humidity = command('target_humidity', 'target_humidity_command_template');
  const modes = options.list('modes', []);
  const mode = modes.length > 0 ? command('mode', 'mode_command_template') : undefined;
  const range = humidityRange(options);
  const abilities: (Ability | undefined)[] = [
    power && ON_OFF,
    humidity && { aspect: 'humidity', kind: 'number', ...range, step: 1, unit: '%' },
    mode && { aspect: 'mode', kind: 'choice', options: modes },
  ];
  return options.entity({
    facts: factsOf(options, modes),
    abilities: present(abilities),
    compose(wishes) {
      const wished = wishes.get('humidity');
      const chosen = wishes.get('mode');
      const messages = [];
      if (wishes.has('state')) messages.push(power && switched(power, texts, wishes.get('state')));
      if (chosen !== undefined) messages.push(mode?.(chosen));
      if (typeof wished === 'number') messages.push(humidity?.(Math.round(wished)));
      return composed(messages);
    },
    judge: judgeWithin({ humidity: 1 }),
  });
}

function factsOf(options: Options, modes: readonly string[]) {
  const resetMode = options.text('payload_reset_mode', 'None');
  const resetHumidity = options.text('payload_reset_humidity', 'None');
  return present([
    stateFact(options, onOffOf(options), ['state_value_template']),
    options.fact({
      aspect: 'humidity',
      topicKey: 'target_humidity_state_topic',
      templateKey: 'target_humidity_state_template',
      parse: orReset(resetHumidity, asNumber(Math.round)),
      unit: '%',
    }),
    options.fact({
      aspect: 'mode',
      topicKey: 'mode_state_topic',
      templateKey: 'mode_state_template',
      parse: orReset(resetMode, modes.length > 0 ? asOneOf(modes) : asText()),
    }),
    options.fact({
      aspect: 'current_humidity',
      topicKey: 'current_humidity_topic',
      templateKey: 'current_humidity_template',
      parse: asNumber((number) => (number >= 0 && number <= 100 ? number : undefined)),
      unit: '%',
    }),
    options.fact({
      aspect: 'action',
      topicKey: 'action_topic',
      templateKey: 'action_template',
      parse: asOneOf(['off', 'humidifying', 'drying', 'idle']),
    }),
  ]);
}

function humidityRange(options: Options): { readonly min: number; readonly max: number } {
  const min = options.number('min_humidity', 0);
  const max = options.number('max_humidity', 100);
  if (min >= 0 && min < max && max <= 100) return { min, max };
  options.lack('Its range of humidity makes no sense: 0 to 100 % is taken.');
  return { min: 0, max: 100 };
}
