/** home-assistant.io/integrations/alarm_control_panel.mqtt; homeassistant/components/mqtt/alarm_control_panel.py. */
import type { Description } from '../description.ts';
import type { Composed, Entity, LeftOut, Wishes } from '../entity.ts';
import { codeAbility, codeRules } from './alarm-code.ts';
import { composed, said, unable } from './commands.ts';
import { asOneOf } from './facts.ts';
import type { Options } from './options.ts';
import { byWayOf, cannotSet, choice } from './select-controls.ts';

/** What is wanted, the feature that it takes, the option with its payload, and that if it is not given. */
const ACTS = [
  ['disarmed', undefined, 'payload_disarm', 'DISARM'],
  ['armed_home', 'arm_home', 'payload_arm_home', 'ARM_HOME'],
  ['armed_away', 'arm_away', 'payload_arm_away', 'ARM_AWAY'],
  ['armed_night', 'arm_night', 'payload_arm_night', 'ARM_NIGHT'],
  ['armed_vacation', 'arm_vacation', 'payload_arm_vacation', 'ARM_VACATION'],
  ['armed_custom_bypass', 'arm_custom_bypass', 'payload_arm_custom_bypass', 'ARM_CUSTOM_BYPASS'],
  ['triggered', 'trigger', 'payload_trigger', 'TRIGGER'],
] as const;
const STATES = [...ACTS.map(([state]) => state), 'pending', 'arming', 'disarming'];

const judge = byWayOf(
  new Map<string, string[]>(
    ACTS.map(([state]) => {
      if (state === 'disarmed') return [state, ['disarming']];
      return [state, state === 'triggered' ? ['pending'] : ['arming', 'pending']];
    }),
  ),
);

export function buildAlarm(_description: Description, options: Options): Entity | LeftOut {
  const fact = options.fact({
    aspect: 'state',
    topicKey: 'state_topic',
    templateKey: 'value_template',
    parse: asOneOf(STATES),
  });
  const command = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  const withTemplate = options.given('command_template');
  const payloads = payloadsOf(options);
  const state = command === undefined ? undefined : choice('state', [...payloads.keys()]);
  const codes = codeRules(options);
  return options.entity({
    facts: fact === undefined ? [] : [fact],
    abilities:
      state === undefined ? [] : codes === undefined ? [state] : [state, codeAbility(codes)],
    compose(wishes: Wishes): Composed {
      if (command === undefined) return cannotSet('state', []);
      const wanted = String(wishes.get('state'));
      const action = payloads.get(wanted);
      if (action === undefined) {
        return unable(`Say which state is wanted: ${[...payloads.keys()].join(', ')}.`);
      }
      const code = wishes.get('code');
      const refused = codes?.refusal(wanted, code);
      if (refused !== undefined) return unable(refused);
      const more = { action, code: code === undefined ? null : said(String(code)) };
      return composed([withTemplate ? command(null, more) : command(action)]);
    },
    judge: (_aspect, wanted, heard) => judge(wanted, heard),
  });
}

function payloadsOf(options: Options): ReadonlyMap<string, string> {
  const features = options.list('supported_features');
  return new Map(
    ACTS.filter(
      ([, feature]) =>
        feature === undefined || features === undefined || features.includes(feature),
    ).map(([state, , key, payload]) => [state, options.text(key, payload)]),
  );
}
