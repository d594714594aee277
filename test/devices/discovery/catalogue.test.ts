import { describe, expect, it } from 'vitest';
import { catalogueOf, described, only, removed, take, taken } from './catalogue-of.ts';

const LAMP = { name: 'Lamp', command_topic: 'lamp/set' };

describe('the catalogue of what is on the broker', () => {
  it('describes a component from a topic without a node', () => {
    const { descriptions, leftOut } = taken([described('light/lamp', LAMP)]);
    expect(descriptions.get('light.lamp')?.identity).toMatchObject({
      id: 'light.lamp',
      component: 'light',
      name: 'Lamp',
    });
    expect(descriptions.get('light.lamp')?.options).toEqual({ command_topic: 'lamp/set' });
    expect(leftOut).toEqual([]);
  });

  it('describes a component from a topic with a node', () => {
    const { descriptions } = taken([described('switch/hall/plug', LAMP)]);
    expect([...descriptions.keys()]).toEqual(['switch.hall_plug']);
  });

  it('says which ids are new, have changed or are gone', () => {
    const catalogue = catalogueOf();
    expect(take(catalogue, described('light/a', LAMP))).toEqual(['light.a']);
    expect(take(catalogue, described('light/a', { ...LAMP, qos: 1 }))).toEqual(['light.a']);
    expect(take(catalogue, removed('light/a'))).toEqual(['light.a']);
    expect(catalogue.descriptions.size).toBe(0);
  });

  it('does nothing for the same message again, and keeps the description of one that means the same', () => {
    const catalogue = catalogueOf();
    take(catalogue, described('light/a', LAMP));
    const first = catalogue.descriptions.get('light.a');
    expect(take(catalogue, described('light/a', LAMP))).toEqual([]);
    expect(take(catalogue, described('light/a', { ...LAMP, icon: 'mdi:lamp' }))).toEqual([]);
    expect(catalogue.descriptions.get('light.a')).toBe(first);
  });

  it('takes a new name of the same thing as the new name', () => {
    const { descriptions } = taken([
      described('light/a', LAMP),
      described('light/a', { ...LAMP, name: 'Reading lamp' }),
    ]);
    expect(only(descriptions.values()).identity.name).toBe('Reading lamp');
  });

  it('knows nothing of messages on other topics', () => {
    const catalogue = catalogueOf();
    for (const topic of ['homeassistant/status', 'other/light/a/config', 'homeassistant/config']) {
      expect(take(catalogue, { topic, payload: JSON.stringify(LAMP) })).toEqual([]);
    }
    expect(catalogue.leftOut).toEqual([]);
  });

  it('uses the prefix of the configuration, even one with several levels', () => {
    const { descriptions, filters } = taken(
      [{ topic: 'my/home/light/a/config', payload: JSON.stringify(LAMP) }],
      { prefix: 'my/home' },
    );
    expect(descriptions.size).toBe(1);
    expect(filters).toContain('my/home/+/+/config');
    expect(filters).toContain('my/home/+/+/+/config');
  });

  it.each([
    ['no JSON', 'light/a', '{', 'not JSON'],
    ['a list', 'light/a', '[]', 'not a JSON object'],
    [
      'levels without end',
      'light/a',
      `{"a":${'['.repeat(200)}${']'.repeat(200)}}`,
      'nested deeper',
    ],
    ['far more levels', 'light/a', `{"a":${'['.repeat(900_000)}`, 'nested deeper'],
    ['too long a text', 'light/a', `{"name":"${'x'.repeat(5_000_000)}"}`, 'longer than'],
    [
      'too many options',
      'light/a',
      JSON.stringify(Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`o${at}`, 1]))),
      'more than 500 options',
    ],
    ['a base that is no text', 'light/a', '{"~":{}}', '"~"'],
    ['an unknown component', 'toaster/a', '{}', 'toaster is not known'],
    ['characters that do not belong into a topic', 'light/a b', '{}', 'Its topic'],
    ['too many levels', 'light/a/b/c', '{}', 'Its topic'],
    ['a device without components', 'device/a', '{"name":"x"}', 'without components'],
    ['a device with an empty list of components', 'device/a', '{"cmps":{}}', 'without components'],
  ])('leaves out %s, and says why', (_, path, payload, why) => {
    const { descriptions, leftOut } = taken([{ topic: `homeassistant/${path}/config`, payload }]);
    expect(descriptions.size).toBe(0);
    expect(only(leftOut).reason).toContain(why);
  });

  it.each([
    'device_automation',
    'tag',
    'camera',
    'image',
    'notify',
    'infrared',
    'date',
    'time',
    'datetime',
  ])('leaves out a %s, since nothing can be said of it', (component) => {
    const { leftOut } = taken([described(`${component}/a`, { name: 'Thing' })]);
    expect(only(leftOut)).toEqual({
      id: `${component}.a`,
      name: 'Thing',
      reason: `Components of the kind ${component} take no part in what can be said.`,
    });
  });

  it.each([
    ['too long', 'Its description is longer than 1 MB.'],
    ['not text', 'Its description is not text in UTF-8.'],
  ] as const)(
    'leaves out what is %s, and says so in the place of what was described there',
    (unreadable, reason) => {
      const catalogue = taken([described('light/a', LAMP)]);
      const { topic } = removed('light/a');
      const payload = { unreadable };
      expect(take(catalogue, { topic, payload })).toEqual(['light.a']);
      expect(catalogue.descriptions.size).toBe(0);
      expect(only(catalogue.leftOut)).toEqual({
        id: 'light.a',
        name: undefined,
        reason,
      });
      expect(take(catalogue, { topic, payload })).toEqual([]);
      expect(take(catalogue, described('light/a', LAMP))).toEqual(['light.a']);
      expect(catalogue.leftOut).toEqual([]);
    },
  );

  it('forgets why something was left out once it is gone', () => {
    expect(taken([described('camera/a', {}), removed('camera/a')]).leftOut).toEqual([]);
  });

  it('never gives an option of the prototype', () => {
    const payload = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    const { descriptions } = taken([{ topic: 'homeassistant/light/a/config', payload }]);
    const { options } = only(descriptions.values());
    expect(Object.getPrototypeOf(options)).toBe(null);
    expect('polluted' in {}).toBe(false);
    expect(options['polluted']).toBe(undefined);
  });

  it('is quick with ten thousand messages, and does nothing when all come again', () => {
    const catalogue = catalogueOf();
    const messages = Array.from({ length: 10_000 }, (_, at) =>
      described(`sensor/node${at % 500}/value${at}`, {
        name: `Value ${at}`,
        unique_id: `u${at}`,
        state_topic: `home/${at}`,
        value_template: '{{ value_json.value }}',
        availability: [
          { topic: 'bridge/state', value_template: '{{ value_json.state }}' },
          { topic: `home/${at % 500}/availability`, value_template: '{{ value_json.state }}' },
        ],
        device: { identifiers: [`d${at % 500}`], name: `Device ${at % 500}` },
      }),
    );
    for (const message of messages) take(catalogue, message);
    expect(catalogue.descriptions.size).toBe(10_000);
    expect(messages.flatMap((message) => take(catalogue, message))).toEqual([]);
  });
});

describe('the number of entities', () => {
  const settings = { maxEntities: 3 };
  const many = Array.from({ length: 5 }, (_, at) => described(`light/l${at}`, { name: `L${at}` }));

  it('is bounded, and what is beyond is counted in one line', () => {
    const { descriptions, leftOut, beyond } = taken(many, settings);
    expect([...descriptions.keys()]).toEqual(['light.l0', 'light.l1', 'light.l2']);
    expect(beyond).toBe(2);
    expect(only(leftOut).reason).toBe('2 more are described than the 3 that are kept.');
  });

  it('lets the next one in when another goes', () => {
    const catalogue = taken(many, settings);
    expect(take(catalogue, removed('light/l1')).toSorted()).toEqual(['light.l1', 'light.l3']);
    expect([...catalogue.descriptions.keys()]).toEqual(['light.l0', 'light.l2', 'light.l3']);
    expect(catalogue.beyond).toBe(1);
  });

  it('keeps the order when one of them is described anew', () => {
    const catalogue = taken(many, settings);
    take(catalogue, described('light/l0', { name: 'Other' }));
    expect([...catalogue.descriptions.keys()]).toEqual(['light.l0', 'light.l1', 'light.l2']);
  });

  it('does not let those that are left out fill the memory', () => {
    const cameras = Array.from({ length: 100 }, (_, at) => described(`camera/c${at}`, {}));
    const { leftOut, beyond } = taken(cameras, settings);
    expect(leftOut).toHaveLength(12 + 1);
    expect(beyond).toBe(88);
  });

  it('does not let long descriptions fill the memory', () => {
    const long = Array.from({ length: 100 }, (_, at) =>
      described(`light/l${at}`, { name: `L${at}`, extra: 'x'.repeat(900_000) }),
    );
    const catalogue = taken(long, { maxEntities: 10 });
    expect(catalogue.descriptions.size).toBe(2);
    expect(catalogue.beyond).toBe(98);
  });
});

describe('two descriptions of the same thing', () => {
  const one = described('light/a', { name: 'A', unique_id: 'u' });
  const other = described('light/b', { name: 'B', unique_id: 'u' });

  it('with the same unique_id: the first counts, and the other waits until it is gone', () => {
    const catalogue = taken([one, other]);
    expect([...catalogue.descriptions.keys()]).toEqual(['light.a']);
    expect(catalogue.leftOut).toEqual([
      {
        id: 'light.b',
        name: 'B',
        reason: 'Its unique_id is already described at homeassistant/light/a/config.',
      },
    ]);
    expect(take(catalogue, removed('light/a')).toSorted()).toEqual(['light.a', 'light.b']);
    expect([...catalogue.descriptions.keys()]).toEqual(['light.b']);
    expect(catalogue.leftOut).toEqual([]);
  });

  it('with the same unique_id: the first still counts when it is described anew', () => {
    const { descriptions } = taken([
      one,
      other,
      described('light/a', { name: 'C', unique_id: 'u' }),
    ]);
    expect([...descriptions.keys()]).toEqual(['light.a']);
  });

  it('with the same unique_id, of different components, are two things', () => {
    const sensor = described('sensor/b', { name: 'B', unique_id: 'u' });
    expect(taken([one, sensor]).descriptions.size).toBe(2);
  });

  it('in both forms of discovery: the first counts', () => {
    const device = described('device/node', { cmps: { lamp: { p: 'light', name: 'New' } } });
    const { descriptions, leftOut } = taken([described('light/node/lamp', LAMP), device]);
    expect(descriptions.get('light.node_lamp')?.identity.name).toBe('Lamp');
    expect(only(leftOut).reason).toContain('homeassistant/light/node/lamp/config');
  });

  it('in both forms of discovery: the device takes over from a component that migrates', () => {
    const catalogue = taken([described('light/node/lamp', LAMP)]);
    take(catalogue, described('light/node/lamp', { migr_discvry: true }));
    expect(catalogue.descriptions.size).toBe(0);
    take(catalogue, described('device/node', { cmps: { lamp: { p: 'light', name: 'New' } } }));
    take(catalogue, removed('light/node/lamp'));
    expect(only(catalogue.descriptions)[0]).toBe('light.node_lamp');
    expect(only(catalogue.descriptions.values()).identity.name).toBe('New');
    expect(catalogue.leftOut).toEqual([]);
  });
});

describe('a device that is named once', () => {
  const named = { identifiers: ['boiler'], name: 'Boiler', manufacturer: 'EMS', sa: 'Cellar' };
  const flow = described('sensor/flow', { name: 'Flow', device: { ids: 'boiler' } });
  const power = described('sensor/power', { name: 'Power', device: named });
  const names = (catalogue: ReturnType<typeof taken>) =>
    Object.fromEntries(
      [...catalogue.descriptions.values()].map((each) => [each.identity.id, each.identity.name]),
    );

  it.each([
    ['before', [power, flow]],
    ['behind', [flow, power]],
  ])('names the entities that come %s it', (_, messages) => {
    const catalogue = taken(messages);
    expect(names(catalogue)).toEqual({
      'sensor.flow': 'Boiler Flow',
      'sensor.power': 'Boiler Power',
    });
    expect(catalogue.descriptions.get('sensor.flow')?.identity).toMatchObject({
      area: 'Cellar',
      device: { id: 'boiler', name: 'Boiler', manufacturer: 'EMS' },
    });
  });

  it('names all of them anew when it gets another name', () => {
    const catalogue = taken([flow, power]);
    const renamed = described('sensor/power', {
      name: 'Power',
      device: { ...named, name: 'Heating' },
    });
    expect(take(catalogue, renamed).toSorted()).toEqual(['sensor.flow', 'sensor.power']);
    expect(names(catalogue)['sensor.flow']).toBe('Heating Flow');
  });

  it('names thousands of entities one by one, with room for something else between them', () => {
    const flows = Array.from({ length: 2_000 }, (_, at) =>
      described(`sensor/flow${at}`, { name: 'Flow', device: { ids: 'boiler' } }),
    );
    const steps = taken(flows).take(power);
    let count = 0;
    while (!steps.next().done) count += 1;
    expect(count).toBeGreaterThan(2_000);
  });

  it('loses its name when that is taken back', () => {
    const catalogue = taken([flow, power]);
    expect(take(catalogue, removed('sensor/power')).toSorted()).toEqual([
      'sensor.flow',
      'sensor.power',
    ]);
    expect(names(catalogue)).toEqual({ 'sensor.flow': 'Flow' });
  });
});
