/** home-assistant.io/integrations/vacuum.mqtt; homeassistant/components/mqtt/vacuum.py. */
import type { Description } from '../description.ts';
import type { Entity, Fact, LeftOut } from '../entity.ts';
import type { Parse } from './facts.ts';
import { jsonOf, numberOf, property } from './json.ts';
import type { Options } from './options.ts';
import { byWayOf, type Control, choice, entityOf } from './select-controls.ts';
import { wordIn } from './sensor-word.ts';
import { featuresOf } from './vacuum-features.ts';

const STATES = new Set(['cleaning', 'paused', 'docked', 'idle', 'returning', 'error']);
/** What is wanted, the feature that it takes, and the option with its payload. */
const STATE_ACTS = [
  ['cleaning', 'start', 'payload_start', 'start'],
  ['paused', 'pause', 'payload_pause', 'pause'],
  ['docked', 'return_home', 'payload_return_to_base', 'return_to_base'],
  ['idle', 'stop', 'payload_stop', 'stop'],
] as const;
const OTHER_ACTS = [
  ['locate', 'locate', 'payload_locate', 'locate'],
  ['clean_spot', 'clean_spot', 'payload_clean_spot', 'clean_spot'],
] as const;
const judge = byWayOf(new Map([['docked', ['returning']]]));

/** A vacuum cleaner. Its state is one JSON object. */
export function buildVacuum({ identity }: Description, options: Options): Entity | LeftOut {
  if (options.text('schema', 'state').toLowerCase() === 'legacy') {
    const reason = 'It is described in the "legacy" way for vacuums, which was given up in 2024.';
    return { id: identity.id, name: identity.name, reason };
  }
  const features = featuresOf(options);
  return entityOf(options, [
    fanSpeed(options, features),
    {
      ...acts(options, 'state', STATE_ACTS, features),
      fact: told(options, 'state', 'state', (state) => {
        const word = wordIn(state);
        return word === null || (word !== undefined && STATES.has(word)) ? word : undefined;
      }),
    },
    acts(options, 'command', OTHER_ACTS, features),
    {
      aspect: 'battery',
      fact: told(
        options,
        'battery',
        'battery_level',
        (level) => {
          const percent = numberOf(level);
          return percent === undefined ? undefined : Math.max(0, Math.min(100, percent));
        },
        '%',
      ),
    },
  ]);
}

function acts(
  options: Options,
  aspect: string,
  all: readonly (readonly [word: string, feature: string, key: string, payload: string])[],
  features: ReadonlySet<string>,
): Control {
  const payloads = new Map(
    all
      .filter(([, feature]) => features.has(feature))
      .map(([word, , key, payload]) => [word, options.text(key, payload)]),
  );
  const command = options.command({ topicKey: 'command_topic' });
  const ability = choice(aspect, [...payloads.keys()]);
  if (command === undefined || ability === undefined) return { aspect };
  return {
    aspect,
    setting: {
      ability,
      message(wanted) {
        const payload = payloads.get(String(wanted));
        return payload === undefined ? undefined : command(payload);
      },
      judge,
    },
  };
}

function fanSpeed(options: Options, features: ReadonlySet<string>): Control {
  const aspect = 'fan_speed';
  const command = options.command({ topicKey: 'set_fan_speed_topic' });
  const ability = choice(aspect, options.list('fan_speed_list', []));
  return {
    aspect,
    fact: told(options, aspect, 'fan_speed', (speed) => wordIn(speed)),
    setting:
      command === undefined || ability === undefined || !features.has('fan_speed')
        ? undefined
        : { ability, message: (wanted) => command(wanted) },
  };
}

function told(
  options: Options,
  aspect: string,
  name: string,
  of: (field: unknown) => ReturnType<Parse>,
  unit?: string,
): Fact | undefined {
  return options.fact({
    aspect,
    topicKey: 'state_topic',
    parse: (text, heard) => of(property(jsonOf(text, heard), name)),
    ...(unit === undefined ? {} : { unit }),
  });
}
