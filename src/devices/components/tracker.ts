/** home-assistant.io/integrations/device_tracker.mqtt; homeassistant/components/mqtt/device_tracker.py. */
import type { Description } from '../description.ts';
import type { Entity, LeftOut, Value } from '../entity.ts';
import { asText, asWord, orReset } from './facts.ts';
import { jsonOf, property } from './json.ts';
import type { Options } from './options.ts';
import { entityOf } from './select-controls.ts';
import { wordIn } from './sensor-word.ts';

/** Where somebody or something is: at home, not at home, or in a zone. */
export function buildTracker(_description: Description, options: Options): Entity | LeftOut {
  const known = asWord([
    [options.text('payload_home', 'home'), 'home'],
    [options.text('payload_not_home', 'not_home'), 'not_home'],
  ]);
  const zone = asText(100);
  return entityOf(options, [
    {
      aspect: 'state',
      fact: options.fact({
        aspect: 'state',
        topicKey: 'state_topic',
        templateKey: 'value_template',
        parse: orReset(
          options.text('payload_reset', 'None'),
          (text, heard) => known(text, heard) ?? zone(text, heard),
        ),
      }),
    },
    {
      aspect: 'state',
      fact: options.fact({
        aspect: 'state',
        topicKey: 'json_attributes_topic',
        templateKey: 'json_attributes_template',
        parse: (text, heard) => placeIn(property(jsonOf(text, heard), 'in_zones')),
      }),
    },
  ]);
}

/** Of coordinates nothing is made: where the zones of the home are is not known. */
function placeIn(zones: unknown): Value | undefined {
  if (!Array.isArray(zones)) return undefined;
  const names = zones.map((zone) => wordIn(zone)?.replace(/^zone\./, ''));
  if (names.some((name) => name?.toLowerCase() === 'home')) return 'home';
  return names.find((name) => name !== undefined) ?? (zones.length === 0 ? 'not_home' : undefined);
}
