import { describe, expect, it } from 'vitest';
import { buildCover } from '../../../src/devices/components/cover.ts';
import { abilityOf, built, describing, entityOf, sent, told } from './entity-of.ts';

const cover = (options: Readonly<Record<string, unknown>>) =>
  entityOf(buildCover, 'cover', options);

const BLIND = {
  command_topic: 'zigbee2mqtt/Blind/set',
  position_template: '{{ value_json["position"] }}',
  position_topic: 'zigbee2mqtt/Blind',
  set_position_template: '{ "position": {{ position }} }',
  set_position_topic: 'zigbee2mqtt/Blind/set',
  state_closed: 'CLOSE',
  state_open: 'OPEN',
  state_stopped: 'STOP',
  state_topic: 'zigbee2mqtt/Blind',
  tilt_command_topic: 'zigbee2mqtt/Blind/set/tilt',
  tilt_status_template: '{{ value_json["tilt"] }}',
  tilt_status_topic: 'zigbee2mqtt/Blind',
  value_template: '{{ value_json["state"] }}',
};

const SHUTTER = {
  command_topic: 'zwave/Shutter/targetValue/set',
  position_topic: 'zwave/Shutter/currentValue',
  set_position_topic: 'zwave/Shutter/targetValue/set',
  position_template: '{{ value_json.value | round(0) }}',
  position_open: 99,
  position_closed: 0,
  payload_open: 99,
  payload_close: 0,
  payload_stop: 'stop',
};

const ROLLER = {
  command_topic: 'shellies/roller/0/command',
  position_topic: 'shellies/roller/0/pos',
  set_position_topic: 'shellies/roller/0/command/pos',
  state_topic: 'shellies/roller/0',
  state_opening: 'open',
  state_closing: 'close',
  state_stopped: 'stop',
  payload_open: 'open',
  payload_close: 'close',
  payload_stop: 'stop',
};

describe('commands of a cover', () => {
  it('sends the payloads of the publisher', () => {
    expect(sent(cover(BLIND), { state: 'open' })).toEqual(['zigbee2mqtt/Blind/set OPEN']);
    expect(sent(cover(BLIND), { state: 'closed' })).toEqual(['zigbee2mqtt/Blind/set CLOSE']);
    expect(sent(cover(BLIND), { state: 'stopped' })).toEqual(['zigbee2mqtt/Blind/set STOP']);
    expect(sent(cover(SHUTTER), { state: 'open' })).toEqual(['zwave/Shutter/targetValue/set 99']);
  });

  it('puts a position into the template as per cent', () => {
    expect(sent(cover(BLIND), { position: 40 })).toEqual([
      'zigbee2mqtt/Blind/set { "position": 40 }',
    ]);
  });

  it('scales a position without a template, halves to the even number', () => {
    expect(sent(cover(SHUTTER), { position: 40 })).toEqual(['zwave/Shutter/targetValue/set 40']);
    expect(sent(cover(SHUTTER), { position: 50 })).toEqual(['zwave/Shutter/targetValue/set 50']);
    expect(
      sent(cover({ ...SHUTTER, position_open: 10, position_closed: 5 }), { position: 50 }),
    ).toEqual(['zwave/Shutter/targetValue/set 8']);
  });

  it('scales where closed is the larger number', () => {
    const inverted = cover({ ...SHUTTER, position_open: 0, position_closed: 100 });
    expect(sent(inverted, { position: 30 })).toEqual(['zwave/Shutter/targetValue/set 70']);
    expect(told(inverted, [[SHUTTER.position_topic, '{"value": 70}']])).toEqual({
      position: 30,
      state: 'open',
    });
  });

  it('gives a template the scaled value and the ends besides', () => {
    const entity = cover({
      ...SHUTTER,
      set_position_template:
        '{{ position }} {{ value }} {{ position_open }} {{ position_closed }} {{ tilt_min }} {{ tilt_max }}',
    });
    expect(sent(entity, { position: 80 })).toEqual([
      'zwave/Shutter/targetValue/set 80 79 99 0 0 100',
    ]);
  });

  it('sends a tilt on its own scale, behind the word or the position', () => {
    const entity = cover({ ...BLIND, tilt_min: 0, tilt_max: 180 });
    expect(sent(entity, { state: 'closed', tilt: 50 })).toEqual([
      'zigbee2mqtt/Blind/set CLOSE',
      'zigbee2mqtt/Blind/set/tilt 90',
    ]);
  });

  it('gives the template of the tilt the percentage', () => {
    const entity = cover({
      ...BLIND,
      tilt_max: 10,
      tilt_command_template: '{"tilt": {{ tilt_position }}, "raw": {{ value }}}',
    });
    expect(sent(entity, { tilt: 70 })).toEqual([
      'zigbee2mqtt/Blind/set/tilt {"tilt": 70, "raw": 7}',
    ]);
  });

  it('opens and closes by the position where there is no other command', () => {
    const { command_topic: _, ...positionOnly } = SHUTTER;
    const entity = cover(positionOnly);
    expect(abilityOf(entity, 'state')).toMatchObject({ options: ['open', 'closed'] });
    expect(sent(entity, { state: 'open' })).toEqual(['zwave/Shutter/targetValue/set 99']);
    expect(sent(entity, { state: 'closed' })).toEqual(['zwave/Shutter/targetValue/set 0']);
  });

  it('does not offer what the publisher gives no payload for', () => {
    const entity = cover({ command_topic: 'garage/set', payload_stop: null });
    expect(abilityOf(entity, 'state')).toMatchObject({ options: ['open', 'closed'] });
    expect(sent(entity, { state: 'stopped' })).toContain('"state" cannot be set');
  });

  it('sends the position alone where both are wanted, and refuses what contradicts itself', () => {
    expect(sent(cover(BLIND), { state: 'open', position: 40 })).toHaveLength(1);
    expect(sent(cover(BLIND), { state: 'closed', position: 40 })).toBe(
      'It cannot be closed and at 40 % at once.',
    );
  });
});

describe('what a cover tells', () => {
  it('reads state, position and tilt of one message', () => {
    const message = '{"state": "OPEN", "position": 55, "tilt": 20}';
    expect(told(cover(BLIND), [['zigbee2mqtt/Blind', message]])).toEqual({
      state: 'open',
      position: 55,
      tilt: 20,
    });
  });

  it('takes the state from the position where nothing else tells it', () => {
    const entity = cover(SHUTTER);
    expect(told(entity, [[SHUTTER.position_topic, '{"value": 99}']])).toEqual({
      position: 100,
      state: 'open',
    });
    expect(told(entity, [[SHUTTER.position_topic, '{"value": 0}']])).toEqual({
      position: 0,
      state: 'closed',
    });
  });

  it('knows from the position of the same message where it stopped', () => {
    const at = (position: number) =>
      told(cover(BLIND), [['zigbee2mqtt/Blind', `{"state": "STOP", "position": ${position}}`]]);
    expect(at(0)).toMatchObject({ state: 'closed' });
    expect(at(100)).toMatchObject({ state: 'open' });
    expect(at(40)).toMatchObject({ state: 'stopped', position: 40 });
  });

  it('does not take the position from before the journey for where it stopped', () => {
    const entity = cover(ROLLER);
    const journey: [string, string][] = [
      [ROLLER.position_topic, '100'],
      [ROLLER.state_topic, 'close'],
      [ROLLER.state_topic, 'stop'],
    ];
    expect(told(entity, journey)).toMatchObject({ state: 'stopped' });
    expect(told(entity, [[ROLLER.position_topic, '0']])).toEqual({ position: 0, state: 'closed' });
  });

  it('reads a tilt beside the position', () => {
    const entity = cover({
      position_topic: 'blind',
      tilt_command_topic: 'blind/tilt',
      set_position_topic: 'blind/set',
    });
    expect(told(entity, [['blind', '{"position": 10, "tilt_position": 60}']])).toEqual({
      position: 10,
      tilt: 60,
      state: 'open',
    });
  });

  it('is silent about a tilt beyond its range and a position that is no number', () => {
    const message = '{"state": "OPEN", "position": "?", "tilt": 300}';
    expect(told(cover(BLIND), [['zigbee2mqtt/Blind', message]])).toEqual({ state: 'open' });
  });

  it('says that it is not known where the device says None', () => {
    const message = '{"state": null}';
    expect(told(cover(BLIND), [['zigbee2mqtt/Blind', message]])).toMatchObject({ state: null });
  });

  it('reads words with white space that a template leaves around them', () => {
    const entity = cover({
      ...BLIND,
      state_stopped: 'stopped',
      value_template:
        '{% if value_json["running"] %} {% if value_json["position"] > 0 %} closing {% else %} opening {% endif %} {% else %} stopped {% endif %}',
    });
    const message = '{"running": true, "position": 3}';
    expect(told(entity, [['zigbee2mqtt/Blind', message]])).toMatchObject({ state: 'closing' });
  });
});

describe('the judgement of a cover', () => {
  it('sees a journey as under way', () => {
    const entity = cover(BLIND);
    expect(entity.judge('state', 'closed', 'closing')).toBe('underway');
    expect(entity.judge('state', 'open', 'opening')).toBe('underway');
    expect(entity.judge('state', 'closed', 'opening')).toBe('not');
    expect(entity.judge('state', 'closed', 'closed')).toBe('done');
  });

  it('does not take half open for open', () => {
    const entity = cover(SHUTTER);
    told(entity, [[SHUTTER.position_topic, '{"value": 40}']]);
    expect(entity.judge('state', 'open', 'open')).toBe('underway');
    told(entity, [[SHUTTER.position_topic, '{"value": 99}']]);
    expect(entity.judge('state', 'open', 'open')).toBe('done');
  });

  it('does not take the word that it is closed for it as long as its position says otherwise', () => {
    const entity = cover(BLIND);
    told(entity, [['zigbee2mqtt/Blind', '{"state": "CLOSE", "position": 60}']]);
    expect(entity.judge('state', 'closed', 'closed')).toBe('underway');
    told(entity, [['zigbee2mqtt/Blind', '{"state": "CLOSE", "position": 2}']]);
    expect(entity.judge('state', 'closed', 'closed')).toBe('done');
    expect(entity.judge('state', 'closed', 'open')).toBe('not');
  });

  it('believes a stop only of a cover that tells when it moves', () => {
    const silent = cover(BLIND);
    expect(silent.judge('state', 'stopped', 'open')).toBe('not');
    expect(silent.judge('state', 'stopped', 'stopped')).toBe('done');
    const telling = cover(ROLLER);
    told(telling, [[ROLLER.state_topic, 'open']]);
    expect(telling.judge('state', 'stopped', 'opening')).toBe('not');
    expect(telling.judge('state', 'stopped', 'closed')).toBe('done');
  });

  it('forgives rounding of positions by the scale of the device', () => {
    expect(cover(BLIND).judge('position', 33, 32)).toBe('done');
    expect(cover(BLIND).judge('position', 33, 30)).toBe('not');
    const coarse = cover({ ...SHUTTER, position_open: 4 });
    expect(coarse.judge('position', 30, 25)).toBe('done');
    expect(coarse.judge('position', 30, 50)).toBe('not');
  });
});

describe('descriptions of covers that are not right', () => {
  it('leaves out one without any topic', () => {
    expect(built(buildCover, describing('cover', {}))).toHaveProperty('reason');
  });

  it('offers no position between two ends that are the same', () => {
    const entity = cover({ ...SHUTTER, position_open: 0 });
    expect(abilityOf(entity, 'position')).toBeUndefined();
    expect(entity.lacks.join(' ')).toContain('position is left out');
  });

  it('can only be asked about if its command topic cannot be published to', () => {
    const entity = cover({ ...SHUTTER, command_topic: 'a/#', set_position_topic: '$SYS/a' });
    expect(entity.abilities).toEqual([]);
    expect(entity.facts).not.toEqual([]);
    expect(entity.lacks).toHaveLength(2);
  });
});
