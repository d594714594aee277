import { describe, expect, it } from 'vitest';
import { catalogueOf, described, only, removed, take, taken } from './catalogue-of.ts';

const device = { ids: ['d1'], name: 'Hall lamp', sa: 'Hall' };
const LAMP = described('light/a', { name: null, device });
const BATTERY = described('sensor/b', { name: 'Battery', device, ent_cat: 'diagnostic' });
const DELAY = described('number/c', { name: 'Delay', device, ent_cat: 'config' });
const HIDDEN = described('sensor/d', { name: 'Noise', device, en: 'false' });
const ALL = [LAMP, BATTERY, DELAY, HIDDEN];

describe('what is used of what is described', () => {
  it('is neither settings nor diagnoses nor what is switched off, and each has its reason', () => {
    const { descriptions, leftOut } = taken(ALL);
    expect([...descriptions.keys()]).toEqual(['light.a']);
    expect(leftOut).toEqual([
      { id: 'sensor.b', name: 'Hall lamp Battery', reason: 'It is a diagnosis of its device.' },
      { id: 'number.c', name: 'Hall lamp Delay', reason: 'It is a setting of its device.' },
      {
        id: 'sensor.d',
        name: 'Hall lamp Noise',
        reason: 'Its publisher has it switched off by default.',
      },
    ]);
  });

  it.each([
    ['diagnostic', 'sensor.b'],
    ['config', 'number.c'],
    ['disabled', 'sensor.d'],
  ] as const)('is also what is asked for: %s', (extra, id) => {
    expect([...taken(ALL, { extras: [extra] }).descriptions.keys()]).toEqual(['light.a', id]);
  });

  it('keeps the category that was asked for', () => {
    const { descriptions } = taken(ALL, { extras: ['diagnostic'] });
    expect(descriptions.get('sensor.b')?.identity.category).toBe('diagnostic');
    expect(descriptions.get('light.a')?.identity.category).toBe(undefined);
  });

  it.each([false, 'false', 'False', 'no', 'off', 0, '0'])(
    'is not what has enabled_by_default %j',
    (en) => {
      expect(taken([described('light/a', { name: 'A', en })]).descriptions.size).toBe(0);
    },
  );

  it.each([true, 'true', 1, null, 'strange'])('is what has enabled_by_default %j', (en) => {
    expect(taken([described('light/a', { name: 'A', en })]).descriptions.size).toBe(1);
  });

  it.each(['hall lamp', 'HALL*', 'light.*', 'Ha?l', 'd1', 'Hall'])(
    'is not what the configuration excludes: %s',
    (pattern) => {
      const { descriptions, leftOut } = taken([LAMP], { exclude: ['other', pattern] });
      expect(descriptions.size).toBe(0);
      expect(only(leftOut).reason).toBe(`The configuration excludes it with "${pattern}".`);
    },
  );

  it('is only what the configuration includes, where it includes anything', () => {
    const other = described('light/b', { name: 'Desk' });
    const { descriptions, leftOut } = taken([LAMP, other], { include: ['hall'] });
    expect([...descriptions.keys()]).toEqual(['light.a']);
    expect(only(leftOut).reason).toBe('The configuration does not include it.');
  });

  it('is not what is excluded, even where it is included', () => {
    const { descriptions } = taken([LAMP], { include: ['*'], exclude: ['light.a'] });
    expect(descriptions.size).toBe(0);
  });
});

describe('the area of an entity', () => {
  const areaOf = (areas: Record<string, string>) =>
    only(taken([LAMP], { areas }).descriptions.values()).identity.area;

  it('is the one that the publisher suggests', () => {
    expect(areaOf({})).toBe('Hall');
    expect(areaOf({ other: 'Attic' })).toBe('Hall');
  });

  it.each(['Hall lamp', 'hall LAMP', 'light.a', 'd1', 'hall*', 'light.?'])(
    'is the one of the configuration for %s',
    (key) => {
      expect(areaOf({ [key]: 'Attic' })).toBe('Attic');
    },
  );

  it('goes by exact names before patterns, and by the first of these', () => {
    expect(areaOf({ '*': 'One', 'light.*': 'Two' })).toBe('One');
    expect(areaOf({ '*': 'One', 'light.a': 'Two' })).toBe('Two');
  });

  it('is clean', () => {
    const dirty = { ...device, sa: 'Ha\u0000ll\u202e ' };
    const { descriptions } = taken([described('light/a', { name: 'A', device: dirty })]);
    expect(only(descriptions.values()).identity.area).toBe('Ha ll');
  });
});

describe('what is known of a device', () => {
  it.each([
    [{ ids: 'one' }, 'one'],
    [{ ids: ['first', 'second'] }, 'first'],
    [{ ids: [7] }, '7'],
    [{ cns: [['mac', 'aa:bb']] }, 'mac aa:bb'],
    [{ name: 'Only a name' }, 'Only a name'],
  ])('has an id: %j', (told, id) => {
    const { descriptions } = taken([described('light/a', { name: 'A', device: told })]);
    expect(only(descriptions.values()).identity.device?.id).toBe(id);
  });

  it.each([undefined, null, 'text', [], {}, { ids: [] }, { cns: ['mac'] }])(
    'is nothing where nothing is told: %j',
    (told) => {
      const { descriptions } = taken([described('light/a', { name: 'A', device: told })]);
      expect(only(descriptions.values()).identity.device).toBe(undefined);
    },
  );
});

describe('what is not used and could let people in', () => {
  const lock = (topic: string, more = {}) =>
    described('lock/front', { name: 'Front', command_topic: topic, ...more });
  const kept = (catalogue: ReturnType<typeof taken>) => [...catalogue.unwanted.values()];

  it('is kept as it is described, since others may command it', () => {
    const catalogue = taken([lock('front/set'), LAMP], { exclude: ['Front'] });
    expect(kept(catalogue)).toMatchObject([
      {
        identity: { id: 'lock.front', component: 'lock' },
        options: { command_topic: 'front/set' },
      },
    ]);
    expect([...catalogue.descriptions.keys()]).toEqual(['light.a']);
  });

  it('is so as well if it is not included, switched off or a setting', () => {
    for (const [settings, more] of [
      [{ include: ['lamp'] }, {}],
      [{}, { en: false }],
      [{}, { ent_cat: 'config' }],
    ] as const)
      expect(kept(taken([lock('front/set', more)], settings))).toHaveLength(1);
  });

  it('is not what only tells something, nor the settings of other devices', () => {
    expect(kept(taken(ALL, { exclude: ['*battery*'] }))).toEqual([]);
  });

  it('changes and goes with its description, and says that it has', () => {
    const catalogue = catalogueOf({ exclude: ['Front'] });
    const [key] = take(catalogue, lock('front/set'));
    expect([...catalogue.unwanted.keys()]).toEqual([key]);
    expect(take(catalogue, lock('front/set', { icon: 'x' }))).toEqual([]);
    expect(take(catalogue, lock('other/set'))).toEqual([key]);
    expect(only(kept(catalogue)).options['command_topic']).toBe('other/set');
    expect(take(catalogue, removed('lock/front'))).toEqual([key]);
    expect(kept(catalogue)).toEqual([]);
  });

  it('is not driven out by another description of the same id', () => {
    const other = described('lock/node/front', { name: 'Front', command_topic: 'a/set' });
    const same = described('lock/x/front', { name: 'Front', command_topic: 'b/set' });
    expect(kept(taken([lock('front/set'), other, same], { exclude: ['Front'] }))).toHaveLength(3);
  });

  it('is not more than there may be things', () => {
    const locks = ['a', 'b', 'c'].map((id) => described(`lock/${id}`, { name: 'Front' }));
    expect(kept(taken(locks, { exclude: ['Front'], maxEntities: 2 }))).toHaveLength(2);
  });
});
