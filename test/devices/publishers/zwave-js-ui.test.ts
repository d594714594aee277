import { describe, expect, it } from 'vitest';
import { presence, published, sent, told } from './publisher.ts';

/** Z-Wave JS UI: each value a topic with JSON of its time and value, commands at `set` behind it. */
const entity = (component: string, id: string, options: object) => ({
  [`${component}/hall_node/${id}`]: {
    name: id.replaceAll('_', ' '),
    device: {
      identifiers: ['zwavejs2mqtt_0xe6_node7'],
      manufacturer: 'Fibaro',
      model: 'FGR',
      name: 'Hall Node',
      suggested_area: 'Hall',
      sw_version: '5.1',
    },
    unique_id: `zwavejs2mqtt_0xe6_7-${id}`,
    availability: [
      {
        payload_available: 'true',
        payload_not_available: 'false',
        topic: 'zwave/Hall/Node/status',
        value_template: "{{'true' if value_json.value else 'false'}}",
      },
      {
        topic: 'zwave/_CLIENTS/ZWAVE_GATEWAY-x/status',
        value_template: "{{'online' if value_json.value else 'offline'}}",
      },
      { payload_available: 'true', payload_not_available: 'false', topic: 'zwave/driver/status' },
    ],
    availability_mode: 'all',
    ...options,
  },
});
const value = (text: unknown) => ({ time: 1_763_000_000_000, value: text });

describe('what Z-Wave JS UI publishes', () => {
  it('is a shutter with 99 steps', () => {
    const shutter = published(
      entity('cover', 'position', {
        command_topic: 'zwave/Hall/Node/38/1/targetValue/set',
        set_position_topic: 'zwave/Hall/Node/38/1/targetValue/set',
        position_topic: 'zwave/Hall/Node/38/1/currentValue',
        position_template: '{{ value_json.value | round(0) }}',
        position_open: 99,
        position_closed: 0,
        payload_open: '99',
        payload_close: '0',
        payload_stop: 'stop',
      }),
    ).entity('Hall Node position');
    const topic = 'zwave/Hall/Node/38/1/currentValue';
    expect(sent(shutter, { state: 'open' })).toEqual(['zwave/Hall/Node/38/1/targetValue/set 99']);
    expect(sent(shutter, { position: 50 })).toEqual(['zwave/Hall/Node/38/1/targetValue/set 50']);
    expect(told(shutter, topic, value(99))).toEqual({ position: 100, state: 'open' });
    expect(told(shutter, topic, value(0))).toEqual({ position: 0, state: 'closed' });
    expect(shutter.judge('position', 50, 49)).toBe('done');
    expect(presence(shutter, { value: true, status: 'Alive' })).toBe('online');
  });

  it('is a garage door by a barrier operator, whose states are numbers', () => {
    const gate = published(
      entity('cover', 'barrier_state', {
        position_topic: 'zwave/Hall/Node/102/0/currentState',
        state_topic: 'zwave/Hall/Node/102/0/currentState',
        command_topic: 'zwave/Hall/Node/102/0/targetState/set',
        position_template: '{{ value_json.value }}',
        value_template: '{{ value_json.value }}',
        device_class: 'garage',
        payload_open: 255,
        payload_close: 0,
        payload_stop: 253,
        state_open: 255,
        state_opening: 254,
        state_closed: 0,
        state_closing: 252,
      }),
    ).entity('Hall Node barrier state');
    const topic = 'zwave/Hall/Node/102/0/currentState';
    expect(sent(gate, { state: 'open' })).toEqual(['zwave/Hall/Node/102/0/targetState/set 255']);
    expect(sent(gate, { state: 'stopped' })).toEqual(['zwave/Hall/Node/102/0/targetState/set 253']);
    expect(told(gate, topic, value(254))).toMatchObject({ state: 'opening' });
    expect(told(gate, topic, value(252))).toMatchObject({ state: 'closing' });
    expect(told(gate, topic, value(255))).toMatchObject({ state: 'open' });
    expect(told(gate, topic, value(0))).toMatchObject({ state: 'closed' });
    expect(gate.judge('state', 'closed', 'closed')).toBe('done');
  });

  it('is a lock with numbers for words', () => {
    const lock = published(
      entity('lock', 'lock', {
        state_topic: 'zwave/Hall/Node/98/0/currentMode',
        command_topic: 'zwave/Hall/Node/98/0/targetMode/set',
        state_locked: 255,
        state_unlocked: 0,
        payload_lock: 255,
        payload_unlock: 0,
        value_template: '{{ value_json.value }}',
      }),
    ).entity('Hall Node lock');
    expect(sent(lock, { state: 'locked' })).toEqual(['zwave/Hall/Node/98/0/targetMode/set 255']);
    expect(told(lock, 'zwave/Hall/Node/98/0/currentMode', value(0))).toEqual({ state: 'unlocked' });
  });

  it('is a thermostat whose modes are mapped by templates', () => {
    const thermostat = published(
      entity('climate', 'climate', {
        min_temp: 5,
        max_temp: 40,
        temp_step: 0.5,
        modes: ['off', 'heat', 'heat_cool'],
        mode_state_topic: 'zwave/Hall/Node/64/0/mode',
        mode_state_template:
          '{{ {0:"off",1:"heat",11:"heat_cool"}[value_json.value] | default("off") }}',
        mode_command_topic: 'zwave/Hall/Node/64/0/mode/set',
        mode_command_template: '{{ {"off":0,"heat":1,"heat_cool":11}[value] | default("off") }}',
        current_temperature_topic: 'zwave/Hall/Node/49/0/Air_temperature',
        current_temperature_template: '{{ value_json.value }}',
        temperature_state_topic: 'zwave/Hall/Node/67/0/setpoint/1',
        temperature_state_template: '{{ value_json.value }}',
        temperature_command_topic: 'zwave/Hall/Node/67/0/setpoint/1/set',
        temperature_unit: 'C',
        action_topic: 'zwave/Hall/Node/66/0/state',
        action_template:
          '{{ {0:"idle",1:"heating",2:"cooling"}[value_json.value] | default("off") }}',
      }),
    ).entity('Hall Node climate');
    expect(told(thermostat, 'zwave/Hall/Node/64/0/mode', value(11))).toEqual({ mode: 'heat_cool' });
    expect(told(thermostat, 'zwave/Hall/Node/66/0/state', value(1))).toEqual({ action: 'heating' });
    expect(sent(thermostat, { mode: 'heat', temperature: 20.5 })).toEqual([
      'zwave/Hall/Node/64/0/mode/set 1',
      'zwave/Hall/Node/67/0/setpoint/1/set 20.5',
    ]);
  });

  it('is a lamp with colours, dimmed by the number that also switches it', () => {
    const lamp = published(
      entity('light', 'rgb_dimmer', {
        state_topic: 'zwave/Hall/Node/38/1/currentValue',
        command_topic: 'zwave/Hall/Node/38/1/targetValue/set',
        on_command_type: 'brightness',
        brightness_state_topic: 'zwave/Hall/Node/38/1/currentValue',
        brightness_command_topic: 'zwave/Hall/Node/38/1/targetValue/set',
        state_value_template: '{{ "OFF" if value_json.value == 0 else "ON" }}',
        brightness_value_template: '{{ value_json.value }}',
        brightness_scale: 99,
        rgb_state_topic: 'zwave/Hall/Node/51/1/currentColor',
        rgb_command_topic: 'zwave/Hall/Node/51/1/targetColor/set',
        rgb_command_template: "{{ {'red': red, 'green': green, 'blue': blue}|to_json }}",
        rgb_value_template:
          '{{ value_json.value.red }},{{ value_json.value.green }},{{ value_json.value.blue }}',
      }),
    ).entity('Hall Node rgb dimmer');
    expect(sent(lamp, { state: 'off' })).toEqual(['zwave/Hall/Node/38/1/targetValue/set OFF']);
    expect(sent(lamp, { brightness: 50 })).toEqual(['zwave/Hall/Node/38/1/targetValue/set 50']);
    expect(sent(lamp, { color: '#0000ff' })).toContain(
      'zwave/Hall/Node/51/1/targetColor/set {"red":0,"green":0,"blue":255}',
    );
    expect(
      told(lamp, 'zwave/Hall/Node/51/1/currentColor', value({ red: 255, green: 0, blue: 0 })),
    ).toEqual({ color: '#ff0000' });
    expect(told(lamp, 'zwave/Hall/Node/38/1/currentValue', value(99))).toEqual({
      brightness: 100,
      state: 'on',
    });
  });

  it('is a fan in the way that Home Assistant has given up: it is switched, and no more', () => {
    const home = published(
      entity('fan', 'fan', {
        state_topic: 'zwave/Hall/Node/68/0/mode',
        state_value_template: '{{ value_json.state }}',
        command_topic: 'zwave/Hall/Node/68/0/fan_state/set',
        speed_state_topic: 'zwave/Hall/Node/68/0/mode',
        speed_command_topic: 'zwave/Hall/Node/68/0/mode/set',
        speed_value_template: '{{ value_json.speed }}',
        speeds: ['off', 'low', 'medium', 'high'],
      }),
    );
    expect(sent(home.entity('Hall Node fan'), { state: 'on' })).toEqual([
      'zwave/Hall/Node/68/0/fan_state/set ON',
    ]);
    expect(sent(home.entity('Hall Node fan'), { speed: 50 })).toContain('cannot do "speed"');
  });

  it('is a switch and a sensor whose words are true and false', () => {
    const home = published({
      ...entity('switch', 'switch', {
        state_topic: 'zwave/Hall/Node/37/1/currentValue',
        command_topic: 'zwave/Hall/Node/37/1/targetValue/set',
        payload_off: false,
        payload_on: true,
        value_template: '{{ value_json.value }}',
      }),
      ...entity('sensor', 'notification', {
        state_topic: 'zwave/Hall/Node/113/0/Access_Control/Door_state',
        value_template:
          "{{ {22:'open',23:'closed'}[value_json.value] | default(value_json.value) }}",
        options: ['open', 'closed'],
        device_class: 'enum',
      }),
    });
    expect(sent(home.entity('Hall Node switch'), { state: 'on' })).toEqual([
      'zwave/Hall/Node/37/1/targetValue/set True',
    ]);
    expect(
      told(home.entity('Hall Node switch'), 'zwave/Hall/Node/37/1/currentValue', value(false)),
    ).toEqual({ state: 'off' });
    expect(
      told(
        home.entity('Hall Node notification'),
        'zwave/Hall/Node/113/0/Access_Control/Door_state',
        value(22),
      ),
    ).toEqual({ value: 'open' });
  });
});
