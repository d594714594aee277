import { describe, expect, test } from 'vitest';
import type { Entity, Value } from '../../../src/devices/entity.ts';
import { setUp } from './set-up.ts';
import { button, cover, echoes, entity, lock } from './simulated-home.ts';

/** Sends to `topic` what `payloads` has for the first thing that is wished. */
const sending = (topic: string, payloads: Readonly<Record<string, string>>): Partial<Entity> => ({
  commandTopics: [topic],
  compose: (wishes) => {
    const payload = payloads[String([...wishes.values()][0])];
    if (payload === undefined) return { result: 'unable', reason: 'It takes a code.' };
    return { result: 'messages', messages: [{ topic, payload, qos: 1 }] };
  },
});

const FRONT = sending('front/set', { locked: 'LOCK', unlocked: 'UNLOCK' });
const HOUSE = sending('house/set', {});
const armed = { aspect: 'state', kind: 'choice', options: ['disarmed', 'armed_away'] } as const;
const valve = { aspect: 'state', kind: 'choice', options: ['open', 'closed'] } as const;
const lampAt = (topic: string, on: string) =>
  entity({ id: 'lamp', name: 'Reading lamp', ...sending(topic, { on, off: 'OFF', 40: '40' }) });

async function statusOf(
  act: Entity,
  wanted: Readonly<Record<string, Value>>,
  { beside = [], never = [] }: { readonly beside?: readonly Entity[]; readonly never?: string[] },
) {
  const { home, did } = setUp({ never });
  for (const other of beside) home.add(other);
  const answer = await did(home.add(act, echoes), wanted);
  expect(home.published.length).toBe(answer.status === 'needs_confirmation' ? 0 : 1);
  return `${answer.status} ${/since it (may \w+)/.exec(answer.message)?.[1] ?? ''}`.trim();
}

describe('what is sent to the topic of another thing', () => {
  test.each([
    ['unlocks a lock', lampAt('front/set', 'UNLOCK'), lock('front', FRONT), 'may unlock'],
    [
      'may mean anything to a lock',
      lampAt('front/set', '{"x":1}'),
      lock('front', FRONT),
      'may unlock',
    ],
    [
      'may mean anything to an alarm',
      lampAt('house/set', 'ON'),
      entity({ id: 'house', component: 'alarm_control_panel', abilities: [armed], ...HOUSE }),
      'may disarm',
    ],
    [
      'may mean anything to a valve',
      lampAt('water/set', 'ON'),
      entity({ id: 'water', component: 'valve', abilities: [valve], ...sending('water/set', {}) }),
      'may open',
    ],
    [
      'may mean anything to a gate',
      lampAt('gate/set', 'ON'),
      cover('gate', { deviceClass: 'gate', ...sending('gate/set', {}) }),
      'may open',
    ],
    [
      'presses an opener',
      lampAt('bell/set', 'PRESS'),
      button('bell', { name: 'Door opener', ...sending('bell/set', { press: 'PRESS' }) }),
      'may open',
    ],
  ])('needs the hand that the other needs: it %s', async (_, act, other, why) => {
    expect(await statusOf(act, { state: 'on' }, { beside: [other] })).toBe(
      `needs_confirmation ${why}`,
    );
  });

  test.each([
    ['locks a lock', lampAt('front/set', 'LOCK'), lock('front', FRONT)],
    [
      'goes to a lamp',
      lampAt('shelf/set', 'ON'),
      entity({ id: 'shelf', ...sending('shelf/set', {}) }),
    ],
    ['goes to a shutter', lampAt('blind/set', 'ON'), cover('blind', sending('blind/set', {}))],
    ['goes elsewhere', lampAt('lamp/set', 'GO'), lock('front', FRONT)],
  ])('needs no hand as long as it %s', async (_, act, other) => {
    expect(await statusOf(act, { state: 'on' }, { beside: [other] })).not.toContain('needs');
  });

  test('needs none either if the configuration lets the other thing off by its id', async () => {
    const beside = [lock('lock.front', FRONT)];
    const lamp = lampAt('front/set', 'UNLOCK');
    expect(await statusOf(lamp, { state: 'on' }, { beside, never: ['lamp'] })).toContain('needs');
    expect(await statusOf(lamp, { state: 'on' }, { beside, never: ['lock.front'] })).not.toContain(
      'needs',
    );
  });

  test('is judged by the things that are there at that moment', async () => {
    const { home, did } = setUp();
    const lamp = home.add(lampAt('front/set', 'GO'), echoes);
    expect((await did(lamp, { state: 'on' })).status).not.toBe('needs_confirmation');
    home.add(lock('front', sending('front/set', { locked: 'STAY', unlocked: 'GO' })));
    expect((await did(lamp, { state: 'on' })).status).toBe('needs_confirmation');
    home.remove('front');
    expect((await did(lamp, { state: 'on' })).status).not.toBe('needs_confirmation');
  });
});

/** A lock of zigbee2mqtt, as it describes it; `0x…` is the address of its radio. */
const zigbee = lock('lock.0x00158d0001000005_lock', {
  device: { id: 'zigbee2mqtt_0x00158d0001000005', name: 'Front', manufacturer: '', model: '' },
  ...sending('z/Front/set', { locked: 'LOCK', unlocked: 'UNLOCK' }),
});
/** A relay of Tasmota that opens the garage. */
const tasmota = entity({
  ...{ id: 'switch.garage', component: 'switch', name: 'Garage door' },
  ...sending('cmnd/garage/POWER1', { on: 'ON', off: 'OFF' }),
});
const shelly = cover('cover.gate', {
  ...{ name: 'Gate', deviceClass: 'gate' },
  ...sending('shelly/command/cover:0', { open: 'open', closed: 'close', stopped: 'stop' }),
});
const gateOfTwo = entity({
  ...{ id: 'switch.gate', component: 'switch', name: 'Gate' },
  ...sending('z/Relays/right/set', { on: 'ON', off: 'OFF' }),
});
const shutter = cover('cover.garage', {
  ...{ name: 'Garage door', deviceClass: 'garage' },
  ...sending('cmnd/garage/ShutterPosition2', { open: '100', closed: '0' }),
});
const valveOf = (reads: string) =>
  entity({
    ...{ id: 'valve.water', component: 'valve', abilities: [valve] },
    ...sending('z/Water/set', { open: reads, closed: 'OFF' }),
  });

describe('another way to the same device', () => {
  test.each<[string, string, string, Entity, string]>([
    ['part of the topic', 'z/Front/set/state', 'UNLOCK', zigbee, 'may unlock'],
    ['part of the topic, in other letters', 'z/Front/set/state', 'unlock', zigbee, 'may unlock'],
    ['JSON', 'z/Front/set', '{"state":"UNLOCK"}', zigbee, 'may unlock'],
    ['JSON with more', 'z/Front/set', '{"state":"LOCK","x":1}', zigbee, 'may unlock'],
    ['its address', 'z/0x00158d0001000005/set', 'TOGGLE', zigbee, 'may unlock'],
    ['its address in JSON', 'z/0x00158D0001000005/set', '{"state":"x"}', zigbee, 'may unlock'],
    ['its first endpoint', 'z/Front/1/set', 'TOGGLE', zigbee, 'may unlock'],
    [
      'more than anybody sends',
      'z/Front/set',
      JSON.stringify({ ...Array(60).fill(1) }),
      zigbee,
      'may unlock',
    ],
    ['a scene', 'z/Front/set/scene_recall', '1', zigbee, 'may unlock'],
    ['a command of the radio', 'z/Front/set', '{"command":{"cluster":257}}', zigbee, 'may unlock'],
    ['the other name of a relay', 'z/Relays/set', '{"state_right":"ON"}', gateOfTwo, 'may open'],
    ['both relays at once', 'z/Relays/set/state', 'ON', gateOfTwo, 'may open'],
    ['the valve in JSON', 'z/Water/set', '{"state":"ON"}', valveOf('ON'), 'may open'],
    ['a command in small letters', 'cmnd/garage/power', 'ON', tasmota, 'may open'],
    ['all relays', 'cmnd/garage/POWER0', '1', tasmota, 'may open'],
    ['several commands', 'cmnd/garage/Backlog', 'Power1 1; Delay 5', tasmota, 'may open'],
    ['a rule', 'cmnd/garage/Rule1', 'ON System#Boot DO Power1 1 ENDON', tasmota, 'may open'],
    ['the topic of all of Tasmota', 'cmnd/tasmotas/POWER', 'ON', tasmota, 'may open'],
    ['its second topic', 'cmnd/DVES_1A2B3C_fb/POWER1', 'TOGGLE', tasmota, 'may open'],
    ['another command of a shutter', 'cmnd/garage/ShutterOpen2', '', shutter, 'may open'],
    ['the relay of a shutter', 'cmnd/garage/POWER3', 'ON', shutter, 'may open'],
    ['calls of a program', 'shelly/rpc', '{"method":"Cover.Open"}', shelly, 'may open'],
  ])('needs the hand that the device needs: %s', async (_, topic, payload, other, why) => {
    const { home, did } = setUp();
    home.add(other);
    const answer = await did(home.add(lampAt(topic, payload)), { state: 'on' });
    expect(answer.status).toBe('needs_confirmation');
    expect(answer.message).toContain(`since it ${why}`);
    expect(home.published).toEqual([]);
  });

  test.each<[string, string, string, Entity]>([
    ['what locks it', 'z/Front/set/state', 'LOCK', zigbee],
    ['what locks it, in JSON', 'z/Front/set', '{"state":"LOCK"}', zigbee],
    ['what locks it, by its address', 'z/0x00158d0001000005/set', 'LOCK', zigbee],
    ['a setting of it', 'z/Front/set/auto_relock', 'true', zigbee],
    ['a lamp whose name begins as the lock', 'z/Front/lamp/set', 'ON', zigbee],
    ['a lamp beside it', 'z/Front lamp/set', '{"state":"ON"}', zigbee],
    ['the relay beside it', 'z/Relays/left/set', 'ON', gateOfTwo],
    ['the relay beside it, in JSON', 'z/Relays/set', '{"state_left":"ON"}', gateOfTwo],
    ['the relay beside it, by Tasmota', 'cmnd/garage/POWER2', 'ON', tasmota],
    ['the lamp beside it, by Tasmota', 'cmnd/garage/Dimmer', '40', tasmota],
    ['the relay beside a shutter', 'cmnd/garage/POWER1', 'ON', shutter],
    ['another device of Tasmota', 'cmnd/kitchen/Backlog', 'Power1 1', tasmota],
    ['the lamp beside it, by Shelly', 'shelly/command/switch:0', 'on', shelly],
  ])('needs none as long as it leads to %s', async (_, topic, payload, other) => {
    const { home, did } = setUp();
    home.add(other);
    const answer = await did(home.add(lampAt(topic, payload)), { state: 'on' });
    expect(answer.status).not.toBe('needs_confirmation');
    expect(home.published).toHaveLength(1);
  });

  test('is judged the same for presses, choices, texts and numbers', async () => {
    const toLock = { commandTopics: ['z/Front/set'] };
    const says = (payload: string): Partial<Entity> => ({
      ...toLock,
      compose: (wishes) => {
        const said = [...wishes.values()][0];
        const messages = [
          { topic: 'z/Front/set', payload: payload || String(said), qos: 1 as const },
        ];
        return { result: 'messages', messages };
      },
    });
    const value = { aspect: 'value' };
    const text = { ...value, kind: 'text', minLength: 0, maxLength: 50 } as const;
    const choice = { ...value, kind: 'choice', options: ['UNLOCK', 'LOCK'] } as const;
    const number = { ...value, kind: 'number', min: 0, max: 255, step: 1 } as const;
    const { home, did } = setUp();
    home.add(zigbee);
    const status = async (one: Entity, wanted: Readonly<Record<string, Value>>) =>
      (await did(home.add(one), wanted)).status;
    const press = { abilities: [{ aspect: 'press', kind: 'press' }] } as const;
    const asked = 'needs_confirmation';
    const bell = entity({ id: 'bell', component: 'button', ...press, ...says('UNLOCK') });
    expect(await status(bell, { press: 'press' })).toBe(asked);
    const mode = entity({ id: 'mode', component: 'select', abilities: [choice], ...says('') });
    expect(await status(mode, { value: 'UNLOCK' })).toBe(asked);
    expect(await status(mode, { value: 'LOCK' })).not.toBe(asked);
    const note = entity({ id: 'note', component: 'text', abilities: [text], ...says('') });
    expect(await status(note, { value: 'any words that nobody knows' })).toBe(asked);
    expect(await status(note, { value: 'LOCK' })).not.toBe(asked);
    const level = entity({ id: 'level', component: 'number', abilities: [number], ...says('') });
    expect(await status(level, { value: 7 })).toBe(asked);
  });

  test('to a text that takes commands to a door is judged by what it is told', async () => {
    const abilities = [{ aspect: 'value', kind: 'text', minLength: 0, maxLength: 50 }] as const;
    const door = entity({
      ...{ id: 'text.door', component: 'text', name: 'Door command', abilities },
      commandTopics: ['door/cmd'],
      compose: (wishes) => ({
        result: 'messages',
        messages: [{ topic: 'door/cmd', payload: String(wishes.get('value')), qos: 1 }],
      }),
    });
    const { home, did } = setUp();
    home.add(door);
    const lamp = (payload: string) => home.add(lampAt('door/cmd', payload));
    expect((await did(lamp('open'), { state: 'on' })).status).toBe('needs_confirmation');
    expect((await did(lamp('close'), { state: 'on' })).status).not.toBe('needs_confirmation');
  });
});

describe('what is sent to a program', () => {
  test.each([
    ['z/bridge/request/permit_join', '{"time":254}', 'lets strange devices into'],
    ['z/bridge/request/restart', '', 'restarts or resets'],
    ['z/bridge/request/device/ota_update/update', '{"id":"x"}', 'installs other software'],
    ['z/bridge/request/converter/save', '{"name":"x.js"}', 'changes how a device is set up'],
    ['z/bridge/request/action', '{"action":"raw"}', 'changes how a device is set up'],
    ['zw/_CLIENTS/ZWAVE_GATEWAY-x/api/writeValue/set', '{"args":[]}', 'changes how a device'],
    ['zw/_CLIENTS/ZWAVE_GATEWAY-x/broadcast/98/0/targetMode/set', '0', 'changes how a device'],
    ['cmnd/kitchen/Reset', '1', 'restarts or resets'],
    ['cmnd/kitchen/upgrade', '1', 'installs other software'],
    ['car/command', '{"command":"unlockDoor"}', 'may unlock a lock'],
    ['car/unlock', 'GO', 'may unlock a lock'],
    ['house/alarm', 'DISARM', 'may disarm an alarm'],
  ])('needs a hand, whatever the thing is called: %s %s', async (topic, payload, why) => {
    const { home, did } = setUp();
    const answer = await did(home.add(lampAt(topic, payload)), { state: 'on' });
    expect(answer.status).toBe('needs_confirmation');
    expect(answer.message).toContain(why);
    expect(home.published).toEqual([]);
  });

  test.each([
    ['z/bridge/request/permit_join', '{"time": 0}'],
    ['z/Radiator/set/child_lock', 'UNLOCK'],
    ['note/set', 'Please do not unlock the front door.'],
  ])('needs none if it lets nobody in: %s %s', async (topic, payload) => {
    const { home, did } = setUp();
    const answer = await did(home.add(lampAt(topic, payload)), { state: 'on' });
    expect(answer.status).not.toBe('needs_confirmation');
  });

  test('needs none if the configuration lets the thing off by its id', async () => {
    const { home, did } = setUp({ never: ['lamp'] });
    const answer = await did(home.add(lampAt('car/unlock', 'GO')), { state: 'on' });
    expect(answer.status).not.toBe('needs_confirmation');
  });
});

test('what a thing cannot be set to is not tried to find out what a message means', async () => {
  const composed: (readonly [string, Value])[] = [];
  const abilities = [
    { aspect: 'level', kind: 'number', min: 5, max: -3, step: 1 },
    { aspect: 'far', kind: 'number', min: 0, max: Number.NaN, step: 1 },
    { aspect: 'state', kind: 'choice', options: ['on', 'off'] },
  ] as const;
  const gate = entity({
    ...{ id: 'gate', component: 'switch', name: 'Gate', abilities },
    compose: (wishes) => {
      composed.push(...wishes);
      return { result: 'messages', messages: [{ topic: 'gate/set', payload: 'ON', qos: 1 }] };
    },
  });
  const { home, did } = setUp();
  home.add(gate);
  await did(home.add(lampAt('gate/set', 'GO')), { state: 'on' });
  expect(composed).toContainEqual(['state', 'off']);
  expect(composed.filter(([aspect]) => aspect !== 'state')).toEqual([]);
});

test('closing a gate that is only ever toggled needs a hand as its opening does', async () => {
  const toggled = sending('gate/set', { open: 'PUSH', closed: 'PUSH', stopped: 'STOP' });
  const gate = cover('gate', { deviceClass: 'gate', ...toggled });
  expect(await statusOf(gate, { state: 'closed' }, {})).toBe('needs_confirmation may open');
  expect(await statusOf(gate, { state: 'stopped' }, {})).not.toContain('needs');
});

test('nothing is sent where no device is commanded, whoever describes it', async () => {
  const { home, did } = setUp();
  const answer = await did(home.add(entity({ id: 'ours' }), echoes), { state: 'on' });
  expect(answer.message).toContain('has no command that can be sent');
  expect(home.published).toEqual([]);
});

describe('a thing that the configuration excludes', () => {
  const cosy = lampAt('front/set', 'GO');

  test('guards its topics all the same', async () => {
    const { home, did } = setUp();
    home.unwanted = [lock('front', sending('front/set', { locked: 'STAY', unlocked: 'GO' }))];
    const answer = await did(home.add(cosy, echoes), { state: 'on' });
    expect(answer.status).toBe('needs_confirmation');
    expect(answer.message).toContain('since it may unlock');
    expect(home.published).toEqual([]);
    home.unwanted = [];
    expect((await did(cosy, { state: 'on' })).status).not.toBe('needs_confirmation');
  });

  test('and what locks it needs no hand', async () => {
    const { home, did } = setUp();
    home.unwanted = [lock('front', sending('front/set', { locked: 'GO', unlocked: 'OPEN' }))];
    expect((await did(home.add(cosy, echoes), { state: 'on' })).status).not.toContain('needs');
  });

  test('is another than the one that is used under its id', async () => {
    const { home, did } = setUp();
    const blind = cover('cover.blind', sending('gate/set', { open: 'TOGGLE', closed: 'STOP' }));
    home.unwanted = [{ ...blind, deviceClass: 'gate', ...sending('gate/set', {}) }];
    expect((await did(home.add(blind), { state: 'open' })).status).toBe('needs_confirmation');
  });
});

describe('what says itself that it opens', () => {
  test.each([
    ['lamp/set', 'UNLOCK', 'may unlock'],
    ['lamp/set', '{"lock":"UNLOCK"}', 'may unlock'],
    ['lamp/set', 'OPEN_GARAGE', 'may open'],
    ['lamp/set', '{"garage":"OPEN"}', 'may open'],
    ['lamp/set', 'openDoor', 'may open'],
    ['lamp/set', 'DISARM', 'may disarm'],
    ['garage_door/set', 'OPEN', 'may open'],
  ])('needs a hand, however harmless the name is: %s %s', async (topic, payload, why) => {
    const { home, did } = setUp();
    for (const component of ['light', 'switch'] as const) {
      const thing = entity({ ...lampAt(topic, payload), component });
      const answer = await did(home.add(thing, echoes), { state: 'on' });
      expect(answer.status).toBe('needs_confirmation');
      expect(answer.message).toContain(`since it ${why}`);
    }
    expect(home.published).toEqual([]);
  });

  test.each([
    ['blind/set', 'OPEN'],
    ['door_window/set', 'OPEN'],
    ['lamp/set', 'The door is open, come in'],
    ['garage_light/set', 'OPEN'],
    ['garage_door/set', 'CLOSE'],
  ])('needs none where it is not a way in: %s %s', async (topic, payload) => {
    const { home, did } = setUp();
    const answer = await did(home.add(lampAt(topic, payload), echoes), { state: 'on' });
    expect(answer.status).not.toBe('needs_confirmation');
  });

  test('is judged by name and class if it is a cover', async () => {
    const { home, did } = setUp();
    const sends = sending('house/terrassentuer/set', { open: 'OPEN' });
    const blind = cover('blind', { name: 'Terrassentür', ...sends });
    expect((await did(home.add(blind), { state: 'open' })).status).not.toBe('needs_confirmation');
  });
});
