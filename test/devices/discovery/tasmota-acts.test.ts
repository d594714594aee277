import { describe, expect, it } from 'vitest';
import type { Entity, Value } from '../../../src/devices/entity.ts';
import { buildEntity } from '../components/describing.ts';
import { heard, taken } from './catalogue-of.ts';

/** What the component builders, which know nothing of Tasmota, make of it. */
function entitiesOf(changes: object): ReadonlyMap<string, Entity> {
  const config = {
    ver: 1,
    mac: 'AABBCC',
    dn: 'Thing',
    fn: ['Thing'],
    t: 'thing',
    ft: '%prefix%/%topic%/',
    tp: ['cmnd', 'stat', 'tele'],
    state: ['OFF', 'ON', 'TOGGLE', 'HOLD'],
    onln: 'Online',
    ofln: 'Offline',
    lk: 1,
    lt_st: 0,
    ...changes,
  };
  const topic = 'tasmota/discovery/AABBCC/config';
  const { descriptions } = taken([{ topic, payload: JSON.stringify(config) }]);
  const entities = new Map<string, Entity>();
  for (const [id, description] of descriptions) {
    const built = buildEntity(description);
    if ('reason' in built) throw new Error(built.reason);
    expect(built.lacks).toEqual([]);
    entities.set(id.replace(/\.AABBCC_.*/, ''), built);
  }
  return entities;
}

function sent(entity: Entity | undefined, wishes: Record<string, Value>): string[] {
  const composed = entity?.compose(new Map(Object.entries(wishes)), () => undefined);
  if (composed?.result !== 'messages') throw new Error('nothing is sent');
  return composed.messages.map(({ topic, payload }) => `${topic} ${payload}`);
}

function told(entity: Entity | undefined, text: string): Record<string, unknown> {
  const read = entity?.facts.map((fact) => [fact.aspect, fact.read(heard(text))] as const) ?? [];
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

describe('what is said to a Tasmota', () => {
  it('switches a relay', () => {
    const relay = entitiesOf({ rl: [1] }).get('switch');
    expect(sent(relay, { state: 'on' })).toEqual(['cmnd/thing/POWER1 ON']);
    expect(sent(relay, { state: 'off' })).toEqual(['cmnd/thing/POWER1 OFF']);
  });

  it('sets a light', () => {
    const light = entitiesOf({ rl: [2], lt_st: 5 }).get('light');
    expect(sent(light, { state: 'off' })).toEqual(['cmnd/thing/POWER1 OFF']);
    expect(sent(light, { state: 'on' })).toEqual(['cmnd/thing/POWER1 ON']);
    expect(sent(light, { brightness: 40 })).toContain('cmnd/thing/Dimmer 40');
    expect(sent(light, { color_temperature: 4_000 })).toContain('cmnd/thing/CT 250');
    expect(sent(light, { color: '#00ff00' })).toContain(
      'cmnd/thing/Backlog HsbColor1 120;HsbColor2 100',
    );
    expect(sent(light, { effect: 'Random' })).toContain('cmnd/thing/Scheme 4');
  });

  it('sets the speed of a fan', () => {
    const fan = entitiesOf({ if: 1, rl: [2] }).get('fan');
    expect(sent(fan, { state: 'on' })).toEqual(['cmnd/thing/FanSpeed 2']);
    expect(sent(fan, { state: 'off' })).toEqual(['cmnd/thing/FanSpeed 0']);
    expect(sent(fan, { speed: 100 })).toContain('cmnd/thing/FanSpeed 3');
    expect(sent(fan, { speed: 33 })).toContain('cmnd/thing/FanSpeed 1');
  });

  it.each([
    [0, 20],
    [1, 80],
  ])('moves a shutter, counting as it does: %i', (inverted, position) => {
    const cover = entitiesOf({ rl: [3, 3], sho: [inverted] }).get('cover');
    expect(sent(cover, { state: 'open' })).toEqual(['cmnd/thing/Backlog ShutterOpen1']);
    expect(sent(cover, { state: 'closed' })).toEqual(['cmnd/thing/Backlog ShutterClose1']);
    expect(sent(cover, { state: 'stopped' })).toEqual(['cmnd/thing/Backlog ShutterStop1']);
    expect(sent(cover, { position: 20 })).toEqual([`cmnd/thing/ShutterPosition1 ${position}`]);
  });
});

describe('what a Tasmota says', () => {
  it('of a relay is heard in answers and from time to time', () => {
    const relay = entitiesOf({ rl: [1] }).get('switch');
    expect(told(relay, '{"POWER":"ON"}')).toEqual({ state: 'on' });
    expect(told(relay, '{"Time":"x","POWER1":"OFF","Wifi":{}}')).toEqual({ state: 'off' });
  });

  it('of a light is heard', () => {
    const light = entitiesOf({ rl: [2], lt_st: 5 }).get('light');
    const state = '{"POWER":"ON","Dimmer":40,"HSBColor":"120,100,40","CT":250,"Scheme":0}';
    expect(told(light, state)).toEqual({
      state: 'on',
      brightness: 40,
      color: '#00ff00',
      color_temperature: 4_000,
      effect: 'Solid',
    });
  });

  it('of a fan is heard', () => {
    const fan = entitiesOf({ if: 1, rl: [2] }).get('fan');
    expect(told(fan, '{"FanSpeed":3}')).toEqual({ state: 'on', speed: 100 });
    expect(told(fan, '{"FanSpeed":0}')).toEqual({ state: 'off', speed: 0 });
  });

  it('of a shutter is heard', () => {
    const cover = entitiesOf({ rl: [3, 3] }).get('cover');
    const moving = '{"Shutter1":{"Position":30,"Direction":-1,"Target":0}}';
    expect(told(cover, moving)).toEqual({ state: 'closing', position: 30 });
    const still = '{"StatusSNS":{"Shutter1":{"Position":0,"Direction":0}}}';
    expect(told(cover, still)).toMatchObject({ position: 0 });
  });

  it.each(['ON', '50', '255,0,0', 'HsbColor1 120;HsbColor2 100', '', '{"Command":"Unknown"}'])(
    'is never what is said to it, which comes back from the broker: %j',
    (payload) => {
      for (const changes of [
        { rl: [1] },
        { rl: [2], lt_st: 5 },
        { rl: [3, 3] },
        { if: 1, rl: [2] },
      ]) {
        for (const entity of entitiesOf(changes).values())
          expect(told(entity, payload)).toEqual({});
      }
    },
  );
});
