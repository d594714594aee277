import { describe, expect, it } from 'vitest';
import { buildBinarySensor } from '../../../src/devices/components/binary-sensor.ts';
import { buildClimate } from '../../../src/devices/components/climate.ts';
import { buildCover } from '../../../src/devices/components/cover.ts';
import { buildEvent } from '../../../src/devices/components/event.ts';
import { buildLock } from '../../../src/devices/components/lock.ts';
import { buildNumber } from '../../../src/devices/components/number.ts';
import { buildPress } from '../../../src/devices/components/press.ts';
import { buildSelect } from '../../../src/devices/components/select.ts';
import { buildSensor } from '../../../src/devices/components/sensor.ts';
import { buildText } from '../../../src/devices/components/text.ts';
import { buildUpdate } from '../../../src/devices/components/update.ts';
import type { Ability, Component, Entity, Value } from '../../../src/devices/entity.ts';
import { type Build, built, heard, sent } from './entity-of.ts';
import { ABSENT, describedIn, messagesIn } from './published.ts';

const BUILDERS: ReadonlyMap<Component, Build> = new Map<Component, Build>([
  ['binary_sensor', buildBinarySensor],
  ['button', buildPress],
  ['climate', buildClimate],
  ['cover', buildCover],
  ['event', buildEvent],
  ['lock', buildLock],
  ['number', buildNumber],
  ['select', buildSelect],
  ['sensor', buildSensor],
  ['text', buildText],
  ['update', buildUpdate],
]);
const FILES = [
  'zigbee2mqtt-2.14.1-home.jsonl',
  'zigbee2mqtt-2.14.1-all-models-distinct.jsonl',
  'zwave-js-ui-mock.jsonl',
  'shelly-gen1-script.jsonl',
  'openmqttgateway-rendered.jsonl',
];

describe('what publishers really describe', () => {
  it.for(FILES)('%s is understood, or left out with a reason', (file, { skip }) => {
    const descriptions = describedIn(file);
    if (descriptions === undefined) return skip(ABSENT);
    const odd: string[] = [];
    let count = 0;
    for (const description of descriptions) {
      const build = BUILDERS.get(description.identity.component);
      if (build === undefined) continue;
      count += 1;
      const entity = built(build, description);
      if ('reason' in entity) odd.push(`${entity.id}: ${entity.reason}`);
      else odd.push(...entity.lacks.map((lack) => `${entity.id}: ${lack}`));
    }
    expect(count).toBeGreaterThan(0);
    expect(odd.filter((line) => !KNOWN.some((known) => line.includes(known)))).toEqual([]);
  });

  it.for(FILES)('every wish that an entity of %s offers leads to a message', (file, { skip }) => {
    const entities = entitiesIn(file);
    skip(entities === undefined, ABSENT);
    for (const entity of entities ?? []) {
      for (const [aspect, value] of wishesFor(entity)) {
        const messages = sent(entity, { [aspect]: value });
        expect([entity.id, messages]).toEqual([entity.id, [expect.any(String)]]);
      }
    }
  });
});

/** What publishers themselves describe in a way that cannot work. */
const KNOWN: readonly string[] = [
  // One of its options is the empty text.
  'select.0x00158d0001000022_feed',
];

const Z2M = 'zigbee2mqtt-2.14.1-home.jsonl';
const SHELLY = 'shelly-gen1-script.jsonl';
const ROLLER = 'cover.shellyswitch25-aabbcc-roller-0';

/** What the documents of the publishers say is to be sent. */
const SAID: readonly (readonly [
  file: string,
  id: string,
  wishes: Readonly<Record<string, Value>>,
  message: string,
])[] = [
  [SHELLY, ROLLER, { state: 'open' }, 'shellies/shellyswitch25-aabbcc/roller/0/command open'],
  [SHELLY, ROLLER, { state: 'stopped' }, 'shellies/shellyswitch25-aabbcc/roller/0/command stop'],
  [SHELLY, ROLLER, { position: 30 }, 'shellies/shellyswitch25-aabbcc/roller/0/command/pos 30'],
  [
    SHELLY,
    'button.shelly1-aabbcc-restart',
    { press: 'press' },
    'shellies/shelly1-aabbcc/command reboot',
  ],
  [
    SHELLY,
    'update.shelly1-aabbcc-firmware',
    { install: 'press' },
    'shellies/shelly1-aabbcc/command update_fw',
  ],
  [
    SHELLY,
    'number.shellydimmer-aabbcc-0-brightness',
    { value: 40 },
    'shellies/shellydimmer-aabbcc/light/0/set {"brightness":40}',
  ],
  [
    'openmqttgateway-rendered.jsonl',
    'number.AABBCCDDEEFF-interval',
    { value: 60 },
    'home/OMG_garage/commands/MQTTtoBT/config {"interval":60000,"save":true}',
  ],
  [
    Z2M,
    'select.0x00158d0001000002_operating_mode',
    { value: 'manual' },
    'zigbee2mqtt/Office radiator/set/operating_mode manual',
  ],
  [
    Z2M,
    'number.0x00158d0001000001_charge_limit',
    { value: 16 },
    'zigbee2mqtt/EV charger/set/charge_limit 16',
  ],
  [
    Z2M,
    'text.0x00158d0001000009_send_tts',
    { value: 'Dinner!' },
    'zigbee2mqtt/Announcer/set/send_tts Dinner!',
  ],
  [
    Z2M,
    'update.0x00158d0001000001_update',
    { install: 'press' },
    'zigbee2mqtt/bridge/request/device/ota_update/update {"id": "0x00158d0001000001"}',
  ],
];

describe('what is said leads to what publishers document', () => {
  it.for(SAID)('%s: %s %o', ([file, id, wishes, message], { skip }) => {
    const entities = entitiesIn(file);
    if (entities === undefined) return skip(ABSENT);
    const entity = entities.find((each) => each.id === id);
    expect(entity && sent(entity, wishes)).toEqual([message]);
  });
});

describe('commands that publishers took, and what they answered', () => {
  it('of zigbee2mqtt', ({ skip }) => {
    const home = entitiesIn('zigbee2mqtt-2.14.1-home.jsonl') ?? [];
    const log = messagesIn('zigbee2mqtt-2.14.1-commands.jsonl');
    if (log === undefined) return skip(ABSENT);
    const ask = (name: string, component: Component, wishes: Readonly<Record<string, Value>>) =>
      answered(
        log,
        home.find((entity) => entity.name === name && entity.component === component),
        wishes,
      );
    expect(ask('Bedroom blind', 'cover', { state: 'open' })).toEqual({ state: 'done' });
    expect(ask('Bedroom blind', 'cover', { position: 40 })).toEqual({ position: 'done' });
    expect(ask('Bedroom blind', 'cover', { state: 'stopped' })).toEqual({});
    expect(ask('Bedroom blind', 'cover', { state: 'closed' })).toEqual({ state: 'done' });
    expect(ask('Front door lock', 'lock', { state: 'unlocked' })).toEqual({ state: 'done' });
    expect(ask('Front door lock', 'lock', { state: 'locked' })).toEqual({ state: 'done' });
    const warmer = ask('Bathroom radiator', 'climate', { temperature: 22.5 });
    expect(warmer).toEqual({ temperature: 'done' });
    // The publisher only logs that the device did not take it.
    expect(ask('Bathroom radiator', 'climate', { mode: 'off' })).toEqual({});
  });

  it('of zwave-js-ui', ({ skip }) => {
    const home = entitiesIn('zwave-js-ui-mock.jsonl') ?? [];
    const log = messagesIn('zwave-js-ui-mock-commands.jsonl');
    if (log === undefined) return skip(ABSENT);
    const ask = (component: Component, wishes: Readonly<Record<string, Value>>) =>
      answered(
        log,
        home.find((entity) => entity.component === component),
        wishes,
      );
    expect(ask('lock', { state: 'unlocked' })).toEqual({ state: 'done' });
    expect(ask('lock', { state: 'locked' })).toEqual({ state: 'done' });
    expect(ask('climate', { temperature: 23.5 })).toEqual({ temperature: 'done' });
    expect(ask('climate', { mode: 'heat' })).toEqual({ mode: 'done' });
    expect(ask('climate', { mode: 'cool' })).toEqual({ mode: 'done' });
    expect(ask('cover', { state: 'open' })).toEqual({});
    expect(ask('cover', { position: 40 })).toEqual({ position: 'done' });
    expect(ask('cover', { state: 'stopped' })).toEqual({ state: 'not' });
  });

  it('of a device of zwave-js-ui that is dead, which tells nothing', ({ skip }) => {
    const home = entitiesIn('zwave-js-ui-mock.jsonl') ?? [];
    const log = messagesIn('zwave-js-ui-mock-commands-device-dead.jsonl');
    if (log === undefined) return skip(ABSENT);
    const lock = home.find(({ component }) => component === 'lock');
    expect(answered(log, lock, { state: 'unlocked' })).not.toEqual({ state: 'done' });
  });
});

function entitiesIn(file: string): readonly Entity[] | undefined {
  return describedIn(file)?.flatMap((description) => {
    const build = BUILDERS.get(description.identity.component);
    const entity = build === undefined ? undefined : built(build, description);
    return entity === undefined || 'reason' in entity ? [] : [entity];
  });
}

/** A wish for each ability, and of a choice for each option. */
const wishesFor = (entity: Entity): readonly (readonly [aspect: string, value: Value])[] =>
  entity.abilities.flatMap((ability) =>
    valuesOf(ability).map((value) => [ability.aspect, value] as const),
  );

function valuesOf(ability: Ability): readonly Value[] {
  switch (ability.kind) {
    case 'choice':
      return ability.options;
    case 'number':
      return [ability.min, ability.max];
    case 'press':
      return ['press'];
    case 'text':
      return ['text'];
    case 'color':
      return ['#ff0000'];
  }
}

/**
 * What the entity says of the wished aspects in the messages between its command in the log and the next one.
 * Fails if the log has no such command.
 */
function answered(
  log: readonly { topic: string; payload: string; dir?: string }[],
  entity: Entity | undefined,
  wishes: Readonly<Record<string, Value>>,
): Readonly<Record<string, string>> {
  if (entity === undefined) throw new Error('there is no such entity');
  const [command] = sent(entity, wishes);
  const at = log.findIndex(
    ({ dir, topic, payload }) => dir === 'command' && `${topic} ${payload}` === command,
  );
  if (at < 0) throw new Error(`the log has no "${command}"`);
  const next = log.findIndex(({ dir }, index) => index > at && dir === 'command');
  const judged: Record<string, string> = {};
  for (const { topic, payload } of log.slice(at + 1, next < 0 ? undefined : next)) {
    for (const fact of entity.facts.filter(({ filter }) => filter === topic)) {
      const value = fact.read(heard(topic, payload));
      const wanted = wishes[fact.aspect];
      if (value === undefined || value === null || wanted === undefined) continue;
      judged[fact.aspect] = entity.judge(fact.aspect, wanted, value);
    }
  }
  return judged;
}
