import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/broker/bus.ts';
import { until } from '../fakes/until.ts';
import { frontDoor, hallLamp, lamp, moveInWith, mutePlug } from './devices-home.ts';
import { temporaryFolder } from './household.ts';

const ON = '{"state":"ON","brightness":40}';
const OFF = '{"state":"OFF","brightness":10}';

describe('devices that are described on the broker', () => {
  test('are offered to the model at the next connection, with nothing configured', async () => {
    const { model, house, broker } = await moveInWith([]);
    house.ask();
    expect(model.tools).toEqual([]);
    model.ends();
    await broker.describe(hallLamp, mutePlug);
    house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
    house.ask();
    expect(house.service.sessions).toHaveLength(2);
    const names = model.tools.map(({ name }) => name);
    expect(names).toEqual(['set_light', 'set_switch', 'read_states', 'confirm_action']);
    expect(model.tools[0]?.parameters?.properties).toMatchObject({
      name: { enum: ['Hall lamp'] },
      state: { enum: ['on', 'off'] },
      brightness: { minimum: 1, maximum: 100 },
    });
    expect(model.tools[1]?.parameters?.properties).not.toHaveProperty('brightness');
  });

  test('do what is said, and the answer is what they say: before, after and how long it took', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    await broker.hear('home/lamp', OFF);
    house.ask();
    const id = model.calls('set_light', { name: 'hall lamp', state: 'on', brightness: 40 });
    await until(() => broker.commands.length > 0);
    expect(house.bus.published.at(-1)).toEqual({
      topic: 'home/lamp/set',
      payload: '{"state":"ON","brightness":40}',
      qos: 1,
      expiryS: 10,
    });
    house.clock.advance(100);
    await broker.hear('home/lamp', ON);
    house.clock.advance(250);
    expect(await model.told(id)).toEqual({
      status: 'done',
      message: '"Hall lamp" says: on, brightness 40 %. Before: off, brightness 10 %.',
      changes: [
        { aspect: 'state', before: 'off', after: 'on' },
        { aspect: 'brightness', before: 10, after: 40 },
      ],
      tookMs: 350,
    });
  });

  test('are told of on `turn`, each act with what became of it', async () => {
    const { house, broker, model } = await moveInWith([hallLamp, mutePlug]);
    house.ask();
    const lit = model.calls('set_light', { state: 'on' });
    await until(() => broker.commands.length === 1);
    await broker.hear('home/lamp', ON);
    house.clock.advance(250);
    await model.told(lit);
    await model.told(model.calls('set_switch', { state: 'off' }));
    model.ends();
    house.clock.advance(5_000);
    expect(house.turns).toMatchObject([
      {
        outcome: 'answered',
        tools: [
          { name: 'set_light', status: 'done' },
          { name: 'set_switch', status: 'sent' },
        ],
        acts: [
          {
            ...{ entity: 'light.lamp', name: 'Hall lamp', status: 'done', ms: 250 },
            ...{ wished: { state: 'on' }, after: { state: 'on' } },
          },
          {
            ...{ entity: 'switch.plug', name: 'Coffee machine', status: 'sent', ms: 0 },
            ...{ wished: { state: 'off' }, after: {} },
          },
        ],
      },
    ]);
  });

  test('are what is meant by the room that the voice stands in, unless another is named', async () => {
    const { house, broker, model } = await moveInWith(
      [lamp('kitchen', 'Ceiling', 'Kitchen'), lamp('bedroom', 'Ceiling', 'Bedroom')],
      { config: { room: 'Kitchen' } },
    );
    house.ask();
    model.calls('set_light', { state: 'on' });
    await until(() => broker.commands.length === 1);
    model.calls('set_light', { state: 'on', area: 'bedroom' });
    await until(() => broker.commands.length === 2);
    expect(broker.commands).toEqual([
      'home/kitchen/set {"state":"ON"}',
      'home/bedroom/set {"state":"ON"}',
    ]);
  });

  test('are asked back about when two fit, and nothing is done', async () => {
    const { broker, say } = await moveInWith([
      lamp('left', 'Left lamp', 'Bedroom'),
      lamp('right', 'Right lamp', 'Bedroom'),
    ]);
    expect(await say('set_light', { name: 'lamp', state: 'on' })).toMatchObject({
      status: 'which_one',
      devices: [{ name: 'Left lamp' }, { name: 'Right lamp' }],
    });
    expect(broker.commands).toEqual([]);
  });

  test('are not mixed up with others whose names hold the whole name that was said', async () => {
    const { house, broker, model } = await moveInWith([
      lamp('one', 'Shelly 1 Relay 0'),
      lamp('other', 'Shelly 1L Relay 0'),
    ]);
    house.ask();
    model.calls('set_light', { name: 'shelly 1 relay 0', state: 'on' });
    await until(() => broker.commands.length > 0);
    expect(broker.commands).toEqual(['home/one/set {"state":"ON"}']);
  });

  test('are not set beyond what they can do', async () => {
    const { broker, say } = await moveInWith([hallLamp]);
    const answer = await say('set_light', { state: 'on', brightness: 500 });
    expect(answer).toMatchObject({ status: 'invalid_argument' });
    expect(answer['message']).toContain('from 1 to 100');
    expect(broker.commands).toEqual([]);
  });

  test('are left alone by a question', async () => {
    const { house, broker, say } = await moveInWith([hallLamp, frontDoor]);
    await broker.hear('home/lamp', ON);
    house.clock.advance(60_000);
    expect(await say('read_states', { name: 'hall lamp' })).toMatchObject({
      status: 'told',
      states: [{ name: 'Hall lamp', state: 'on, brightness 40 % (heard 1 minute ago)' }],
    });
    expect(await say('read_states', { name: 'front door' })).toMatchObject({
      states: [{ state: 'unknown: nothing has been heard of it yet' }],
    });
    expect(broker.commands).toEqual([]);
  });

  test('are remembered over a restart, and that it was before the restart is said', async () => {
    const stateDir = temporaryFolder();
    const first = await moveInWith([hallLamp], { stateDir });
    await first.broker.hear('home/lamp', ON);
    await first.house.daemon.close();
    const again = await moveInWith([hallLamp], { stateDir });
    await again.broker.replay('home/lamp/there', 'online');
    const answer = await again.say('read_states', { name: 'hall lamp' });
    expect(JSON.stringify(answer['states'])).toMatch(
      /on, brightness 40 % \(heard .*, before a restart\)/,
    );
  });
});

describe('a device', () => {
  test('that answers late, but in time, has done it', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    house.ask();
    const id = model.calls('set_light', { state: 'on' });
    await until(() => broker.commands.length === 1);
    house.clock.advance(1_700);
    await broker.hear('home/lamp', ON);
    house.clock.advance(250);
    expect(await model.told(id)).toMatchObject({ status: 'done', tookMs: 1_950 });
  });

  test('that answers too late has not confirmed it; what it says then is known afterwards', async () => {
    const { house, broker, model, say } = await moveInWith([hallLamp]);
    await broker.hear('home/lamp', OFF);
    house.ask();
    const id = model.calls('set_light', { state: 'on' });
    await until(() => broker.commands.length === 1);
    house.clock.advance(2_000);
    const answer = await model.told(id);
    model.ends();
    expect(answer).toMatchObject({
      status: 'not_confirmed',
      message:
        'It was sent to "Hall lamp", and is not confirmed: the device said nothing within 2 s. Last heard before: off, a few seconds ago.',
    });
    await broker.hear('home/lamp', ON);
    expect(JSON.stringify(await say('read_states', { name: 'hall lamp' }))).toContain('on, bright');
  });

  test('that is dead is not said to have done anything', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    house.ask();
    const id = model.calls('set_light', { state: 'on' });
    await until(() => broker.commands.length === 1);
    house.clock.advance(2_000);
    expect(await model.told(id)).toMatchObject({
      status: 'not_confirmed',
      message: expect.stringContaining('Nothing had ever been heard of this from it.'),
      changes: [{ aspect: 'state' }],
    });
    expect(broker.commands).toHaveLength(1);
  });

  test('that lies at first, and corrects itself, has not done it', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    await broker.hear('home/lamp', OFF);
    house.ask();
    const id = model.calls('set_light', { state: 'on' });
    await until(() => broker.commands.length === 1);
    house.clock.advance(50);
    await broker.hear('home/lamp', ON);
    house.clock.advance(100);
    await broker.hear('home/lamp', OFF);
    house.clock.advance(2_000);
    const answer = await model.told(id);
    expect(answer).toMatchObject({ status: 'not_confirmed' });
    expect(answer['message']).toContain('took that back: it says off');
  });

  test('that does something else is told of with what it did', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    house.ask();
    const id = model.calls('set_light', { state: 'on', brightness: 80 });
    await until(() => broker.commands.length === 1);
    await broker.hear('home/lamp', ON);
    house.clock.advance(2_000);
    expect(await model.told(id)).toMatchObject({
      status: 'not_confirmed',
      message: expect.stringContaining('it says on, brightness 40 % after 2 s'),
      changes: [{}, { aspect: 'brightness', after: 40 }],
    });
  });

  test('whose state the broker only kept has not confirmed anything', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    house.ask();
    const id = model.calls('set_light', { state: 'on' });
    await until(() => broker.commands.length === 1);
    await broker.replay('home/lamp', ON);
    house.clock.advance(2_000);
    expect(await model.told(id)).toMatchObject({ status: 'not_confirmed' });
  });

  test('that never tells is named as such', async () => {
    const { say, broker } = await moveInWith([mutePlug]);
    expect(await say('set_switch', { name: 'coffee machine', state: 'on' })).toMatchObject({
      status: 'sent',
      message: expect.stringContaining('never tells what it does'),
    });
    expect(broker.commands).toEqual(['home/plug/set ON']);
  });

  test('that is reported as offline is not sent anything, and that is said', async () => {
    const { broker, say } = await moveInWith([hallLamp]);
    await broker.hear('home/lamp', ON);
    await broker.replay('home/lamp/there', 'offline');
    expect(await say('set_light', { state: 'off' })).toMatchObject({
      status: 'not_done',
      message: expect.stringContaining('"Hall lamp" cannot be reached: it is reported as offline.'),
    });
    expect(JSON.stringify(await say('read_states', { name: 'hall lamp' }))).toContain(
      'unavailable; last: on',
    );
    expect(broker.commands).toEqual([]);
  });

  test('that goes offline while it is waited for is told of so', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    house.ask();
    const id = model.calls('set_light', { state: 'on' });
    await until(() => broker.commands.length === 1);
    await broker.hear('home/lamp/there', 'offline');
    house.clock.advance(2_000);
    expect(await model.told(id)).toMatchObject({
      status: 'not_confirmed',
      message: expect.stringContaining('it has become unreachable meanwhile'),
    });
  });

  test('that is removed at run time can neither be set nor asked, and is not offered again', async () => {
    const { house, broker, model, say, read } = await moveInWith([hallLamp, mutePlug]);
    house.ask();
    model.ends();
    house.bus.say(hallLamp.topic, '');
    await read();
    house.clock.advance(1_500);
    expect(await say('set_light', { state: 'on' })).toMatchObject({ status: 'gone' });
    expect(await say('read_states', { name: 'hall lamp' })).toMatchObject({ status: 'not_found' });
    house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
    house.ask();
    expect(model.tools.map(({ name }) => name)).not.toContain('set_light');
    expect(broker.commands).toEqual([]);
  });
});

describe('the broker', () => {
  test.each<[Delivery, string]>([
    ['away', 'there is no connection to the broker; nothing was sent, and nothing will be later.'],
    ['nobody', 'no device listens for this command; it is switched off or gone.'],
    ['refused', 'the broker does not allow this command.'],
  ])('that says "%s" is told of at once, and nothing is tried again', async (delivery, words) => {
    const { house, broker, say, read } = await moveInWith([hallLamp]);
    house.bus.delivery = delivery;
    expect(await say('set_light', { state: 'on' })).toMatchObject({
      status: 'not_done',
      message: `"Hall lamp": ${words}`,
    });
    house.bus.delivery = 'delivered';
    house.clock.advance(60_000);
    await read();
    expect(broker.commands).toHaveLength(1);
  });

  test('that did not acknowledge it is no reason to doubt what the device says', async () => {
    const { house, broker, model } = await moveInWith([hallLamp]);
    house.bus.delivery = 'unknown';
    house.ask();
    const id = model.calls('set_light', { state: 'on' });
    await until(() => broker.commands.length === 1);
    await broker.hear('home/lamp', ON);
    house.clock.advance(250);
    expect(await model.told(id)).toMatchObject({ status: 'done' });
  });
});
