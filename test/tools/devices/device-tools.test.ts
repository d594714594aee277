import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ToolDeclaration, ToolSchema } from '../../../src/live/session.ts';
import { declarationTokens, describeTools } from '../../../src/tools/devices/describe-tools.ts';
import { listTokens } from '../../../src/tools/devices/name-budget.ts';
import { homeOf, type Written } from '../../devices/names/homes.ts';
import { choice, home, number, onOff, SMALL_HOME } from './small-home.ts';

describe('the tools', () => {
  test('say of themselves only what something in the home can do', () => {
    const described = (things: readonly Written[], tool: string) =>
      home({ things }).tool(tool)?.declaration.description;
    const plain = { id: 'light.a', name: 'Plain', abilities: [onOff] };
    const dimmed = { ...plain, id: 'light.b', abilities: [onOff, number('brightness', 1, 100)] };
    expect(described([plain], 'set_light')).toMatch(/^Turns lights on or off\. /);
    expect(described([plain, dimmed], 'set_light')).toMatch(
      /^Turns lights on or off; sets brightness\. /,
    );
    const lock = (...states: string[]): Written => ({
      ...{ id: 'lock.a', name: 'Door', component: 'lock' },
      abilities: [choice('state', ...states)],
    });
    expect(described([lock('locked', 'unlocked')], 'set_lock')).toMatch(
      /^Locks or unlocks doors\. /,
    );
    expect(described([lock('locked', 'unlocked', 'open')], 'set_lock')).toMatch(
      /^Locks or unlocks doors; opens them\. /,
    );
  });

  test('are those for which there is something in the home', () => {
    expect(namesOf(home().tools())).toEqual([
      'set_light',
      'set_switch',
      'set_cover',
      'set_climate',
      'set_lock',
      'press_button',
      'set_value',
      'install_update',
      'read_states',
      'find_devices',
    ]);
    expect(home({ things: [] }).tools()).toEqual([]);
  });

  test('need no search where every name is listed', () => {
    const { tools } = home({ things: [{ name: 'Lamp', abilities: [onOff] }] });
    expect(namesOf(tools())).toEqual(['set_light', 'read_states']);
  });

  test('are none for what can only be asked about', () => {
    const { tools } = home({ things: [{ name: 'Lamp' }] });
    expect(namesOf(tools())).toEqual(['read_states', 'find_devices']);
  });

  test('are the same until the home changes', () => {
    const { tools, devices } = home();
    const before = tools();
    expect(tools()).toBe(before);
    devices.entities = homeOf([{ name: 'Heater', component: 'switch', abilities: [onOff] }]);
    expect(namesOf(tools())).toEqual(['set_switch', 'read_states']);
  });

  test('have names and areas as enums, and only what some device of the kind can do', () => {
    const properties = propertiesOf(home(), 'set_light');
    expect(properties).toEqual({
      name: { type: 'STRING', enum: ['Ceiling', 'Counter light', 'Floor Lamp'] },
      area: { type: 'STRING', enum: ['Kitchen', 'Living Room'] },
      all: { type: 'BOOLEAN', description: expect.any(String) },
      state: { type: 'STRING', enum: ['on', 'off'] },
      brightness: { type: 'INTEGER', description: 'In %.', minimum: 1, maximum: 100 },
      color: { type: 'STRING', description: expect.stringContaining('#rrggbb') },
      color_temperature: {
        type: 'INTEGER',
        description: expect.stringContaining('K'),
        minimum: 2200,
        maximum: 5000,
      },
      effect: { type: 'STRING', enum: ['Rainbow', 'Fire Place'] },
      brightness_change: { type: 'NUMBER', description: expect.any(String) },
    });
    expect(propertiesOf(home(), 'press_button')).toEqual({
      name: { type: 'STRING', enum: ['Bell'] },
    });
  });

  test('require what cannot be left out', () => {
    const { tool } = home();
    const required = (name: string) => tool(name)?.declaration.parameters?.required;
    expect(required('set_light')).toBeUndefined();
    expect(required('set_switch')).toEqual(['state']);
    expect(required('set_lock')).toEqual(['state']);
    expect(required('press_button')).toEqual(['name']);
    expect(required('set_value')).toEqual(['value']);
  });

  test('say what the room of the device is, and that names are data', () => {
    const { tools } = home({ room: 'Kitchen\n' });
    const light = tools()[0]?.declaration.description;
    expect(light).toContain('the light in Kitchen.');
    for (const { declaration } of tools()) expect(declaration.description).toMatch(/data/);
  });

  test('put the ranges of all devices together, unless they are in different units', () => {
    const range = (units: readonly [string, string]) =>
      propertiesOf(
        home({
          things: [
            { name: 'A', component: 'climate', abilities: [temperature(5, 30, units[0])] },
            { name: 'B', component: 'climate', abilities: [temperature(10, 95, units[1])] },
          ],
        }),
        'set_climate',
      )['temperature'];
    expect(range(['°C', '°C'])).toMatchObject({ minimum: 5, maximum: 95 });
    expect(range(['°C', '°F'])).toEqual({ type: 'NUMBER', description: expect.any(String) });
  });

  test('do not list more options than anybody pays for', () => {
    const effects = Array.from({ length: 200 }, (_, at) => `Effect ${at}`);
    const { effect } = propertiesOf(
      home({ things: [{ name: 'Strip', abilities: [choice('effect', ...effects)] }] }),
      'set_light',
    );
    expect(effect).toEqual({ type: 'STRING', description: expect.any(String) });
  });
});

describe('the budget for names', () => {
  const many = (count: number): Written[] =>
    Array.from({ length: count }, (_, at) => ({
      id: `light.${at}`,
      name: `Lamp number ${at}`,
      area: `Room ${at % 5}`,
      abilities: [onOff],
    }));

  test('leaves out the names of the tool that has most, which is told to search', () => {
    const { tools, tool } = home({ things: [...many(500), ...SMALL_HOME] });
    expect(propertiesOf({ tool }, 'set_light')['name']).toEqual({
      type: 'STRING',
      description: 'As find_devices gives it.',
    });
    expect(tool('set_light')?.declaration.description).toContain('find_devices');
    expect(propertiesOf({ tool }, 'set_switch')['name']?.enum).toEqual(['TV']);
    expect(propertiesOf({ tool }, 'set_light')['area']?.enum).toContain('Room 4');
    expect(namesOf(tools())).toContain('find_devices');
  });

  test.each([
    ['few', 5],
    ['too many to be listed', 500],
  ])('offers no area where no thing has one, be they %s', (_, count) => {
    const things = many(count).map(({ area: _area, ...thing }) => thing);
    const { tool } = home({ things });
    for (const name of ['set_light', 'read_states', ...(count > 5 ? ['find_devices'] : [])]) {
      expect(propertiesOf({ tool }, name)).not.toHaveProperty('area');
    }
    expect(propertiesOf({ tool }, 'set_light')['all']?.description).toBe('All of the house.');
  });

  test('leaves out areas as well when there are too many', () => {
    const things = many(500).map((thing, at) => ({ ...thing, area: `Room number ${at}` }));
    const { tool } = home({ things });
    expect(propertiesOf({ tool }, 'set_light')['area']).not.toHaveProperty('enum');
  });

  test('still takes names that are not listed', async () => {
    const { call, acting } = home({ things: many(500) });
    await call('set_light', { name: 'lamp number 123', state: 'on' });
    await call('set_light', { name: 'number seven', area: 'room 2', state: 'on' });
    expect(acting.wanted).toEqual(['light.123: state on', 'light.7: state on']);
  });

  test('holds, and every enum is distinct, bounded and clean, whatever things are called', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.constantFrom('Lamp', 'lamp', 'Küche', '', '__proto__'),
    );
    const thing: fc.Arbitrary<Written> = fc.record({
      name: text,
      area: fc.option(text, { nil: undefined }),
      component: fc.constantFrom('light', 'switch', 'select'),
      abilities: fc.array(text, { maxLength: 30 }).map((options) => [choice('effect', ...options)]),
    });
    fc.assert(
      fc.property(
        fc.array(thing, { maxLength: 30 }),
        fc.integer({ min: 0, max: 400 }),
        (things, nameBudgetTokens) => {
          const { tools } = home({
            things: things.map((one, at) => ({ ...one, id: `${at}` })),
            nameBudgetTokens,
          });
          let spent = 0;
          for (const { declaration } of tools())
            for (const [parameter, schema] of Object.entries(propertiesIn(declaration))) {
              const values = schema.enum ?? [];
              if (parameter === 'name' || parameter === 'area') spent += listTokens(values);
              expect(new Set(values).size).toBe(values.length);
              if (schema.enum !== undefined) expect(values.length).toBeGreaterThan(0);
              for (const value of values) {
                expect(value.trim()).not.toBe('');
                expect(value.length).toBeLessThanOrEqual(320);
                expect(value).not.toMatch(/\p{C}/u);
              }
            }
          expect(spent).toBeLessThanOrEqual(nameBudgetTokens);
        },
      ),
    );
  });
});

describe('a search', () => {
  test('finds by words, and tells exact names and what they can do', async () => {
    const { call } = home();
    expect(await call('find_devices', { words: 'kitchen lights' })).toMatchObject({
      status: 'found',
      devices: [
        {
          name: 'Ceiling',
          area: 'Kitchen',
          kind: 'light',
          can: 'on, off; brightness 1–100 %',
        },
        { name: 'Counter light', can: expect.stringContaining('effect: Rainbow, Fire Place') },
      ],
    });
    expect(await call('find_devices', { words: 'Temperature', area: 'Kitchen' })).toMatchObject({
      devices: [{ name: 'Multi T', kind: 'sensor' }],
    });
  });

  test('without words lists an area or a kind', async () => {
    const { call } = home();
    expect((await call('find_devices', { kind: 'climate' }))['devices']).toMatchObject([
      { name: 'Radiator' },
    ]);
    expect((await call('find_devices', { area: 'bathroom' }))['devices']).toHaveLength(2);
  });

  test('gives no more than twenty, and says how many there are besides', async () => {
    const things = Array.from({ length: 100 }, (_, at) => ({ id: `${at}`, name: `Lamp ${at}` }));
    const answer = await home({ things }).call('find_devices', { words: 'lamps' });
    expect(answer['devices']).toHaveLength(20);
    expect(answer.message).toContain('80 more');
  });

  test('that finds nothing gives the nearest', async () => {
    const { call } = home();
    expect(await call('find_devices', { words: 'radiatr' })).toMatchObject({
      status: 'not_found',
      devices: [{ name: 'Radiator' }, {}, {}, {}, {}],
    });
    expect(await call('find_devices', { area: 'Attic' })).toMatchObject({ status: 'not_found' });
  });
});

test('the tools can be read by people, with what they cost', () => {
  const declarations = home()
    .tools()
    .map(({ declaration }) => declaration);
  const text = describeTools(declarations);
  const light = declarations[0] as ToolDeclaration;
  expect(text).toContain(`set_light  (about ${declarationTokens(light)} tokens)`);
  expect(text).toContain('    name: Ceiling | Counter light | Floor Lamp');
  expect(text).toContain('    brightness: integer 1…100 – In %.');
  expect(text).toContain('    state (required): on | off');
  expect(text).toMatch(/10 tools, about \d+ tokens on each turn$/);
});

const temperature = (min: number, max: number, unit: string) =>
  number('temperature', min, max, { unit });

const namesOf = (tools: readonly { readonly declaration: ToolDeclaration }[]) =>
  tools.map(({ declaration }) => declaration.name);

const propertiesIn = ({ parameters }: ToolDeclaration): Readonly<Record<string, ToolSchema>> =>
  parameters?.properties ?? {};

const propertiesOf = ({ tool }: Pick<ReturnType<typeof home>, 'tool'>, name: string) => {
  const found = tool(name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return propertiesIn(found.declaration);
};
