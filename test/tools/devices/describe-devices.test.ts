import { describe, expect, test } from 'vitest';
import type { Entity, LeftOut } from '../../../src/devices/entity.ts';
import { describeDevices, devicesDocument } from '../../../src/tools/devices/describe-devices.ts';
import { homeOf, type Written } from '../../devices/names/homes.ts';
import { FakeDevices, fact, NOW_MS, number, onOff } from './small-home.ts';

const THINGS: readonly Written[] = [
  {
    id: 'light.lamp',
    name: 'Lamp',
    area: 'Kitchen',
    device: 'lamp',
    abilities: [onOff, number('brightness', 1, 100, { unit: '%' })],
    facts: [fact('state'), fact('brightness')],
  },
  { id: 'sensor.lamp', component: 'sensor', name: 'Lamp power', area: 'Kitchen', device: 'lamp' },
  { id: 'switch.tv', component: 'switch', name: 'TV', area: 'Attic', abilities: [onOff] },
  { id: 'button.bell', component: 'button', name: 'Bell', facts: [fact('state')] },
];

describe('the devices of a home, for people', () => {
  test('stand room by room, with what they do and what is known of them, those without a room last', () => {
    const found = finding();
    found.tells('light.lamp', 'state', 'on', { ageMs: 60_000 });
    found.leaves('button.bell');
    expect(describeDevices(found, NOW_MS).split('\n')).toEqual([
      'Attic',
      '  TV          state              it never tells its state  [switch.tv]',
      '',
      'Kitchen',
      '  Lamp        state, brightness  on (heard 1 minute ago)  [light.lamp]',
      '  Lamp power  only asked about   it never tells its state  [sensor.lamp]',
      '',
      'No room',
      '  Bell        only asked about   unavailable; unknown: nothing has been heard of it yet  [button.bell]',
      '',
      '4 things of 3 devices; 0 left out.',
    ]);
  });

  test('come with what was left out and why, the rare reasons first, and with how much was dropped', () => {
    const leftOut = [
      { id: 'switch.z', name: 'Zed', reason: 'It has no command topic.' },
      { id: 'homeassistant/odd', name: undefined, reason: 'Its topic is odd.' },
      { id: 'switch.a', name: undefined, reason: 'It has no command topic.' },
    ];
    const found = finding({ leftOut, dropped: { messages: 3, descriptions: 4 } });
    expect(describeDevices(found, NOW_MS).split('\n').slice(-6)).toEqual([
      'Left out',
      '  homeassistant/odd: Its topic is odd.',
      '  switch.a: It has no command topic.',
      '  switch.z (Zed): It has no command topic.',
      '',
      '4 things of 3 devices; 3 left out; 4 more than are kept; 3 messages dropped.',
    ]);
  });

  test('say which part of them was not understood', () => {
    const lacks = ['The template "x" is not understood.'];
    const found = finding({ changes: { 'switch.tv': { lacks } } });
    expect(describeDevices(found, NOW_MS)).toContain(
      'never tells its state  [switch.tv]\n      lacks: The template "x" is not understood.\n',
    );
  });

  test('cannot write to the terminal what they like', () => {
    const text = `a\u001b[2J\nb${'x'.repeat(5_000)}`;
    const found = finding({ leftOut: [{ id: text, name: text, reason: text }] });
    found.tells('light.lamp', 'state', text);
    const told = describeDevices(found, NOW_MS);
    expect(told).not.toContain('\u001b');
    expect(told).not.toContain('a\nb');
    expect(told.length).toBeLessThan(3_000);
  });

  test('say what "on" means of a sensor', () => {
    const found = finding({
      changes: { 'button.bell': { component: 'binary_sensor', deviceClass: 'door' } },
    });
    found.tells('button.bell', 'state', 'off');
    expect(describeDevices(found, NOW_MS)).toContain('off (heard just now), on means open  [');
  });

  test('may be one, or none, and then where they would be found is said', () => {
    const one = new FakeDevices(homeOf([{ name: 'Lamp', id: 'light.lamp' }]));
    expect(describeDevices(one, NOW_MS)).toMatch(/\n1 thing of 1 device; 0 left out\.$/);
    const none = describeDevices(new FakeDevices(new Map()), NOW_MS);
    expect(none).toMatch(/^0 things of 0 devices; 0 left out\.\n\nNothing is described/);
    expect(none).toContain('mqtt.discoveryPrefix');
  });
});

describe('the devices of a home, for programs', () => {
  test('are told whole, with times in ISO 8601 and where each value is from', () => {
    const leftOut = [{ id: 'switch.z', name: 'Zed', reason: 'It has no command topic.' }];
    const found = finding({ leftOut });
    found.tells('light.lamp', 'brightness', 40, { ageMs: 60_000, from: 'disk' });
    found.tells('light.lamp', 'state', null);
    const document = JSON.parse(JSON.stringify(devicesDocument(found)));
    expect(document).toMatchObject({ leftOut, dropped: { messages: 0, descriptions: 0 } });
    expect(document.devices).toHaveLength(4);
    expect(document.devices[0]).toEqual({
      id: 'light.lamp',
      component: 'light',
      name: 'Lamp',
      label: 'Lamp',
      area: 'Kitchen',
      device: { id: 'lamp', name: 'lamp' },
      abilities: [
        { aspect: 'state', kind: 'choice', options: ['on', 'off'] },
        { aspect: 'brightness', kind: 'number', min: 1, max: 100, step: 1, unit: '%' },
      ],
      tells: ['state', 'brightness'],
      availability: 'not told',
      known: {
        brightness: { value: 40, heardAt: '2026-01-10T11:59:00.000Z', from: 'disk' },
        state: { value: null, heardAt: '2026-01-10T12:00:00.000Z', from: 'device' },
      },
      lacks: [],
    });
  });

  test.each([
    [
      'one that tells whether it is there',
      [{ filter: 'lamp/status', read: () => undefined }],
      'online',
    ],
    ['one that never tells', [], 'not told'],
  ] as const)('say of %s just that', (_, rules, expected) => {
    const availability = { mode: 'latest', rules } as const;
    const found = finding({ changes: { 'light.lamp': { availability } } });
    const document = JSON.parse(JSON.stringify(devicesDocument(found)));
    expect(document.devices[0]).toMatchObject({ id: 'light.lamp', availability: expected });
  });
});

function finding({
  leftOut = [],
  dropped = { messages: 0, descriptions: 0 },
  changes = {},
}: {
  readonly leftOut?: readonly LeftOut[];
  readonly dropped?: { readonly messages: number; readonly descriptions: number };
  readonly changes?: Readonly<Record<string, Partial<Entity>>>;
} = {}) {
  const entities = new Map(
    [...homeOf(THINGS)].map(([id, entity]) => [id, { ...entity, ...changes[id] }]),
  );
  return Object.assign(new FakeDevices(entities), { leftOut, dropped });
}
