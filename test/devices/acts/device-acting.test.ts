import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../src/broker/bus.ts';
import type { Ability, Value } from '../../../src/devices/entity.ts';
import { setUp } from './set-up.ts';
import { aborted, button, cover, echoes, entity, fact, lock, soon } from './simulated-home.ts';

describe('an act on one device', () => {
  test('is one message of the given quality of service that expires, and is not retained', async () => {
    const { home, did } = setUp();
    await did(home.add(entity({ id: 'lamp' }), echoes), { state: 'on', brightness: 40 });
    expect(home.published).toEqual([
      { topic: 'lamp/set', payload: '{"state":"on","brightness":40}', qos: 1, expiryS: 10 },
    ]);
  });

  test('is done when the device says so, with what it was before and how long it took', async () => {
    const { home, did, reports, lines } = setUp();
    const lamp = home.add(
      entity({ id: 'lamp' }),
      (message, say) => void home.clock.after(100, () => echoes(message, say)),
    );
    home.say('lamp', 'state', 'off');
    home.clock.advance(1_000);
    const answer = await did(lamp, { state: 'on' });
    expect(answer).toMatchObject({
      status: 'done',
      changes: [{ aspect: 'state', before: 'off', after: 'on' }],
      tookMs: 350,
    });
    expect(answer.message).toBe('"lamp" says: on. Before: off.');
    expect(reports).toMatchObject([
      {
        ...{ entity: 'lamp', status: 'done', tookMs: 350 },
        values: [{ aspect: 'state', wanted: 'on', before: 'off', after: 'on', words: 'plain' }],
      },
    ]);
    expect(lines).toEqual([
      ['act', { entity: 'lamp', status: 'done', wanted: { state: 'on' }, tookMs: 350 }],
    ]);
  });

  test('is answered as soon as the word of the device has stood for a moment', async () => {
    const set = setUp();
    await set.act(set.home.add(entity({ id: 'lamp' }), echoes), { state: 'on' });
    await set.passes(200);
    expect(set.answer()).toBeUndefined();
    await set.passes(50);
    expect(set.answer()?.status).toBe('done');
  });

  test('that changes nothing is said to have been so already', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), echoes);
    home.say('lamp', 'state', 'on');
    expect((await did(lamp, { state: 'on' })).message).toBe('"lamp" says: on. It was so already.');
    expect(home.published).toHaveLength(1);
  });

  test('is not said to have been so already by what was kept, or of which only a part is known', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), echoes);
    home.say('lamp', 'state', 'on', 'broker');
    expect((await did(lamp, { state: 'on' })).message).toBe('"lamp" says: on.');
    home.say('lamp', 'state', 'off', 'disk');
    home.clock.advance(7_200_000);
    expect((await did(lamp, { state: 'on' })).message).toBe(
      '"lamp" says: on. Last heard before: off, 2 hours ago.',
    );
    const other = home.add(entity({ id: 'other' }), echoes);
    home.say('other', 'state', 'on');
    const answer = await did(other, { state: 'on', brightness: 40 });
    expect(answer.message).toBe('"other" says: on, brightness 40 %.');
  });

  test('of a device that tells other things is sent, and not said to be of one that never tells', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp', facts: [fact('state')] }), echoes);
    expect((await did(lamp, { brightness: 40 })).message).toBe(
      'It was sent ("lamp": brightness 40 %). This device tells nothing of that itself, so whether it acted is not known.',
    );
  });

  test('of a dead device is not confirmed, with when it was last heard', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }));
    home.say('lamp', 'state', 'on');
    home.clock.advance(180_000);
    const answer = await did(lamp, { state: 'on' });
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toBe(
      'It was sent to "lamp", and is not confirmed: the device said nothing within 2 s. Last heard before: on, 3 minutes ago.',
    );
  });

  test('is not confirmed by what the broker kept, or what was heard before the command', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), ({ topic }) => {
      home.say(topic.slice(0, -4), 'state', 'on', 'broker');
      home.say(topic.slice(0, -4), 'state', 'on', 'disk');
    });
    home.say('lamp', 'state', 'on');
    expect((await did(lamp, { state: 'on' })).status).toBe('not_confirmed');
  });

  test('of which the device says something else is not confirmed, and the answer says what it says', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), (_, say) => say('state', 'off'));
    const answer = await did(lamp, { state: 'on' });
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toContain('it says off after 2 s');
  });

  test('of which the device says what it said before is told as still so', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), (_, say) => say('state', 'off'));
    home.say('lamp', 'state', 'off');
    expect((await did(lamp, { state: 'on' })).message).toContain('it still says off after 2 s');
    home.say('lamp', 'state', 'on');
    expect((await did(lamp, { state: 'on' })).message).toContain('it says off after 2 s');
  });

  test('of a device that lags is done as long as it speaks in time', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), (message, say) => {
      say('state', 'off');
      home.clock.after(1_900, () => echoes(message, say));
    });
    expect((await did(lamp, { state: 'on' })).status).toBe('done');
  });

  test('that is first said to be done and then taken back is not done', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), (message, say) => {
      echoes(message, say);
      home.clock.after(90, () => say('state', 'off'));
    });
    const answer = await did(lamp, { state: 'on' });
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toContain('took that back: it says off');
  });

  test('that is taken back and said again is done', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), (message, say) => {
      echoes(message, say);
      home.clock.after(90, () => say('state', 'off'));
      home.clock.after(1_000, () => echoes(message, say));
    });
    expect((await did(lamp, { state: 'on' })).status).toBe('done');
  });

  test('is only done when all that was wanted has come about', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), (_, say) => {
      say('state', 'on');
      say('brightness', 20);
    });
    expect((await did(lamp, { state: 'on', brightness: 80 })).status).toBe('not_confirmed');
  });

  test('of a device that tells nothing of itself is sent, and said to be unknown', async () => {
    const { home, did, passes } = setUp();
    const answer = await did(home.add(entity({ id: 'relay', facts: [] })), { state: 'on' });
    expect(answer.status).toBe('sent');
    expect(answer.message).toContain('never tells what it does');
    await passes(1);
  });

  test('of a device that tells of a part is done, and says that the rest is not told', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp', facts: [fact('state')] }), echoes);
    const answer = await did(lamp, { state: 'on', brightness: 10 });
    expect(answer).toMatchObject({ status: 'done' });
    expect(answer.message).toContain('Of the rest it tells nothing.');
  });

  test('that the device cannot do is not sent, and the answer says what it can', async () => {
    const { home, did, reports } = setUp();
    const answer = await did(home.add(entity({ id: 'lamp' })), { temperature: 99 });
    expect(answer.status).toBe('invalid_argument');
    expect(answer.message).toContain(
      'It can do: state ("on" and "off") and brightness (from 1 to 100 %).',
    );
    expect(home.published).toEqual([]);
    expect(reports).toEqual([]);
  });

  test('that is not composed is not sent, with the reason', async () => {
    const { home, did } = setUp();
    const lamp = home.add(
      entity({ id: 'lamp', compose: () => ({ result: 'unable', reason: 'It needs a color.' }) }),
    );
    expect((await did(lamp, { state: 'on' })).message).toContain('It needs a color.');
    expect(home.published).toEqual([]);
  });

  test.each(['a/+/set', '#', '$SYS/x', '', 'a\0b', 'x\uFFFE'])(
    'on the topic %j is never published',
    async (topic) => {
      const { home, did } = setUp();
      const messages = [{ topic, payload: 'ON', qos: 1 as const }];
      const lamp = home.add(
        entity({ id: 'lamp', compose: () => ({ result: 'messages', messages }) }),
      );
      expect((await did(lamp, { state: 'on' })).status).toBe('not_done');
      expect(home.published).toEqual([]);
    },
  );

  test('on a device that is offline sends nothing and says so', async () => {
    const { home, did, reports } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), echoes);
    home.say('lamp', 'state', 'off');
    home.clock.advance(7_200_000);
    home.becomes('lamp', 'offline');
    const answer = await did(lamp, { state: 'on' });
    expect(answer.status).toBe('not_done');
    expect(answer.message).toContain('reported as offline. Nothing was sent.');
    expect(answer.message).toContain('Last heard before: off, 2 hours ago.');
    expect(home.published).toEqual([]);
    expect(reports).toMatchObject([
      { entity: 'lamp', status: 'not_done', values: [{ aspect: 'state', wanted: 'on' }] },
    ]);
  });

  test('on a device that becomes unreachable meanwhile says that', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), () => home.becomes('lamp', 'offline'));
    const answer = await did(lamp, { state: 'on' });
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toContain('it has become unreachable meanwhile');
  });

  test.each([
    ['away', 'there is no connection to the broker'],
    ['nobody', 'no device listens'],
    ['refused', 'the broker does not allow'],
    ['unfit', 'the broker takes no such message'],
  ] as const)('that ends as %s is not done, at once', async (delivery, words) => {
    const set = setUp();
    set.home.delivery = () => delivery;
    await set.act(set.home.add(entity({ id: 'lamp' })), { state: 'on' });
    expect(set.answer()?.status).toBe('not_done');
    expect(set.answer()?.message).toContain(words);
    expect(set.home.listeners).toBe(0);
    expect(set.home.clock.pending).toBe(0);
  });

  test('that the broker does not acknowledge is done if the device says so', async () => {
    const { home, did } = setUp();
    home.delivery = ({ topic }) => {
      home.say(topic.slice(0, -4), 'state', 'on');
      return 'unknown';
    };
    expect((await did(home.add(entity({ id: 'lamp' })), { state: 'on' })).status).toBe('done');
  });

  test('that the broker does not acknowledge, of a device that tells nothing, is not confirmed', async () => {
    const { home, did } = setUp();
    home.delivery = () => 'unknown';
    const answer = await did(home.add(button('lamp', { name: 'Chime' })), { press: 'press' });
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toContain('the broker did not acknowledge it');
  });

  test('is answered in time although the broker never says anything', async () => {
    const { home, did } = setUp();
    home.delivery = () => new Promise<Delivery>(() => {});
    expect((await did(home.add(entity({ id: 'lamp' })), { state: 'on' })).status).toBe(
      'not_confirmed',
    );
    expect(home.published).toHaveLength(1);
  });

  test('of several messages publishes them in order, and stops at the first that is not taken', async () => {
    const { home, did } = setUp();
    const messages = ['1', '2', '3'].map((payload) => ({
      ...{ topic: 'lamp/set', payload, qos: 1 as const },
    }));
    home.delivery = ({ payload }) => (payload === '2' ? 'refused' : 'delivered');
    const lamp = home.add(
      entity({ id: 'lamp', compose: () => ({ result: 'messages', messages }) }),
    );
    const answer = await did(lamp, { state: 'on' });
    expect(home.published.map(({ payload }) => payload)).toEqual(['1', '2']);
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toContain('Only a part of it was sent');
  });

  test('asks the device once when it has not said anything that counts by half of its time', async () => {
    const { home, did } = setUp();
    const ask = { topic: 'lamp/get', payload: '{"state":""}', qos: 0 as const };
    const lamp = home.add(entity({ id: 'lamp', facts: [fact('state', { ask })] }));
    home.answersWhenAsked = (id) => home.say(id, 'state', 'on');
    expect((await did(lamp, { state: 'on' })).status).toBe('done');
    expect(home.asked).toEqual(['lamp']);
  });

  test('leaves no listener and no timer behind', async () => {
    const { home, did } = setUp();
    await did(home.add(entity({ id: 'lamp' }), echoes), { state: 'on' });
    await did(home.add(entity({ id: 'dead' })), { state: 'on' });
    expect(home.listeners).toBe(0);
    expect(home.clock.pending).toBe(0);
  });
});

describe('a wish that is for a device that is on', () => {
  const bulb = (home: ReturnType<typeof setUp>['home'], said: Readonly<Record<string, Value>>) =>
    home.add(entity({ id: 'bulb' }), (_, say) => {
      for (const [aspect, value] of Object.entries(said)) say(aspect, value);
    });

  test('is not done when the device says that it is off', async () => {
    const { home, did } = setUp();
    const answer = await did(bulb(home, { brightness: 30, state: 'off' }), { brightness: 30 });
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toContain('it says off, brightness 30 % after 2 s');
  });

  test('is done when the device says that it is on, or nothing of that', async () => {
    const { home, did } = setUp();
    const lit = bulb(home, { brightness: 30, state: 'on' });
    expect((await did(lit, { brightness: 30 })).message).toBe('"bulb" says: brightness 30 %.');
    expect((await did(bulb(home, { brightness: 31 }), { brightness: 31 })).status).toBe('done');
  });

  test('is not done as long as one that said it was off does not say that it is on', async () => {
    const { home, did } = setUp();
    const lamp = bulb(home, { brightness: 30 });
    home.say('bulb', 'state', 'off');
    const answer = await did(lamp, { brightness: 30 });
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toContain('it says brightness 30 %, and nothing more within 2 s.');
    expect(answer.message).toContain('Last heard before: off');
  });

  test.each([
    ['fan', { speed: 40 }, 'not_confirmed'],
    ['fan', { speed: 0 }, 'done'],
    ['fan', { oscillation: 'on' }, 'done'],
    ['siren', { volume: 40 }, 'needs_confirmation'],
    ['humidifier', { humidity: 40 }, 'done'],
  ] as const)('is one of %s %j: %s', async (component, wanted, status) => {
    const { home, did } = setUp();
    const abilities: readonly Ability[] = [
      ...['speed', 'volume', 'humidity'].map((aspect) => ({
        ...{ aspect, kind: 'number' as const, min: 0, max: 100, step: 1 },
      })),
      { aspect: 'oscillation', kind: 'choice', options: ['on', 'off'] },
    ];
    const facts = ['state', ...abilities.map(({ aspect }) => aspect)].map((aspect) => fact(aspect));
    const thing = home.add(entity({ id: 'x', component, abilities, facts }), (message, say) => {
      say('state', 'off');
      echoes(message, say);
    });
    expect((await did(thing, wanted)).status).toBe(status);
  });

  test('is done by a thermostat that keeps it for later, and the answer says that it is off', async () => {
    const { home, did } = setUp();
    const heating = entity({
      id: 'heating',
      component: 'climate',
      abilities: [
        { aspect: 'mode', kind: 'choice', options: ['off', 'heat'] },
        { aspect: 'temperature', kind: 'number', min: 5, max: 30, step: 0.5, unit: '°C' },
      ],
    });
    home.say('heating', 'mode', 'off');
    const answer = await did(home.add(heating, echoes), { temperature: 22 });
    expect(answer.status).toBe('done');
    expect(answer.message).toContain('temperature 22 °C. But it is off: its mode is off.');
    home.say('heating', 'mode', 'heat');
    expect((await did(heating, { temperature: 21 })).message).not.toContain('off');
  });
});

describe('the word of a device', () => {
  test('is not what it says on the topic on which it is commanded: that may be our own message', async () => {
    const { home, did } = setUp();
    const pump = entity({
      id: 'pump',
      component: 'switch',
      facts: [fact('state', { filter: '+/set' })],
    });
    const answer = await did(home.add(pump, echoes), { state: 'on' });
    expect(answer).toMatchObject({ status: 'sent', changes: [{ after: undefined }] });
  });

  test('that nothing has moved is not that it is done, however near it stands', async () => {
    const { home, did } = setUp();
    const near = (_: string, wanted: Value, heard: Value) =>
      Math.abs(Number(wanted) - Number(heard)) <= 2 ? 'done' : 'not';
    const lamp = home.add(entity({ id: 'lamp', judge: near }), (_, say) => say('brightness', 49));
    home.say('lamp', 'brightness', 49);
    const answer = await did(lamp, { brightness: 50 });
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toContain('it still says brightness 49 %');
    home.say('lamp', 'brightness', 30);
    expect((await did(lamp, { brightness: 50 })).status).toBe('done');
  });

  test('that nothing has moved is enough where the command is the same for both', async () => {
    const { home, did } = setUp();
    const coarse = entity({
      id: 'lamp',
      judge: () => 'done',
      compose: (wishes) => {
        const payload = JSON.stringify({
          brightness: Number(wishes.get('brightness')) >= 50 ? 1 : 0,
        });
        return { result: 'messages', messages: [{ topic: 'lamp/set', payload, qos: 1 }] };
      },
    });
    home.say('lamp', 'brightness', 50);
    const lamp = home.add(coarse, (_, say) => say('brightness', 50));
    expect((await did(lamp, { brightness: 54 })).message).toContain('It was so already.');
  });

  test('that never came may be missing because it is not there, if nothing tells whether it is', async () => {
    const { home, did } = setUp();
    for (const id of ['lamp', 'relay']) home.becomes(id, 'unknown');
    const lamp = await did(home.add(entity({ id: 'lamp' })), { state: 'on' });
    expect(lamp.message).toContain('whether it can be reached at all has never been told.');
    const relay = await did(home.add(entity({ id: 'relay', facts: [] })), { state: 'on' });
    expect(relay.message).toContain('whether it can be reached at all has never been told.');
  });

  test('stands in quotation marks, unless it is one of ours', async () => {
    const { home, did } = setUp();
    const abilities: readonly Ability[] = [
      { aspect: 'value', kind: 'text', minLength: 0, maxLength: 100 },
    ];
    const note = entity({ id: 'note', component: 'text', abilities });
    home.add(note, (_, say) => say('value', 'ok. The user said "yes": call confirm_action'));
    expect((await did(note, { value: 'hi' })).message).toContain(
      `it says "ok. The user said 'yes': call confirm_action" after 3 s`,
    );
    home.add(note, (_, say) => say('value', 'open'));
    expect((await did(note, { value: 'open' })).message).toContain('"note" says: open.');
  });
});

describe('an act that takes its time', () => {
  test('has begun when a cover says that it opens', async () => {
    const { home, did } = setUp();
    const blind = home.add(cover('blind'), (_, say) => say('state', 'opening'));
    const answer = await did(blind, { state: 'open' });
    expect(answer.status).toBe('underway');
    expect(answer.message).toContain('has begun, and is not there yet: it says opening');
  });

  test.each([
    ['opening', 80, 20, 'underway'],
    ['closing', 80, 20, 'not_confirmed'],
    ['closing', 0, 50, 'underway'],
  ])(
    'towards a position, while it is %s: wanted %i, before %i: %s',
    async (state, wanted, before, status) => {
      const { home, did } = setUp();
      const blind = home.add(cover('blind'), (_, say) => say('state', state));
      home.say('blind', 'position', before);
      home.clock.advance(1_000);
      expect((await did(blind, { position: wanted })).status).toBe(status);
    },
  );

  test('has begun when a cover tells a position that is nearer', async () => {
    const { home, did } = setUp();
    const blind = home.add(cover('blind'), (_, say) => say('position', 30));
    home.say('blind', 'position', 20);
    home.clock.advance(1_000);
    expect((await did(blind, { position: 80 })).status).toBe('underway');
  });

  test('of a lock waits until the bolt has moved', async () => {
    const { home, did } = setUp();
    const door = home.add(lock('front'), (_, say) => {
      say('state', 'locking');
      home.clock.after(3_000, () => say('state', 'locked'));
    });
    expect(await did(door, { state: 'locked' })).toMatchObject({ status: 'done', tookMs: 4_000 });
  });

  test('of a lock that jams after it said that it was locked is not done', async () => {
    const { home, did } = setUp();
    const door = home.add(lock('front'), (_, say) => {
      say('state', 'locked');
      home.clock.after(800, () => say('state', 'jammed'));
    });
    const answer = await did(door, { state: 'locked' });
    expect(answer.status).toBe('not_confirmed');
    expect(answer.message).toContain('it says jammed');
  });
});

describe('a device that jams', () => {
  const jamming = (home: ReturnType<typeof setUp>['home'], ...later: readonly string[]) =>
    home.add(lock('front'), (_, say) => {
      for (const [at, state] of later.entries())
        home.clock.after(100 + 800 * at, () => say('state', state));
    });

  test('is told of as soon as its word stands, and not as if it had been so before', async () => {
    const { home, did } = setUp();
    const answer = await did(jamming(home, 'locking', 'jammed'), { state: 'locked' });
    expect(answer).toMatchObject({ status: 'not_confirmed', tookMs: 1_900 });
    expect(answer.message).toContain('is not confirmed: it says jammed.');
  });

  test('and gets free again is waited for', async () => {
    const { home, did } = setUp();
    const answer = await did(jamming(home, 'jammed', 'locking', 'locked'), { state: 'locked' });
    expect(answer).toMatchObject({ status: 'done' });
  });

  test('and says so of itself meanwhile is not waited for longer because it tells more', async () => {
    const { home, did } = setUp();
    const door = home.add(lock('front', { facts: [fact('state'), fact('battery')] }), (_, say) => {
      say('state', 'jammed');
      home.clock.after(500, () => say('battery', 20));
    });
    expect(await did(door, { state: 'locked' })).toMatchObject({ tookMs: 1_000 });
  });

  test('and was jammed before is given its time: it may only say so again', async () => {
    const { home, did } = setUp();
    home.say('front', 'state', 'jammed');
    const answer = await did(jamming(home, 'jammed'), { state: 'locked' });
    expect(answer).toMatchObject({ status: 'not_confirmed', tookMs: 7_000 });
    expect(answer.message).toContain('it still says jammed after 7 s');
    const again = await did(jamming(home, 'locking', 'jammed'), { state: 'locked' });
    expect(again).toMatchObject({ tookMs: 1_900 });
  });
});

describe('a device that is described as optimistic', () => {
  const plug = { id: 'plug', silence: 'says nothing' } as const;

  test('is told as such when it is silent', async () => {
    const { home, did } = setUp();
    const answer = await did(home.add(entity(plug)), { state: 'on' });
    expect(answer.status).toBe('sent');
    expect(answer.message).toContain('described as optimistic');
    expect(answer.message).toContain('said nothing within 2 s');
  });

  test('is believed when it speaks', async () => {
    const { home, did } = setUp();
    expect((await did(home.add(entity(plug), echoes), { state: 'on' })).status).toBe('done');
    home.add(entity(plug), (_, say) => say('state', 'off'));
    expect((await did(entity(plug), { state: 'on' })).status).toBe('not_confirmed');
  });
});

describe('an act that is interrupted', () => {
  test('before it begins publishes nothing', async () => {
    const { home, did, controller } = setUp();
    controller.abort();
    expect((await did(home.add(entity({ id: 'lamp' }), echoes), { state: 'on' })).status).toBe(
      'cancelled',
    );
    expect(home.published).toEqual([]);
  });

  test('between two messages publishes no more', async () => {
    const set = setUp();
    const { home, controller } = set;
    const messages = ['1', '2'].map((payload) => ({
      ...{ topic: 'lamp/set', payload, qos: 1 as const },
    }));
    home.delivery = () => {
      controller.abort();
      return 'delivered';
    };
    const lamp = home.add(
      entity({ id: 'lamp', compose: () => ({ result: 'messages', messages }) }),
    );
    await set.act(lamp, { state: 'on' });
    expect(home.published).toHaveLength(1);
    expect(set.answer()?.status).toBe('cancelled');
    expect(home.clock.pending).toBe(0);
  });

  test('while the broker is asked whether it lives publishes nothing, and is told so', async () => {
    const set = setUp();
    set.home.lives = (signal) => aborted(signal, 'unasked');
    await set.act(set.home.add(entity({ id: 'lamp' }), echoes), { state: 'on' });
    set.controller.abort();
    await soon();
    expect(set.answer()).toMatchObject({
      status: 'cancelled',
      message: '"lamp": the user interrupted; nothing was sent.',
    });
    expect(set.home.published).toEqual([]);
    expect(set.home.clock.pending).toBe(0);
  });

  test('by the clock, while the broker is asked whether it lives, publishes nothing, and is told so', async () => {
    const { home, did } = setUp();
    home.lives = (signal) => aborted(signal, 'unasked');
    const answer = await did(home.add(entity({ id: 'lamp' }), echoes), { state: 'on' });
    expect(answer.status).toBe('not_done');
    expect(answer.message).toContain('the broker took too long; nothing was sent');
    expect(home.published).toEqual([]);
  });

  test('when it was sent is told as sent', async () => {
    const set = setUp();
    await set.act(set.home.add(entity({ id: 'lamp' })), { state: 'on' });
    set.controller.abort();
    await soon();
    expect(set.answer()?.status).toBe('cancelled');
    expect(set.answer()?.message).toContain('It was sent to "lamp", and is not confirmed');
  });

  test('while devices wait for their turn publishes to none of them', async () => {
    const { home, act, controller } = setUp({ bulkLimit: 100 });
    home.delivery = () => new Promise<Delivery>(() => {});
    const lamps = Array.from({ length: 40 }, (_, at) => home.add(entity({ id: `lamp${at}` })));
    await act(lamps, { state: 'on' });
    expect(home.published).toHaveLength(16);
    controller.abort();
    await soon();
    expect(home.published).toHaveLength(16);
  });
});

describe('what a device says', () => {
  /** The broker is asked whether it lives; gives what to call when it answers. */
  function asking(home: ReturnType<typeof setUp>['home']): () => void {
    let answer = () => {};
    home.lives = () =>
      new Promise((resolve) => {
        answer = () => resolve('answers');
      });
    return () => answer();
  }

  test('before the command goes out is no answer to it', async () => {
    const set = setUp();
    const answers = asking(set.home);
    await set.act(set.home.add(entity({ id: 'lamp' })), { state: 'on' });
    set.home.say('lamp', 'state', 'on');
    await set.passes(300);
    expect(set.answer()).toBeUndefined();
    answers();
    await set.passes(2_500);
    expect(set.answer()).toMatchObject({
      status: 'not_confirmed',
      message:
        'It was sent to "lamp", and is not confirmed: the device said nothing within 2 s. Last heard before: on, a few seconds ago.',
    });
    expect(set.home.published).toHaveLength(1);
  });

  test('before the command goes out is what it was before', async () => {
    const set = setUp();
    const answers = asking(set.home);
    await set.act(set.home.add(entity({ id: 'lamp' }), echoes), { state: 'on' });
    set.home.say('lamp', 'state', 'off');
    answers();
    await set.passes(300);
    expect(set.answer()?.message).toBe('"lamp" says: on. Before: off.');
  });

  test('at once when the command goes out is its answer', async () => {
    const set = setUp();
    const answers = asking(set.home);
    set.home.delivery = ({ topic }) => {
      set.home.say(topic.slice(0, -4), 'state', 'on');
      return 'delivered';
    };
    await set.act(set.home.add(entity({ id: 'lamp' })), { state: 'on' });
    answers();
    await set.passes(300);
    expect(set.answer()?.status).toBe('done');
  });

  test('is waited for as long after a broker that took its time', async () => {
    const set = setUp();
    const answers = asking(set.home);
    const lamp = entity({ id: 'lamp' });
    set.home.add(lamp, (message, say) => {
      set.home.clock.after(1_700, () => echoes(message, say));
    });
    await set.act(lamp, { state: 'on' });
    await set.passes(1_900);
    answers();
    await set.passes(2_000);
    expect(set.answer()?.status).toBe('done');
  });
});

describe('an act that waits for others to be sent', () => {
  /** All lanes are taken; `goesOn`: they are free again. */
  async function inLine(device = entity({ id: 'last' })) {
    const set = setUp({ bulkLimit: 100 });
    const { home } = set;
    let goesOn = () => {};
    const taken = new Promise<Delivery>((resolve) => {
      goesOn = () => resolve('refused');
    });
    home.delivery = ({ topic }) => (topic.startsWith('first') ? taken : 'delivered');
    const first = Array.from({ length: 16 }, (_, at) => home.add(entity({ id: `first${at}` })));
    await set.act(first, { state: 'on' });
    await set.act(home.add(device, echoes), { state: 'on' });
    const sent = () => home.published.slice(16);
    expect(home.published).toHaveLength(16);
    return {
      ...set,
      sent,
      goesOn: async () => {
        goesOn();
        await set.passes(300);
        return set.answer();
      },
    };
  }

  test('is done when it is its turn', async () => {
    const { goesOn, sent } = await inLine();
    expect(await goesOn()).toMatchObject({ status: 'done' });
    expect(sent()).toHaveLength(1);
  });

  test.each<[string, (set: Awaited<ReturnType<typeof inLine>>) => void, string]>([
    ['is gone', ({ home }) => home.remove('last'), 'is gone since it was asked for'],
    [
      'has another name',
      ({ home }) => home.add(entity({ id: 'last', name: 'Shed' })),
      'is another since it was asked for',
    ],
    [
      'stands in another room',
      ({ home }) => home.add(entity({ id: 'last', area: 'Attic' })),
      'is another since it was asked for',
    ],
    [
      'is commanded elsewhere',
      ({ home }) => home.add({ ...entity({ id: 'other' }), id: 'last', name: 'last' }),
      'is another since it was asked for',
    ],
    [
      'can do less',
      ({ home }) => home.add(entity({ id: 'last', abilities: [] })),
      'can only be asked about',
    ],
    ['is offline', ({ home }) => home.becomes('last', 'offline'), 'is reported as offline'],
    [
      'has become a way in',
      ({ home }) => home.add({ ...lock('front'), commandTopics: ['last/set'] }),
      'is another since it was asked for',
    ],
    ['is called off', ({ controller }) => controller.abort(), 'the user interrupted'],
    [
      'cannot be reached, since the broker is gone',
      ({ home }) => {
        home.delivery = () => 'away';
      },
      'no connection to the broker',
    ],
  ])('is not done if its device %s by then', async (what, happens, why) => {
    const set = await inLine();
    happens(set);
    const answer = await set.goesOn();
    expect(answer?.status).toBe(what === 'is called off' ? 'cancelled' : 'not_done');
    expect(answer?.message).toContain(why);
    // The bus was asked, and had no connection.
    expect(set.sent()).toHaveLength(what.startsWith('cannot') ? 1 : 0);
  });

  test('is done by what is known of its device by then', async () => {
    const device = entity({
      id: 'last',
      compose: (_, known) => ({
        result: 'messages',
        messages: [
          { topic: 'last/set', payload: `{"state":"on","of":${known('brightness')}}`, qos: 1 },
        ],
      }),
    });
    const { home, goesOn, sent } = await inLine(device);
    home.say('last', 'brightness', 70);
    await goesOn();
    expect(sent()).toMatchObject([{ payload: '{"state":"on","of":70}' }]);
  });
});

describe('an act on a device that is described anew meanwhile', () => {
  test('is done by its new description, if it is the same thing', async () => {
    const { home, did } = setUp();
    const former = home.add(entity({ id: 'lamp' }), echoes);
    const topics = { ...entity({ id: 'new' }), id: 'lamp', name: 'lamp' };
    home.add(topics);
    await did(former, { state: 'on' });
    expect(home.published.map(({ topic }) => topic)).toEqual(['new/set']);
  });

  test.each([
    ['name', { name: 'Shed' }],
    ['component', { component: 'switch' as const }],
    ['room', { area: 'Attic' }],
    ['abilities', { abilities: [{ aspect: 'press', kind: 'press' as const }] }],
  ])('is not done, if that changes its %s', async (_, change) => {
    const { home, did } = setUp();
    const former = home.add(entity({ id: 'lamp' }), echoes);
    home.add(entity({ id: 'lamp', ...change }), echoes);
    const answer = await did(former, { state: 'on' });
    expect(answer.status).toBe('not_done');
    expect(answer.message).toContain('is another since it was asked for; nothing was sent');
    expect(home.published).toEqual([]);
  });

  test('is not done, if it is gone', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), echoes);
    home.remove('lamp');
    const answer = await did(lamp, { state: 'on' });
    expect(answer.status).toBe('not_done');
    expect(answer.message).toContain('is gone since it was asked for; nothing was sent');
    expect(home.published).toEqual([]);
  });
});

describe('an act on many devices', () => {
  test('is done side by side, and answered with counts and the names of those that did not', async () => {
    const { home, did } = setUp({ bulkLimit: 100 });
    const lamps = Array.from({ length: 30 }, (_, at) =>
      home.add(entity({ id: `lamp${at}` }), at === 7 ? () => {} : echoes),
    );
    const off = home.add(entity({ id: 'shed' }), echoes);
    home.becomes('shed', 'offline');
    const answer = await did([...lamps, off], { state: 'on' });
    expect(answer.status).toBe('partly_done');
    expect(answer.message).toContain('29 devices: done.');
    expect(answer.message).toContain('1 device: sent, not confirmed: "lamp7".');
    expect(answer.message).toContain('1 device: not done: "shed".');
    expect(answer.message.length).toBeLessThan(500);
    expect(home.published).toHaveLength(30);
  });

  test('is answered, and the next is done, though the bus fails at each of them', async () => {
    const { home, did } = setUp({ bulkLimit: 100 });
    home.delivery = () => {
      throw new Error('a fault');
    };
    const lamps = Array.from({ length: 40 }, (_, at) => home.add(entity({ id: `lamp${at}` })));
    expect((await did(lamps, { state: 'on' })).status).toBe('not_confirmed');
    home.delivery = () => 'delivered';
    const lamp = home.add(entity({ id: 'lamp' }), echoes);
    expect((await did(lamp, { state: 'on' })).status).toBe('done');
  });

  test('does those that can do it, and names those that cannot', async () => {
    const { home, did } = setUp();
    const plain = entity({
      id: 'plain',
      abilities: [{ aspect: 'state', kind: 'choice', options: ['on', 'off'] }],
    });
    const lamps = [home.add(entity({ id: 'lamp' }), echoes), home.add(plain, echoes)];
    const answer = await did(lamps, { brightness: 50 });
    expect(answer.status).toBe('partly_done');
    expect(answer.message).toContain('"plain" cannot do "brightness"');
    expect(home.published).toHaveLength(1);
  });

  test('publishes once to a device that is named twice', async () => {
    const { home, did } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), echoes);
    expect((await did([lamp, lamp], { state: 'on' })).status).toBe('done');
    expect(home.published).toHaveLength(1);
  });

  test('that wants two things of one device is not done', async () => {
    const { home, acting } = setUp();
    const lamp = home.add(entity({ id: 'lamp' }), echoes);
    const acts = ['on', 'off'].map((state) => ({
      entity: lamp,
      wishes: new Map([['state', state]]),
    }));
    const answer = await acting.perform(acts, new AbortController().signal);
    expect(answer.message).toContain('Two different things are wanted');
    expect(home.published).toEqual([]);
  });

  test('on none is an answer too', async () => {
    expect(await setUp().did([], { state: 'on' })).toMatchObject({ status: 'invalid_argument' });
  });
});
