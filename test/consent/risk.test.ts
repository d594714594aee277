import { describe, expect, test } from 'vitest';
import { type Judged, type Risk, riskOf, riskOfCommand } from '../../src/consent/risk.ts';
import type { Component, Value } from '../../src/devices/entity.ts';

const NO_RULES = { always: [], never: [] };

type Case = [
  Component,
  Partial<Judged> & { name: string },
  Record<string, Value>,
  Risk | undefined,
];

const press = { press: 'press' };
const on = { state: 'on' };
const off = { state: 'off' };

const ON_OFF = [{ aspect: 'state', kind: 'choice', options: ['on', 'off'] }] as const;
const DIMMED = [
  ...ON_OFF,
  { aspect: 'brightness', kind: 'number', min: 1, max: 100, step: 1 },
] as const;
const modelled = (model: string, name?: string) => ({
  id: '1',
  name,
  manufacturer: 'X',
  model,
});

const CASES: Case[] = [
  // Locks.
  ['lock', { name: 'Front door' }, { state: 'unlocked' }, 'unlock'],
  ['lock', { name: 'Front door' }, { state: 'open' }, 'unlock'],
  ['lock', { name: 'Front door' }, { state: 'unlocked', code: '1234' }, 'unlock'],
  ['lock', { name: 'Front door' }, { code: '1234' }, 'unlock'],
  ['lock', { name: 'Front door' }, { state: 'locked' }, undefined],
  ['lock', { name: 'Front door' }, { state: 'locked', code: '1234' }, undefined],
  // Covers, by class and by name.
  ['cover', { name: 'Left', deviceClass: 'garage' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Left', deviceClass: 'gate' }, { position: 30 }, 'open'],
  ['cover', { name: 'Left', deviceClass: 'door' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Left', deviceClass: 'garage' }, { state: 'closed' }, undefined],
  ['cover', { name: 'Left', deviceClass: 'garage' }, { state: 'stopped' }, undefined],
  ['cover', { name: 'Left', deviceClass: 'garage' }, { position: 0 }, undefined],
  ['cover', { name: 'Left', deviceClass: 'garage' }, { state: 'closed', position: 10 }, 'open'],
  ['cover', { name: 'Garage' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Garagentor' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Hoftor' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Haustür' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Haustuer' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Portail' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Puerta principal' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Cancello' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Voordeur' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Brama wjazdowa' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Ytterdörr' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Ворота' }, { state: 'open' }, 'open'],
  ['cover', { name: 'GARAGE_DOOR' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Relay 1', id: 'cover.garage_door' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Left', area: 'Garage' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Garage', deviceClass: 'shutter' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Garage door', deviceClass: 'blind' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Gar\u200bage door' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Garage window', deviceClass: 'blind' }, { state: 'open' }, undefined],
  ['cover', { name: 'Terrassentür', deviceClass: 'shutter' }, { state: 'open' }, undefined],
  ['cover', { name: 'Rollladen Terrassentür' }, { state: 'open' }, undefined],
  ['cover', { name: 'Bedroom blind' }, { state: 'open' }, undefined],
  ['cover', { name: 'Motor', deviceClass: 'curtain' }, { position: 100 }, undefined],
  ['cover', { name: 'Motor' }, { state: 'open' }, undefined],
  // Valves.
  ['valve', { name: 'Garden' }, { state: 'open' }, 'valve'],
  ['valve', { name: 'Garden' }, { position: 10 }, 'valve'],
  ['valve', { name: 'Garden' }, { state: 'closed' }, undefined],
  ['switch', { name: 'Main water valve' }, on, 'valve'],
  ['switch', { name: 'Magnetventil Garten' }, on, 'valve'],
  ['switch', { name: 'Garden valve' }, off, undefined],
  ['switch', { name: 'Ventilator' }, on, undefined],
  ['number', { name: 'Living room radiator valve' }, { value: 40 }, undefined],
  // Alarms and sirens.
  ['alarm_control_panel', { name: 'House' }, { state: 'disarmed' }, 'disarm'],
  ['alarm_control_panel', { name: 'House' }, { state: 'disarmed', code: '1234' }, 'disarm'],
  ['alarm_control_panel', { name: 'House' }, { state: 'triggered' }, 'siren'],
  ['alarm_control_panel', { name: 'House' }, { state: 'armed_custom_bypass' }, 'disarm'],
  ['alarm_control_panel', { name: 'House' }, { state: 'armed_away' }, undefined],
  ['siren', { name: 'Attic' }, on, 'siren'],
  ['siren', { name: 'Attic' }, { tone: 'fire' }, 'siren'],
  ['siren', { name: 'Attic' }, { state: 'off', volume: 100 }, 'siren'],
  ['siren', { name: 'Attic' }, off, undefined],
  ['switch', { name: 'Attic Siren' }, on, 'siren'],
  ['switch', { name: 'Sirene' }, on, 'siren'],
  ['switch', { name: 'Attic Siren' }, off, undefined],
  ['switch', { name: 'Alarm' }, on, 'siren'],
  ['switch', { name: 'Alarmanlage' }, off, 'disarm'],
  ['switch', { name: 'Alarm clock' }, on, undefined],
  [
    'switch',
    {
      name: 'Hall Alarm',
      device: { id: '1', name: undefined, manufacturer: 'X', model: 'Smart siren' },
    },
    off,
    undefined,
  ],
  ['button', { name: 'Trigger alarm', category: 'config' }, press, 'siren'],
  ['button', { name: 'Panic' }, press, 'siren'],
  ['scene', { name: 'Disarm' }, press, 'disarm'],
  // Presses and relays that open and unlock.
  ['button', { name: 'Command UnlockDoor' }, press, 'unlock'],
  ['button', { name: 'COMMAND UNLOCKDoor' }, press, 'unlock'],
  ['button', { name: 'Tür entriegeln' }, press, 'unlock'],
  ['button', { name: 'Déverrouiller' }, press, 'unlock'],
  ['button', { name: "Lock 'n' Go" }, press, 'unlock'],
  ['button', { name: 'Relay', id: 'button.x_unlatch' }, press, 'unlock'],
  ['button', { name: 'Türöffner' }, press, 'unlock'],
  ['button', { name: 'Open trunk' }, press, 'open'],
  ['button', { name: 'Garage' }, press, 'open'],
  ['button', { name: 'Open blinds' }, press, undefined],
  ['button', { name: 'Close garage door' }, press, undefined],
  ['button', { name: 'Doorbell' }, press, undefined],
  ['scene', { name: 'Open the gate' }, press, 'open'],
  ['scene', { name: 'Evening' }, press, undefined],
  ['switch', { name: 'Garagentor' }, on, 'open'],
  ['switch', { name: 'Front door' }, off, 'open'],
  ['switch', { name: 'Door lock' }, off, 'open'],
  ['switch', { name: 'Maglock' }, off, 'unlock'],
  ['switch', { name: 'Front door light' }, on, undefined],
  ['switch', { name: 'Haustürlicht' }, on, undefined],
  ['switch', { name: 'Garage freezer' }, off, undefined],
  ['switch', { name: 'Garage', deviceClass: 'outlet' }, on, undefined],
  ['switch', { name: 'Child lock' }, off, undefined],
  ['switch', { name: 'Coffee machine', deviceClass: 'outlet' }, on, undefined],
  ['switch', { name: 'Monitor' }, on, undefined],
  ['switch', { name: 'Temperatur' }, on, undefined],
  ['switch', { name: 'USB port' }, on, undefined],
  ['switch', { name: 'Werkstatt' }, on, undefined],
  [
    'switch',
    {
      name: 'Trigger',
      device: { id: '1', name: undefined, manufacturer: 'X', model: 'Garage door opener' },
    },
    on,
    'open',
  ],
  // Lights that are only turned on and off, and dimmed ones.
  ['light', { name: 'Garagentor', abilities: ON_OFF }, on, 'open'],
  ['light', { name: 'Garagentor', abilities: ON_OFF, id: 'light.x_light' }, off, 'open'],
  ['light', { name: 'Relay 1', abilities: ON_OFF, id: 'light.front_door_light' }, on, 'open'],
  ['light', { name: 'Siren', abilities: ON_OFF }, on, 'siren'],
  ['light', { name: 'Garagentor', abilities: DIMMED }, on, undefined],
  ['light', { name: 'Front door light', abilities: ON_OFF }, on, undefined],
  ['light', { name: 'Front door', abilities: ON_OFF, device: modelled('LED bulb') }, on, undefined],
  ['light', { name: 'Garage', abilities: ON_OFF }, on, undefined],
  ['light', { name: 'Einfahrt', abilities: ON_OFF }, on, undefined],
  ['light', { name: 'Desk', abilities: ON_OFF }, on, undefined],
  // By the model.
  ['cover', { name: 'Tuya 3', device: modelled('Garage door opener') }, { state: 'open' }, 'open'],
  ['cover', { name: 'Tuya 3', device: modelled('Curtain opener') }, { state: 'open' }, undefined],
  ['switch', { name: 'Sesame', device: modelled('Smart lock', 'Sesame') }, on, 'unlock'],
  [
    'switch',
    { name: 'Sesame Child lock', device: modelled('Smart lock', 'Sesame') },
    on,
    undefined,
  ],
  ['switch', { name: 'Sesame Sound', device: modelled('Smart lock', 'Sesame') }, on, undefined],
  // Other words for ways in.
  ['cover', { name: 'Gartenpforte' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Pforte' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Einfahrt' }, { state: 'open' }, 'open'],
  ['cover', { name: 'Driveway' }, { state: 'open' }, 'open'],
  ['switch', { name: 'Pforte' }, on, 'open'],
  ['switch', { name: 'Einfahrt' }, on, 'open'],
  ['switch', { name: 'Einfahrt Licht' }, on, undefined],
  ['switch', { name: 'Eingang Summer' }, on, 'open'],
  ['switch', { name: 'Eingang Summer' }, off, undefined],
  ['button', { name: 'Summer' }, press, 'open'],
  ['switch', { name: 'Door buzzer' }, on, 'open'],
  ['button', { name: 'Buzzer' }, press, 'open'],
  ['switch', { name: 'Smoke detector Buzzer', category: 'config' }, on, undefined],
  ['switch', { name: 'Summer mode' }, on, undefined],
  ['climate', { name: 'Summer house' }, { temperature: 20 }, undefined],
  ['scene', { name: 'Summer' }, press, undefined],
  ['switch', { name: 'Frontdoorlock' }, on, 'unlock'],
  ['switch', { name: 'Schließanlage' }, on, 'unlock'],
  ['switch', { name: 'Clock' }, on, undefined],
  ['switch', { name: 'Outdoor' }, on, undefined],
  // What keeps watch.
  ['switch', { name: 'Motion sensor Sensor armed' }, off, 'disarm'],
  ['switch', { name: 'Motion sensor Sensor armed' }, on, undefined],
  ['switch', { name: 'Kamera scharf', category: 'config' }, off, 'disarm'],
  ['switch', { name: 'Robot arm' }, off, undefined],
  ['alarm_control_panel', { name: 'House' }, { state: 'armed_home' }, undefined],
  // Texts that are commands.
  ['text', { name: 'Front door lock command' }, { value: 'UNLOCK' }, 'unlock'],
  ['text', { name: 'Front door lock command' }, { value: 'LOCK' }, undefined],
  ['text', { name: 'Front door lock command' }, { value: 'please unlock it for me' }, 'unlock'],
  ['text', { name: 'Command' }, { value: 'unlock' }, 'unlock'],
  ['text', { name: 'Alarm panel' }, { value: 'off' }, 'disarm'],
  ['text', { name: 'Gate' }, { value: 'go' }, 'open'],
  ['text', { name: 'Command' }, { value: 'reboot' }, 'restart'],
  ['text', { name: 'Hall display' }, { value: 'The door is open, come in' }, undefined],
  ['text', { name: 'Hall display' }, { value: 'Hello' }, undefined],
  ['text', { name: 'Update interval' }, { value: '5 min' }, undefined],
  ['select', { name: 'Front door' }, { value: 'open' }, 'open'],
  ['select', { name: 'Front door' }, { value: 'closed' }, undefined],
  ['select', { name: 'Mode' }, { value: 'Unlocked' }, 'unlock'],
  ['select', { name: 'Keypad lockout' }, { value: 'unlock' }, undefined],
  ['select', { name: 'Water valve' }, { value: 'open' }, 'valve'],
  ['select', { name: 'Water valve Report period' }, { value: '1h' }, undefined],
  ['number', { name: 'Garage Interval' }, { value: 3 }, undefined],
  [
    'select',
    { name: 'Front door lock Sound volume', category: 'config' },
    { value: 'low' },
    undefined,
  ],
  ['number', { name: 'Garage door position' }, { value: 50 }, 'open'],
  ['number', { name: 'Garage door position' }, { value: 0 }, undefined],
  ['light', { name: 'Front door' }, on, undefined],
  ['light', { name: 'Unlock front door' }, on, 'unlock'],
  ['fan', { name: 'Garage' }, on, undefined],
  // The network, software, restarts, settings.
  ['switch', { name: 'Zigbee2MQTT Bridge Permit join' }, on, 'join'],
  ['switch', { name: 'Zigbee2MQTT Bridge Permit join' }, off, undefined],
  ['update', { name: 'Lamp' }, { install: 'press' }, 'update'],
  ['button', { name: 'Firmware install' }, press, 'update'],
  ['button', { name: 'Do it', deviceClass: 'restart' }, press, 'restart'],
  ['button', { name: 'Restart' }, press, 'restart'],
  ['button', { name: 'Neustart' }, press, 'restart'],
  ['button', { name: 'Factory reset' }, press, 'restart'],
  ['button', { name: 'Calibrate', category: 'config' }, press, 'setup'],
  ['button', { name: 'Identify', category: 'config', deviceClass: 'identify' }, press, undefined],
  ['button', { name: 'Unlock', category: 'config', deviceClass: 'identify' }, press, 'unlock'],
  ['switch', { name: 'Oven' }, on, 'heat'],
  ['switch', { name: 'Oven' }, off, undefined],
  ['switch', { name: 'Oven light' }, on, undefined],
  ['button', { name: 'Start engine' }, press, 'engine'],
  // Everyday things.
  ['light', { name: 'Kitchen' }, { state: 'on', brightness: 10 }, undefined],
  ['climate', { name: 'Office' }, { temperature: 22 }, undefined],
  ['vacuum', { name: 'Robby' }, { state: 'cleaning' }, undefined],
  ['switch', { name: 'Heater' }, on, undefined],
  ['number', { name: 'Brightness' }, { value: 3 }, undefined],
];

describe('the risk of an act', () => {
  test.each(CASES)('%s %j set to %j: %s', (component, about, wanted, risk) => {
    expect(riskOf(thing(component, about), new Map(Object.entries(wanted)), NO_RULES)).toBe(risk);
  });

  test.each([
    ['garage_door', ['OPEN'], 'open'],
    ['garage_door', ['CLOSE'], undefined],
    ['unlock_front_door', [], 'unlock'],
    ['lock_door', [], undefined],
    ['front_door_light', ['ON'], undefined],
    ['siren', ['ON'], 'siren'],
    ['lamp', ['ON'], undefined],
    ['blinds', ['OPEN'], undefined],
    ['alarm', ['disarm'], 'disarm'],
  ])('of the command %s %j: %s', (name, words, risk) => {
    expect(riskOfCommand({ name, words }, NO_RULES)).toBe(risk);
  });
});

describe('the rules of the configuration', () => {
  const lamp = thing('light', { name: 'Aquarium', id: 'light.fish', area: 'Hall' });
  const front = thing('lock', { name: 'Front door', id: 'lock.front', area: 'Hall' });
  const siren = thing('siren', { name: 'Attic siren', id: 'siren.attic' });
  const unlock = new Map([['state', 'unlocked']]);
  const turnOn = new Map([['state', 'on']]);

  test.each(['Aquarium', 'aquarium', 'light.fish', 'light.*', 'hall', '*'])(
    'have confirmed what "%s" names, by name, id or area',
    (pattern) => {
      expect(riskOf(lamp, turnOn, { always: [pattern], never: ['*'] })).toBe('rule');
    },
  );

  test('have nothing else confirmed', () => {
    expect(riskOf(lamp, turnOn, { always: ['Aqua', 'garden*'], never: [] })).toBeUndefined();
  });

  test('let off what is risky', () => {
    expect(riskOf(siren, turnOn, { always: [], never: ['attic*'] })).toBeUndefined();
  });

  test('let off what lets people in only by its id in full', () => {
    for (const pattern of ['*', 'lock.*', 'Front door', 'Hall', 'lock.front*', 'LOCK.FRONT'])
      expect(riskOf(front, unlock, { always: [], never: [pattern] })).toBe('unlock');
    expect(riskOf(front, unlock, { always: [], never: ['lock.front'] })).toBeUndefined();
  });

  test('that want both have it confirmed', () => {
    expect(riskOf(front, unlock, { always: ['front*'], never: ['lock.front'] })).toBe('unlock');
  });
});

function thing(component: Component, about: Partial<Judged> & { name: string }): Judged {
  return {
    id: `${component}.0x00158d0001`,
    component,
    device: undefined,
    area: undefined,
    deviceClass: undefined,
    category: undefined,
    ...about,
  };
}
