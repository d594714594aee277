import { describe, expect, test } from 'vitest';
import { hexOfRgb, rgbOfXy } from '../../../src/devices/components/colors.ts';
import type { Ability, Component, Entity, LeftOut, Value } from '../../../src/devices/entity.ts';
import { buildEntity, heard, isEntity, sent } from './describing.ts';
import { ABSENT, describedIn, messagesIn } from './published.ts';

const COMPONENTS: ReadonlySet<Component> = new Set<Component>([
  'light',
  'switch',
  'fan',
  'siren',
  'humidifier',
]);
const FILES = [
  'zigbee2mqtt-2.14.1-home.jsonl',
  'zigbee2mqtt-2.14.1-all-models-distinct.jsonl',
  'zwave-js-ui-mock.jsonl',
  'shelly-gen1-script.jsonl',
  'openmqttgateway-rendered.jsonl',
  'tasmota-native-fixture.jsonl',
];
/** What publishers describe in a way that no Jinja understands, or that Home Assistant refuses. */
const KNOWN = [
  'The template "color_temp_value_template" is not understood',
  'It has no "command_on_template" and "command_off_template", which it needs.',
];

describe('lights, switches, fans, sirens and humidifiers that publishers describe', () => {
  test.for(FILES)('in %s are understood, or left out with a reason', (file, { skip }) => {
    const all = outcomesIn(file);
    if (all === undefined) return skip(ABSENT);
    const odd = all.flatMap((one) => (isEntity(one) ? one.lacks : [one.reason]));
    expect(all.length).toBeGreaterThan(0);
    expect(odd.filter((line) => !KNOWN.some((known) => line.includes(known)))).toEqual([]);
  });

  test.for(FILES)('in %s are sent something for all that they offer', (file, { skip }) => {
    const all = outcomesIn(file);
    if (all === undefined) return skip(ABSENT);
    for (const entity of all.filter(isEntity)) {
      for (const ability of entity.abilities) {
        for (const value of valuesOf(ability)) {
          const messages = sent(entity, { [ability.aspect]: value });
          expect([entity.id, messages.length > 0, messages.join().includes('NaN')]).toEqual([
            entity.id,
            true,
            false,
          ]);
        }
      }
    }
  });
});

type Spoken = readonly [
  name: string,
  component: Component,
  wishes: Readonly<Record<string, Value>>,
  messages: readonly string[],
];

const SPOKEN: Readonly<Record<string, readonly Spoken[]>> = {
  'zigbee2mqtt-2.14.1-home.jsonl': [
    [
      'Kitchen ceiling',
      'light',
      { brightness: 47 },
      ['zigbee2mqtt/Kitchen ceiling/set {"state":"ON","brightness":120}'],
    ],
    [
      'Living room/TV strip',
      'light',
      { color: '#0000ff', brightness: 100 },
      [
        'zigbee2mqtt/Living room/TV strip/set {"state":"ON","color":{"x":0.136,"y":0.04},"brightness":254}',
      ],
    ],
    ['Garden valve', 'switch', { state: 'off' }, ['zigbee2mqtt/Garden valve/set OFF']],
    ['Double rocker Left', 'switch', { state: 'on' }, ['zigbee2mqtt/Double rocker/left/set ON']],
    ['Air purifier', 'fan', { speed: 30 }, ['zigbee2mqtt/Air purifier/set/fan_mode 3']],
    ['Air purifier', 'fan', { preset: 'auto' }, ['zigbee2mqtt/Air purifier/set/fan_mode auto']],
    [
      'Hall siren',
      'siren',
      { tone: 'fire', volume: 25, duration: 60 },
      ['zigbee2mqtt/Hall siren/set {"warning": {"mode": "fire", "level": "low", "duration": 60}}'],
    ],
    [
      'Hall siren',
      'siren',
      { state: 'off' },
      ['zigbee2mqtt/Hall siren/set {"warning": {"mode": "stop"}}'],
    ],
  ],
  'zwave-js-ui-mock.jsonl': [
    [
      'Dining room-Dining dimmer dimmer',
      'light',
      { brightness: 78 },
      ['zwave/Dining_room/Dining_dimmer/switch_multilevel/endpoint_0/targetValue/set 77'],
    ],
    [
      'Bedroom-RGBW bulb rgb dimmer',
      'light',
      { color: '#ff8000', brightness: 50 },
      [
        'zwave/Bedroom/RGBW_bulb/color/endpoint_0/targetColor/set {"red":255,"green":128,"blue":0}',
        'zwave/Bedroom/RGBW_bulb/switch_multilevel/endpoint_0/targetValue/set 50',
      ],
    ],
    [
      'Attic-Siren switch',
      'switch',
      { state: 'on' },
      ['zwave/Attic/Siren/switch_binary/endpoint_0/targetValue/set True'],
    ],
  ],
  'shelly-gen1-script.jsonl': [
    [
      'Shelly Plug S aabbcc Relay 0',
      'switch',
      { state: 'on' },
      ['shellies/shellyplug-s-aabbcc/relay/0/command on'],
    ],
    [
      'Shelly DUO aabbcc Light 0',
      'light',
      { brightness: 50, color_temperature: 4000 },
      ['shellies/shellybulbduo-aabbcc/light/0/set {"turn":"on","brightness":50,"temp":4000}'],
    ],
  ],
  'openmqttgateway-rendered.jsonl': [
    [
      'OMG garage SYS: Auto discovery',
      'switch',
      { state: 'off' },
      ['home/OMG_garage/commands/MQTTtoSYS/config {"discovery":false,"save":true}'],
    ],
  ],
  'tasmota-native-fixture.jsonl': [
    ['Boiler', 'switch', { state: 'on' }, ['tasmota_AAAA01/cmnd/POWER1 ON']],
  ],
};

describe('what is said leads to the command that the publisher documents', () => {
  test.for(Object.keys(SPOKEN))('in %s', (file, { skip }) => {
    const all = outcomesIn(file);
    if (all === undefined) return skip(ABSENT);
    for (const [name, component, wishes, messages] of SPOKEN[file] ?? []) {
      expect([name, sent(named(all, name, component), wishes)]).toEqual([name, messages]);
    }
  });
});

describe('commands that publishers took, and what they answered', () => {
  test('of zigbee2mqtt', ({ skip }) => {
    const ask = asking('zigbee2mqtt-2.14.1-home.jsonl', 'zigbee2mqtt-2.14.1-commands.jsonl');
    if (ask === undefined) return skip(ABSENT);
    expect(ask('Kitchen ceiling', 'light', { brightness: 47 })).toEqual({ brightness: 'done' });
    expect(ask('Kitchen ceiling', 'light', { color_temperature: 3333 })).toEqual({
      color_temperature: 'done',
    });
    expect(ask('Kitchen ceiling', 'light', { state: 'off' })).toEqual({ state: 'done' });
    expect(ask('Cabinet RGB CCT', 'light', { color: AT_03 })).toEqual({ color: 'done' });
    expect(ask('Bedroom ceiling fan', 'fan', { speed: 50 })).toEqual({ speed: 'done' });
    expect(ask('Bedroom ceiling fan', 'fan', { state: 'off' })).toEqual({ state: 'done' });
    expect(ask('Porch light switch', 'switch', { state: 'off' })).toEqual({ state: 'done' });
    expect(ask('Hall siren', 'siren', { state: 'on' })).toEqual({});
  });

  test('of zwave-js-ui', ({ skip }) => {
    const ask = asking('zwave-js-ui-mock.jsonl', 'zwave-js-ui-mock-commands.jsonl');
    if (ask === undefined) return skip(ABSENT);
    const [plug, dimmer] = ['Kitchen-Fridge plug switch', 'Dining room-Dining dimmer dimmer'];
    expect(ask(plug, 'switch', { state: 'off' })).toEqual({ state: 'done' });
    expect(ask(plug, 'switch', { state: 'on' })).toEqual({ state: 'done' });
    expect(ask(dimmer, 'light', { brightness: 78 })).toEqual({ brightness: 'done' });
  });
});

/** The colour at x 0.3, y 0.3. */
const AT_03 = hexOfRgb(rgbOfXy([0.3, 0.3]));

/**
 * Tells, for what is wished, how it is judged by what the publisher said last before the next command; fails if
 * the log has no such command.
 */
function asking(file: string, logFile: string) {
  const all = outcomesIn(file);
  const log = messagesIn(logFile);
  if (all === undefined || log === undefined) return undefined;
  return (name: string, component: Component, wishes: Readonly<Record<string, Value>>) => {
    const entity = named(all, name, component);
    const [message] = sent(entity, wishes);
    const begins = log.findIndex(
      ({ dir, topic, payload }) => dir === 'command' && `${topic} ${payload}` === message,
    );
    expect([message, begins]).toEqual([message, expect.toSatisfy((index) => index >= 0)]);
    const rest = log.slice(begins + 1);
    const ends = rest.findIndex(({ dir }) => dir === 'command');
    const judged: Record<string, string> = {};
    for (const { topic, payload } of ends < 0 ? rest : rest.slice(0, ends)) {
      for (const [aspect, value] of Object.entries(heard(entity, topic, payload))) {
        const wanted = wishes[aspect];
        if (wanted !== undefined && value !== null) {
          judged[aspect] = entity.judge(aspect, wanted, value);
        }
      }
    }
    return judged;
  };
}

function named(
  outcomes: readonly (Entity | LeftOut)[],
  name: string,
  component: Component,
): Entity {
  const entity = outcomes
    .filter(isEntity)
    .find((one) => one.name === name && one.component === component);
  if (entity === undefined) throw new Error(`there is no ${component} "${name}"`);
  return entity;
}

function outcomesIn(file: string) {
  return describedIn(file)
    ?.filter(({ identity }) => COMPONENTS.has(identity.component))
    .map(buildEntity);
}

function valuesOf(ability: Ability): readonly Value[] {
  switch (ability.kind) {
    case 'choice':
      return ability.options;
    case 'number':
      return [ability.min, Math.round((ability.min + ability.max) / 2), ability.max];
    case 'color':
      return ['#ff8000', '#ffffff', '#000000'];
    case 'press':
    case 'text':
      return [];
  }
}
