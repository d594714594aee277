import { describe, expect, it } from 'vitest';
import { aspectsOf, presence, published, sent, told } from './publisher.ts';

/** ESPHome with its `mqtt:` component: short names, a topic for each entity below that of the node. */
const entity = (component: string, id: string, options: object) => ({
  [`${component}/kitchen/${id}`]: {
    name: id.replaceAll('_', ' '),
    stat_t: `kitchen/${component}/${id}/state`,
    cmd_t: `kitchen/${component}/${id}/command`,
    avty_t: 'kitchen/status',
    uniq_id: `ESP${component}${id}`,
    dev: {
      ids: 'a0b1c2d3e4f5',
      name: 'Kitchen',
      sw: '2025.3.0 (Mar 3 2025, 12:00:00)',
      mdl: 'esp32dev',
      mf: 'Espressif',
      sa: 'Kitchen',
      cns: [['mac', 'a0b1c2d3e4f5']],
    },
    ...options,
  },
});

const CLIMATE = entity('climate', 'heat_pump', {
  stat_t: undefined,
  cmd_t: undefined,
  curr_temp_t: 'kitchen/climate/heat_pump/current_temperature/state',
  curr_hum_t: 'kitchen/climate/heat_pump/current_humidity/state',
  mode_cmd_t: 'kitchen/climate/heat_pump/mode/command',
  mode_stat_t: 'kitchen/climate/heat_pump/mode/state',
  modes: ['off', 'cool', 'heat', 'fan_only', 'dry', 'heat_cool'],
  temp_lo_cmd_t: 'kitchen/climate/heat_pump/target_temperature_low/command',
  temp_lo_stat_t: 'kitchen/climate/heat_pump/target_temperature_low/state',
  temp_hi_cmd_t: 'kitchen/climate/heat_pump/target_temperature_high/command',
  temp_hi_stat_t: 'kitchen/climate/heat_pump/target_temperature_high/state',
  hum_cmd_t: 'kitchen/climate/heat_pump/target_humidity/command',
  hum_stat_t: 'kitchen/climate/heat_pump/target_humidity/state',
  min_temp: 16,
  max_temp: 30,
  temp_step: 0.5,
  temp_unit: 'C',
  min_hum: 30,
  max_hum: 99,
  pr_mode_cmd_t: 'kitchen/climate/heat_pump/preset/command',
  pr_mode_stat_t: 'kitchen/climate/heat_pump/preset/state',
  preset_modes: ['home', 'away', 'eco', 'My own'],
  act_t: 'kitchen/climate/heat_pump/action/state',
  fan_mode_cmd_t: 'kitchen/climate/heat_pump/fan_mode/command',
  fan_mode_stat_t: 'kitchen/climate/heat_pump/fan_mode/state',
  fan_modes: ['auto', 'low', 'quiet'],
  swing_mode_cmd_t: 'kitchen/climate/heat_pump/swing_mode/command',
  swing_mode_stat_t: 'kitchen/climate/heat_pump/swing_mode/state',
  swing_modes: ['off', 'both', 'vertical'],
});

describe('what ESPHome publishes by MQTT', () => {
  it('is a heat pump with all that it tells and takes', () => {
    const { entity, lacks } = published(CLIMATE);
    const pump = entity('Kitchen heat pump');
    const at = (part: string) => `kitchen/climate/heat_pump/${part}/state`;
    expect(lacks).toEqual([]);
    expect(pump.area).toBe('Kitchen');
    expect(told(pump, at('current_temperature'), '21.5')).toEqual({ current_temperature: 21.5 });
    expect(told(pump, at('current_humidity'), '48')).toEqual({ current_humidity: 48 });
    expect(told(pump, at('target_humidity'), '55')).toEqual({ humidity: 55 });
    expect(told(pump, at('mode'), 'heat_cool')).toEqual({ mode: 'heat_cool' });
    expect(told(pump, at('action'), 'heating')).toEqual({ action: 'heating' });
    expect(told(pump, at('preset'), 'none')).toEqual({ preset: 'none' });
    expect(sent(pump, { temperature_low: 19.5, temperature_high: 24 })).toEqual([
      'kitchen/climate/heat_pump/target_temperature_low/command 19.5',
      'kitchen/climate/heat_pump/target_temperature_high/command 24.0',
    ]);
    expect(sent(pump, { preset: 'my own' })).toEqual([
      'kitchen/climate/heat_pump/preset/command My own',
    ]);
    expect(sent(pump, { swing_mode: 'vertical', fan_mode: 'quiet' })).toEqual([
      'kitchen/climate/heat_pump/fan_mode/command quiet',
      'kitchen/climate/heat_pump/swing_mode/command vertical',
    ]);
    expect(sent(pump, { humidity: 50 })).toEqual([
      'kitchen/climate/heat_pump/target_humidity/command 50',
    ]);
    expect(sent(pump, { temperature_low: 12 })).toContain('from 16 to 30 °C');
    expect(presence(pump, 'online')).toBe('online');
  });

  it('is a fan with few speeds', () => {
    const { entity: named } = published(
      entity('fan', 'hood', {
        osc_cmd_t: 'kitchen/fan/hood/oscillation/command',
        osc_stat_t: 'kitchen/fan/hood/oscillation/state',
        pct_cmd_t: 'kitchen/fan/hood/speed_level/command',
        pct_stat_t: 'kitchen/fan/hood/speed_level/state',
        spd_rng_max: 3,
      }),
    );
    const fan = named('Kitchen hood');
    expect(sent(fan, { state: 'on', speed: 60 })).toEqual([
      'kitchen/fan/hood/command ON',
      'kitchen/fan/hood/speed_level/command 2',
    ]);
    expect(sent(fan, { oscillation: 'on' })).toEqual([
      'kitchen/fan/hood/oscillation/command oscillate_on',
    ]);
    expect(told(fan, 'kitchen/fan/hood/speed_level/state', '3')).toEqual({ speed: 100 });
    expect(fan.judge('speed', 60, 67)).toBe('done');
  });

  it('is a fan that knows one speed only', () => {
    const { entity: named } = published(
      entity('fan', 'bath', {
        pct_cmd_t: 'kitchen/fan/bath/speed_level/command',
        pct_stat_t: 'kitchen/fan/bath/speed_level/state',
        spd_rng_max: 1,
      }),
    );
    const fan = named('Kitchen bath');
    expect(sent(fan, { speed: 100 })).toEqual(['kitchen/fan/bath/speed_level/command 1']);
    expect(told(fan, 'kitchen/fan/bath/speed_level/state', '1')).toEqual({ speed: 100 });
  });

  it('is a blind with a position and a tilt, and one that can only tilt', () => {
    const { entity: named } = published({
      ...entity('cover', 'blind', {
        dev_cla: 'blind',
        opt: true,
        pos_t: 'kitchen/cover/blind/position/state',
        set_pos_t: 'kitchen/cover/blind/position/command',
        tilt_status_t: 'kitchen/cover/blind/tilt/state',
        tilt_cmd_t: 'kitchen/cover/blind/tilt/command',
      }),
      ...entity('cover', 'slats', {
        cmd_t: undefined,
        tilt_status_t: 'kitchen/cover/slats/tilt/state',
        tilt_cmd_t: 'kitchen/cover/slats/tilt/command',
      }),
    });
    const blind = named('Kitchen blind');
    expect(sent(blind, { state: 'stopped' })).toEqual(['kitchen/cover/blind/command STOP']);
    expect(sent(blind, { position: 30, tilt: 70 })).toEqual([
      'kitchen/cover/blind/position/command 30',
      'kitchen/cover/blind/tilt/command 70',
    ]);
    expect(told(blind, 'kitchen/cover/blind/state', 'opening')).toEqual({ state: 'opening' });
    expect(told(blind, 'kitchen/cover/blind/position/state', '42')).toMatchObject({ position: 42 });
    expect(aspectsOf(named('Kitchen slats'))).toEqual(['tilt']);
  });

  it('is a lamp with red, green, blue and two whites', () => {
    const { entity: named, lacks } = published(
      entity('light', 'lamp', {
        schema: 'json',
        clrm: true,
        supported_color_modes: ['color_temp', 'rgb', 'rgbww'],
        brightness: true,
        effect: true,
        fx_list: ['Rainbow', 'None'],
      }),
    );
    const lamp = named('Kitchen lamp');
    const state = 'kitchen/light/lamp/state';
    expect(lacks).toEqual([]);
    expect(
      told(lamp, state, {
        effect: 'None',
        color_mode: 'rgbct',
        state: 'ON',
        brightness: 128,
        color: { r: 255, g: 0, b: 0 },
        color_temp: 250,
      }),
    ).toMatchObject({ state: 'on', brightness: 50, effect: 'None' });
    expect(
      told(lamp, state, {
        color_mode: 'rgb',
        state: 'ON',
        brightness: 255,
        color: { r: 255, g: 0, b: 0 },
      }),
    ).toEqual({ state: 'on', brightness: 100, color: '#ff0000', color_temperature: null });
    expect(sent(lamp, { color: '#00ff00', brightness: 50 })).toEqual([
      'kitchen/light/lamp/command {"state":"ON","color":{"r":0,"g":255,"b":0},"brightness":128}',
    ]);
    expect(sent(lamp, { color_temperature: 4000 })).toEqual([
      'kitchen/light/lamp/command {"state":"ON","color_temp":250}',
    ]);
    expect(sent(lamp, { effect: 'none' })).toEqual([
      'kitchen/light/lamp/command {"state":"ON","effect":"None"}',
    ]);
  });

  it('is a lamp of two whites that tells a mode of its own', () => {
    const { entity: named } = published(
      entity('light', 'whites', {
        schema: 'json',
        clrm: true,
        supported_color_modes: ['color_temp'],
        brightness: true,
      }),
    );
    const lamp = named('Kitchen whites');
    expect(
      told(lamp, 'kitchen/light/whites/state', {
        color_mode: 'cwww',
        state: 'ON',
        brightness: 255,
        color: { c: 255, w: 0 },
      }),
    ).toEqual({ state: 'on', brightness: 100, color_temperature: null });
  });

  it('is an alarm panel, a lock, a valve, a number, a choice, a text, an event and an update', () => {
    const home = published({
      ...entity('alarm_control_panel', 'alarm', {
        sup_feat: ['arm_away', 'arm_home'],
        cod_dis_req: true,
        cod_arm_req: false,
      }),
      ...entity('lock', 'door', { pl_open: 'OPEN' }),
      ...entity('valve', 'water', { dev_cla: 'water' }),
      ...entity('number', 'setpoint', {
        min: -5,
        max: 5,
        step: 0.1,
        unit_of_meas: '°C',
        mode: 'box',
      }),
      ...entity('select', 'program', { ops: ['Eco', 'Turbo'] }),
      ...entity('text', 'note', { mode: 'text' }),
      ...entity('event', 'bell', { event_types: ['single', 'double'], cmd_t: undefined }),
      ...entity('update', 'firmware', { schema: 'json', pl_inst: 'INSTALL', ent_cat: undefined }),
    });
    expect(home.leftOut).toEqual([]);
    const alarm = home.entity('Kitchen alarm');
    expect(sent(alarm, { state: 'armed_away' })).toEqual([
      'kitchen/alarm_control_panel/alarm/command ARM_AWAY',
    ]);
    expect(told(alarm, 'kitchen/alarm_control_panel/alarm/state', 'pending')).toEqual({
      state: 'pending',
    });
    const door = home.entity('Kitchen door');
    expect(sent(door, { state: 'open' })).toEqual(['kitchen/lock/door/command OPEN']);
    expect(told(door, 'kitchen/lock/door/state', 'UNLOCKED')).toEqual({ state: 'unlocked' });
    expect(sent(home.entity('Kitchen water'), { state: 'closed' })).toEqual([
      'kitchen/valve/water/command CLOSE',
    ]);
    expect(sent(home.entity('Kitchen setpoint'), { value: -1.5 })).toEqual([
      'kitchen/number/setpoint/command -1.5',
    ]);
    expect(sent(home.entity('Kitchen program'), { value: 'turbo' })).toEqual([
      'kitchen/select/program/command Turbo',
    ]);
    expect(sent(home.entity('Kitchen note'), { value: 'Milk, please' })).toEqual([
      'kitchen/text/note/command Milk, please',
    ]);
    expect(
      told(home.entity('Kitchen bell'), 'kitchen/event/bell/state', { event_type: 'double' }),
    ).toEqual({ value: 'double' });
    const firmware = home.entity('Kitchen firmware');
    expect(
      told(firmware, 'kitchen/update/firmware/state', {
        installed_version: '1.2.0',
        latest_version: '1.10.0',
        title: 'Node',
      }),
    ).toEqual({ installed_version: '1.2.0', latest_version: '1.10.0', state: 'on' });
    expect(sent(firmware, { install: 'press' })).toEqual([
      'kitchen/update/firmware/command INSTALL',
    ]);
  });

  it('is called as its node, if it has no name of its own', () => {
    const { names } = published(
      entity('switch', 'kitchen', { name: '', obj_id: 'kitchen_kitchen', dev_cla: 'outlet' }),
    );
    expect(names).toEqual(['Kitchen']);
  });

  it('leaves dates and times out with a line each', () => {
    const { leftOut } = published({
      ...entity('date', 'day', {}),
      ...entity('time', 'hour', {}),
      ...entity('datetime', 'moment', {}),
    });
    expect(leftOut.map(({ reason }) => reason)).toEqual([
      'Components of the kind date take no part in what can be said.',
      'Components of the kind time take no part in what can be said.',
      'Components of the kind datetime take no part in what can be said.',
    ]);
  });
});
