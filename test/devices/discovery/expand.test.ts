import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  OF_DEVICE,
  OF_OPTIONS,
  OF_ORIGIN,
  type Table,
} from '../../../src/devices/discovery/abbreviations/spelled-out.ts';
import { expanded, replaceBase } from '../../../src/devices/discovery/expand.ts';

const REFERENCE = new URL(
  '../../../../shared/reference/discovery-abbreviations.json',
  import.meta.url,
);

describe('short names', () => {
  it('are spelled out in the message, its availability, its device and its origin', () => {
    expect(
      expanded({
        stat_t: 's',
        avty: [{ t: 'a', pl_avail: 'yes' }, 'other'],
        dev: { ids: ['i'], sa: 'Hall', mdl: 'M' },
        o: { name: 'n', sw: '1', url: 'u' },
      }),
    ).toEqual({
      state_topic: 's',
      availability: [{ topic: 'a', payload_available: 'yes' }, 'other'],
      device: { identifiers: ['i'], suggested_area: 'Hall', model: 'M' },
      origin: { name: 'n', sw_version: '1', support_url: 'u' },
    });
  });

  it('are spelled out in an availability that is no list', () => {
    expect(expanded({ availability: { t: 'a' } })['availability']).toEqual({ topic: 'a' });
  });

  it('count where the long name is given as well', () => {
    expect(expanded({ stat_t: 'short', state_topic: 'long' })).toEqual({ state_topic: 'short' });
    expect(expanded({ state_topic: 'long', stat_t: 'short' })).toEqual({ state_topic: 'short' });
  });

  it.each([
    ['hum_stat_tpl', 'target_humidity_state_template'],
    ['hum_state_tpl', 'target_humidity_state_template'],
    ['cmp', 'components'],
    ['cmps', 'components'],
    ['obj_id', 'object_id'],
    ['swing_h_mode_cmd_t', 'swing_horizontal_mode_command_topic'],
    // These stand in no table of the documents.
    ['act_stat_t', 'activity_state_topic'],
    ['act_val_tpl', 'activity_value_template'],
    ['cod_form', 'code_format'],
    ['curr_hum_t', 'current_humidity_topic'],
    ['curr_hum_tpl', 'current_humidity_template'],
    ['dock_cmd_t', 'dock_command_topic'],
    ['dock_cmd_tpl', 'dock_command_template'],
    ['pause_cmd_t', 'pause_command_topic'],
    ['pause_mw_cmd_tpl', 'pause_command_template'],
    ['pow_cmd_tpl', 'power_command_template'],
    ['strt_mw_cmd_t', 'start_mowing_command_topic'],
    ['strt_mw_cmd_tpl', 'start_mowing_command_template'],
  ])('are known in all spellings: %s', (short, long) => {
    expect(expanded({ [short]: 1 })).toEqual({ [long]: 1 });
  });

  it('stay as they are where they are no names: deeper, and in what is inherited', () => {
    expect(expanded({ toString: 1, options: [{ t: 1 }] })).toEqual({
      toString: 1,
      options: [{ t: 1 }],
    });
  });

  it.skipIf(!existsSync(REFERENCE))(
    'are all of the reference table (skipped without ../shared/reference)',
    () => {
      const told = JSON.parse(readFileSync(REFERENCE, 'utf8'));
      const listed = (names: Record<string, string>): Record<string, string> =>
        Object.fromEntries(Object.entries(names).filter(([short, long]) => short !== long));
      const own = (table: Table) => Object.fromEntries(table);
      expect(own(OF_OPTIONS)).toMatchObject(listed({ ...told.abbreviations, ...told.legacy }));
      expect(own(OF_DEVICE)).toEqual(listed(told.device));
      expect(own(OF_ORIGIN)).toEqual(listed(told.origin));
    },
  );
});

describe('the base of topics', () => {
  it('is put where a topic begins or ends with "~", and nowhere else', () => {
    const options = expanded({
      '~': 'home/lamp',
      stat_t: '~/state',
      cmd_t: 'set/~',
      json_attr_t: 'a/~/b',
      val_tpl: '~/x',
      avty: [{ t: '~/online' }],
    });
    expect(replaceBase(options)).toBe(true);
    expect(options).toEqual({
      state_topic: 'home/lamp/state',
      command_topic: 'set/home/lamp',
      json_attributes_topic: 'a/~/b',
      value_template: '~/x',
      availability: [{ topic: 'home/lamp/online' }],
    });
  });

  it('may end with the slash, as Shelly scripts have it', () => {
    const options = expanded({ '~': 'shellies/one/', stat_t: '~relay/0' });
    replaceBase(options);
    expect(options).toEqual({ state_topic: 'shellies/one/relay/0' });
  });

  it('is refused if it is no text, or as long as no topic is', () => {
    expect(replaceBase({ '~': 3 })).toBe(false);
    expect(replaceBase({ '~': 'x'.repeat(2_000) })).toBe(false);
  });
});
