import { describe, expect, it } from 'vitest';
import { aspectsOf, presence, published, sent, told, unitOf } from './publisher.ts';

describe('things made with ha-mqtt-discoverable', () => {
  const common = { device: { name: 'Pi', identifiers: 'pi-1' }, qos: 0, retain: false };
  const home = published({
    'binary_sensor/Pi/door': {
      ...common,
      component: 'binary_sensor',
      name: 'door',
      object_id: 'door',
      payload_off: 'off',
      payload_on: 'on',
      state_topic: 'hmd/binary_sensor/Pi/door/state',
      json_attributes_topic: 'hmd/binary_sensor/Pi/door/attributes',
    },
    'light/Pi/strip': {
      ...common,
      component: 'light',
      name: 'strip',
      schema: 'json',
      payload_off: 'OFF',
      payload_on: 'ON',
      brightness: true,
      color_mode: true,
      supported_color_modes: ['rgb'],
      effect: true,
      effect_list: ['blink'],
      state_topic: 'hmd/light/Pi/strip/state',
      command_topic: 'hmd/light/Pi/strip/command',
    },
    'valve/Pi/tap': {
      ...common,
      component: 'valve',
      name: 'tap',
      reports_position: true,
      payload_open: null,
      payload_close: null,
      state_open: null,
      state_closed: null,
      payload_stop: 'STOP',
      position_open: 100,
      position_closed: 0,
      state_opening: 'opening',
      state_closing: 'closing',
      state_topic: 'hmd/valve/Pi/tap/state',
      command_topic: 'hmd/valve/Pi/tap/command',
    },
    'number/Pi/volume': {
      ...common,
      component: 'number',
      name: 'volume',
      min: 0,
      max: 11,
      mode: 'slider',
      step: null,
      state_topic: 'hmd/number/Pi/volume/state',
      command_topic: 'hmd/number/Pi/volume/command',
    },
  });

  it('are understood with all their null', () => {
    expect(home.lacks).toEqual([]);
    expect(told(home.entity('Pi door'), 'hmd/binary_sensor/Pi/door/state', 'on')).toEqual({
      state: 'on',
    });
    expect(sent(home.entity('Pi strip'), { color: '#0000ff', brightness: 100 })).toEqual([
      'hmd/light/Pi/strip/command {"state":"ON","color":{"r":0,"g":0,"b":255},"brightness":255}',
    ]);
    expect(
      told(home.entity('Pi strip'), 'hmd/light/Pi/strip/state', {
        state: 'ON',
        color_mode: 'rgb',
        color: { r: 0, g: 0, b: 255 },
      }),
    ).toEqual({ state: 'on', color: '#0000ff' });
    const tap = home.entity('Pi tap');
    expect(sent(tap, { position: 30 })).toEqual(['hmd/valve/Pi/tap/command 30']);
    expect(sent(tap, { state: 'closed' })).toEqual(['hmd/valve/Pi/tap/command 0']);
    expect(sent(tap, { state: 'stopped' })).toEqual(['hmd/valve/Pi/tap/command STOP']);
    expect(told(tap, 'hmd/valve/Pi/tap/state', { state: null, position: 30 })).toEqual({
      position: 30,
      state: 'open',
    });
    expect(sent(home.entity('Pi volume'), { value: 11 })).toEqual([
      'hmd/number/Pi/volume/command 11',
    ]);
  });
});

describe('things made with the library of Arduino for Home Assistant', () => {
  it('tell numbers as whole ones, and scale them by a template', () => {
    const dev = { ids: 'c0ffee', name: 'Arduino', mf: 'me', mdl: 'Uno', sw: '1.0' };
    const home = published({
      'number/c0ffee/level': {
        uniq_id: 'level',
        name: 'Level',
        val_tpl: '{{float(value)/10**1}}',
        cmd_tpl: '{{int(float(value)*10**1)}}',
        min: -10,
        max: 10,
        step: 0.5,
        dev,
        avty_t: 'aha/c0ffee/avty_t',
        stat_t: 'aha/c0ffee/level/stat_t',
        cmd_t: 'aha/c0ffee/level/cmd_t',
      },
      'climate/c0ffee/hvac': {
        uniq_id: 'hvac',
        name: 'HVAC',
        curr_temp_t: 'aha/c0ffee/hvac/curr_temp_t',
        act_t: 'aha/c0ffee/hvac/act_t',
        temp_cmd_t: 'aha/c0ffee/hvac/temp_cmd_t',
        temp_stat_t: 'aha/c0ffee/hvac/temp_stat_t',
        temp_stat_tpl: '{{float(value)/10**1}}',
        curr_temp_tpl: '{{float(value)/10**1}}',
        temp_cmd_tpl: '{{int(float(value)*10**1)}}',
        min_temp: 10,
        max_temp: 30,
        temp_step: 0.5,
        dev,
      },
      'fan/c0ffee/fan': {
        uniq_id: 'fan',
        name: 'Fan',
        spd_rng_min: 1,
        spd_rng_max: 255,
        stat_t: 'aha/c0ffee/fan/stat_t',
        cmd_t: 'aha/c0ffee/fan/cmd_t',
        pct_cmd_t: 'aha/c0ffee/fan/pct_cmd_t',
        pct_stat_t: 'aha/c0ffee/fan/pct_stat_t',
        dev,
      },
      'select/c0ffee/mode': {
        uniq_id: 'mode',
        name: 'Mode',
        options: ['Low', 'High'],
        stat_t: 'aha/c0ffee/mode/stat_t',
        cmd_t: 'aha/c0ffee/mode/cmd_t',
        dev,
      },
    });
    const level = home.entity('Arduino Level');
    expect(told(level, 'aha/c0ffee/level/stat_t', '-25')).toEqual({ value: -2.5 });
    expect(sent(level, { value: -2.5 })).toEqual(['aha/c0ffee/level/cmd_t -25']);
    const hvac = home.entity('Arduino HVAC');
    expect(told(hvac, 'aha/c0ffee/hvac/curr_temp_t', '215')).toEqual({ current_temperature: 21.5 });
    expect(sent(hvac, { temperature: 22.5 })).toEqual(['aha/c0ffee/hvac/temp_cmd_t 225']);
    expect(sent(home.entity('Arduino Fan'), { speed: 50 })).toEqual([
      'aha/c0ffee/fan/pct_cmd_t 128',
    ]);
    expect(sent(home.entity('Arduino Mode'), { value: 'high' })).toEqual([
      'aha/c0ffee/mode/cmd_t High',
    ]);
  });
});

describe('mqtt-io on a Raspberry Pi', () => {
  it('has inputs, outputs and sensors', () => {
    const common = {
      availability_topic: 'pi/status',
      payload_available: 'running',
      payload_not_available: 'dead',
      device: {
        manufacturer: 'MQTT IO',
        identifiers: ['mqtt-io', 'pi'],
        model: 'v2.6.0',
        name: 'MQTT IO pi',
      },
    };
    const home = published({
      'switch/mqtt-io/pump': {
        ...common,
        name: 'pump',
        unique_id: 'pi_output_pump',
        state_topic: 'pi/output/pump',
        command_topic: 'pi/output/pump/set',
        payload_on: 'ON',
        payload_off: 'OFF',
      },
      'sensor/mqtt-io/lux': {
        ...common,
        name: 'lux',
        unique_id: 'pi_sensor_lux',
        state_topic: 'pi/sensor/lux',
        expire_after: 150,
        unit_of_measurement: 'lx',
      },
    });
    expect(sent(home.entity('MQTT IO pi pump'), { state: 'off' })).toEqual([
      'pi/output/pump/set OFF',
    ]);
    expect(home.entity('MQTT IO pi lux').facts[0]?.expiresAfterS).toBe(150);
    expect(presence(home.entity('MQTT IO pi pump'), 'dead')).toBe('offline');
  });
});

describe('computers with HASS.Agent and IOTLink', () => {
  it('tell of their screen and take commands by buttons', () => {
    const device = {
      identifiers: 'hass.agent-PC',
      manufacturer: 'LAB02 Research',
      model: 'Windows 11',
      name: 'PC',
      sw_version: '2.1',
    };
    const home = published({
      'sensor/PC/pc_activewindow': {
        name: 'activewindow',
        unique_id: 'guid-1',
        device,
        state_topic: 'homeassistant/sensor/PC/pc_activewindow/state',
        availability_topic: 'homeassistant/sensor/PC/availability',
        icon: 'mdi:window-maximize',
      },
      'button/PC/pc_shutdown': {
        name: 'shutdown',
        unique_id: 'guid-2',
        device,
        command_topic: 'homeassistant/button/PC/pc_shutdown/set',
        action_topic: 'homeassistant/button/PC/pc_shutdown/action',
        state_topic: 'homeassistant/button/PC/pc_shutdown/state',
        availability_topic: 'homeassistant/sensor/PC/availability',
      },
      'light/PC/pc_screen': {
        name: 'screen',
        unique_id: 'guid-3',
        device,
        command_topic: 'homeassistant/light/PC/pc_screen/set',
        state_topic: 'homeassistant/light/PC/pc_screen/state',
      },
      'switch/workgroup_pc_volume_mute': {
        name: 'Volume Mute',
        unique_id: 'iotlink_mute',
        device: { identifiers: ['WORKGROUP_PC'], name: 'WORKGROUP PC' },
        state_topic: 'iotlink/workgroup/pc/windows-monitor/stats/media/muted',
        command_topic: 'iotlink/workgroup/pc/commands/volume-mute',
        payload_on: 'true',
        payload_off: 'false',
        state_on: 'True',
        state_off: 'False',
        availability_topic: 'iotlink/workgroup/pc/lwt',
        payload_available: 'ON',
        payload_not_available: 'OFF',
      },
      'camera/PC/webcam': {
        name: 'webcam',
        unique_id: 'guid-4',
        topic: 'homeassistant/camera/PC/webcam/state',
        device,
      },
    });
    expect(sent(home.entity('PC shutdown'), { press: 'press' })).toEqual([
      'homeassistant/button/PC/pc_shutdown/set PRESS',
    ]);
    expect(
      told(home.entity('PC activewindow'), 'homeassistant/sensor/PC/pc_activewindow/state', 'Mail'),
    ).toEqual({ value: 'Mail' });
    expect(aspectsOf(home.entity('PC screen'))).toEqual(['state']);
    expect(
      told(
        home.entity('WORKGROUP PC Volume Mute'),
        'iotlink/workgroup/pc/windows-monitor/stats/media/muted',
        'False',
      ),
    ).toEqual({ state: 'off' });
    expect(home.leftOut.map(({ reason }) => reason)).toEqual([
      'Components of the kind camera take no part in what can be said.',
    ]);
  });
});

describe('lamps of three ways to write', () => {
  it('by templates for on and off, as tuya-mqtt and others have it', () => {
    const lamp = published({
      'light/tuya/bulb': {
        name: 'Bulb',
        uniq_id: 'bulb',
        schema: 'template',
        cmd_t: 'tuya/bulb/command',
        stat_t: 'tuya/bulb/state',
        cmd_on_tpl:
          "on{%- if brightness is defined -%},{{ (brightness / 2.55) | round | int }}{%- endif -%}{%- if red is defined -%},{{ '%02x%02x%02x' | format(red, green, blue) }}{%- endif -%}",
        cmd_off_tpl: 'off',
        stat_tpl: "{{ value.split(',')[0] }}",
        bri_tpl: "{{ (value.split(',')[1] | int * 2.55) | round | int }}",
        r_tpl: "{{ value.split(',')[2][0:2] | int(base=16) }}",
        g_tpl: "{{ value.split(',')[2][2:4] | int(base=16) }}",
        b_tpl: "{{ value.split(',')[2][4:6] | int(base=16) }}",
      },
    }).entity('Bulb');
    expect(sent(lamp, { brightness: 50 })).toEqual(['tuya/bulb/command on,50']);
    expect(sent(lamp, { color: '#ff8000' })).toEqual(['tuya/bulb/command on,ff8000']);
    expect(sent(lamp, { state: 'off' })).toEqual(['tuya/bulb/command off']);
    expect(told(lamp, 'tuya/bulb/state', 'on,50,ff8000')).toEqual({
      state: 'on',
      brightness: 50,
      color: '#ff8000',
    });
  });

  it('by topics in kelvin, as newer firmware has it', () => {
    const lamp = published({
      'light/kelvin': {
        name: 'Kelvin',
        uniq_id: 'k',
        '~': 'k',
        cmd_t: '~/set',
        stat_t: '~',
        clr_temp_k: true,
        min_k: 2200,
        max_k: 6500,
        clr_temp_cmd_t: '~/ct/set',
        clr_temp_stat_t: '~/ct',
      },
    }).entity('Kelvin');
    expect(sent(lamp, { color_temperature: 3000 })).toEqual(['k/ct/set 3000', 'k/set ON']);
    expect(told(lamp, 'k/ct', '3000')).toEqual({ color_temperature: 3000 });
    expect(sent(lamp, { color_temperature: 7000 })).toContain('from 2200 to 6500 K');
    expect(unitOf(lamp, 'color_temperature')).toBe('K');
  });

  it('by JSON in kelvin', () => {
    const lamp = published({
      'light/json': {
        name: 'Json',
        uniq_id: 'j',
        schema: 'json',
        cmd_t: 'j/set',
        stat_t: 'j',
        brightness: true,
        sup_clrm: ['color_temp'],
        clr_temp_k: true,
        min_k: 2000,
        max_k: 6000,
      },
    }).entity('Json');
    expect(sent(lamp, { color_temperature: 4200 })).toEqual([
      'j/set {"state":"ON","color_temp":4200}',
    ]);
    expect(
      told(lamp, 'j', { state: 'ON', brightness: 51, color_mode: 'color_temp', color_temp: 4200 }),
    ).toEqual({
      state: 'on',
      brightness: 20,
      color_temperature: 4200,
    });
  });
});
