import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/live/session.ts';
import type { Act } from '../../src/live-peer/model.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { until } from '../fakes/until.ts';
import { type Household, moveIn, runsOf, samples, speech } from './household.ts';
import { onTheWire } from './on-the-wire.ts';

const WHOLE = ['start', `audio ${2 * samples(780)}`, 'end'];

describe('when no sign of an answer comes', () => {
  test('the connection is replaced after 12 s and the turn is sent again, whole', async () => {
    const house = await asked();
    house.clock.advance(11_980);
    expect(house.service.sessions).toHaveLength(1);
    house.clock.advance(20);
    await until(() => house.service.sessions.length === 2);
    house.service.last.says({ type: 'opened' });
    expect(house.service.last.sent).toEqual(WHOLE);
    expect(runsOf(house.service.last.audio)).toEqual([[0, samples(780)]]);
    house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
    house.hearOut();
    expect(house.state.phase).toBe('idle');
    expect(house.cues).toEqual([]);
  });

  test('nor on the next connection, there is the error sign, no third try, and a fresh session afterwards', async () => {
    const house = await asked();
    house.service.last.says({ type: 'resumable', handle: 'h1' });
    house.clock.advance(12_000);
    await until(() => house.service.sessions.length === 2);
    house.service.last.says({ type: 'opened' });
    house.clock.advance(11_980);
    expect(house.cues).toEqual([]);
    house.clock.advance(20);
    expect(house.cues).toEqual(['error']);
    expect(house.state.phase).toBe('idle');
    await until(() => house.service.last.sent.at(-1) === 'close');
    house.clock.advance(60_000);
    expect(house.service.sessions).toHaveLength(2);
    house.press();
    await until(() => house.service.sessions.length === 3);
    expect(house.service.last.options.handle).toBeUndefined();
    house.service.last.says({ type: 'opened' });
    expect(house.service.last.sent).toEqual([]);
  });

  test('there is a sign within a minute, whatever is tried meanwhile', async () => {
    const house = await asked();
    for (let second = 0; second < 60; second++) {
      if (house.state.link === 'connecting') house.service.last.says({ type: 'opened' });
      if (second % 8 === 7 && house.state.link === 'online')
        house.service.last.says({ type: 'closed', cause: 'network', reason: 'gone' });
      house.clock.advance(1_000);
      await Promise.resolve();
    }
    expect(house.cues).toEqual(['error']);
    expect(house.state.phase).toBe('idle');
  });

  test('of the answer to a tool, there is the error sign, and the tool does not run again', async () => {
    const house = await moveIn({ config: { commands: [COMMAND] } });
    house.ask();
    house.service.last.says({ type: 'toolCall', calls: [{ id: 'c1', name: 'bell', args: {} }] });
    await until(() => house.service.last.answers.length === 1);
    house.clock.advance(12_000);
    expect(house.cues).toEqual(['error']);
    expect(house.service.sessions).toHaveLength(1);
    expect(house.bus.published.filter(({ topic }) => topic === 'bell/set')).toHaveLength(1);
  });
});

describe('a connection that is half open', () => {
  test('while it is spoken into: the turn is heard whole on another one', async () => {
    const house = await onTheWire();
    house.press();
    await house.online();
    house.count(300);
    const frozen = house.client();
    frozen.freeze();
    house.count(300);
    house.release();
    house.count(220);
    house.clock.advance(12_000);
    // It does not even answer that it is hung up on.
    await house.inTime(() => house.peer.connections.length === 2);
    await house.hearReply();
    expect(frozen.turns).toEqual([]);
    expect(house.client().turns.map(({ audio }) => runsOf(audio))).toEqual([[[0, samples(780)]]]);
    expect(house.cues).toEqual([]);
  });

  test('while nobody talks: it is noticed by its silence, and the next press opens another one', async () => {
    const house = await onTheWire();
    house.say();
    await house.hearReply();
    const frozen = house.client();
    frozen.freeze();
    for (let ping = 1; ping <= 4; ping++) {
      expect(house.state.link).toBe('online');
      house.clock.advance(20_000);
    }
    await until(() => house.state.link === 'offline');
    house.say();
    await house.hearReply();
    expect(house.peer.connections).toHaveLength(2);
    expect(house.cues).toEqual([]);
  });

  test('is not taken for one that has not answered a ping for 45 s', async () => {
    const house = await onTheWire();
    house.say();
    await house.hearReply();
    const slow = house.client();
    slow.pongAfter('never');
    house.clock.advance(20_000);
    await slow.waitFor(({ pings }) => pings === 1);
    house.clock.advance(45_000);
    house.say();
    await house.hearReply();
    expect(house.peer.connections).toHaveLength(1);
  });
});

describe('an end of the turn', () => {
  test('that never comes: once all was made and heard, the turn is over without a sign', async () => {
    const house = await asked();
    house.service.last.says({ type: 'audio', pcm: speech(200) }, { type: 'generationComplete' });
    house.clock.advance(4_000);
    expect(house.state.phase).toBe('thinking');
    house.clock.advance(2_000);
    expect(house.state.phase).toBe('idle');
    expect(house.cues).toEqual([]);
    await answersNext(house);
  });

  test('that never comes, nor a word that all was made: the turn is given up within 12 s of silence', async () => {
    const house = await asked();
    house.service.last.says({ type: 'audio', pcm: speech(200) });
    house.clock.advance(13_000);
    expect(house.state.phase).toBe('idle');
    expect(house.cues).toEqual(['error']);
  });

  test('that comes before the first sound: the reply is heard all the same', async () => {
    const house = await asked();
    house.service.last.says({ type: 'turnComplete' });
    house.clock.advance(2_000);
    house.service.last.says({ type: 'audio', pcm: speech(200) }, { type: 'turnComplete' });
    house.hearOut();
    expect(house.loudspeaker.last?.written.length).toBe(speech(200).length);
    expect(house.cues).toEqual([]);
    await answersNext(house);
  });

  test('that comes before the first sound, and then nothing: there is a sign within seconds', async () => {
    const house = await asked();
    house.service.last.says({ type: 'turnComplete' });
    house.clock.advance(6_000);
    expect(house.cues).toEqual(['error']);
    expect(house.state.phase).toBe('idle');
  });

  test('that comes in the middle of the reply: the rest of it is heard', async () => {
    const house = await asked();
    house.service.last.says({ type: 'audio', pcm: speech(200) }, { type: 'turnComplete' });
    house.clock.advance(100);
    house.service.last.says({ type: 'audio', pcm: speech(300) }, { type: 'turnComplete' });
    heardToTheEnd(house);
    expect(heard(house)).toBe(speech(500).length);
    expect(house.cues).toEqual([]);
    await answersNext(house);
  });

  test('that comes late, amid the next turn, does not end that one', async () => {
    const house = await asked();
    house.service.last.says({ type: 'audio', pcm: speech(200) }, { type: 'generationComplete' });
    house.clock.advance(6_000);
    expect(house.state.phase).toBe('idle');
    house.ask();
    house.service.last.says({ type: 'turnComplete' });
    house.clock.advance(5_000);
    expect(house.state.phase).toBe('thinking');
    house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
    heardToTheEnd(house);
    expect(house.state.phase).toBe('idle');
    expect(house.cues).toEqual([]);
  });

  test.each<[string, (house: Household) => void]>([
    ['at once', () => {}],
    ['while the reply is still heard', (house) => house.clock.advance(50)],
    ['when it is quiet', heardToTheEnd],
    [
      'while the next question is being asked',
      (house) => {
        heardToTheEnd(house);
        house.press();
        house.pass(600);
      },
    ],
  ])('that comes twice, %s, is one', async (_, meanwhile) => {
    const house = await asked();
    house.service.last.says({ type: 'audio', pcm: speech(200) }, { type: 'turnComplete' });
    meanwhile(house);
    house.service.last.says({ type: 'turnComplete' });
    house.release();
    house.pass(220);
    heardToTheEnd(house);
    if (house.state.phase === 'thinking') {
      house.clock.advance(5_000);
      house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
      heardToTheEnd(house);
    } else await answersNext(house);
    expect(house.cues).toEqual([]);
  });
});

describe('a word of the service that means nothing', () => {
  test.each<[string, SessionEvent[]]>([
    [
      'an interruption before the reply, though nobody interrupted',
      [{ type: 'interrupted' }, { type: 'audio', pcm: speech(300) }, { type: 'turnComplete' }],
    ],
    [
      'an interruption with its end before the reply',
      [
        { type: 'interrupted' },
        { type: 'turnComplete' },
        { type: 'audio', pcm: speech(300) },
        { type: 'turnComplete' },
      ],
    ],
    [
      'an interruption in the middle of it',
      [
        { type: 'audio', pcm: speech(100) },
        { type: 'interrupted' },
        { type: 'audio', pcm: speech(200) },
        { type: 'turnComplete' },
      ],
    ],
    [
      'an interruption after it',
      [{ type: 'audio', pcm: speech(300) }, { type: 'turnComplete' }, { type: 'interrupted' }],
    ],
    [
      'that all was made, and then more sound',
      [
        { type: 'audio', pcm: speech(100) },
        { type: 'generationComplete' },
        { type: 'audio', pcm: speech(200) },
        { type: 'turnComplete' },
      ],
    ],
    [
      'that all was made, twice, and before anything',
      [
        { type: 'generationComplete' },
        { type: 'generationComplete' },
        { type: 'audio', pcm: speech(300) },
        { type: 'turnComplete' },
      ],
    ],
  ])('%s: all of the reply is heard, and the next turn is answered', async (_, events) => {
    const house = await asked();
    house.service.last.says(...events);
    heardToTheEnd(house);
    expect(heard(house)).toBe(speech(300).length);
    expect(house.state.phase).toBe('idle');
    expect(house.cues).toEqual([]);
    await answersNext(house);
  });

  test('sound that comes after all was made and heard is heard as well', async () => {
    const house = await asked();
    house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'generationComplete' });
    house.clock.advance(2_000);
    house.service.last.says({ type: 'audio', pcm: speech(200) }, { type: 'turnComplete' });
    heardToTheEnd(house);
    expect(heard(house)).toBe(speech(300).length);
    await answersNext(house);
  });
});

test.each<[string, Act[]]>([
  ['without its end', [reply(), { ending: 'without-turn-complete' }]],
  ['with its end twice', [reply(), { ending: 'twice' }]],
  ['with an interruption at its end', [reply(), { ending: 'then-interrupted' }]],
  ['with an interruption at its beginning', [{ interrupted: true }, reply()]],
  ['with an interruption in its middle', [reply(), { interrupted: true }, reply()]],
  ['with its end at its beginning', [{ turnComplete: true }, reply()]],
  ['with an end in its middle', [reply(), { turnComplete: true }, reply()]],
  ['that goes on after all was made', [reply(), { generationComplete: true }, reply()]],
])('on the wire, a reply %s is heard whole, and so are the two that follow', async (_, acts) => {
  const house = await onTheWire({ peer: { model: scriptedModel([acts, [reply()], [reply()]]) } });
  const wholes = [acts, [reply()], [reply()]].map(soundOf);
  let heardBefore = 0;
  for (const [index, whole] of wholes.entries()) {
    house.say();
    await house.inTime(
      () => heard(house) - heardBefore >= whole && house.state.phase === 'idle',
      () => {
        house.clock.advance(20);
        if (house.loudspeaker.last?.state === 'ending') house.loudspeaker.last.finish();
      },
    );
    expect(heard(house) - heardBefore).toBe(whole);
    heardBefore = heard(house);
    expect(house.client().turns).toHaveLength(index + 1);
  }
  expect(house.peer.connections).toHaveLength(1);
  expect(house.cues).toEqual([]);
});

const COMMAND = { name: 'bell', description: 'Rings.', topic: 'bell/set', payload: 'RING' };

function reply(): Act {
  return { audio: tone({ durationMs: 120 }) };
}

const soundOf = (acts: readonly Act[]): number =>
  acts.reduce((bytes, act) => bytes + ('audio' in act ? act.audio.length : 0), 0);

/** A turn that has been sent, of counted speech. */
async function asked(): Promise<Household> {
  const house = await moveIn();
  house.press();
  house.service.last.says({ type: 'opened' });
  house.count(600);
  house.release();
  house.count(220);
  expect(house.service.last.sent).toEqual(WHOLE);
  return house;
}

const heard = (house: Household | { loudspeaker: Household['loudspeaker'] }): number =>
  house.loudspeaker.streams.reduce((bytes, { written }) => bytes + written.length, 0);

/** Until nothing more of what has arrived is to be heard. */
function heardToTheEnd(house: Household): void {
  for (let round = 0; round < 3; round++) house.hearOut();
}

/** The conversation is in order again: another turn is sent, once, and its reply heard, whole. */
async function answersNext(house: Household): Promise<void> {
  const before = heard(house);
  const { length } = house.service.last.sent;
  house.ask();
  expect(house.service.last.sent.slice(length)).toEqual(['start', expect.any(String), 'end']);
  house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
  heardToTheEnd(house);
  expect(heard(house) - before).toBe(speech(100).length);
  expect(house.state.phase).toBe('idle');
  expect(house.cues).toEqual([]);
}
