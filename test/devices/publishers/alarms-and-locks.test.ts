import { describe, expect, it } from 'vitest';
import { aspectsOf, patternOf, presence, published, sent, told } from './publisher.ts';

describe('the panels of Paradox, by PAI', () => {
  const device = {
    identifiers: ['paradox_0600a1b2'],
    manufacturer: 'Paradox',
    model: 'MG5050',
    name: 'MG5050',
    sw_version: '4.9',
  };
  const pai = published({
    'alarm_control_panel/0600a1b2/partition_home': {
      availability_topic: 'paradox/interface/availability',
      device,
      name: 'Paradox 0600a1b2 Partition Home',
      unique_id: 'paradox_0600a1b2_partition_home',
      state_topic: 'paradox/states/partitions/Home/current_state',
      command_topic: 'paradox/control/partitions/Home',
      payload_disarm: 'disarm',
      payload_arm_home: 'arm_stay',
      payload_arm_away: 'arm',
      payload_arm_night: 'arm_sleep',
      code_arm_required: false,
      code_disarm_required: false,
      code_trigger_required: false,
    },
    'switch/0600a1b2/zone_kitchen_bypassed': {
      availability_topic: 'paradox/interface/availability',
      device,
      name: 'Zone Kitchen Bypassed',
      unique_id: 'paradox_0600a1b2_zone_kitchen_bypassed',
      state_topic: 'paradox/states/zones/Kitchen/bypassed',
      command_topic: 'paradox/control/zones/Kitchen',
      state_on: 'True',
      state_off: 'False',
      payload_on: 'bypass',
      payload_off: 'clear_bypass',
    },
    'binary_sensor/0600a1b2/zone_kitchen_open': {
      availability_topic: 'paradox/interface/availability',
      device,
      name: 'Zone Kitchen Open',
      unique_id: 'paradox_0600a1b2_zone_kitchen_open',
      state_topic: 'paradox/states/zones/Kitchen/open',
      payload_on: 'True',
      payload_off: 'False',
      device_class: 'motion',
    },
  });

  it('are armed with the words of PAI, and tell the states of Home Assistant', () => {
    const panel = pai.entity('alarm_control_panel.0600a1b2_partition_home');
    expect(sent(panel, { state: 'armed_night' })).toEqual([
      'paradox/control/partitions/Home arm_sleep',
    ]);
    expect(sent(panel, { state: 'disarmed' })).toEqual(['paradox/control/partitions/Home disarm']);
    expect(told(panel, 'paradox/states/partitions/Home/current_state', 'armed_home')).toEqual({
      state: 'armed_home',
    });
    expect(presence(panel, 'offline')).toBe('offline');
  });

  it('have zones with words of their own for states and commands', () => {
    const bypass = pai.entity('switch.0600a1b2_zone_kitchen_bypassed');
    expect(sent(bypass, { state: 'on' })).toEqual(['paradox/control/zones/Kitchen bypass']);
    expect(told(bypass, 'paradox/states/zones/Kitchen/bypassed', 'False')).toEqual({
      state: 'off',
    });
    const motion = pai.entity('binary_sensor.0600a1b2_zone_kitchen_open');
    expect(told(motion, 'paradox/states/zones/Kitchen/open', 'True')).toEqual({ state: 'on' });
  });
});

describe('Ring, by ring-mqtt', () => {
  const at = 'ring/a1/alarm/b2';
  const common = {
    availability_topic: `${at}/status`,
    payload_available: 'online',
    payload_not_available: 'offline',
    device: { ids: ['b2'], name: 'Home Alarm', mf: 'Ring', mdl: 'Alarm Control Panel' },
  };
  const ring = published({
    'alarm_control_panel/a1/b2_alarm': {
      name: '',
      unique_id: 'b2',
      state_topic: `${at}/alarm/state`,
      command_topic: `${at}/alarm/command`,
      json_attributes_topic: `${at}/alarm/attributes`,
      supported_features: ['arm_home', 'arm_away'],
      code_arm_required: false,
      code_disarm_required: true,
      code: '1234',
      ...common,
    },
    'switch/a1/b2_siren': {
      name: 'Siren',
      unique_id: 'b2_siren',
      state_topic: `${at}/siren/state`,
      command_topic: `${at}/siren/command`,
      icon: 'mdi:alarm-light',
      ...common,
    },
    'lock/a1/c3_lock': {
      name: '',
      unique_id: 'c3',
      state_topic: 'ring/a1/alarm/c3/lock/state',
      command_topic: 'ring/a1/alarm/c3/lock/command',
      ...common,
      device: { ids: ['c3'], name: 'Front Door', mf: 'Ring', mdl: 'Lock' },
    },
    'fan/a1/d4_fan': {
      name: '',
      unique_id: 'd4',
      state_topic: 'ring/a1/alarm/d4/fan/state',
      command_topic: 'ring/a1/alarm/d4/fan/command',
      percentage_state_topic: 'ring/a1/alarm/d4/fan/percent_speed_state',
      percentage_command_topic: 'ring/a1/alarm/d4/fan/percent_speed_command',
      preset_mode_state_topic: 'ring/a1/alarm/d4/fan/speed_state',
      preset_mode_command_topic: 'ring/a1/alarm/d4/fan/speed_command',
      preset_modes: ['low', 'medium', 'high'],
      speed_range_min: 11,
      speed_range_max: 100,
      ...common,
      device: { ids: ['d4'], name: 'Ceiling Fan', mf: 'Ring', mdl: 'Fan Control' },
    },
    'light/a1/e5_light': {
      name: '',
      unique_id: 'e5',
      state_topic: 'ring/a1/alarm/e5/light/state',
      command_topic: 'ring/a1/alarm/e5/light/command',
      brightness_state_topic: 'ring/a1/alarm/e5/light/brightness_state',
      brightness_command_topic: 'ring/a1/alarm/e5/light/brightness_command',
      brightness_scale: 100,
      ...common,
      device: { ids: ['e5'], name: 'Path Light', mf: 'Ring', mdl: 'Dimming Light' },
    },
    'climate/a1/f6_thermostat': {
      name: 'Thermostat',
      unique_id: 'f6_thermostat',
      mode_state_topic: 'ring/a1/alarm/f6/thermostat/mode_state',
      mode_command_topic: 'ring/a1/alarm/f6/thermostat/mode_command',
      action_topic: 'ring/a1/alarm/f6/thermostat/action_state',
      current_temperature_topic: 'ring/a1/alarm/f6/thermostat/current_temperature_state',
      fan_mode_command_topic: 'ring/a1/alarm/f6/thermostat/fan_mode_command',
      fan_mode_state_topic: 'ring/a1/alarm/f6/thermostat/fan_mode_state',
      fan_modes: ['Auto', 'On'],
      max_temp: 37,
      min_temp: 10,
      modes: ['off', 'cool', 'heat', 'auto'],
      preset_mode_command_topic: 'ring/a1/alarm/f6/thermostat/preset_mode_command',
      preset_mode_state_topic: 'ring/a1/alarm/f6/thermostat/preset_mode_state',
      preset_modes: ['Auxillary'],
      temperature_command_topic: 'ring/a1/alarm/f6/thermostat/temperature_command',
      temperature_state_topic: 'ring/a1/alarm/f6/thermostat/temperature_state',
      temperature_unit: 'C',
      ...common,
      device: { ids: ['f6'], name: 'Hallway', mf: 'Ring', mdl: 'Thermostat' },
    },
  });

  it('is called as its devices', () => {
    expect(ring.names).toEqual([
      'Home Alarm',
      'Home Alarm Siren',
      'Front Door',
      'Ceiling Fan',
      'Path Light',
      'Hallway Thermostat',
    ]);
  });

  it('arms without a code and disarms with the right one', () => {
    const alarm = ring.entity('Home Alarm');
    expect(sent(alarm, { state: 'armed_home' })).toEqual([`${at}/alarm/command ARM_HOME`]);
    expect(sent(alarm, { state: 'disarmed' })).toContain('It takes a code');
    expect(sent(alarm, { state: 'disarmed', code: '9999' })).toContain('not right');
    expect(sent(alarm, { state: 'disarmed', code: '1234' })).toEqual([
      `${at}/alarm/command DISARM`,
    ]);
    expect(sent(alarm, { state: 'armed_night' })).toContain('there is no "state" "armed_night"');
  });

  it('locks, and believes no state that it does not know', () => {
    const lock = ring.entity('Front Door');
    expect(sent(lock, { state: 'locked' })).toEqual(['ring/a1/alarm/c3/lock/command LOCK']);
    expect(told(lock, 'ring/a1/alarm/c3/lock/state', 'LOCKING')).toEqual({ state: 'locking' });
    expect(told(lock, 'ring/a1/alarm/c3/lock/state', 'UNKNOWN')).toEqual({});
  });

  it('sets the speed of a fan within its range', () => {
    const fan = ring.entity('Ceiling Fan');
    expect(sent(fan, { speed: 100 })).toEqual(['ring/a1/alarm/d4/fan/percent_speed_command 100']);
    expect(told(fan, 'ring/a1/alarm/d4/fan/percent_speed_state', '100')).toEqual({ speed: 100 });
    expect(told(fan, 'ring/a1/alarm/d4/fan/speed_state', 'medium')).toEqual({ preset: 'medium' });
  });

  it('dims a light from 1 to 100', () => {
    const light = ring.entity('Path Light');
    expect(sent(light, { brightness: 30 })).toEqual([
      'ring/a1/alarm/e5/light/brightness_command 30',
      'ring/a1/alarm/e5/light/command ON',
    ]);
    expect(told(light, 'ring/a1/alarm/e5/light/brightness_state', '30')).toEqual({
      brightness: 30,
    });
  });

  it('tells a thermostat without a preset', () => {
    const thermostat = ring.entity('Hallway Thermostat');
    const state = 'ring/a1/alarm/f6/thermostat/preset_mode_state';
    expect(told(thermostat, state, 'None')).toEqual({ preset: 'none' });
    expect(sent(thermostat, { mode: 'heat', temperature: 20.6 })).toEqual([
      'ring/a1/alarm/f6/thermostat/mode_command heat',
      'ring/a1/alarm/f6/thermostat/temperature_command 21.0',
    ]);
  });
});

describe('Nuki, by Nuki Hub', () => {
  const lock = (kind: string, words: object) => ({
    [`lock/${kind}1/smartlock`]: {
      dev: {
        ids: [`nuki_${kind}`],
        mf: 'Nuki',
        mdl: kind,
        name: `Door ${kind}`,
        sw: '3.1',
        hw: '1',
      },
      '~': `nukihub/${kind}`,
      name: null,
      unique_id: `${kind}_lock`,
      cmd_t: '~/action',
      avty: [{ t: 'nukihub/maintenance/mqttConnectionState' }, { t: '~/availability' }],
      avty_mode: 'all',
      stat_t: '~/hastate',
      stat_jam: 'jammed',
      stat_locked: 'locked',
      stat_locking: 'locking',
      stat_unlocked: 'unlocked',
      stat_unlocking: 'unlocking',
      stat_open: 'open',
      stat_opening: 'opening',
      opt: 'false',
      ...words,
    },
  });
  const nuki = published({
    ...lock('lock', { pl_lock: 'lock', pl_unlk: 'unlock', pl_open: 'unlatch' }),
    ...lock('opener', {
      pl_lock: 'deactivateRTO',
      pl_unlk: 'activateRTO',
      pl_open: 'electricStrikeActuation',
    }),
    'button/lock1/unlatch': {
      dev: { ids: ['nuki_lock'], name: 'Door lock' },
      '~': 'nukihub/lock',
      name: 'Open',
      uniq_id: 'lock_unlatch',
      cmd_t: '~/action',
      pl_prs: 'unlatch',
    },
    'number/lock1/led_brightness': {
      dev: { ids: ['nuki_lock'], name: 'Door lock' },
      '~': 'nukihub/lock',
      name: 'LED brightness',
      uniq_id: 'lock_led',
      stat_t: '~/configuration/basicJson',
      cmd_t: '~/configuration/action',
      cmd_tpl: '{ "ledBrightness": "{{ value }}" }',
      val_tpl: '{{value_json.ledBrightness}}',
      min: '0',
      max: '5',
    },
    'switch/lock1/double_lock': {
      dev: { ids: ['nuki_lock'], name: 'Door lock' },
      '~': 'nukihub/lock',
      name: 'Double lock',
      uniq_id: 'lock_double',
      stat_t: '~/configuration/advancedJson',
      cmd_t: '~/configuration/action',
      pl_on: '{ "singleLock": "0"}',
      pl_off: '{ "singleLock": "1"}',
      val_tpl: '{{value_json.singleLock}}',
      stat_on: '0',
      stat_off: '1',
    },
  });

  it('locks, unlocks and unlatches a door', () => {
    const door = nuki.entity('Door lock');
    expect(sent(door, { state: 'open' })).toEqual(['nukihub/lock/action unlatch']);
    expect(sent(door, { state: 'locked' })).toEqual(['nukihub/lock/action lock']);
    expect(told(door, 'nukihub/lock/hastate', 'unlocking')).toEqual({ state: 'unlocking' });
    expect(door.judge('state', 'open', 'opening')).toBe('underway');
    expect(door.availability.rules.map(({ filter }) => filter)).toEqual([
      'nukihub/maintenance/mqttConnectionState',
      'nukihub/lock/availability',
    ]);
    expect(door.availability.mode).toBe('all');
  });

  it('opens at the opener', () => {
    expect(sent(nuki.entity('Door opener'), { state: 'open' })).toEqual([
      'nukihub/opener/action electricStrikeActuation',
    ]);
  });

  it('has settings whose commands are JSON', () => {
    expect(sent(nuki.entity('Door lock LED brightness'), { value: 3 })).toEqual([
      'nukihub/lock/configuration/action { "ledBrightness": "3" }',
    ]);
    const double = nuki.entity('Door lock Double lock');
    expect(sent(double, { state: 'on' })).toEqual([
      'nukihub/lock/configuration/action { "singleLock": "0"}',
    ]);
    expect(told(double, 'nukihub/lock/configuration/advancedJson', { singleLock: '1' })).toEqual({
      state: 'off',
    });
    expect(told(double, 'nukihub/lock/configuration/advancedJson', { singleLock: 0 })).toEqual({
      state: 'on',
    });
    expect(aspectsOf(nuki.entity('Door lock Open'))).toEqual(['press']);
  });
});

describe('a panel that takes its code in the message', () => {
  const panel = (code: string) =>
    published({
      'alarm_control_panel/ad2/partition1': {
        name: 'Alarm',
        uniq_id: 'ad2_p1',
        stat_t: 'alarm/partition1/state',
        cmd_t: 'alarm/partition1/set',
        cmd_tpl: '{"action":"{{ action }}","code":"{{ code }}"}',
        code,
        sup_feat: ['arm_home', 'arm_away', 'trigger'],
        cod_arm_req: true,
        cod_dis_req: true,
        cod_trig_req: false,
      },
    }).entity('Alarm');

  it('is sent the code that was said', () => {
    const alarm = panel('REMOTE_CODE');
    expect(sent(alarm, { state: 'armed_away', code: '4711' })).toEqual([
      'alarm/partition1/set {"action":"ARM_AWAY","code":"4711"}',
    ]);
    expect(sent(alarm, { state: 'armed_away' })).toContain('It takes a code');
    expect(sent(alarm, { state: 'triggered' })).toEqual([
      'alarm/partition1/set {"action":"TRIGGER","code":"None"}',
    ]);
    expect(patternOf(alarm, 'code')).toBe('^\\d+$');
  });

  it('is sent letters, if it takes any', () => {
    expect(patternOf(panel('REMOTE_CODE_TEXT'), 'code')).toBeUndefined();
    expect(sent(panel('REMOTE_CODE_TEXT'), { state: 'disarmed', code: 'seven' })).toEqual([
      'alarm/partition1/set {"action":"DISARM","code":"seven"}',
    ]);
  });
});

it('a lock is given its code in the form that its publisher wants', () => {
  const lock = published({
    'lock/door': {
      name: 'Door',
      uniq_id: 'door',
      stat_t: 'door/state',
      cmd_t: 'door/set',
      cmd_tpl: '{"do":"{{ value }}","pin":"{{ code }}"}',
      cod_form: '^\\d{4}$',
    },
  }).entity('Door');
  expect(aspectsOf(lock)).toEqual(['state', 'code']);
  expect(sent(lock, { state: 'unlocked', code: '0815' })).toEqual([
    'door/set {"do":"UNLOCK","pin":"0815"}',
  ]);
  expect(patternOf(lock, 'code')).toBe('^\\d{4}$');
});
