import { describe, expect, it } from 'vitest';
import { aspectsOf, published, sent, told, unitOf } from './publisher.ts';

const ORIGIN = { name: 'Zigbee2MQTT', sw: '2.5.1', url: 'https://www.zigbee2mqtt.io' };

/** Zigbee2MQTT: all states of a device in one message, commands below `set`. */
const entity = (component: string, device: string, id: string, options: object) => ({
  [`${component}/0x${Buffer.from(device).toString('hex')}/${id}`]: {
    availability: [
      { topic: 'zigbee2mqtt/bridge/state', value_template: '{{ value_json.state }}' },
      { topic: `zigbee2mqtt/${device}/availability`, value_template: '{{ value_json.state }}' },
    ],
    availability_mode: 'all',
    device: {
      identifiers: [`zigbee2mqtt_0x${Buffer.from(device).toString('hex')}`],
      manufacturer: 'Maker',
      model: 'Model (M1)',
      name: device,
      via_device: 'zigbee2mqtt_bridge_0x00124b0000000001',
    },
    name: null,
    object_id: device,
    origin: ORIGIN,
    state_topic: `zigbee2mqtt/${device}`,
    unique_id: `${device}_${id}_zigbee2mqtt`,
    ...options,
  },
});

describe('what Zigbee2MQTT publishes', () => {
  it('is a blind with tilt that tells whether its motor runs', () => {
    const { entity: named, lacks } = published(
      entity('cover', 'Blind', 'cover', {
        command_topic: 'zigbee2mqtt/Blind/set',
        value_template:
          '{% if "running" in value_json and value_json["running"] %} {% if value_json["position"] > 0 %} closing {% else %} opening {% endif %} {% else %} stopped {% endif %}',
        position_template: '{{ value_json["position"] }}',
        set_position_template: '{ "position": {{ position }} }',
        set_position_topic: 'zigbee2mqtt/Blind/set',
        position_topic: 'zigbee2mqtt/Blind',
        tilt_command_topic: 'zigbee2mqtt/Blind/set/tilt',
        tilt_status_topic: 'zigbee2mqtt/Blind',
        tilt_status_template: '{{ value_json["tilt"] }}',
      }),
    );
    const blind = named('Blind');
    expect(lacks).toEqual([]);
    expect(sent(blind, { state: 'open' })).toEqual(['zigbee2mqtt/Blind/set OPEN']);
    expect(sent(blind, { position: 40, tilt: 25 })).toEqual([
      'zigbee2mqtt/Blind/set { "position": 40 }',
      'zigbee2mqtt/Blind/set/tilt 25',
    ]);
    expect(told(blind, 'zigbee2mqtt/Blind', { position: 100, tilt: 25, running: false })).toEqual({
      position: 100,
      tilt: 25,
      state: 'open',
    });
    expect(blind.facts[0]?.ask).toEqual({
      topic: 'zigbee2mqtt/Blind/get',
      payload: '{"position":""}',
      qos: 1,
    });
  });

  it('is a curtain with a motor state of its own words', () => {
    const curtain = published(
      entity('cover', 'Curtain', 'cover', {
        command_topic: 'zigbee2mqtt/Curtain/set',
        state_opening: 'up',
        state_closing: 'down',
        state_stopped: 'stop',
        value_template:
          '{% if "motor_state" in value_json and value_json["motor_state"] %} {{ value_json["motor_state"] }} {% else %} stop {% endif %}',
        position_template: '{{ value_json["position"] }}',
        set_position_template: '{ "position": {{ position }} }',
        set_position_topic: 'zigbee2mqtt/Curtain/set',
        position_topic: 'zigbee2mqtt/Curtain',
      }),
    ).entity('Curtain');
    const topic = 'zigbee2mqtt/Curtain';
    expect(told(curtain, topic, { position: 30, motor_state: 'up' })).toEqual({
      position: 30,
      state: 'opening',
    });
    expect(told(curtain, topic, { position: 0, motor_state: 'stop' })).toEqual({
      position: 0,
      state: 'closed',
    });
  });

  it('is a lock with the words that it is sent', () => {
    const lock = published(
      entity('lock', 'Door', 'lock', {
        command_topic: 'zigbee2mqtt/Door/set',
        value_template: '{{ value_json["state"] }}',
        state_locked: 'LOCK',
        state_unlocked: 'UNLOCK',
      }),
    ).entity('Door');
    expect(sent(lock, { state: 'locked' })).toEqual(['zigbee2mqtt/Door/set LOCK']);
    expect(told(lock, 'zigbee2mqtt/Door', { state: 'UNLOCK', battery: 80 })).toEqual({
      state: 'unlocked',
    });
  });

  it('is a radiator with presets and a set point with steps', () => {
    const radiator = published(
      entity('climate', 'Radiator', 'climate', {
        temperature_unit: 'C',
        temp_step: 0.5,
        min_temp: '5',
        max_temp: '35',
        current_temperature_topic: 'zigbee2mqtt/Radiator',
        current_temperature_template: '{{ value_json["local_temperature"] }}',
        mode_state_topic: 'zigbee2mqtt/Radiator',
        mode_state_template: '{{ value_json["system_mode"] }}',
        modes: ['auto', 'heat', 'off'],
        mode_command_topic: 'zigbee2mqtt/Radiator/set/system_mode',
        action_topic: 'zigbee2mqtt/Radiator',
        action_template:
          "{% set values = {None:None,'idle':'idle','heat':'heating','cool':'cooling','fan_only':'fan'} %}{{ values[value_json[\"running_state\"]] }}",
        temperature_command_topic: 'zigbee2mqtt/Radiator/set/current_heating_setpoint',
        temperature_state_template: '{{ value_json["current_heating_setpoint"] }}',
        temperature_state_topic: 'zigbee2mqtt/Radiator',
        preset_modes: ['schedule', 'manual', 'boost'],
        preset_mode_command_topic: 'zigbee2mqtt/Radiator/set/preset',
        preset_mode_value_template: '{{ value_json["preset"] }}',
        preset_mode_state_topic: 'zigbee2mqtt/Radiator',
      }),
    ).entity('Radiator');
    expect(
      told(radiator, 'zigbee2mqtt/Radiator', {
        local_temperature: 20.4,
        current_heating_setpoint: 21,
        system_mode: 'heat',
        running_state: 'heat',
        preset: 'manual',
      }),
    ).toEqual({
      mode: 'heat',
      preset: 'manual',
      temperature: 21,
      current_temperature: 20.4,
      action: 'heating',
    });
    expect(told(radiator, 'zigbee2mqtt/Radiator', { running_state: null })).toMatchObject({
      action: null,
    });
    expect(sent(radiator, { preset: 'boost', temperature: 21.7 })).toEqual([
      'zigbee2mqtt/Radiator/set/preset boost',
      'zigbee2mqtt/Radiator/set/current_heating_setpoint 21.5',
    ]);
  });

  it('is a fan with modes by name', () => {
    const fan = published(
      entity('fan', 'Fan', 'fan', {
        command_topic: 'zigbee2mqtt/Fan/set/fan_state',
        percentage_state_topic: 'zigbee2mqtt/Fan',
        percentage_command_topic: 'zigbee2mqtt/Fan/set/fan_mode',
        percentage_value_template:
          "{{ {'off':0, 'low':1, 'medium':2, 'high':3}[value_json[\"fan_mode\"]] | default('None') }}",
        percentage_command_template:
          "{{ {0:'off', 1:'low', 2:'medium', 3:'high'}[value] | default('') }}",
        speed_range_min: 1,
        speed_range_max: 3,
        preset_mode_state_topic: 'zigbee2mqtt/Fan',
        preset_mode_command_topic: 'zigbee2mqtt/Fan/set/fan_mode',
        preset_mode_value_template:
          "{{ value_json[\"fan_mode\"] if value_json[\"fan_mode\"] in ['on', 'auto'] else 'None' | default('None') }}",
        preset_modes: ['on', 'auto'],
        state_value_template: '{{ value_json.fan_state }}',
      }),
    ).entity('Fan');
    expect(sent(fan, { speed: 50 })).toEqual(['zigbee2mqtt/Fan/set/fan_mode medium']);
    expect(sent(fan, { speed: 0 })).toEqual(['zigbee2mqtt/Fan/set/fan_mode off']);
    expect(sent(fan, { preset: 'auto' })).toEqual(['zigbee2mqtt/Fan/set/fan_mode auto']);
    expect(told(fan, 'zigbee2mqtt/Fan', { fan_state: 'ON', fan_mode: 'auto' })).toEqual({
      state: 'on',
      speed: null,
      preset: 'auto',
    });
    expect(told(fan, 'zigbee2mqtt/Fan', { fan_state: 'ON', fan_mode: 'low' })).toEqual({
      state: 'on',
      speed: 33,
      preset: null,
    });
  });

  it('is a siren whose warning is put together by a template', () => {
    const level =
      '{% if volume_level is defined %}{% if volume_level | float <= 0.25 %}low{% elif volume_level | float <= 0.5 %}medium{% elif volume_level | float <= 0.75 %}high{% else %}very_high{% endif %}{% else %}medium{% endif %}';
    const siren = published(
      entity('siren', 'Siren', 'siren', {
        command_topic: 'zigbee2mqtt/Siren/set',
        state_topic: undefined,
        optimistic: true,
        available_tones: ['burglar', 'fire', 'emergency'],
        support_volume_set: true,
        support_duration: true,
        command_template: `{"warning": {"mode": "{{ tone | default('emergency') }}", "level": "${level}", "duration": {{ duration | default(10) }}}}`,
        command_off_template: '{"warning": {"mode": "stop"}}',
      }),
    ).entity('Siren');
    expect(sent(siren, { state: 'on' })).toEqual([
      'zigbee2mqtt/Siren/set {"warning": {"mode": "emergency", "level": "medium", "duration": 10}}',
    ]);
    expect(sent(siren, { tone: 'fire', duration: 30, volume: 100 })).toEqual([
      'zigbee2mqtt/Siren/set {"warning": {"mode": "fire", "level": "very_high", "duration": 30}}',
    ]);
    expect(sent(siren, { state: 'off' })).toEqual([
      'zigbee2mqtt/Siren/set {"warning": {"mode": "stop"}}',
    ]);
  });

  it('is a group of lamps, a scene of it, and a number with its own topic', () => {
    const home = published({
      'light/1221051039810110150109113116116_5/light': {
        availability: [
          { topic: 'zigbee2mqtt/bridge/state', value_template: '{{ value_json.state }}' },
        ],
        brightness: true,
        brightness_scale: 254,
        command_topic: 'zigbee2mqtt/Upstairs/set',
        device: {
          identifiers: ['zigbee2mqtt_1221051039810110150109113116116_5'],
          name: 'Upstairs',
          model: 'Group',
          manufacturer: 'Zigbee2MQTT',
        },
        max_mireds: 454,
        min_mireds: 250,
        name: null,
        origin: ORIGIN,
        schema: 'json',
        state_topic: 'zigbee2mqtt/Upstairs',
        supported_color_modes: ['xy', 'color_temp'],
        effect: true,
        effect_list: ['blink', 'okay'],
        unique_id: '5_light_zigbee2mqtt',
      },
      'scene/1221051039810110150109113116116_5/scene_3': {
        command_topic: 'zigbee2mqtt/Upstairs/set',
        device: {
          identifiers: ['zigbee2mqtt_1221051039810110150109113116116_5'],
          name: 'Upstairs',
        },
        name: 'Evening',
        origin: ORIGIN,
        payload_on: '{ "scene_recall": 3 }',
        unique_id: '5_scene_3_zigbee2mqtt',
      },
      ...entity('number', 'Sensor', 'occupancy_timeout', {
        command_topic: 'zigbee2mqtt/Sensor/set/occupancy_timeout',
        name: 'Occupancy timeout',
        min: 0,
        max: 65535,
        step: 5,
        unit_of_measurement: 's',
        value_template: '{{ value_json["occupancy_timeout"] }}',
      }),
      ...entity('binary_sensor', 'Sensor', 'occupancy', {
        device_class: 'occupancy',
        name: 'Occupancy',
        payload_on: true,
        payload_off: false,
        value_template: '{{ value_json["occupancy"] }}',
      }),
    });
    const lamps = home.entity('Upstairs');
    expect(sent(lamps, { brightness: 50, color_temperature: 2700 })).toEqual([
      'zigbee2mqtt/Upstairs/set {"state":"ON","brightness":127,"color_temp":370}',
    ]);
    expect(
      told(lamps, 'zigbee2mqtt/Upstairs', {
        state: 'ON',
        brightness: 254,
        color_mode: 'color_temp',
        color_temp: 370,
        color: { x: 0.46, y: 0.41 },
      }),
    ).toEqual({ state: 'on', brightness: 100, color_temperature: 2703, color: null });
    expect(lamps.judge('color_temperature', 2700, 2703)).toBe('done');
    expect(sent(home.entity('Upstairs Evening'), { press: 'press' })).toEqual([
      'zigbee2mqtt/Upstairs/set { "scene_recall": 3 }',
    ]);
    const timeout = home.entity('Sensor Occupancy timeout');
    expect(sent(timeout, { value: 92 })).toEqual(['zigbee2mqtt/Sensor/set/occupancy_timeout 90']);
    expect(unitOf(timeout)).toBe('s');
    expect(
      told(home.entity('Sensor Occupancy'), 'zigbee2mqtt/Sensor', { occupancy: true }),
    ).toEqual({
      state: 'on',
    });
  });

  it('is two sockets of one device, each below its own name', () => {
    const plug = (side: string) =>
      entity('switch', 'Plug', `switch_${side}`, {
        name: side,
        payload_on: 'ON',
        payload_off: 'OFF',
        value_template: `{{ value_json["state_${side}"] }}`,
        command_topic: `zigbee2mqtt/Plug/${side}/set`,
      });
    const home = published({ ...plug('left'), ...plug('right') });
    expect(sent(home.entity('Plug right'), { state: 'on' })).toEqual([
      'zigbee2mqtt/Plug/right/set ON',
    ]);
    expect(
      told(home.entity('Plug left'), 'zigbee2mqtt/Plug', { state_left: 'ON', state_right: 'OFF' }),
    ).toEqual({ state: 'on' });
    expect(home.entity('Plug left').facts[0]?.ask?.payload).toBe('{"state_left":""}');
    expect(aspectsOf(home.entity('Plug left'))).toEqual(['state']);
  });
});
