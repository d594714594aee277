/** Sequences of events that nobody plans, and that happen within years. */
import { describe, expect, test } from 'vitest';
import { initial, type State, step } from '../../src/conversation/step.ts';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { type Household, moveIn, speech } from './household.ts';

const OPEN_MIC = { config: { button: { type: 'gpio', pin: 17, mode: 'open-mic' } } };
const LOST = { type: 'closed', cause: 'network', reason: 'gone' } as const;
const CALL = {
  type: 'toolCall',
  calls: [{ id: 'c1', name: 'lamp', args: { state: 'ON' } }],
} as const;
const answer = (ms: number) =>
  [
    { type: 'audio', pcm: speech(ms) },
    { type: 'generationComplete' },
    { type: 'turnComplete' },
  ] as const;

describe('an open microphone', () => {
  test('that was closed without a word leaves the next question in writing its answer', async () => {
    const house = await moveIn(OPEN_MIC);
    house.press();
    house.service.last.says({ type: 'opened' });
    house.release();
    house.pass(1_000);
    house.press();
    house.release();
    house.clock.advance(10_000);
    house.bus.say('hearthd/kitchen/ask/set', 'How late is it?');
    house.clock.advance(600);
    house.service.last.says(...answer(300));
    expect(house.state.phase).toBe('speaking');
  });

  test('that is opened again does not let in the late sound of the reply that was cut off', async () => {
    const house = await moveIn(OPEN_MIC);
    house.press();
    house.service.last.says({ type: 'opened' });
    house.pass(1_000);
    house.release();
    house.service.last.says({ type: 'audio', pcm: speech(300) });
    house.press();
    house.release();
    house.clock.advance(300);
    house.press();
    house.release();
    house.service.last.says({ type: 'audio', pcm: speech(300) });
    expect(house.state.phase).toBe('listening');
    house.service.last.says({ type: 'interrupted' }, { type: 'turnComplete' });
    house.service.last.says({ type: 'audio', pcm: speech(300) });
    expect(house.state.phase).toBe('speaking');
  });
});

describe('a button', () => {
  test('on the broker whose release is lost does not hold down the others', async () => {
    const house = await moveIn();
    house.bus.say('hearthd/kitchen/talk/set', 'PRESS');
    house.service.last.says({ type: 'opened' });
    house.pass(61_000, 7);
    house.service.last.says(...answer(100));
    house.hearOut();
    house.clock.advance(10_000);
    house.press();
    expect(house.state.phase).toBe('listening');
  });

  test('that is pressed again and again in the tail of a turn does not make it endless', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    for (let ms = 0; ms < 70_000; ms += 2_100) {
      house.pass(2_000, 7);
      house.release();
      house.pass(100, 7);
      house.press();
    }
    expect(house.service.last.sent).toContain('end');
  });

  test('whose microphone is gone gives the error sign at once, and sends nothing', async () => {
    const house = await moveIn();
    house.microphone.report({ state: 'down', reason: 'the card is gone' });
    house.press();
    expect(house.cues).toEqual(['error']);
    house.clock.advance(1_000);
    house.release();
    house.clock.advance(1_000);
    for (const { sent } of house.service.sessions) expect(sent).not.toContain('start');
  });

  test('does not take what the device itself has just said for the beginning of a turn', async () => {
    const house = await moveIn({ config: { microphone: { preRollMs: 400 } } });
    house.ask();
    house.service.last.says(...answer(500));
    house.pass(600, 9);
    house.hearOut();
    const before = house.service.last.audio.length;
    house.press();
    house.pass(600, 5);
    const sent = house.service.last.audio.subarray(before);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.includes(9)).toBe(false);
  });
});

describe('a reply', () => {
  test('is heard from its first sound on, when the one before never came', async () => {
    const house = await moveIn();
    house.ask();
    house.press();
    house.pass(100);
    house.release();
    house.clock.advance(60_000);
    house.ask();
    house.clock.advance(600);
    house.service.last.says(...answer(300));
    expect(house.state.phase).toBe('speaking');
  });

  test('that is all tools and no word comes to an end', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    for (let round = 0; round < 60 && house.state.phase === 'thinking'; round += 1) {
      const calls = [{ id: `c${round}`, name: 'oven', args: {} }];
      house.service.last.says({ type: 'toolCall', calls });
      await until(() => house.service.last.answers.length > round);
      house.clock.advance(2_000);
    }
    expect(house.cues).toEqual(['error']);
  });
});

describe('what was done', () => {
  test('is told to a session that is resumed from before the answer', async () => {
    const house = await afterTheLamp();
    house.service.last.says(LOST);
    house.press();
    expect(house.service.last.options.handle).toBe('h1');
    expect(JSON.stringify(house.service.last.options.recap)).toContain('lamp(');
  });

  test('is told until a handle leads to a session that knows of it', async () => {
    const house = await afterTheLamp();
    house.service.last.says(LOST);
    house.press();
    house.clock.advance(1_000);
    house.service.last.says({ type: 'opened' }, LOST);
    await redialled(house, 3);
    expect(house.service.last.options.recap).toHaveLength(1);
    house.service.last.says({ type: 'opened' }, { type: 'resumable', handle: 'h2' });
    house.clock.advance(10_000);
    house.service.last.says(LOST);
    await redialled(house, 4);
    expect(house.service.last.options).toMatchObject({ handle: 'h2', recap: [] });
  });

  async function afterTheLamp(): Promise<Household> {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    house.service.last.says({ type: 'resumable', handle: 'h1' }, CALL);
    await until(() => house.bus.published.some(({ topic }) => topic === 'lamp/set'));
    house.bus.say('lamp', 'ON');
    await until(() => house.service.last.answers.length === 1);
    house.service.last.says(...answer(100));
    house.hearOut();
    return house;
  }

  async function redialled(house: Household, count: number): Promise<void> {
    await until(() => {
      house.clock.advance(100);
      return house.service.sessions.length === count;
    });
  }
});

describe('the connection', () => {
  test('is not dialled in a loop when the service says at once that it will hang up', () => {
    let state: State = initial;
    let dials = 0;
    const take = (event: Parameters<typeof step>[1]) => {
      const [next, ...effects] = step(state, event);
      state = next;
      dials += effects.filter(({ type }) => type === 'openSession').length;
    };
    take({ type: 'press' });
    take({ type: 'release' });
    for (let round = 0; round < 100 && state.link.name === 'opening'; round += 1) {
      take({ type: 'opened' });
      take({ type: 'goAway', timeLeftMs: 50_000 });
    }
    expect(dials).toBeLessThan(4);
  });

  test('is tried every few seconds while somebody waits, however long it was in vain before', async () => {
    const house = await moveIn();
    house.press();
    house.release();
    for (let ms = 0; ms < 600_000; ms += 100) {
      if (house.state.link === 'connecting') house.service.last.says(LOST);
      house.clock.advance(100);
    }
    house.press();
    if (house.state.link === 'connecting') house.service.last.says(LOST);
    const dials = house.service.sessions.length;
    house.clock.advance(5_000);
    expect(house.service.sessions.length).toBeGreaterThan(dials);
  });
});

test('a question in writing has its own time, although another was being waited for', async () => {
  const house = await moveIn();
  house.bus.say('hearthd/kitchen/ask/set', 'one');
  house.service.last.says({ type: 'opened' });
  house.clock.advance(11_000);
  house.bus.say('hearthd/kitchen/ask/set', 'two');
  house.clock.advance(2_000);
  expect(house.service.sessions).toHaveLength(1);
});
