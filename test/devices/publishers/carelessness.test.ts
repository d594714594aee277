import { describe, expect, it } from 'vitest';
import { aspectsOf, presence, published, sent, told, unitOf } from './publisher.ts';

describe('what publishers write carelessly, and Home Assistant understands', () => {
  it('is null or nothing for a unit and a class that there is not', () => {
    const home = published({
      'sensor/a': {
        name: 'A',
        uniq_id: 'a',
        stat_t: 'a',
        unit_of_meas: null,
        stat_cla: null,
        dev_cla: null,
      },
      'sensor/b': { name: 'B', uniq_id: 'b', stat_t: 'b', unit_of_meas: '', stat_cla: '' },
      'sensor/c': { name: 'C', uniq_id: 'c', stat_t: 'c', options: null, exp_aft: null },
    });
    expect(told(home.entity('A'), 'a', 'Washing')).toEqual({ value: 'Washing' });
    expect(told(home.entity('B'), 'b', 'Washing')).toEqual({ value: 'Washing' });
    expect(told(home.entity('C'), 'c', 'Washing')).toEqual({ value: 'Washing' });
    expect(unitOf(home.entity('B'))).toBeUndefined();
    expect(home.lacks).toEqual([]);
  });

  it('is null for templates that there are not', () => {
    const siren = published({
      'siren/s': {
        name: 'S',
        uniq_id: 's',
        stat_t: 's',
        cmd_t: 's/set',
        cmd_tpl: null,
        cmd_off_tpl: null,
        av_tones: ['ping'],
      },
    }).entity('S');
    expect(sent(siren, { tone: 'ping' })).toEqual(['s/set {"state":"ON","tone":"ping"}']);
    expect(sent(siren, { state: 'off' })).toEqual(['s/set {"state":"OFF"}']);
  });

  it('is null for the topics of a light that it does not have', () => {
    const light = published({
      'light/l': {
        name: 'L',
        uniq_id: 'l',
        stat_t: 'l',
        cmd_t: 'l/set',
        brightness_state_topic: null,
        brightness_command_topic: null,
        rgb_state_topic: null,
        hs_state_topic: 'l/hs',
        hs_command_topic: 'l/hs/set',
        state_value_template: null,
        value_template: '{{ value_json.on }}',
        payload_on: true,
        payload_off: false,
      },
    }).entity('L');
    expect(told(light, 'l', { on: true })).toEqual({ state: 'on' });
    expect(told(light, 'l/hs', '120,100')).toEqual({ color: '#00ff00' });
    const json = published({
      'light/j': {
        name: 'J',
        uniq_id: 'j',
        schema: 'json',
        stat_t: 'j',
        cmd_t: 'j/set',
        brightness: true,
        supported_color_modes: null,
      },
    }).entity('J');
    expect(aspectsOf(json)).toEqual(['state', 'brightness']);
  });

  it('is numbers as texts, and flags as words', () => {
    const home = published({
      'number/n': {
        name: 'N',
        uniq_id: 'n',
        cmd_t: 'n/set',
        min: '0',
        max: '5',
        step: '0.5',
        qos: '1',
        retain: 'true',
      },
      'sensor/d': { name: 'D', uniq_id: 'd', stat_t: 'd', en: 'false' },
      'light/j': {
        name: 'J',
        uniq_id: 'j',
        schema: 'JSON',
        cmd_t: 'j/set',
        brightness: 'true',
        bri_scl: '100',
      },
    });
    expect(sent(home.entity('N'), { value: 2.5 })).toEqual(['n/set 2.5']);
    expect(sent(home.entity('J'), { brightness: 20 })).toEqual([
      'j/set {"state":"ON","brightness":20}',
    ]);
    expect(home.leftOut.map(({ reason }) => reason)).toEqual([
      'Its publisher has it switched off by default.',
    ]);
  });

  it('is an identifier, a name or a model that is a number', () => {
    const [entity] = published({
      'switch/i': {
        name: 7,
        uniq_id: 42,
        stat_t: 'i',
        cmd_t: 'i/set',
        dev: { ids: 4711, name: 'Plug', mdl: 2 },
      },
    }).entities.values();
    expect(entity?.device).toEqual({
      id: '4711',
      name: 'Plug',
      manufacturer: undefined,
      model: '2',
    });
    expect(entity?.name).toBe('Plug 7');
  });

  it('is a list of modes that is one word, and options that are numbers', () => {
    const home = published({
      'select/s': { name: 'S', uniq_id: 's', cmd_t: 's/set', stat_t: 's', ops: [1, 2, 5] },
      'climate/c': { name: 'C', uniq_id: 'c', mode_cmd_t: 'c/set', modes: 'heat' },
      'fan/f': {
        name: 'F',
        uniq_id: 'f',
        cmd_t: 'f/set',
        pr_mode_cmd_t: 'f/p/set',
        pr_modes: 'eco',
      },
    });
    expect(sent(home.entity('S'), { value: 5 })).toEqual(['s/set 5']);
    expect(told(home.entity('S'), 's', '2')).toEqual({ value: '2' });
    expect(sent(home.entity('C'), { mode: 'heat' })).toEqual(['c/set heat']);
    expect(sent(home.entity('F'), { preset: 'eco' })).toEqual(['f/p/set eco']);
  });

  it('is an availability of one object, with a template and other words', () => {
    const home = published({
      'switch/a': {
        name: 'A',
        uniq_id: 'a',
        cmd_t: 'a/set',
        avty: { t: 'a/lwt', val_tpl: '{{ value_json.up }}', pl_avail: true, pl_not_avail: false },
      },
      'switch/b': {
        name: 'B',
        uniq_id: 'b',
        cmd_t: 'b/set',
        avty_t: 'b/lwt',
        avty_tpl: "{{ 'online' if value|int > 0 else 'offline' }}",
      },
    });
    expect(presence(home.entity('A'), { up: true })).toBe('online');
    expect(presence(home.entity('A'), { up: false })).toBe('offline');
    expect(presence(home.entity('B'), '3')).toBe('online');
  });

  it('is a message that says nothing, or that it is not known', () => {
    const home = published({
      'switch/w': {
        name: 'W',
        uniq_id: 'w',
        stat_t: 'w',
        cmd_t: 'w/set',
        val_tpl: '{{ value_json.w }}',
      },
      'sensor/t': {
        name: 'T',
        uniq_id: 't',
        stat_t: 't',
        val_tpl: '{{ value_json.t }}',
        unit_of_meas: '°C',
      },
      'number/n': { name: 'N', uniq_id: 'n', stat_t: 'n', cmd_t: 'n/set' },
    });
    expect(told(home.entity('W'), 'w', { other: 1 })).toEqual({});
    expect(told(home.entity('W'), 'w', { w: null })).toEqual({ state: null });
    expect(told(home.entity('T'), 't', { t: null })).toEqual({ value: null });
    expect(told(home.entity('T'), 't', { t: 'unavailable' })).toEqual({});
    expect(told(home.entity('T'), 't', '')).toEqual({});
    expect(told(home.entity('N'), 'n', 'None')).toEqual({ value: null });
  });
});

describe('what publishers write in an older way', () => {
  it('is a JSON light with flags for what it can', () => {
    const light = published({
      'light/o': {
        name: 'O',
        uniq_id: 'o',
        schema: 'json',
        stat_t: 'o',
        cmd_t: 'o/set',
        brightness: true,
        color_temp: true,
        rgb: true,
      },
    }).entity('O');
    expect(aspectsOf(light)).toEqual(['state', 'brightness', 'color_temperature', 'color']);
    expect(sent(light, { color: '#ff0000' })).toEqual([
      'o/set {"state":"ON","color":{"r":255,"g":0,"b":0}}',
    ]);
    expect(
      told(light, 'o', { state: 'ON', brightness: 255, color: { r: 255, g: 0, b: 0 } }),
    ).toMatchObject({
      color: '#ff0000',
    });
  });

  it('is an area, a category and a class that go on to the entity', () => {
    const [entity] = published(
      {
        'sensor/x': {
          name: 'X',
          uniq_id: 'x',
          stat_t: 'x',
          dev_cla: 'temperature',
          ent_cat: 'diagnostic',
          dev: { ids: ['1'], name: 'Box', sa: 'Cellar' },
        },
      },
      { extras: ['diagnostic'] },
    ).entities.values();
    expect(entity).toMatchObject({
      area: 'Cellar',
      category: 'diagnostic',
      deviceClass: 'temperature',
    });
  });

  it('is options that are not used any more, which do no harm', () => {
    const home = published({
      'climate/c': {
        name: 'C',
        uniq_id: 'c',
        mode_cmd_t: 'c/set',
        away_mode_cmd_t: 'c/away',
        hold_cmd_t: 'c/hold',
        aux_cmd_t: 'c/aux',
        send_if_off: true,
        pow_stat_t: 'c/power',
      },
      'vacuum/v': {
        name: 'V',
        uniq_id: 'v',
        schema: 'state',
        cmd_t: 'v/set',
        stat_t: 'v',
        bat_lev_t: 'v/b',
        sup_feat: ['start', 'send_command', 'turn_on'],
      },
      'light/w': {
        name: 'W',
        uniq_id: 'w',
        cmd_t: 'w/set',
        whit_val_cmd_t: 'w/white',
        whit_val_scl: 255,
      },
    });
    expect(home.leftOut).toEqual([]);
    expect(home.lacks).toEqual([]);
    expect(aspectsOf(home.entity('V'))).toEqual(['state']);
    expect(aspectsOf(home.entity('W'))).toEqual(['state']);
  });
});
