/** A hub that knows of this device what the device itself describes, and nothing else. */
import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/devices/entity.ts';
import { compileTemplate } from '../../src/jinja/template.ts';
import { fromPlain, parseJson } from '../../src/jinja/value.ts';
import type { SessionEvent } from '../../src/live/session.ts';
import { heard, sent } from '../devices/components/entity-of.ts';
import { hubOf } from '../hub/hub.ts';
import { frontDoor, moveInWith } from './devices-home.ts';
import { type Circumstances, type Household, moveIn, speech } from './household.ts';

const TOPIC = 'homeassistant/device/hearthd_kitchen/config';
const QUESTION = 'What is for dinner?';

describe('a hub', () => {
  test('shows what the device is doing, from the press to the end of the reply', async () => {
    const { house, shows } = await withHub();
    expect(shows('phase', 'link', 'fault')).toEqual(['idle', 'offline', 'none']);
    house.press();
    expect(shows('phase', 'link')).toEqual(['listening', 'connecting']);
    house.service.last.says({ type: 'opened' });
    house.pass(600);
    house.release();
    house.pass(300);
    expect(shows('phase', 'link')).toEqual(['thinking', 'online']);
    house.service.last.says({ type: 'audio', pcm: speech(500) }, { type: 'turnComplete' });
    house.clock.advance(100);
    expect(shows('phase')).toEqual(['speaking']);
    house.hearOut();
    expect(shows('phase')).toEqual(['idle']);
  });

  test('mutes the device and lets it hear again, and sees when somebody else does', async () => {
    const { house, shows, does } = await withHub();
    expect(shows('mute')).toEqual(['off']);
    does('mute', { state: 'on' });
    expect(shows('mute')).toEqual(['on']);
    expect(house.microphone.state).toBe('stopped');
    does('mute', { state: 'off' });
    expect(shows('mute')).toEqual(['off']);
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    expect(shows('mute')).toEqual(['on']);
  });

  test.each([0, 35, 100])('sets how loud it is: %d', async (value) => {
    const { shows, does } = await withHub();
    expect(shows('volume')).toEqual([70]);
    does('volume', { value });
    expect(shows('volume')).toEqual([value]);
  });

  test('talks to the household by two buttons', async () => {
    const { house, shows, does } = await withHub();
    does('press', { press: 'press' });
    expect(shows('phase')).toEqual(['listening']);
    house.service.last.says({ type: 'opened' });
    house.pass(600, 7);
    does('release', { press: 'press' });
    house.pass(300, 7);
    expect(shows('phase')).toEqual(['thinking']);
    expect(house.service.last.audio.length).toBeGreaterThan(600 * 32);
  });

  test('asks in writing', async () => {
    const { house, hub } = await withHub();
    const { platform, command_topic } = hub.described.components['ask'] ?? {};
    expect(platform).toBe('notify');
    house.bus.say(String(command_topic), QUESTION);
    house.service.last.says({ type: 'opened' });
    expect(house.service.last.sent).toEqual([`ask ${QUESTION}`]);
  });

  test('shows what was spent, and says what today may cost', async () => {
    const prices = { textIn: 1, audioIn: 1, textOut: 1, audioOut: 1 };
    const { house, shows, does } = await withHub({ config: { budget: { prices } } });
    expect(shows('cost_today', 'cost_total', 'tokens_today')).toEqual([0, 0, 0]);
    expect(shows('budget')).toEqual([null]);
    spend(house, 500_000);
    expect(shows('cost_today', 'cost_total', 'tokens_today')).toEqual([0.5, 0.5, 500_000]);
    does('budget', { value: 2.55 });
    expect(shows('budget')).toEqual([2.55]);
    does('budget', { value: 0 });
    expect(shows('budget', 'fault')).toEqual([0, expect.stringMatching(/^budget: .+\.$/)]);
  });

  test('is told of each turn what it was and took, and never what was said', async () => {
    const { house, hub, shows } = await withHub({ config: { privacy: { transcripts: 'mqtt' } } });
    spend(house, 1_000, { type: 'transcript', speaker: 'user', text: QUESTION });
    expect(JSON.stringify(house.turns)).toContain(QUESTION);
    expect(shows('last_turn')).toEqual(['answered']);
    const event = rendered(hub, 'last_turn', JSON.stringify(house.turns[0]));
    expect(JSON.parse(event)).toEqual({
      event_type: 'answered',
      why: null,
      started_at: expect.stringMatching(/^2026-/),
      first_sound_ms: expect.any(Number),
      ended_ms: expect.any(Number),
      tokens: 1_000,
      cost_usd: expect.any(Number),
    });
  });

  test('is told why a turn was refused', async () => {
    const { house, hub, shows, does } = await withHub();
    does('budget', { value: 0 });
    house.press();
    house.release();
    house.clock.advance(3_000);
    expect(shows('last_turn')).toEqual(['refused']);
    const event = rendered(hub, 'last_turn', JSON.stringify(house.turns.at(-1)));
    expect(JSON.parse(event)).toMatchObject({ event_type: 'refused', why: 'BUDGET' });
  });

  test('shows as much of a long fault as it can take', async () => {
    const { house, hub, shows } = await withHub();
    house.health.get('speaker')?.({ state: 'down', reason: `It is ${'very '.repeat(100)}bad.` });
    const [fault] = shows('fault');
    expect(fault).toMatch(/^speaker: It is very/);
    expect(rendered(hub, 'fault', house.bus.retained.get(STATE))).toHaveLength(255);
    house.health.get('speaker')?.({ state: 'up', by: 'a test' });
    expect(shows('fault')).toEqual(['none']);
  });

  test('is told of all topics that can be set, and of all that are told', async () => {
    const { house, hub } = await withHub();
    spend(house, 1_000);
    const topics = new Set(
      Object.values(hub.described.components).flatMap(({ command_topic, state_topic }) => [
        command_topic,
        state_topic,
      ]),
    );
    topics.add(hub.described.availability_topic);
    const told = [...house.bus.retained.keys(), ...house.bus.published.map(({ topic }) => topic)];
    for (const topic of told.filter((topic) => topic !== TOPIC))
      expect([...topics]).toContain(topic);
  });
});

describe('a device that is described to hubs', () => {
  test('is not offered to the model, nor any other like it', async () => {
    const { house, broker, read } = await moveInWith([frontDoor]);
    const own = house.bus.retained.get(TOPIC) ?? '';
    const { listeners } = house.bus;
    house.bus.say(TOPIC, own, { retained: true });
    for (const other of ['hearthd/bedroom', 'house/voices/attic'])
      house.bus.say(
        `homeassistant/device/${other.replaceAll('/', '_')}/config`,
        own.replaceAll('hearthd/kitchen', other).replaceAll('hearthd_kitchen', other),
        { retained: true },
      );
    await read();
    house.clock.advance(10_000);
    await read();
    expect(house.bus.listeners).toBe(listeners);
    house.ask();
    const names = house.service.last.options.tools.map(({ name }) => name);
    expect(names).toEqual(['set_lock', 'read_states', 'confirm_action']);
    expect(broker.commands).toEqual([]);
  });

  test('is not, where the household does not want that', async () => {
    const house = await moveIn({ config: { mqtt: { announce: false } } });
    expect([...house.bus.retained.keys()].filter((topic) => !topic.startsWith('hearthd/'))).toEqual(
      [],
    );
  });
});

const STATE = 'hearthd/kitchen/state';

async function withHub(circumstances: Circumstances = {}) {
  const house = await moveIn(circumstances);
  const payload = house.bus.retained.get(TOPIC) ?? '';
  const hub = hubOf({ topic: TOPIC, payload });
  return {
    house,
    hub,
    /** What the hub makes of what is on the topics. */
    shows: (...things: readonly string[]): (Value | null | undefined)[] =>
      things.map((name) => {
        const [fact] = hub.thing(name).facts;
        if (fact === undefined) throw new Error(`${name} tells nothing`);
        const last = house.bus.published.findLast(({ topic }) => topic === fact.filter)?.payload;
        return fact.read(heard(fact.filter, house.bus.retained.get(fact.filter) ?? last ?? ''));
      }),
    /** Somebody does something with a thing on the hub. */
    does: (name: string, wishes: Readonly<Record<string, Value>>) => {
      for (const message of sent(hub.thing(name), wishes)) {
        const [topic = '', payload = ''] = message.split(' ');
        house.bus.say(topic, payload);
      }
    },
  };
}

/** What the template of a thing makes of a message. */
function rendered({ described }: ReturnType<typeof hubOf>, name: string, payload = ''): string {
  const template = compileTemplate(String(described.components[name]?.['value_template']));
  return template.render({ value: fromPlain(payload), value_json: parseJson(payload) ?? null });
}

const none = { text: 0, audio: 0, image: 0, video: 0 };

/** A turn of so many tokens. */
function spend(house: Household, tokens: number, ...events: SessionEvent[]): void {
  house.ask();
  house.service.last.says(...events);
  house.service.last.says(
    { type: 'audio', pcm: speech(100) },
    {
      type: 'usage',
      usage: {
        prompt: { ...none, audio: tokens },
        toolUse: none,
        response: none,
        thoughts: 0,
        cached: 0,
        total: tokens,
      },
    },
    { type: 'turnComplete' },
  );
  house.hearOut();
  house.clock.advance(3_000);
}
