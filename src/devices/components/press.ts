/** home-assistant.io/integrations/button.mqtt and scene.mqtt; homeassistant/components/mqtt/{button,scene}.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import type { Options } from './options.ts';
import { entityOf } from './select-controls.ts';

/** A button, or a scene. What its publisher may tell of it is not what came of it, so it tells nothing. */
export function buildPress({ identity }: Description, options: Options): Entity | LeftOut {
  const payload =
    identity.component === 'scene'
      ? options.text('payload_on', 'ON')
      : options.text('payload_press', 'PRESS');
  const command = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  return entityOf(options, [
    {
      aspect: 'press',
      setting:
        command === undefined
          ? undefined
          : { ability: { aspect: 'press', kind: 'press' }, message: () => command(payload) },
    },
  ]);
}
