import { describe, expect, test } from 'vitest';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { type Household, moveIn, runsOf, samples, speech } from './household.ts';
import { onTheWire } from './on-the-wire.ts';

const LOST = { type: 'closed', cause: 'network', reason: 'gone' } as const;
const CALL = {
  type: 'toolCall',
  calls: [{ id: 'c1', name: 'lamp', args: { state: 'ON' } }],
} as const;
const WHOLE = ['start', `audio ${2 * samples(780)}`, 'end'];

describe('what is said when the connection is lost', () => {
  test.each([20, 240, 260, 400, 580])(
    '%s ms after the press reaches the next one whole',
    async (saidMs) => {
      const house = await moveIn();
      house.press();
      house.service.last.says({ type: 'opened' });
      house.count(saidMs);
      house.service.last.says(LOST);
      house.count(600 - saidMs);
      house.release();
      house.count(220);
      await redialled(house);
      house.service.last.says({ type: 'opened' });
      expect(house.service.last.sent).toEqual(WHOLE);
      expect(runsOf(house.service.last.audio)).toEqual([[0, samples(780)]]);
    },
  );

  test('in mid-sentence is heard by the service once, in one window and in order', async () => {
    const house = await onTheWire();
    house.press();
    await house.online();
    house.count(1_000);
    await house.client().waitFor(({ received }) => received.length > 20);
    await house.lose();
    house.count(1_000);
    await house.online();
    house.count(500);
    house.release();
    house.count(220);
    await house.hearReply();
    expect(house.peer.connections.flatMap(({ turns }) => turns)).toHaveLength(1);
    const [turn] = house.client().turns;
    expect(runsOf(turn?.audio ?? Buffer.alloc(0))).toEqual([[0, samples(2_680)]]);
    expect(house.cues).toEqual([]);
  });

  test('twice in a row, with a dial in vain between, is still whole', async () => {
    const house = await onTheWire();
    house.press();
    for (const _ of ['once', 'twice']) {
      await house.online();
      house.count(800);
      house.peer.failNext({ type: 'http-status', status: 503 });
      await house.lose();
      await house.inTime(
        () => house.state.link === 'online',
        () => house.count(20),
      );
    }
    house.release();
    house.count(220);
    await house.hearReply();
    expect(house.peer.dials).toHaveLength(5);
    const spoken = house.peer.connections.flatMap(({ turns }) => turns);
    expect(spoken).toHaveLength(1);
    expect(runsOf(spoken[0]?.audio ?? Buffer.alloc(0))).toHaveLength(1);
    expect(spoken[0]?.audio.readUInt16LE(0)).toBe(0);
    expect(house.cues).toEqual([]);
  });

  test('has its pre-roll before it also on the next connection', async () => {
    const house = await moveIn();
    house.count(1_000);
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(400);
    house.service.last.says(LOST);
    house.release();
    house.count(220);
    await redialled(house);
    house.service.last.says({ type: 'opened' });
    expect(runsOf(house.service.last.audio)).toEqual([[samples(960), samples(40 + 580)]]);
  });

  test('is sent again faster than it was spoken: half a minute of it at once', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(30_000);
    house.service.last.says(LOST);
    house.count(2_000);
    house.release();
    house.count(220);
    await redialled(house);
    house.service.last.says({ type: 'opened' });
    expect(house.service.last.sent).toEqual(['start', `audio ${2 * samples(32_180)}`, 'end']);
  });
});

describe('a turn whose connection is lost', () => {
  test('before the first sign of an answer is sent again, whole, and answered once', async () => {
    const house = await onTheWire({ peer: { model: silentOnce() } });
    house.press();
    await house.online();
    house.count(600);
    house.release();
    house.count(220);
    await house.client().waitFor(({ turns }) => turns[0]);
    await house.lose();
    await house.inTime(() => house.peer.connections.length === 2);
    await house.hearReply();
    const spoken = house.peer.connections.flatMap(({ turns }) => turns);
    expect(spoken.map(({ audio }) => runsOf(audio))).toEqual([
      [[0, samples(780)]],
      [[0, samples(780)]],
    ]);
    expect(house.loudspeaker.streams).toHaveLength(1);
    expect(house.cues).toEqual([]);
    house.clock.advance(2_000);
    expect(house.turns.map(({ outcome }) => outcome)).toEqual(['answered']);
  });

  test.each(['once', 'twice', 'three times'])(
    'before the first sign %s in a row is answered in the end',
    async (times) => {
      const house = await moveIn();
      asked(house);
      for (let loss = 0; loss <= ['once', 'twice', 'three times'].indexOf(times); loss++) {
        house.service.last.says(LOST);
        await redialled(house);
        house.service.last.says({ type: 'opened' });
        expect(house.service.last.sent).toEqual(WHOLE);
        expect(runsOf(house.service.last.audio)).toEqual([[0, samples(780)]]);
      }
      house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
      house.hearOut();
      expect(house.state.phase).toBe('idle');
      expect(house.cues).toEqual([]);
    },
  );

  test('after the first sound is not sent again; what had arrived is heard to its end', async () => {
    const house = await moveIn();
    asked(house);
    house.service.last.says({ type: 'audio', pcm: speech(600) }, LOST);
    house.hearOut();
    expect(house.loudspeaker.last?.written.length).toBe(speech(600).length);
    expect(house.state.phase).toBe('idle');
    await nothingIsSaidAgain(house);
    expect(house.turns.map(({ outcome }) => outcome)).toEqual(['failed']);
  });

  test('when all of the reply has been heard but its end was not told, was a good one', async () => {
    const house = await moveIn();
    asked(house);
    house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'generationComplete' });
    house.clock.advance(1_000);
    house.service.last.says(LOST);
    expect(house.cues).toEqual([]);
    expect(house.state.phase).toBe('idle');
    await nothingIsSaidAgain(house);
  });

  test('while a tool runs is not sent again, the call is not answered elsewhere, and the model is told what it did', async () => {
    const house = await onTheWire({
      config: { commands: [lampCommand] },
      peer: {
        model: scriptedModel([[{ toolCall: [{ name: 'lamp', args: { state: 'ON' } }] }]]),
      },
    });
    house.say();
    await until(() => house.bus.published.length > 0);
    await house.lose();
    house.bus.say('lamp', 'ON');
    await until(() => house.cues.includes('done'));
    house.say();
    await house.hearReply();
    const [first, second] = house.peer.connections;
    expect(second?.setup?.sessionResumption?.handle).toEqual(expect.any(String));
    expect(second?.seeded).toEqual([
      { role: 'user', text: expect.stringMatching(/lamp.*ON.*done/) },
    ]);
    for (const { strayAnswers, received } of [first, second].flatMap((client) => client ?? [])) {
      expect(strayAnswers).toEqual([]);
      expect(received.filter(({ toolResponse }) => toolResponse)).toEqual([]);
    }
    expect(second?.turns).toHaveLength(1);
    expect(house.bus.published.filter(({ topic }) => topic === 'lamp/set')).toHaveLength(1);
  });

  test('after the answer of a tool and before a word about it ends with the error sign, and nothing is done again', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    asked(house);
    house.service.last.says(CALL);
    house.bus.say('lamp', 'ON');
    await until(() => house.service.last.answers.length === 1);
    house.service.last.says(LOST);
    expect(house.cues).toEqual(['error']);
    await nothingIsSaidAgain(house);
    expect(house.bus.published.filter(({ topic }) => topic === 'lamp/set')).toHaveLength(1);
  });

  test('while a tool runs and words are heard ends when both have ended', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    asked(house);
    house.service.last.says({ type: 'audio', pcm: speech(400) }, CALL, LOST);
    house.clock.advance(200);
    house.bus.say('lamp', 'ON');
    await until(() => house.happenings.some(({ type }) => type === 'tool'));
    house.hearOut();
    expect(house.state.phase).toBe('idle');
    expect(house.loudspeaker.last?.written.length).toBe(speech(400).length);
    await nothingIsSaidAgain(house);
  });

  test('in writing is asked again before the first sign, and not after it', async () => {
    const house = await moveIn();
    house.bus.say('hearthd/kitchen/ask/set', 'How late is it?');
    house.service.last.says({ type: 'opened' }, LOST);
    await redialled(house);
    house.service.last.says({ type: 'opened' });
    expect(house.service.last.sent).toEqual(['ask How late is it?']);
    house.service.last.says({ type: 'audio', pcm: speech(100) }, LOST);
    house.hearOut();
    await nothingIsSaidAgain(house);
  });
});

/** Six tenths of a second of counted speech, sent whole on a connection that opens at once. */
function asked(house: Household): void {
  house.press();
  house.service.last.says({ type: 'opened' });
  house.count(600);
  house.release();
  house.count(220);
  expect(house.service.last.sent).toEqual(WHOLE);
}

/** Time goes by until it is tried again. */
const redialled = (house: Household): Promise<void> =>
  house.inTime(
    () => house.state.link === 'connecting',
    () => house.clock.advance(100),
  );

/** Neither by itself nor with the next press. */
async function nothingIsSaidAgain(house: Household): Promise<void> {
  house.clock.advance(10_000);
  house.press();
  await redialled(house);
  house.service.last.says({ type: 'opened' });
  house.release();
  expect(house.service.last.sent).toEqual([]);
  house.clock.advance(10_000);
  expect(house.state.phase).toBe('idle');
}

/** The first turn is never answered, and every other one at once. */
function silentOnce() {
  return scriptedModel([[{ stall: true }], [{ audio: tone({ durationMs: 100 }) }]]);
}
