/** home-assistant.io/integrations/lock.mqtt; homeassistant/components/mqtt/lock.py. */
import type { Description } from '../description.ts';
import type { Ability, Composed, Entity, LeftOut, Wishes } from '../entity.ts';
import { composed, said, unable } from './commands.ts';
import { asWord, orReset } from './facts.ts';
import { present } from './on-off.ts';
import type { Options } from './options.ts';
import { byWayOf, cannotSet, choice } from './select-controls.ts';

const MAX_CODE = 100;
const STATES = ['locked', 'locking', 'open', 'opening', 'unlocked', 'unlocking', 'jammed'] as const;
const judge = byWayOf(
  new Map([
    ['locked', ['locking']],
    ['unlocked', ['unlocking', 'opening']],
    ['open', ['opening', 'unlocking']],
  ]),
);

/** A lock. One with a `code_format` is given a code with each command; the code goes nowhere else. */
export function buildLock(_description: Description, options: Options): Entity | LeftOut {
  const fact = options.fact({
    aspect: 'state',
    topicKey: 'state_topic',
    templateKey: 'value_template',
    parse: orReset(
      options.text('payload_reset', 'None'),
      asWord(STATES.map((state) => [options.text(`state_${state}`, state.toUpperCase()), state])),
    ),
  });
  const command = options.command({ topicKey: 'command_topic', templateKey: 'command_template' });
  const payloads = payloadsOf(options);
  const state = command === undefined ? undefined : choice('state', [...payloads.keys()]);
  const code = state === undefined ? undefined : codeOf(options);
  return options.entity({
    facts: fact === undefined ? [] : [fact],
    abilities: present([state, code]),
    compose(wishes: Wishes): Composed {
      const payload = payloads.get(String(wishes.get('state')));
      if (command === undefined) return cannotSet('state', []);
      if (payload === undefined) return unable('Say whether it is to be locked or unlocked.');
      const typed = wishes.get('code');
      if (code === undefined) return composed([command(payload)]);
      if (typed === undefined || typed === '') {
        return unable('It takes a code: ask for it, and try again with it.');
      }
      return composed([command(payload, { code: said(String(typed)) })]);
    },
    judge: (aspect, wanted, heard) =>
      // Pulled open, it is not locked either.
      aspect === 'state' && wanted === 'unlocked' && heard === 'open'
        ? 'done'
        : judge(wanted, heard),
  });
}

/** Pulling the latch is offered only where the publisher says what to send for it. */
function payloadsOf(options: Options): ReadonlyMap<string, string> {
  const payloads = new Map([
    ['locked', options.text('payload_lock', 'LOCK')],
    ['unlocked', options.text('payload_unlock', 'UNLOCK')],
  ]);
  const open = options.text('payload_open');
  if (open !== undefined) payloads.set('open', open);
  return payloads;
}

function codeOf(options: Options): Ability | undefined {
  const pattern = options.text('code_format');
  if (pattern === undefined) return undefined;
  return { aspect: 'code', kind: 'text', minLength: 1, maxLength: MAX_CODE, pattern };
}
