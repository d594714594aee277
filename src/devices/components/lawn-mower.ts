/** home-assistant.io/integrations/lawn_mower.mqtt; homeassistant/components/mqtt/lawn_mower.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import type { Command } from './commands.ts';
import { asOneOf, orNone } from './facts.ts';
import type { Options } from './options.ts';
import { byWayOf, choice, entityOf } from './select-controls.ts';

const ACTIVITIES = ['mowing', 'paused', 'docked', 'returning', 'error'];
/** What a state is called in options, and what is sent for it. */
const ACTS = [
  ['mowing', 'start_mowing'],
  ['paused', 'pause'],
  ['docked', 'dock'],
] as const;
const judge = byWayOf(new Map([['docked', ['returning']]]));

export function buildLawnMower(_description: Description, options: Options): Entity | LeftOut {
  const commands = new Map<string, { command: Command; act: string }>();
  for (const [state, act] of ACTS) {
    const command = options.command({
      topicKey: `${act}_command_topic`,
      templateKey: `${act}_command_template`,
    });
    if (command !== undefined) commands.set(state, { command, act });
  }
  const ability = choice('state', [...commands.keys()]);
  return entityOf(options, [
    {
      aspect: 'state',
      fact: options.fact({
        aspect: 'state',
        topicKey: 'activity_state_topic',
        templateKey: 'activity_value_template',
        parse: orNone(asOneOf(ACTIVITIES)),
      }),
      setting:
        ability === undefined
          ? undefined
          : {
              ability,
              message(wanted) {
                const found = commands.get(String(wanted));
                return found?.command(found.act);
              },
              judge,
            },
    },
  ]);
}
