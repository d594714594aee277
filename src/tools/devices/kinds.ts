/** The tools that act on devices: one for each kind of thing, as far as there is one in the home. */
import { isWayIn } from '../../consent/risk.ts';
import type { Component, Entity } from '../../devices/entity.ts';

export interface Kind {
  readonly tool: string;
  readonly components: readonly Component[];
  /** What it does, for the model. */
  readonly does: string;
  /** Added where anything in the home can be set to it: an aspect, or an option of one. */
  readonly also?: readonly (readonly [to: string, words: string])[];
  readonly one: string;
  readonly many: string;
  /** Whether it may be asked of all of them at once. */
  readonly together: 'all' | 'one';
  /** Those that are only meant where they are named: nobody thinks of them at "all". */
  readonly apart?: {
    readonly is: (entity: Entity) => boolean;
    /** Several of them, in words. */
    readonly many: string;
  };
  /** What is wished for without being said. */
  readonly pressed?: string;
  /** What may be asked for as a change of what it is. */
  readonly changeable?: string;
}

export const KINDS: readonly Kind[] = [
  {
    tool: 'set_light',
    components: ['light'],
    does: 'Turns lights on or off',
    also: [
      ['brightness', 'sets brightness'],
      ['color', 'sets colour'],
    ],
    one: 'light',
    many: 'lights',
    together: 'all',
    changeable: 'brightness',
  },
  {
    tool: 'set_switch',
    components: ['switch'],
    does: 'Turns switches and plugs on or off',
    one: 'switch',
    many: 'switches',
    together: 'all',
  },
  {
    tool: 'set_cover',
    components: ['cover'],
    does: 'Opens, closes or stops blinds, shutters, curtains, garage doors and gates',
    also: [['position', 'position 100 is open']],
    one: 'cover',
    many: 'covers',
    together: 'all',
    apart: { is: isWayIn, many: 'doors, gates and garages' },
  },
  {
    tool: 'set_valve',
    components: ['valve'],
    does: 'Opens or closes a valve',
    also: [['position', 'position 100 is open']],
    one: 'valve',
    many: 'valves',
    together: 'one',
  },
  {
    tool: 'set_climate',
    components: ['climate', 'water_heater'],
    does: 'Sets heating, cooling and hot water',
    one: 'thermostat',
    many: 'thermostats',
    together: 'all',
    changeable: 'temperature',
  },
  {
    tool: 'set_fan',
    components: ['fan'],
    does: 'Turns fans on or off',
    also: [['speed', 'sets their speed']],
    one: 'fan',
    many: 'fans',
    together: 'all',
    changeable: 'speed',
  },
  {
    tool: 'set_humidifier',
    components: ['humidifier'],
    does: 'Sets humidifiers and dehumidifiers',
    one: 'humidifier',
    many: 'humidifiers',
    together: 'all',
  },
  {
    tool: 'set_lock',
    components: ['lock'],
    does: 'Locks or unlocks doors',
    also: [['open', 'opens them']],
    one: 'lock',
    many: 'locks',
    together: 'all',
  },
  {
    tool: 'set_alarm',
    components: ['alarm_control_panel'],
    does: 'Arms or disarms the alarm',
    one: 'alarm',
    many: 'alarms',
    together: 'one',
  },
  {
    tool: 'set_siren',
    components: ['siren'],
    does: 'Turns sirens on or off',
    one: 'siren',
    many: 'sirens',
    together: 'all',
  },
  {
    tool: 'set_vacuum',
    components: ['vacuum', 'lawn_mower'],
    does: 'Starts, pauses or sends home robot vacuum cleaners and mowers',
    one: 'robot',
    many: 'robots',
    together: 'all',
  },
  {
    tool: 'press_button',
    components: ['button', 'scene'],
    does: 'Presses a button or sets a scene',
    one: 'button',
    many: 'buttons',
    together: 'one',
    pressed: 'press',
  },
  {
    tool: 'set_value',
    components: ['number', 'select', 'text'],
    does: 'Sets a number, a choice or a text',
    one: 'setting',
    many: 'settings',
    together: 'one',
  },
  {
    tool: 'install_update',
    components: ['update'],
    does: 'Installs a new version on a device',
    one: 'update',
    many: 'updates',
    together: 'one',
    pressed: 'install',
  },
];
