import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import { composed } from './commands.ts';
import { judgeEqual } from './judging.ts';
import { ON_OFF, onOffOf, present, stateFact, switched } from './on-off.ts';
import type { Options } from './options.ts';

/** home-assistant.io/integrations/switch.mqtt */
export function buildSwitch(_: Description, options: Options): Entity | LeftOut {
  const texts = onOffOf(options);
  const command = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  return options.entity({
    facts: present([stateFact(options, texts, ['value_template'])]),
    abilities: command ? [ON_OFF] : [],
    compose: (wishes) => composed([command && switched(command, texts, wishes.get('state'))]),
    judge: judgeEqual,
  });
}
