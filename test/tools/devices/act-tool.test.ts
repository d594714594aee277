import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tool } from '../../../src/tools/toolbox.ts';
import type { Written } from '../../devices/names/homes.ts';
import { askable, choice, fact, home, number, onOff } from './small-home.ts';

type Call = readonly [tool: string, args: Readonly<Record<string, unknown>>, wanted: string];

const CALLS: readonly Call[] = [
  ['set_light', { name: 'Ceiling', state: 'on' }, 'light.ceiling: state on'],
  ['set_light', { name: 'the ceiling', state: true }, 'light.ceiling: state on'],
  ['set_light', { name: 'Ceiling', brightness: 40 }, 'light.ceiling: brightness 40'],
  ['set_light', { name: 'Ceiling', brightness: '40%' }, 'light.ceiling: brightness 40'],
  ['set_light', { name: 'Ceiling', brightness: 0 }, 'light.ceiling: state off'],
  ['set_light', { name: 'Ceiling', state: 'off', brightness: 0 }, 'light.ceiling: state off'],
  ['set_light', { name: 'Ceiling', brightness: 999 }, 'light.ceiling: brightness 999'],
  ['set_light', { area: 'living room', state: 'on' }, 'light.floor: state on'],
  ['set_light', { name: 'floor lamps', state: 'on' }, 'light.floor: state on'],
  ['set_light', { name: 'counter', color: 'rot' }, 'light.counter: color #ff0000'],
  ['set_light', { name: 'counter', color: '#0F0' }, 'light.counter: color #00ff00'],
  ['set_light', { name: 'counter', color: 'warm white' }, 'light.counter: color_temperature 2700'],
  ['set_light', { name: 'counter', color: 'Kaltweiß' }, 'light.counter: color_temperature 5000'],
  ['set_light', { name: 'counter', color: 'weiß' }, 'light.counter: color_temperature 4000'],
  ['set_light', { name: 'counter', effect: 'Fire Place' }, 'light.counter: effect Fire Place'],
  ['set_light', { name: 'counter', effect: 'Disco' }, 'light.counter: effect Disco'],
  ['set_switch', { name: 'telly TV', state: 'on' }, ''],
  ['set_switch', { state: 'on' }, 'switch.tv: state on'],
  ['set_cover', { name: 'blinds', state: 'closed' }, 'cover.blind: state closed'],
  ['set_cover', { area: 'Living Room', position: 30 }, 'cover.blind: position 30'],
  ['set_climate', { name: 'heating', temperature: '21,5 °C' }, 'climate.bath: temperature 21.5'],
  ['set_climate', { area: 'Bathroom', mode: 'heat' }, 'climate.bath: mode heat'],
  ['set_lock', { name: 'front door', state: 'unlocked' }, 'lock.front: state unlocked'],
  ['set_lock', { state: 'locked', code: '0042' }, 'lock.front: state locked, code 0042'],
  ['press_button', { name: 'bell' }, 'button.bell: press press'],
  ['set_value', { name: 'delay', value: '15' }, 'number.delay: value 15'],
  ['set_value', { name: 'programme', value: 'Eco' }, 'select.programme: value Eco'],
  ['install_update', { name: 'TV firmware' }, 'update.tv: install press'],
];

describe('an act', () => {
  test.each([...CALLS])('%s %j is %s', async (tool, args, wanted) => {
    const { call, acting } = home();
    const { status } = await call(tool, args);
    expect(acting.wanted).toEqual(wanted === '' ? [] : [wanted]);
    expect(status).toBe(wanted === '' ? 'not_found' : 'done');
  });

  test('on all is on all of the area, or of the house', async () => {
    const { call, acting } = home({ room: 'Kitchen' });
    await call('set_light', { area: 'Kitchen', all: true, state: 'off' });
    expect(acting.wanted).toEqual(['light.ceiling: state off', 'light.counter: state off']);
    await call('set_light', { all: 'true', state: 'off' });
    expect(acting.wanted).toHaveLength(2 + 3);
  });

  describe('on covers', () => {
    const cover = (id: string, name: string, area: string, deviceClass: string): Written => ({
      ...{ id, name, area, deviceClass },
      component: 'cover',
      abilities: [choice('state', 'open', 'closed', 'stopped')],
    });
    const blind = cover('cover.blind', 'Blind', 'Garden room', 'blind');
    const gate = cover('cover.gate', 'Side entrance', 'Garden room', 'gate');
    const garage = cover('cover.garage', 'Garage', 'Yard', '');
    const things = [blind, gate, garage];

    test('by "all" or the room is on none that lets people in: those are named', async () => {
      const { call, acting } = home({ things });
      const answer = await call('set_cover', { all: true, state: 'closed' });
      expect(answer).toMatchObject({ left_out: [{ name: 'Garage' }, { name: 'Side entrance' }] });
      await call('set_cover', { area: 'Garden room', state: 'closed' });
      await call('set_cover', { name: 'garden room', all: true, state: 'closed' });
      expect(acting.wanted).toEqual(Array(3).fill('cover.blind: state closed'));
    });

    test('where only ways in are is on none of them until it is named', async () => {
      const { call, acting } = home({ things });
      expect(await call('set_cover', { area: 'Yard', state: 'closed' })).toMatchObject({
        status: 'which_one',
        devices: [{ name: 'Garage' }],
      });
      expect(acting.acts).toEqual([]);
      await call('set_cover', { name: 'garage', state: 'closed' });
      await call('set_cover', { name: 'side entrance', all: true, state: 'closed' });
      expect(acting.wanted).toEqual(['cover.garage: state closed', 'cover.gate: state closed']);
    });

    test('is on the only one that there is, without a name', async () => {
      const { call, acting } = home({ things: [garage] });
      await call('set_cover', { state: 'closed' });
      expect(acting.wanted).toEqual(['cover.garage: state closed']);
    });

    test('says of "all" what is not', () => {
      const allOf = (tool: Tool | undefined) =>
        tool?.declaration.parameters?.properties?.['all']?.description;
      expect(allOf(home({ things }).tool('set_cover'))).toContain('but doors, gates and garages');
      expect(
        allOf(home({ things: [blind, { ...blind, id: 'cover.other' }] }).tool('set_cover')),
      ).not.toContain('but');
    });
  });

  test('on valves is on one of them, and never on all', async () => {
    const valve = (id: string, name: string): Written => ({
      ...{ id, name },
      component: 'valve',
      abilities: [choice('state', 'open', 'closed')],
    });
    const things = [valve('valve.main', 'Main water'), valve('valve.lawn', 'Lawn')];
    const { call, tool, acting } = home({ things });
    expect(tool('set_cover')).toBeUndefined();
    expect(tool('set_valve')?.declaration.parameters?.properties).not.toHaveProperty('all');
    expect(await call('set_valve', { all: true, state: 'closed' })).toMatchObject({
      status: 'which_one',
    });
    await call('set_valve', { name: 'lawn', state: 'closed' });
    expect(acting.wanted).toEqual(['valve.lawn: state closed']);
  });

  test('on all of a name is on all that fit it', async () => {
    const { call, acting } = home();
    await call('set_light', { name: 'kitchen lights', all: true, state: 'off' });
    expect(acting.wanted).toEqual(['light.ceiling: state off', 'light.counter: state off']);
  });

  test.each([
    ['all lights', 3],
    ['alle Lampen', 3],
    ['everything', 3],
    ['all of the kitchen', 2],
    ['every light in the living room', 1],
    ['all lights in the attic', 0],
  ])('on "%s" is on %i things, whether or not "all" is said apart', async (name, count) => {
    for (const all of [undefined, true]) {
      const { call, acting } = home({ room: 'Living Room' });
      await call('set_light', { name, all, state: 'off' });
      expect(acting.acts).toHaveLength(count);
    }
  });

  test('on a thing that is called "All lights" is on that alone', async () => {
    const things = ['All lights', 'Desk'].map((name) => ({ name, abilities: [onOff] }));
    const { call, acting } = home({ things });
    await call('set_light', { name: 'all lights', state: 'off' });
    expect(acting.wanted).toEqual(['light.All lights: state off']);
  });

  test('on one of several is on none: they are listed', async () => {
    const { call, acting } = home();
    const answer = await call('set_light', { name: 'kitchen light', state: 'on' });
    expect(answer).toMatchObject({
      status: 'which_one',
      message: expect.stringContaining('or repeat with all if all of them are'),
      devices: [
        { name: 'Ceiling', area: 'Kitchen', kind: 'light' },
        { name: 'Counter light', area: 'Kitchen', kind: 'light' },
      ],
    });
    expect(acting.acts).toEqual([]);
  });

  test('on a name that fits nothing is on nothing: the nearest are told', async () => {
    const { call, acting } = home();
    const answer = await call('set_light', { name: 'celing', state: 'on' });
    expect(answer).toMatchObject({ status: 'not_found', nearest: [{ name: 'Ceiling' }, {}, {}] });
    expect(acting.acts).toEqual([]);
  });

  test('without name and area is in the room of the device', async () => {
    const { call, acting } = home({ room: 'living room' });
    await call('set_light', { state: 'on' });
    expect(acting.wanted).toEqual(['light.floor: state on']);
    const elsewhere = home({ room: 'Attic' });
    expect(await elsewhere.call('set_light', { state: 'on' })).toMatchObject({
      status: 'invalid_argument',
      areas: ['Kitchen', 'Living Room'],
    });
    expect(elsewhere.acting.acts).toEqual([]);
  });

  test('in an area that has nothing of the kind tells which have', async () => {
    const { call, acting } = home();
    const answer = await call('set_cover', { area: 'Kitchen', state: 'open' });
    expect(answer).toMatchObject({ status: 'not_found', areas: ['Living Room'] });
    expect(acting.acts).toEqual([]);
  });

  test('on a thing without an area is done though the model says where it is', async () => {
    const { call, acting } = home();
    await call('set_lock', { name: 'Front door', area: 'Hallway', state: 'locked' });
    expect(acting.wanted).toEqual(['lock.front: state locked']);
  });

  test('on a thing in another area than said is not done', async () => {
    const { call, acting } = home();
    const answer = await call('set_light', { name: 'Floor Lamp', area: 'Kitchen', state: 'on' });
    expect(answer.status).toBe('not_found');
    expect(acting.acts).toEqual([]);
  });

  test('that says nothing to be set is none', async () => {
    const { call, acting } = home();
    const answer = await call('set_light', { name: 'Ceiling', state: null });
    expect(answer.status).toBe('invalid_argument');
    expect(acting.acts).toEqual([]);
  });

  test('that presses something says what, even if there is only one', async () => {
    const { call, acting } = home();
    expect(await call('press_button')).toMatchObject({ status: 'invalid_argument' });
    expect(await call('install_update')).toMatchObject({ status: 'invalid_argument' });
    expect(acting.acts).toEqual([]);
  });

  test('that contradicts itself, or wants no colour that there is, is none', async () => {
    const { call, acting } = home();
    for (const args of [
      { name: 'counter', state: 'off', brightness: 50 },
      { name: 'counter', state: 'on', brightness: 0 },
      { name: 'counter', color: 'warm white', color_temperature: 5000 },
      { name: 'counter', brightness: 50, brightness_change: 10 },
      { name: 'counter', color: 'colour of love' },
    ])
      expect(await call('set_light', args)).toMatchObject({ status: 'invalid_argument' });
    expect(acting.acts).toEqual([]);
  });

  test('has no arguments but its own', () => {
    const { tool } = home();
    const parameters = tool('set_light')?.parameters;
    expect(parameters?.safeParse({ name: 'Ceiling', topic: 'x' }).success).toBe(false);
    expect(parameters?.safeParse({ name: 'x'.repeat(2_000) }).success).toBe(false);
    expect(parameters?.safeParse({ name: ['Ceiling'] }).success).toBe(false);
  });
});

describe('a change by so much', () => {
  test('goes from what was heard last, within the range and its steps', async () => {
    const { call, acting, devices } = home();
    devices.tells('light.ceiling', 'state', 'on');
    devices.tells('light.ceiling', 'brightness', 90);
    await call('set_light', { name: 'Ceiling', brightness_change: 25 });
    await call('set_light', { name: 'Ceiling', brightness_change: '-20' });
    devices.tells('climate.bath', 'temperature', 21.5);
    await call('set_climate', { temperature_change: 1.2 });
    expect(acting.wanted).toEqual([
      'light.ceiling: brightness 100',
      'light.ceiling: brightness 70',
      'climate.bath: temperature 22.5',
    ]);
  });

  test('is none where nothing was heard, for any of them', async () => {
    const { call, acting, devices } = home();
    devices.tells('light.ceiling', 'brightness', 50);
    const answer = await call('set_light', { area: 'Kitchen', all: true, brightness_change: 10 });
    expect(answer.status).toBe('invalid_argument');
    expect(answer.message).toContain('not known');
    expect(acting.acts).toEqual([]);
  });

  test.each([
    ['kept by the broker', { from: 'broker' }],
    ['heard before a restart', { from: 'disk' }],
    ['heard too long ago', { ageMs: 25 * 3_600_000 }],
  ] as const)('is none by what was %s', async (_, heard) => {
    const { call, acting, devices } = home();
    devices.tells('light.ceiling', 'state', 'on', heard);
    devices.tells('light.ceiling', 'brightness', 50, heard);
    const answer = await call('set_light', { name: 'Ceiling', brightness_change: 10 });
    expect(answer.status).toBe('invalid_argument');
    expect(answer.message).toContain('not known');
    devices.tells('light.ceiling', 'brightness', 50);
    await call('set_light', { name: 'Ceiling', brightness_change: 10 });
    devices.tells('light.ceiling', 'state', 'off', heard);
    await call('set_light', { name: 'Ceiling', brightness_change: 10 });
    expect(acting.wanted).toEqual(['light.ceiling: brightness 60']);
  });

  test('goes from what the device says when it is asked', async () => {
    const { call, acting, devices } = home({
      things: [
        {
          id: 'light.lamp',
          name: 'Lamp',
          abilities: [onOff, number('brightness', 1, 100)],
          facts: [fact('state'), askable('brightness')],
        },
      ],
    });
    devices.tells('light.lamp', 'brightness', 20, { from: 'broker' });
    devices.onAsk = (id) => devices.tells(id, 'brightness', 70);
    await call('set_light', { brightness_change: 10 });
    expect(devices.asked).toEqual(['light.lamp']);
    expect(acting.wanted).toEqual(['light.lamp: brightness 80']);
  });

  test('of a light that is off goes from nothing, and never down', async () => {
    const { call, acting, devices } = home();
    devices.tells('light.ceiling', 'state', 'off');
    devices.tells('light.ceiling', 'brightness', 80);
    await call('set_light', { name: 'Ceiling', brightness_change: 20 });
    expect(acting.wanted).toEqual(['light.ceiling: brightness 20']);
    const answer = await call('set_light', { name: 'Ceiling', brightness_change: -20 });
    expect(answer.status).toBe('invalid_argument');
    expect(acting.acts).toHaveLength(1);
  });

  test('is offered only for what can tell what it is set to', () => {
    const { tool } = home({
      things: [{ name: 'Lamp', abilities: [onOff, number('brightness', 1, 100)] }],
    });
    expect(tool('set_light')?.declaration.parameters?.properties).not.toHaveProperty(
      'brightness_change',
    );
  });
});

test('whatever the model says, the answer is an answer and only what fits is acted on', async () => {
  const word = fc.constantFrom(
    'Ceiling',
    'light',
    'kitchen',
    'Living Room',
    '',
    '__proto__',
    'all',
  );
  const value = fc.oneof(
    word,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.record(
        {
          name: word,
          area: word,
          all: fc.boolean(),
          state: value,
          brightness: value,
          color: value,
        },
        { requiredKeys: [] },
      ),
      async (args) => {
        const { call, acting } = home({ room: 'Kitchen' });
        const answer = await call('set_light', args);
        expect(answer.message).not.toBe('');
        if (answer.status !== 'done') expect(acting.acts).toEqual([]);
        if (args.all !== true && args.name !== 'all')
          expect(acting.acts.length).toBeLessThanOrEqual(1);
        for (const { entity } of acting.acts) expect(entity.component).toBe('light');
      },
    ),
    { numRuns: 200 },
  );
});
