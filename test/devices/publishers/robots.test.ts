import { describe, expect, it } from 'vitest';
import { aspectsOf, published, sent, told, unitOf } from './publisher.ts';

describe('a robot with Valetudo', () => {
  const device = {
    manufacturer: 'Dreame',
    model: 'L10S Ultra',
    name: 'Valetudo Robby',
    identifiers: ['Robby'],
    sw_version: 'Valetudo 2025.08.0',
    configuration_url: 'http://valetudo-robby.local',
  };
  const common = {
    device,
    origin: { name: 'Valetudo', sw: '2025.08.0', url: 'https://valetudo.cloud' },
    availability_topic: 'valetudo/Robby/$state',
    payload_available: 'ready',
    payload_not_available: 'lost',
    availability_template: "{{ 'ready' if value in ['ready', 'init'] else 'lost' }}",
  };
  const home = published(
    {
      'vacuum/robby/robby_vacuum': {
        ...common,
        name: 'Robot',
        unique_id: 'robby_vacuum',
        schema: 'state',
        default_entity_id: 'vacuum.valetudo_robby',
        supported_features: [
          'battery',
          'status',
          'start',
          'stop',
          'pause',
          'return_home',
          'locate',
          'fan_speed',
        ],
        command_topic: 'valetudo/Robby/BasicControlCapability/operation/set',
        state_topic: 'valetudo/Robby/hass/robby_vacuum/state',
        payload_start: 'START',
        payload_pause: 'PAUSE',
        payload_stop: 'STOP',
        payload_return_to_base: 'HOME',
        payload_locate: 'PERFORM',
        fan_speed_list: ['low', 'medium', 'max'],
        set_fan_speed_topic: 'valetudo/Robby/FanSpeedControlCapability/preset/set',
      },
      'select/robby/mode': {
        ...common,
        name: 'Mode',
        unique_id: 'robby_mode',
        state_topic: 'valetudo/Robby/OperationModeControlCapability/preset',
        command_topic: 'valetudo/Robby/OperationModeControlCapability/preset/set',
        options: ['mop', 'vacuum', 'vacuum_and_mop'],
        value_template: '{{ value }}',
      },
      'button/robby/dock_empty': {
        ...common,
        name: 'Trigger Auto Empty Dock',
        unique_id: 'robby_empty',
        command_topic: 'valetudo/Robby/AutoEmptyDockManualTriggerCapability/trigger/set',
        payload_press: 'PERFORM',
      },
      'sensor/robby/battery': {
        ...common,
        name: 'Battery level',
        unique_id: 'robby_battery',
        state_topic: 'valetudo/Robby/BatteryStateAttribute/level',
        unit_of_measurement: '%',
        device_class: 'battery',
        entity_category: 'diagnostic',
      },
      'number/robby/volume': {
        ...common,
        name: 'Speaker volume',
        unique_id: 'robby_volume',
        state_topic: 'valetudo/Robby/SpeakerVolumeControlCapability/value',
        command_topic: 'valetudo/Robby/SpeakerVolumeControlCapability/value/set',
        min: 0,
        max: 100,
      },
    },
    { extras: ['diagnostic'] },
  );

  it('is started, sent home and set to a power', () => {
    const robot = home.entity('Valetudo Robby Robot');
    expect(sent(robot, { state: 'cleaning' })).toEqual([
      'valetudo/Robby/BasicControlCapability/operation/set START',
    ]);
    expect(sent(robot, { state: 'docked' })).toEqual([
      'valetudo/Robby/BasicControlCapability/operation/set HOME',
    ]);
    expect(sent(robot, { fan_speed: 'max' })).toEqual([
      'valetudo/Robby/FanSpeedControlCapability/preset/set max',
    ]);
    expect(aspectsOf(robot)).toEqual(['fan_speed', 'state', 'command']);
    expect(
      told(robot, 'valetudo/Robby/hass/robby_vacuum/state', {
        state: 'returning',
        battery_level: 87,
        fan_speed: 'medium',
      }),
    ).toEqual({ state: 'returning', battery: 87, fan_speed: 'medium' });
    expect(robot.judge('state', 'docked', 'returning')).toBe('underway');
  });

  it('has a mode, a volume, a battery and a button', () => {
    expect(sent(home.entity('Valetudo Robby Mode'), { value: 'vacuum and mop' })).toEqual([
      'valetudo/Robby/OperationModeControlCapability/preset/set vacuum_and_mop',
    ]);
    expect(sent(home.entity('Valetudo Robby Speaker volume'), { value: 40 })).toEqual([
      'valetudo/Robby/SpeakerVolumeControlCapability/value/set 40',
    ]);
    expect(unitOf(home.entity('Valetudo Robby Battery level'))).toBe('%');
    expect(sent(home.entity('Valetudo Robby Trigger Auto Empty Dock'), { press: 'press' })).toEqual(
      ['valetudo/Robby/AutoEmptyDockManualTriggerCapability/trigger/set PERFORM'],
    );
  });
});

describe('a lawn mower', () => {
  const mower = published({
    'lawn_mower/worx': {
      name: null,
      uniq_id: 'worx_mower',
      dev: { ids: 'worx1', name: 'Shaun', mf: 'Worx' },
      '~': 'landroid/shaun',
      act_stat_t: '~/state',
      act_val_tpl:
        "{% set states = {'home': 'docked', 'mowing': 'mowing', 'paused': 'paused', 'going home': 'returning'} %}{{ states[value_json.status] | default('error') }}",
      strt_mw_cmd_t: '~/set',
      strt_mw_cmd_tpl: '{"cmd":"{{ value }}"}',
      pause_cmd_t: '~/set',
      pause_mw_cmd_tpl: '{"cmd":"{{ value }}"}',
      dock_cmd_t: '~/set/dock',
    },
  }).entity('Shaun');

  it('with short names mows, pauses and goes home', () => {
    expect(sent(mower, { state: 'mowing' })).toEqual(['landroid/shaun/set {"cmd":"start_mowing"}']);
    expect(sent(mower, { state: 'paused' })).toEqual(['landroid/shaun/set {"cmd":"pause"}']);
    expect(sent(mower, { state: 'docked' })).toEqual(['landroid/shaun/set/dock dock']);
    expect(told(mower, 'landroid/shaun/state', { status: 'going home' })).toEqual({
      state: 'returning',
    });
    expect(told(mower, 'landroid/shaun/state', { status: 'trapped' })).toEqual({ state: 'error' });
  });
});

it('a vacuum that is described in the old way is left out with a line', () => {
  const { leftOut } = published({
    'vacuum/roomba': { name: 'Roomba', uniq_id: 'r', schema: 'legacy', cmd_t: 'roomba/command' },
  });
  expect(leftOut.map(({ reason }) => reason)).toEqual([
    'It is described in the "legacy" way for vacuums, which was given up in 2024.',
  ]);
});
