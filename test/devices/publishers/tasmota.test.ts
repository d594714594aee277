import { describe, expect, it } from 'vitest';
import { aspectsOf, published, sent, told, unitOf } from './publisher.ts';

/** Tasmota's own discovery, as `SetOption19 0` has it. */
const native = (mac: string, changes: object, sensors?: object) => ({
  [`tasmota/discovery/${mac}/config`]: {
    ip: '10.0.0.7',
    dn: 'Tasmota',
    fn: ['Tasmota', null, null, null, null, null, null, null],
    hn: `tasmota-${mac.slice(-6)}`,
    mac,
    md: 'Generic',
    ty: 0,
    if: 0,
    ofln: 'Offline',
    onln: 'Online',
    state: ['OFF', 'ON', 'TOGGLE', 'HOLD'],
    sw: '14.4.1',
    t: `tasmota_${mac.slice(-6)}`,
    ft: '%prefix%/%topic%/',
    tp: ['cmnd', 'stat', 'tele'],
    rl: [1, 0, 0, 0, 0, 0, 0, 0],
    swc: [-1, -1, -1, -1, -1, -1, -1, -1],
    swn: [null, null, null, null, null, null, null, null],
    btn: [0, 0, 0, 0, 0, 0, 0, 0],
    so: { 4: 0, 11: 0, 13: 0, 17: 0, 20: 0, 30: 0, 68: 0, 73: 0, 82: 0, 114: 0, 117: 0 },
    lk: 0,
    lt_st: 0,
    bat: 0,
    dslp: 0,
    sho: [],
    sht: [],
    ver: 1,
    ...changes,
  },
  ...(sensors === undefined
    ? {}
    : { [`tasmota/discovery/${mac}/sensors`]: { sn: sensors, ver: 1 } }),
});
const MAC = 'AABBCCDDEE01';
const CMND = 'cmnd/tasmota_DDEE01';
const STATE = 'tele/tasmota_DDEE01/STATE';
const RESULT = 'stat/tasmota_DDEE01/RESULT';

describe('Tasmota by its own discovery', () => {
  it('is a strip of sockets with names of their own', () => {
    const home = published(
      native(MAC, {
        dn: 'Desk',
        fn: ['Monitor', 'Printer', 'Desk', null],
        rl: [1, 1, 1, 1, 0, 0, 0, 0],
      }),
    );
    expect(home.names).toEqual(['Desk Monitor', 'Desk Printer', 'Desk', 'Desk output 4']);
    expect(sent(home.entity('Desk Printer'), { state: 'on' })).toEqual([`${CMND}/POWER2 ON`]);
    expect(told(home.entity('Desk Monitor'), RESULT, { POWER1: 'ON' })).toEqual({ state: 'on' });
    expect(told(home.entity('Desk output 4'), STATE, { POWER1: 'ON', POWER4: 'OFF' })).toEqual({
      state: 'off',
    });
  });

  it('is a lamp with colours and white, and one with two whites', () => {
    const lamp = published(
      native(MAC, { dn: 'Lamp', fn: ['Lamp'], rl: [2], lt_st: 4, lk: 1 }),
    ).entity('Lamp');
    expect(aspectsOf(lamp)).toEqual(['state', 'brightness', 'color', 'white', 'effect']);
    expect(sent(lamp, { white: 40 })).toContain(`${CMND}/White 40`);
    expect(sent(lamp, { color: '#ff0000' })).toContain(`${CMND}/Backlog HsbColor1 0;HsbColor2 100`);
    expect(
      told(lamp, RESULT, {
        POWER: 'ON',
        Dimmer: 60,
        Color: 'FF000000',
        HSBColor: '0,100,60',
        White: 0,
        Channel: [60, 0, 0, 0],
      }),
    ).toMatchObject({ state: 'on', brightness: 60, color: '#ff0000' });
    const whites = published(
      native(MAC, { dn: 'Whites', fn: ['Whites'], rl: [2], lt_st: 2, lk: 1 }),
    ).entity('Whites');
    expect(aspectsOf(whites)).toEqual(['state', 'brightness', 'color_temperature']);
    expect(sent(whites, { color_temperature: 2700 })).toContain(`${CMND}/CT 370`);
    expect(told(whites, RESULT, { POWER: 'ON', Dimmer: 100, CT: 500 })).toEqual({
      state: 'on',
      brightness: 100,
      color_temperature: 2000,
    });
  });

  it('is a dimmer, a fan and a shutter with tilt', () => {
    const dimmer = published(
      native(MAC, { dn: 'Dimmer', fn: ['Dimmer'], rl: [2], lt_st: 1 }),
    ).entity('Dimmer');
    expect(sent(dimmer, { brightness: 25 })[0]).toBe(`${CMND}/Dimmer 25`);
    const ifan = published(native(MAC, { dn: 'iFan', fn: ['iFan'], if: 1, rl: [2, 0, 0, 0] }));
    expect(ifan.names).toEqual(['iFan', 'iFan light']);
    expect(sent(ifan.entity('iFan'), { speed: 100 })).toEqual([`${CMND}/FanSpeed 3`]);
    expect(sent(ifan.entity('iFan light'), { state: 'on' })).toEqual([`${CMND}/POWER1 ON`]);
    expect(told(ifan.entity('iFan'), RESULT, { FanSpeed: 1 })).toEqual({ state: 'on', speed: 33 });
    const shutter = published(
      native(MAC, { dn: 'Shutter', fn: ['Shutter'], rl: [3, 3], sho: [0], sht: [[-90, 90, 10]] }),
    ).entity('Shutter');
    expect(sent(shutter, { state: 'closed' })).toEqual([`${CMND}/Backlog ShutterClose1`]);
    expect(sent(shutter, { position: 30 })).toEqual([`${CMND}/ShutterPosition1 30`]);
    expect(sent(shutter, { tilt: 50 })).toEqual([`${CMND}/ShutterTilt1 0`]);
    expect(
      told(shutter, RESULT, { Shutter1: { Position: 100, Direction: 0, Target: 100, Tilt: 90 } }),
    ).toEqual({ position: 100, state: 'open', tilt: 100 });
  });

  it('has the readings of its sensors with their units', () => {
    const home = published(
      native(
        MAC,
        { dn: 'Meter', fn: ['Meter'] },
        {
          Time: '2025-01-01T00:00:00',
          ENERGY: {
            TotalStartTime: '2024-01-01T00:00:00',
            Total: 3.185,
            Today: 0.12,
            Power: 42,
            Voltage: 231,
            Factor: 0.9,
          },
          AM2301: { Temperature: 21.5, Humidity: 48.2, DewPoint: 10.1 },
          DS18B20: { Id: '0123', Temperature: 19.1 },
          TempUnit: 'C',
        },
      ),
    );
    const read = (name: string) => {
      const entity = home.entity(name);
      return [
        told(entity, 'tele/tasmota_DDEE01/SENSOR', {
          ENERGY: { Total: 3.2, Power: 44 },
          AM2301: { Temperature: 22, Humidity: 50 },
          DS18B20: { Temperature: 18.9 },
        })['value'],
        unitOf(entity),
      ];
    };
    expect(read('Meter Power')).toEqual([44, 'W']);
    expect(read('Meter Energy total')).toEqual([3.2, 'kWh']);
    expect(read('Meter AM2301 Temperature')).toEqual([22, '°C']);
    expect(read('Meter DS18B20 Temperature')).toEqual([18.9, '°C']);
    expect(read('Meter Humidity')).toEqual([50, '%']);
  });

  it('may have its topics the other way round', () => {
    const plug = published(
      native(MAC, { dn: 'Plug', fn: ['Plug'], ft: 'home/%topic%/%prefix%/', t: 'plug' }),
    ).entity('Plug');
    expect(sent(plug, { state: 'off' })).toEqual(['home/plug/cmnd/POWER1 OFF']);
    expect(told(plug, 'home/plug/tele/STATE', { POWER: 'ON' })).toEqual({ state: 'on' });
  });
});

describe('Tasmota by the discovery of Home Assistant, as older versions and its documents have it', () => {
  const device = { ids: ['DDEE02'], name: 'Old plug', mdl: 'Sonoff Basic', mf: 'Tasmota' };
  const home = published({
    'switch/DDEE02_RL_1': {
      name: 'Old plug',
      stat_t: 'tele/old/STATE',
      avty_t: 'tele/old/LWT',
      pl_avail: 'Online',
      pl_not_avail: 'Offline',
      cmd_t: 'cmnd/old/POWER',
      val_tpl: '{{value_json.POWER}}',
      pl_off: 'OFF',
      pl_on: 'ON',
      uniq_id: 'DDEE02_RL_1',
      dev: device,
    },
    'light/DDEE02_LI_1': {
      name: 'Old lamp',
      stat_t: 'tele/oldlamp/STATE',
      cmd_t: 'cmnd/oldlamp/POWER',
      stat_val_tpl: '{{value_json.POWER}}',
      pl_off: 'OFF',
      pl_on: 'ON',
      bri_cmd_t: 'cmnd/oldlamp/Dimmer',
      bri_stat_t: 'tele/oldlamp/STATE',
      bri_scl: 100,
      on_cmd_type: 'brightness',
      bri_val_tpl: '{{value_json.Dimmer}}',
      rgb_cmd_t: 'cmnd/oldlamp/Color2',
      rgb_stat_t: 'tele/oldlamp/STATE',
      rgb_val_tpl: "{{value_json.Color.split(',')[0:3]|join(',')}}",
      clr_temp_cmd_t: 'cmnd/oldlamp/CT',
      clr_temp_stat_t: 'tele/oldlamp/STATE',
      clr_temp_val_tpl: '{{value_json.CT}}',
      fx_cmd_t: 'cmnd/oldlamp/Scheme',
      fx_stat_t: 'tele/oldlamp/STATE',
      fx_val_tpl: '{{value_json.Scheme}}',
      fx_list: ['0', '1', '2', '3', '4'],
      uniq_id: 'DDEE02_LI_1',
    },
    'sensor/DDEE02_status': {
      name: 'Old plug status',
      stat_t: 'tele/old/HASS_STATE',
      val_tpl: "{{value_json['RSSI']}}",
      json_attr_t: 'tele/old/HASS_STATE',
      unit_of_meas: '%',
      ic: 'mdi:information-outline',
      uniq_id: 'DDEE02_status',
      dev: device,
    },
  });

  it('is switched', () => {
    const plug = home.entity('switch.DDEE02_RL_1');
    expect(plug.name).toBe('Old plug');
    expect(sent(plug, { state: 'on' })).toEqual(['cmnd/old/POWER ON']);
    expect(told(plug, 'tele/old/STATE', { POWER: 'OFF' })).toEqual({ state: 'off' });
    expect(
      told(home.entity('sensor.DDEE02_status'), 'tele/old/HASS_STATE', { RSSI: '76' }),
    ).toEqual({ value: 76 });
  });

  it('is a lamp that is switched on by its brightness', () => {
    const lamp = home.entity('Old lamp');
    expect(sent(lamp, { state: 'on' }, { brightness: 40 })).toEqual(['cmnd/oldlamp/Dimmer 40']);
    expect(sent(lamp, { color: '#ff8000' }, { brightness: 40 })).toEqual([
      'cmnd/oldlamp/Color2 255,128,0',
      'cmnd/oldlamp/Dimmer 40',
    ]);
    expect(
      told(lamp, 'tele/oldlamp/STATE', {
        POWER: 'ON',
        Dimmer: 40,
        Color: '255,128,0,0,0',
        CT: 300,
        Scheme: 0,
      }),
    ).toEqual({
      state: 'on',
      brightness: 40,
      color: '#ff8000',
      color_temperature: 3333,
      effect: '0',
    });
  });
});
