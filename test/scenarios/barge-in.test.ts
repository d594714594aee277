import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/live/session.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { type Household, moveIn, speech } from './household.ts';
import { onTheWire } from './on-the-wire.ts';

describe('a press while the device speaks', () => {
  test('silences it at once, without waiting for the service', async () => {
    const house = await speaking();
    house.press();
    expect(house.loudspeaker.last?.state).toBe('cut');
    expect(house.state.phase).toBe('listening');
  });

  test('of a moment only silences it, and nothing more of that reply is heard', async () => {
    const house = await speaking();
    house.press();
    house.release();
    expect(house.state.phase).toBe('idle');
    const streams = house.loudspeaker.streams.length;
    house.service.last.says({ type: 'audio', pcm: speech(500) }, { type: 'turnComplete' });
    expect(house.loudspeaker.streams).toHaveLength(streams);
    expect(house.state.phase).toBe('idle');
  });

  test('keeps the late sound and the late end of the old reply out of the new turn', async () => {
    const house = await speaking();
    house.ask();
    const streams = house.loudspeaker.streams.length;
    house.service.last.says({ type: 'audio', pcm: speech(500) });
    expect(house.loudspeaker.streams).toHaveLength(streams);
    house.service.last.says({ type: 'interrupted' }, { type: 'turnComplete' });
    expect(house.state.phase).toBe('thinking');
    house.service.last.says({ type: 'audio', pcm: speech(100) });
    expect(house.state.phase).toBe('speaking');
  });

  test('keeps its own voice out of what is sent', async () => {
    const house = await speaking();
    house.pass(500, 9);
    house.press();
    house.pass(600, 7);
    house.release();
    house.pass(220, 7);
    expect(house.service.last.audio.includes(9)).toBe(false);
  });
});

/** What may still come of the old reply, in the order in which the service sends it. */
const TAILS: readonly (readonly Late[])[] = [
  ['audio', 'interrupted', 'turnComplete'],
  ['audio', 'audio', 'interrupted', 'turnComplete'],
  ['interrupted', 'turnComplete'],
  ['audio', 'generationComplete', 'turnComplete'],
  ['audio', 'generationComplete', 'interrupted', 'turnComplete'],
  ['generationComplete', 'turnComplete'],
  ['turnComplete'],
  ['audio', 'turnComplete'],
  ['toolCall', 'interrupted', 'turnComplete'],
  ['audio', 'interrupted', 'turnComplete', 'turnComplete'],
  // Never ended.
  ['audio', 'interrupted'],
  ['audio', 'generationComplete'],
];

/** When each part of it comes: before the new turn is sent, or after. */
const ORDERS = TAILS.flatMap((tail) =>
  [...tail, 'all'].map((_, count) => {
    const [before, after] = [tail.slice(0, count), tail.slice(count)];
    return [before.join(', ') || 'nothing', after.join(', ') || 'nothing', before, after] as const;
  }),
);

describe('what still comes of a reply that was cut off', () => {
  test.each(ORDERS)(
    'never leaks into the next turn: %s before that is sent, %s after it',
    async (_before, _after, before, after) => {
      const house = await speaking();
      const streams = house.loudspeaker.streams.length;
      house.press();
      for (const late of before) {
        house.pass(100);
        house.service.last.says(LATE[late]);
      }
      house.pass(600);
      house.release();
      house.pass(220);
      expect(house.service.last.sent.at(-1)).toBe('end');
      for (const late of after) {
        house.clock.advance(20);
        house.service.last.says(LATE[late]);
        if (house.service.last.answers.length > 0) throw new Error('a late call was answered');
      }
      expect(house.state.phase).toBe('thinking');
      expect(house.loudspeaker.streams).toHaveLength(streams);

      // A model may take its time; an end that was taken for that of this turn would have ended it. Of two
      // ends of one reply the second cannot be told from it: then there is less time.
      const ends = [...before, ...after].filter((late) => late === 'turnComplete').length;
      house.clock.advance(ends > 1 ? 3_000 : 6_000);
      expect(house.state.phase).toBe('thinking');
      house.service.last.says({ type: 'audio', pcm: speech(300) });
      expect(house.state.phase).toBe('speaking');
      house.clock.advance(100);
      house.service.last.says({ type: 'generationComplete' }, { type: 'turnComplete' });
      house.hearOut();
      expect(house.loudspeaker.streams.slice(streams).map(({ written }) => written.length)).toEqual(
        [speech(300).length],
      );
      expect(house.state.phase).toBe('idle');
      expect(house.bus.published.filter(({ topic }) => topic === 'lamp/set')).toEqual([]);
      expect(house.cues).toEqual([]);
      house.clock.advance(20_000);
      expect(house.service.sessions).toHaveLength(1);
    },
  );

  test('is of no account when the service never says that it ended', async () => {
    const house = await speaking();
    const streams = house.loudspeaker.streams.length;
    house.ask();
    house.service.last.says({ type: 'audio', pcm: speech(200) });
    house.clock.advance(2_500);
    house.service.last.says({ type: 'audio', pcm: speech(300) }, { type: 'turnComplete' });
    house.hearOut();
    expect(house.loudspeaker.streams.slice(streams).map(({ written }) => written.length)).toEqual([
      speech(300).length,
    ]);
    expect(house.state.phase).toBe('idle');
  });

  test('leaks neither when one press follows another', async () => {
    const house = await speaking();
    const streams = house.loudspeaker.streams.length;
    house.ask();
    house.service.last.says(LATE.audio);
    house.ask();
    house.service.last.says(LATE.audio, LATE.interrupted, LATE.turnComplete);
    house.clock.advance(500);
    house.service.last.says({ type: 'audio', pcm: speech(300) }, LATE.turnComplete);
    house.hearOut();
    expect(house.loudspeaker.streams.slice(streams).map(({ written }) => written.length)).toEqual([
      speech(300).length,
    ]);
    expect(house.cues).toEqual([]);
  });
});

test('on the wire, a question that breaks into a reply gets its own answer, whole', async () => {
  const long = tone({ durationMs: 20_000 });
  const short = tone({ durationMs: 240, frequencyHz: 700 });
  const house = await onTheWire({
    peer: {
      model: scriptedModel([[{ audio: long }, { stall: true }], [{ audio: short }]]),
    },
  });
  house.say();
  await until(() => house.loudspeaker.streams.length > 0);
  expect(house.state.phase).toBe('speaking');
  house.say();
  await until(() => house.client().turns.length === 2);
  await house.hearReply();
  expect(house.client().replies.map(({ ended }) => ended)).toEqual(['interrupted', 'complete']);
  expect(house.loudspeaker.streams.map(({ state }) => state)).toEqual(['cut', 'ended']);
  expect(house.loudspeaker.last?.written.length).toBe(short.length);
  expect(house.state.phase).toBe('idle');
  expect(house.cues).toEqual([]);
});

type Late = 'audio' | 'interrupted' | 'generationComplete' | 'turnComplete' | 'toolCall';

const LATE: Readonly<Record<Late, SessionEvent>> = {
  audio: { type: 'audio', pcm: speech(500) },
  interrupted: { type: 'interrupted' },
  generationComplete: { type: 'generationComplete' },
  turnComplete: { type: 'turnComplete' },
  toolCall: { type: 'toolCall', calls: [{ id: 'c1', name: 'lamp', args: { state: 'ON' } }] },
};

async function speaking(): Promise<Household> {
  const house = await moveIn({ config: { commands: [lampCommand] } });
  house.ask();
  house.service.last.says({ type: 'audio', pcm: speech(5_000) });
  house.clock.advance(500);
  expect(house.state.phase).toBe('speaking');
  return house;
}
