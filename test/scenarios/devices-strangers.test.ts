/** What a stranger may describe on the broker, and what comes of it. */
import { describe, expect, test } from 'vitest';
import { lampCommand } from '../fakes/lamp-command.ts';
import { type Described, frontDoor, lamp, moveInWith, mutePlug } from './devices-home.ts';

const asLight = (config: Readonly<Record<string, unknown>>): Described => ({
  topic: 'homeassistant/light/strange/config',
  config: {
    name: 'Reading lamp',
    unique_id: 'strange',
    state_topic: 'home/strange',
    availability_topic: 'home/strange/there',
    ...config,
  },
});

describe('a thing that somebody described', () => {
  test.each([
    'homeassistant/lock/door/config',
    'homeassistant/status',
    'tasmota/discovery/AABBCC/config',
  ])('can be asked about, and never sends anything to %s', async (command_topic) => {
    const { house, broker, say } = await moveInWith([asLight({ command_topic }), mutePlug]);
    await broker.hear('home/strange', 'ON');
    const before = house.bus.published.length;
    const states = await say('read_states', { name: 'Reading lamp' });
    expect(JSON.stringify(states)).toContain('on');
    expect(house.service.last.options.tools.map(({ name }) => name)).not.toContain('set_light');
    const own = /^hearthd\/kitchen\/(availability|button|state|turn|usage)$/;
    const sent = house.bus.published.slice(before).map(({ topic }) => topic);
    expect(sent.filter((topic) => !own.test(topic))).toEqual([]);
  });

  test.each(['hearthd/kitchen/talk/set', 'hearthd/bedroom/talk/set'])(
    'is nothing of the home at all when it is commanded on %s',
    async (command_topic) => {
      const { house, broker, read, say } = await moveInWith([mutePlug]);
      const { listeners } = house.bus;
      const { topic, config } = asLight({ command_topic });
      house.bus.say(topic, JSON.stringify(config), { retained: true });
      await read();
      house.clock.advance(10_000);
      await read();
      await broker.hear('home/strange', 'ON');
      expect(house.bus.listeners).toBe(listeners);
      const answer = await say('read_states', { name: 'Reading lamp' });
      expect(JSON.stringify(answer)).not.toContain('"on"');
    },
  );

  test('does not unlock a door under another name', async () => {
    const strange = asLight({ command_topic: 'home/door/set', payload_on: 'UNLOCK' });
    const { broker, say } = await moveInWith([frontDoor, strange]);
    const answer = await say('set_light', { name: 'Reading lamp', state: 'on' });
    expect(answer).toMatchObject({
      status: 'needs_confirmation',
      message: expect.stringContaining('since it may unlock a lock'),
    });
    expect(broker.commands).toEqual([]);
  });

  test('is not locked open by what is said as its code', async () => {
    const door = {
      ...frontDoor,
      config: {
        ...frontDoor.config,
        code_format: '\\d{4}',
        command_template: '{"action":"{{ value }}","code":"{{ code }}"}',
      },
    };
    const { broker, say } = await moveInWith([door]);
    const answer = await say('set_lock', { state: 'locked', code: '1234","action":"UNLOCK' });
    expect(answer['status']).toBe('invalid_argument');
    expect(broker.commands).toEqual([]);
  });
});

test('commands of the configuration and devices are counted together, up to the limit', async () => {
  const commands = ['one', 'two'].map((name) => ({
    ...lampCommand,
    ...{ name, topic: `home/${name}/set`, payload: 'ON', parameters: undefined, state: undefined },
  }));
  const lamps = ['a', 'b', 'c', 'd'].map((key) => lamp(key, `Lamp ${key}`));
  const { house, broker, model } = await moveInWith(lamps, { config: { commands } });
  house.ask();
  for (const key of ['a', 'b', 'c', 'd'])
    await model.tries('set_light', { name: `Lamp ${key}`, state: 'on' });
  await model.tries('one', {});
  expect(broker.commands).toHaveLength(5);
  expect(await model.told(model.calls('two', {}))).toMatchObject({
    status: 'needs_confirmation',
    message: expect.stringContaining('it acts on 6 devices at once'),
  });
  expect(broker.commands).toHaveLength(5);
});
