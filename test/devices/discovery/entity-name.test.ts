import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../src/devices/discovery/clean-text.ts';
import { entityName } from '../../../src/devices/discovery/entity-name.ts';

const nameOf = (told: Partial<Parameters<typeof entityName>[0]>) =>
  entityName({
    device: undefined,
    own: undefined,
    objectId: undefined,
    deviceClass: undefined,
    object: 'node_object',
    ...told,
  });

describe('what people call an entity', () => {
  it.each([
    ['Sink leak', 'Battery', 'Sink leak Battery'],
    ['Kitchen lamp', 'Kitchen lamp power', 'Kitchen lamp power'],
    ['Kitchen lamp', 'kitchen_lamp_power', 'Kitchen lamp power'],
    ['Garage-Motion', 'Garage-Motion_motion', 'Garage-Motion motion'],
    ['Boiler', 'Boiler', 'Boiler'],
    ['Kitchen light', 'Light', 'Kitchen light'],
    ['Strip', 'LED strip', 'LED strip'],
    ['Lamp', 'Lampshade', 'Lamp Lampshade'],
    ['Küche', 'KÜCHE Licht', 'Küche Licht'],
    ['living_room', 'tv_strip', 'living room tv strip'],
    ['-', '-', '- -'],
  ])('is not repeated: %s, %s', (device, own, name) => {
    expect(nameOf({ device, own })).toBe(name);
  });

  it('is that of the device where the entity is what the device is for', () => {
    expect(nameOf({ device: 'Lamp', own: null, deviceClass: 'outlet' })).toBe('Lamp');
  });

  it('is the class of a nameless entity behind that of the device', () => {
    expect(nameOf({ device: 'Sink', deviceClass: 'water_leak' })).toBe('Sink Water leak');
    expect(nameOf({ device: 'Sink' })).toBe('Sink');
  });

  it('is what programs call a nameless entity, if that goes on from the device', () => {
    const told = { device: 'EV charger', deviceClass: 'power' };
    expect(nameOf({ ...told, objectId: 'ev_charger_power_phase_b' })).toBe(
      'EV charger Power phase b',
    );
    expect(nameOf({ ...told, objectId: 'something' })).toBe('EV charger Power');
    expect(nameOf({ ...told, objectId: 'ev_charger' })).toBe('EV charger Power');
  });

  it('is the own name, or that of the topic, where there is no device', () => {
    expect(nameOf({ own: 'Lamp' })).toBe('Lamp');
    expect(nameOf({})).toBe('node object');
    expect(nameOf({ own: null })).toBe('node object');
    expect(nameOf({ object: '_' })).toBe('_');
  });
});

describe('a text of a stranger', () => {
  it.each([
    ['  two\tlines\nor \u0000 more ', 'two lines or more'],
    ['left\u202eright\u2066\u200b', 'leftright'],
    ['\ufeffLamp\u00ad', 'Lamp'],
    ['half \ud800', 'half'],
    ['A\u0308pfel', 'Äpfel'],
    ['\u2028\u2029', undefined],
    ['', undefined],
    [12, '12'],
    [true, undefined],
    [{}, undefined],
    [null, undefined],
  ])('is cleaned: %j', (text, clean) => {
    expect(cleanText(text, 80)).toBe(clean);
  });

  it('is cut to whole characters', () => {
    expect(cleanText('💡💡💡', 2)).toBe('💡💡');
    expect(cleanText('x'.repeat(1_000_000), 5)).toBe('xxxxx');
    expect(cleanText('word more', 5)).toBe('word');
  });
});
