import { describe, expect, it } from 'vitest';
import { described, only, take, taken } from './catalogue-of.ts';

const ROOT = {
  dev: { ids: ['car'], name: 'Car', mf: 'Maker', mdl: 'Model' },
  o: { name: 'Mate', sw: '1' },
  state_topic: 'car/state',
  qos: 2,
  availability: { t: 'car/healthy', pl_avail: true, pl_not_avail: false },
};

describe('the device form of discovery', () => {
  it('gives each component what stands for all of them, unless it has its own', () => {
    const { descriptions } = taken([
      described('device/car', {
        ...ROOT,
        cmps: {
          speed: { p: 'sensor', name: 'Speed' },
          doors: { p: 'binary_sensor', name: 'Doors', stat_t: 'car/doors', qos: 0, avty_t: 'own' },
        },
      }),
    ]);
    const speed = descriptions.get('sensor.car_speed');
    expect(speed?.options).toEqual({ state_topic: 'car/state', qos: 2 });
    expect(speed?.availability.rules.map(({ filter }) => filter)).toEqual(['car/healthy']);
    expect(speed?.identity).toMatchObject({
      name: 'Car Speed',
      origin: 'Mate',
      device: { id: 'car', name: 'Car', manufacturer: 'Maker', model: 'Model' },
    });
    const doors = descriptions.get('binary_sensor.car_doors');
    expect(doors?.options).toEqual({ state_topic: 'car/doors', qos: 0 });
    expect(doors?.availability.rules.map(({ filter }) => filter)).toEqual(['own']);
  });

  it('has a node before its object in the ids, and of keys only what an id may hold', () => {
    const { descriptions } = taken([
      described('device/node/car', { cmps: { 'door left/1': { platform: 'sensor', name: 'X' } } }),
    ]);
    expect([...descriptions.keys()]).toEqual(['sensor.node_car_door_left_1']);
  });

  it('uses the "~" of a component, else that of the device', () => {
    const { descriptions } = taken([
      described('device/car', {
        '~': 'car',
        avty_t: '~/online',
        cmps: {
          a: { p: 'sensor', name: 'A', '~': 'own', stat_t: '~/a' },
          b: { p: 'sensor', name: 'B', stat_t: '~/b' },
        },
      }),
    ]);
    expect(descriptions.get('sensor.car_a')?.options['state_topic']).toBe('own/a');
    expect(descriptions.get('sensor.car_b')?.options['state_topic']).toBe('car/b');
    expect(descriptions.get('sensor.car_a')?.availability.rules[0]?.filter).toBe('car/online');
  });

  it('lets go of a component that is missing, and of one that is nothing but its kind', () => {
    const catalogue = taken([
      described('device/car', {
        ...ROOT,
        cmps: {
          a: { p: 'sensor', name: 'A' },
          b: { p: 'sensor', name: 'B' },
          c: { p: 'sensor', name: 'C' },
        },
      }),
    ]);
    const changed = take(
      catalogue,
      described('device/car', {
        ...ROOT,
        cmps: { a: { p: 'sensor' }, c: { p: 'sensor', name: 'C' } },
      }),
    );
    expect(changed.toSorted()).toEqual(['sensor.car_a', 'sensor.car_b']);
    expect([...catalogue.descriptions.keys()]).toEqual(['sensor.car_c']);
    expect(catalogue.leftOut).toEqual([]);
  });

  it.each([
    ['no object', 3, 'not a JSON object'],
    ['without its kind', { name: 'A' }, 'what component it is'],
    ['with a kind that is no word', { p: 'a/b', name: 'A' }, 'what component it is'],
  ])('leaves out a component that is %s, and no other', (_, entry, why) => {
    const { descriptions, leftOut } = taken([
      described('device/car', { ...ROOT, cmps: { a: entry, b: { p: 'sensor', name: 'B' } } }),
    ]);
    expect([...descriptions.keys()]).toEqual(['sensor.car_b']);
    expect(only(leftOut)).toMatchObject({ id: 'device.car_a', name: 'Car' });
    expect(only(leftOut).reason).toContain(why);
  });

  it('takes only so many components of one device', () => {
    const cmps = Object.fromEntries(
      Array.from({ length: 2_100 }, (_, at) => [`c${at}`, { p: 'sensor', name: `C${at}` }]),
    );
    const { descriptions, leftOut } = taken([described('device/car', { ...ROOT, cmps })]);
    expect(descriptions.size).toBe(2_000);
    expect(only(leftOut).reason).toContain('more than 2000 components');
  });
});
