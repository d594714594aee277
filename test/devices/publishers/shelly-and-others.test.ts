import { describe, expect, it } from 'vitest';
import { aspectsOf, published, sent, told, unitOf } from './publisher.ts';

describe('Shelly of the second generation, by scripts that describe them', () => {
  const device = {
    identifiers: ['shellyplus2pm-a8032ab1'],
    name: 'Office',
    model: 'Shelly Plus 2PM',
    manufacturer: 'Allterco Robotics',
  };
  const rpc = (method: string, params: string) =>
    `{"id":1,"src":"homeassistant","method":"${method}","params":${params}}`;
  const common = {
    '~': 'shellyplus2pm-a8032ab1',
    avty_t: '~/online',
    pl_avail: 'true',
    pl_not_avail: 'false',
    dev: device,
  };
  const home = published({
    'switch/shellyplus2pm-a8032ab1/relay0': {
      ...common,
      name: 'Relay 0',
      uniq_id: 'a8032ab1-relay-0',
      stat_t: '~/status/switch:0',
      val_tpl: '{{ value_json.output }}',
      stat_on: true,
      stat_off: false,
      cmd_t: '~/rpc',
      pl_on: rpc('Switch.Set', '{"id":0,"on":true}'),
      pl_off: rpc('Switch.Set', '{"id":0,"on":false}'),
    },
    'cover/shellyplus2pm-a8032ab1/roller0': {
      ...common,
      name: 'Roller',
      uniq_id: 'a8032ab1-roller-0',
      dev_cla: 'shutter',
      stat_t: '~/status/cover:0',
      val_tpl: '{{ value_json.state }}',
      cmd_t: '~/rpc',
      pl_open: rpc('Cover.Open', '{"id":0}'),
      pl_cls: rpc('Cover.Close', '{"id":0}'),
      pl_stop: rpc('Cover.Stop', '{"id":0}'),
      pos_t: '~/status/cover:0',
      pos_tpl: '{{ value_json.current_pos }}',
      set_pos_t: '~/rpc',
      set_pos_tpl:
        '{"id":1,"src":"homeassistant","method":"Cover.GoToPosition","params":{"id":0,"pos":{{ position }}}}',
    },
    'sensor/shellyplus2pm-a8032ab1/energy0': {
      ...common,
      name: 'Energy',
      uniq_id: 'a8032ab1-energy-0',
      stat_t: '~/status/switch:0',
      val_tpl: '{{ (value_json.aenergy.total / 1000) | round(2) }}',
      unit_of_meas: 'kWh',
      dev_cla: 'energy',
      stat_cla: 'total_increasing',
    },
    'light/shellyrgbw2-bb/color': {
      name: 'Strip',
      uniq_id: 'bb-color',
      schema: 'template',
      stat_t: 'shellies/shellyrgbw2-bb/color/0/status',
      cmd_t: 'shellies/shellyrgbw2-bb/color/0/set',
      cmd_on_tpl:
        '{"turn":"on"{%- if brightness is defined -%},"gain":{{brightness|float|multiply(0.3922)|round(0)}}{%- endif -%}{%- if red is defined and green is defined and blue is defined -%},"red":{{red}},"green":{{green}},"blue":{{blue}}{%- endif -%}{%- if effect is defined -%},"effect":{{effect}}{%- endif -%}}',
      cmd_off_tpl: '{"turn":"off"}',
      stat_tpl: '{% if value_json.ison %}on{% else %}off{% endif %}',
      bri_tpl: '{{value_json.gain|float|multiply(2.55)|round(0)}}',
      r_tpl: '{{value_json.red}}',
      g_tpl: '{{value_json.green}}',
      b_tpl: '{{value_json.blue}}',
      fx_list: [0, 1, 2, 3],
      fx_tpl: '{{value_json.effect}}',
    },
  });

  it('are commanded by calls in JSON', () => {
    const relay = home.entity('Office Relay 0');
    expect(sent(relay, { state: 'on' })).toEqual([
      'shellyplus2pm-a8032ab1/rpc {"id":1,"src":"homeassistant","method":"Switch.Set","params":{"id":0,"on":true}}',
    ]);
    expect(
      told(relay, 'shellyplus2pm-a8032ab1/status/switch:0', {
        output: true,
        aenergy: { total: 12_345 },
      }),
    ).toEqual({ state: 'on' });
    const energy = home.entity('Office Energy');
    expect(
      told(energy, 'shellyplus2pm-a8032ab1/status/switch:0', { aenergy: { total: 12_345 } }),
    ).toEqual({ value: 12.35 });
    expect(unitOf(energy)).toBe('kWh');
    const roller = home.entity('Office Roller');
    expect(sent(roller, { position: 40 })).toEqual([
      'shellyplus2pm-a8032ab1/rpc {"id":1,"src":"homeassistant","method":"Cover.GoToPosition","params":{"id":0,"pos":40}}',
    ]);
    expect(
      told(roller, 'shellyplus2pm-a8032ab1/status/cover:0', { state: 'stopped', current_pos: 40 }),
    ).toEqual({ position: 40, state: 'stopped' });
    expect(
      told(roller, 'shellyplus2pm-a8032ab1/status/cover:0', { state: 'closing', current_pos: 38 }),
    ).toEqual({ position: 38, state: 'closing' });
  });

  it('of the first, are lamps by templates', () => {
    const strip = home.entity('Strip');
    expect(aspectsOf(strip)).toEqual(['state', 'brightness', 'color', 'effect']);
    expect(sent(strip, { brightness: 50 })).toEqual([
      'shellies/shellyrgbw2-bb/color/0/set {"turn":"on","gain":50}',
    ]);
    expect(sent(strip, { effect: 2 })).toEqual([
      'shellies/shellyrgbw2-bb/color/0/set {"turn":"on","effect":2}',
    ]);
    expect(
      told(strip, 'shellies/shellyrgbw2-bb/color/0/status', {
        ison: true,
        gain: 50,
        red: 0,
        green: 255,
        blue: 0,
        effect: 0,
      }),
    ).toEqual({
      state: 'on',
      brightness: 50,
      color: '#00ff00',
      effect: '0',
    });
  });
});

describe('a garage door by meross2mqtt and a curtain by tuya-mqtt', () => {
  it('have states without positions', () => {
    const home = published({
      'cover/meross/garage': {
        name: 'Garage',
        unique_id: 'meross_garage',
        device_class: 'garage',
        state_topic: 'meross/garage/state',
        command_topic: 'meross/garage/set',
        payload_open: 'ON',
        payload_close: 'OFF',
        payload_stop: null,
        state_open: 'ON',
        state_closed: 'OFF',
      },
      'cover/tuya/curtain': {
        name: 'Curtain',
        unique_id: 'tuya_curtain',
        command_topic: 'tuya/curtain/command',
        payload_open: 'open',
        payload_close: 'close',
        payload_stop: 'stop',
        position_topic: 'tuya/curtain/position',
        set_position_topic: 'tuya/curtain/position_command',
        position_open: 0,
        position_closed: 100,
      },
    });
    const garage = home.entity('Garage');
    expect(garage.abilities).toEqual([
      { aspect: 'state', kind: 'choice', options: ['open', 'closed'] },
    ]);
    expect(sent(garage, { state: 'closed' })).toEqual(['meross/garage/set OFF']);
    expect(told(garage, 'meross/garage/state', 'ON')).toEqual({ state: 'open' });
    const curtain = home.entity('Curtain');
    expect(sent(curtain, { position: 20 })).toEqual(['tuya/curtain/position_command 80']);
    expect(told(curtain, 'tuya/curtain/position', '80')).toEqual({ position: 20, state: 'open' });
    expect(told(curtain, 'tuya/curtain/position', '100')).toEqual({ position: 0, state: 'closed' });
  });
});

describe('a door bell and a camera', () => {
  it('tell events and detections; their pictures are left out', () => {
    const home = published({
      'event/doorbird/bell': {
        name: 'Doorbell',
        unique_id: 'doorbird_bell',
        device_class: 'doorbell',
        event_types: ['pressed', 'motion'],
        state_topic: 'doorbird/1CCAE3/doorbell',
      },
      'button/doorbird/relay1': {
        name: 'Open the gate',
        unique_id: 'doorbird_relay1',
        command_topic: 'doorbird/1CCAE3/relay/1',
      },
      'binary_sensor/frigate/front_person': {
        name: 'Front person',
        unique_id: 'frigate_front_person',
        device_class: 'occupancy',
        state_topic: 'frigate/front/person',
        payload_on: 1,
        payload_off: 0,
        off_delay: 30,
      },
      'switch/frigate/front_detect': {
        name: 'Front detect',
        unique_id: 'frigate_front_detect',
        state_topic: 'frigate/front/detect/state',
        command_topic: 'frigate/front/detect/set',
      },
      'image/frigate/front': {
        name: 'Front',
        unique_id: 'frigate_front',
        image_topic: 'frigate/front/person/snapshot',
      },
      'notify/doorbird/say': {
        name: 'Say',
        unique_id: 'doorbird_say',
        command_topic: 'doorbird/say',
      },
      'tag/doorbird/reader': { topic: 'doorbird/reader', value_template: '{{ value }}' },
    });
    expect(
      told(home.entity('Doorbell'), 'doorbird/1CCAE3/doorbell', { event_type: 'pressed' }),
    ).toEqual({ value: 'pressed' });
    expect(
      told(home.entity('Doorbell'), 'doorbird/1CCAE3/doorbell', { event_type: 'other' }),
    ).toEqual({});
    expect(sent(home.entity('Open the gate'), { press: 'press' })).toEqual([
      'doorbird/1CCAE3/relay/1 PRESS',
    ]);
    const person = home.entity('Front person');
    expect(told(person, 'frigate/front/person', '1')).toEqual({ state: 'on' });
    expect(person.facts[0]?.becomes).toEqual({ from: 'on', to: 'off', afterS: 30 });
    expect(sent(home.entity('Front detect'), { state: 'off' })).toEqual([
      'frigate/front/detect/set OFF',
    ]);
    expect(home.leftOut.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'image.frigate_front: Components of the kind image take no part in what can be said.',
      'notify.doorbird_say: Components of the kind notify take no part in what can be said.',
      'tag.doorbird_reader: Components of the kind tag take no part in what can be said.',
    ]);
  });
});

describe('lamps with whites of their own', () => {
  it('are sent red, green, blue and white in one message', () => {
    const lamp = published({
      'light/rgbw': {
        name: 'RGBW',
        uniq_id: 'rgbw',
        stat_t: 'l',
        cmd_t: 'l/set',
        rgbw_cmd_t: 'l/rgbw/set',
        rgbw_stat_t: 'l/rgbw',
        bri_cmd_t: 'l/bri/set',
        bri_stat_t: 'l/bri',
        whit_cmd_t: 'l/white/set',
        whit_scl: 100,
        fx_cmd_t: 'l/fx/set',
        fx_stat_t: 'l/fx',
        fx_list: ['Rainbow', 'Fire'],
        clrm_stat_t: 'l/mode',
      },
    }).entity('RGBW');
    expect(sent(lamp, { color: '#ff0000' })).toEqual(['l/rgbw/set 255,0,0,0', 'l/set ON']);
    expect(sent(lamp, { white: 60 })).toEqual(['l/white/set 60', 'l/set ON']);
    expect(sent(lamp, { effect: 'fire' })).toEqual(['l/fx/set Fire', 'l/set ON']);
    expect(told(lamp, 'l/rgbw', '0,0,255,0')).toEqual({ color: '#0000ff' });
    expect(told(lamp, 'l/fx', 'Rainbow')).toEqual({ effect: 'Rainbow' });
  });
});
