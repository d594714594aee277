/** home-assistant.io/integrations/event.mqtt; homeassistant/components/mqtt/event.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut } from '../entity.ts';
import { withoutAsking } from './event-asking.ts';
import { asOneOf } from './facts.ts';
import { jsonOf, property } from './json.ts';
import type { Options } from './options.ts';
import { entityOf } from './select-controls.ts';
import { wordIn } from './sensor-word.ts';

/** What happened last. Whether a message was retained, and so tells of no event, is not for this to know. */
export function buildEvent(_description: Description, options: Options): Entity | LeftOut {
  const types = options.list('event_types');
  if (types === undefined || types.length === 0) options.lack('It does not say what can happen.');
  const known = asOneOf(types ?? []);
  return entityOf(options, [
    {
      aspect: 'value',
      fact:
        types === undefined || types.length === 0
          ? undefined
          : withoutAsking(
              options.fact({
                aspect: 'value',
                topicKey: 'state_topic',
                templateKey: 'value_template',
                parse(text, heard) {
                  const type = wordIn(property(jsonOf(text, heard), 'event_type'));
                  return typeof type === 'string' ? known(type, heard) : undefined;
                },
              }),
            ),
    },
  ]);
}
