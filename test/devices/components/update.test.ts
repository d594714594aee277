import { describe, expect, it } from 'vitest';
import { buildUpdate } from '../../../src/devices/components/update.ts';
import { isNewer } from '../../../src/devices/components/update-versions.ts';
import { entityOf, sent, told } from './entity-of.ts';

const update = (options: Readonly<Record<string, unknown>>) =>
  entityOf(buildUpdate, 'update', options);

const Z2M = {
  command_topic: 'zigbee2mqtt/bridge/request/device/ota_update/update',
  payload_install: '{"id": "0x01"}',
  state_topic: 'zigbee2mqtt/Plug',
  value_template:
    '{"latest_version":"{{ value_json[\'update\'][\'latest_version\'] }}","installed_version":"{{ value_json[\'update\'][\'installed_version\'] }}"}',
};

describe('an update', () => {
  it('tells both versions of one JSON object and whether one is newer', () => {
    const at = (installed: string, latest: string) =>
      told(update(Z2M), [
        [
          'zigbee2mqtt/Plug',
          `{"update": {"installed_version": ${installed}, "latest_version": ${latest}}}`,
        ],
      ]);
    expect(at('12', '13')).toEqual({ installed_version: '12', latest_version: '13', state: 'on' });
    expect(at('13', '13')).toMatchObject({ state: 'off' });
    expect(at('14', '13')).toMatchObject({ state: 'off' });
  });

  it('says that zigbee2mqtt does not know', () => {
    const message = '{"update": {"installed_version": -1, "latest_version": -1}}';
    expect(told(update(Z2M), [['zigbee2mqtt/Plug', message]])).toEqual({
      installed_version: null,
      latest_version: null,
      state: null,
    });
  });

  it('says nothing where a message tells of no version', () => {
    const entity = update(Z2M);
    told(entity, [
      ['zigbee2mqtt/Plug', '{"update": {"installed_version": 1, "latest_version": 2}}'],
    ]);
    expect(told(entity, [['zigbee2mqtt/Plug', '{"state": "ON"}']])).toEqual({});
  });

  it('tells plain versions from two topics', () => {
    const entity = update({ state_topic: 'u/installed', latest_version_topic: 'u/latest' });
    expect(told(entity, [['u/installed', '1.9.0']])).toEqual({ installed_version: '1.9.0' });
    expect(told(entity, [['u/latest', '1.10.0']])).toEqual({
      latest_version: '1.10.0',
      state: 'on',
    });
  });

  it('tells both versions by two templates of one topic', () => {
    const entity = update({
      state_topic: 'shelly/info',
      value_template: "{{value_json['update'].old_version}}",
      latest_version_topic: 'shelly/info',
      latest_version_template:
        "{%if value_json['update'].new_version%}{{value_json['update'].new_version}}{%else%}{{value_json['update'].old_version}}{%endif%}",
    });
    const message = '{"update": {"old_version": "20230913/v1.14.0", "new_version": ""}}';
    expect(told(entity, [['shelly/info', message]])).toEqual({
      installed_version: '20230913/v1.14.0',
      latest_version: '20230913/v1.14.0',
      state: 'off',
    });
  });

  it('is installed with the payload of its publisher', () => {
    const entity = update(Z2M);
    expect(entity.abilities).toEqual([{ aspect: 'install', kind: 'press' }]);
    expect(sent(entity, { install: 'press' })).toEqual([
      'zigbee2mqtt/bridge/request/device/ota_update/update {"id": "0x01"}',
    ]);
  });

  it('cannot be installed without a payload', () => {
    const entity = update({ state_topic: 'u', command_topic: 'u/set' });
    expect(entity.abilities).toEqual([]);
    expect(entity.lacks).toHaveLength(1);
  });
});

describe('versions', () => {
  it.each([
    ['2.0', '1.9.9', true],
    ['1.10', '1.9', true],
    ['v1.2.0', '1.2', false],
    ['1.2', '1.3', false],
    ['2026-01', '2025-12', true],
    ['same', 'same', false],
  ])('%s over %s: %s', (latest, installed, newer) => {
    expect(isNewer(latest, installed)).toBe(newer);
  });
});
