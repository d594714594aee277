import { describe, expect, test } from 'vitest';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import {
  type Circumstances,
  type Household,
  moveIn,
  runsOf,
  samples,
  speech,
} from './household.ts';
import { onTheWire } from './on-the-wire.ts';

const OPEN_MIC = { button: { type: 'gpio', pin: 17, mode: 'open-mic' } };
const LOST = { type: 'closed', cause: 'network', reason: 'gone' } as const;

describe('an open microphone', () => {
  test('is opened by a press: sound goes out as it comes, and the service finds out who speaks', async () => {
    const house = await opened();
    expect(house.state.phase).toBe('listening');
    house.count(500);
    expect(house.service.last.sent).toEqual([`audio ${2 * samples(500)}`]);
    expect(runsOf(house.service.last.audio)).toEqual([[0, samples(500)]]);
  });

  test('sends what is said while the connection opens, with its pre-roll', async () => {
    const house = await moveIn({ config: OPEN_MIC });
    house.count(1_000);
    house.press();
    house.count(1_000);
    house.service.last.says({ type: 'opened' });
    house.release();
    house.count(200);
    expect(runsOf(house.service.last.audio)).toEqual([[samples(960), samples(1_240)]]);
  });

  test('sends the pre-roll as well when the connection stands already', async () => {
    const house = await opened();
    house.press();
    house.release();
    house.count(1_000);
    house.press();
    house.count(200);
    expect(runsOf(house.service.last.audio)).toEqual([[samples(960), samples(240)]]);
  });

  test('rests while the device speaks, says so to the service, and hears nothing of its own voice', async () => {
    const house = await opened();
    house.count(500);
    house.service.last.says({ type: 'audio', pcm: speech(1_000) });
    expect(house.state.phase).toBe('speaking');
    expect(house.service.last.sent.at(-1)).toBe('pause');
    house.pass(800, 9);
    expect(house.service.last.sent.at(-1)).toBe('pause');
    house.service.last.says({ type: 'turnComplete' });
    house.hearOut();
    expect(house.state.phase).toBe('listening');
    // The last of the reply is handed over late.
    house.pass(60, 9);
    house.count(300);
    expect(house.service.last.sent).toEqual([
      `audio ${2 * samples(500)}`,
      'pause',
      `audio ${2 * samples(300)}`,
    ]);
    expect(runsOf(house.service.last.audio)).toEqual([[0, samples(800)]]);
  });

  test('takes one question after the other, and each reply is heard whole', async () => {
    const house = await opened();
    for (let question = 0; question < 5; question++) {
      house.count(500);
      answer(house);
      expect(house.state.phase).toBe('listening');
    }
    expect(house.loudspeaker.streams.map(({ written }) => written.length)).toEqual(
      Array(5).fill(speech(300).length),
    );
    expect(runsOf(house.service.last.audio)).toEqual([[0, samples(2_500)]]);
    house.press();
    house.clock.advance(2_000);
    expect(house.turns.map(({ outcome }) => outcome)).toEqual(Array(5).fill('answered'));
  });

  test('is closed by a press: nothing more is sent, and the reply is silenced', async () => {
    const house = await opened();
    house.count(500);
    house.service.last.says({ type: 'audio', pcm: speech(5_000) });
    house.clock.advance(500);
    house.press();
    house.release();
    expect(house.state.phase).toBe('idle');
    expect(house.loudspeaker.last?.state).toBe('cut');
    const sent = [...house.service.last.sent];
    house.count(1_000);
    house.service.last.says({ type: 'audio', pcm: speech(500) }, { type: 'turnComplete' });
    expect(house.service.last.sent).toEqual(sent);
    expect(house.loudspeaker.streams).toHaveLength(1);
    expect(house.cues).toEqual([]);
  });

  test('that is closed in the middle of a sentence tells the service that no more will come', async () => {
    const house = await opened();
    house.count(500);
    house.press();
    house.count(500);
    expect(house.service.last.sent).toEqual([`audio ${2 * samples(500)}`, 'pause']);
  });

  test('closes by itself when nothing was answered for a minute, with a sign', async () => {
    const house = await opened();
    house.pass(40_000);
    answer(house);
    house.pass(59_000);
    expect(house.state.phase).toBe('listening');
    house.pass(1_500);
    expect(house.state.phase).toBe('idle');
    expect(house.cues).toEqual(['muted']);
    const { length } = house.service.last.audio;
    house.pass(1_000);
    expect(house.service.last.audio).toHaveLength(length);
  });

  test('is closed by muting', async () => {
    const house = await opened();
    house.count(500);
    house.bus.say('hearthd/kitchen/mute/set', 'ON');
    expect(house.microphone.state).toBe('stopped');
    await until(() => house.service.last.sent.at(-1) === 'close');
  });

  test('goes on after a loss: what was said since the last reply is sent again, and no more', async () => {
    const house = await opened();
    house.count(500);
    answer(house);
    house.count(400);
    house.service.last.says(LOST);
    house.count(300);
    await redialled(house);
    house.service.last.says({ type: 'opened' });
    house.count(200);
    const [first, number = 0] = runsOf(house.service.last.audio)[0] ?? [];
    expect(first).toBe(samples(500));
    expect(number).toBeGreaterThanOrEqual(samples(900));
    expect(runsOf(house.service.last.audio)).toHaveLength(1);
    answer(house);
    expect(house.state.phase).toBe('listening');
    expect(house.cues).toEqual([]);
  });

  test('goes on after a loss while the device speaks: what has arrived is heard, and the question is not asked again', async () => {
    const house = await opened();
    house.count(500);
    house.service.last.says({ type: 'audio', pcm: speech(600) }, LOST);
    await house.inTime(() => house.state.link === 'connecting');
    house.service.last.says({ type: 'opened' });
    house.hearOut();
    expect(house.loudspeaker.last?.written.length).toBe(speech(600).length);
    expect(house.service.last.audio.length).toBe(0);
    house.count(300);
    expect(runsOf(house.service.last.audio)).toEqual([[samples(500), samples(300)]]);
  });

  test('goes on after a loss while a tool runs: what the tool was called for is not said again, nothing runs twice, and the model is told', async () => {
    const house = await opened({ config: { ...OPEN_MIC, commands: [lampCommand] } });
    house.pass(11_000);
    house.count(500);
    house.service.last.says({ type: 'resumable', handle: 'h1' });
    const calls = [{ id: 'c1', name: 'lamp', args: { state: 'ON' } }];
    house.service.last.says({ type: 'toolCall', calls }, LOST);
    await redialled(house);
    await until(() => house.bus.published.some(({ topic }) => topic === 'lamp/set'));
    // Too late for the connection that is being made.
    house.bus.say('lamp', 'ON');
    await until(() => house.happenings.some(({ type }) => type === 'tool'));
    house.service.last.says({ type: 'opened' });
    expect(house.state.phase).toBe('listening');
    house.count(300);
    const runs = runsOf(house.service.last.audio);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.[0]).toBe(samples(500));
    expect(house.service.last.answers).toEqual([]);
    expect(house.bus.published.filter(({ topic }) => topic === 'lamp/set')).toHaveLength(1);
    house.service.last.says({ type: 'resumable', handle: 'h2' }, LOST);
    await redialled(house);
    expect(house.service.last.options).toMatchObject({
      handle: 'h2',
      recap: [{ by: 'user', text: expect.stringMatching(/lamp.*ON.*done/) }],
    });
  });

  test('goes on when the service announces the end of the connection: not one sample is lost', async () => {
    const house = await opened();
    house.count(500);
    house.service.last.says({ type: 'goAway', timeLeftMs: 10_000 });
    house.count(5_000);
    await until(() => house.service.sessions.length === 2);
    house.count(500);
    house.service.last.says({ type: 'opened' });
    house.count(500);
    expect(runsOf(house.service.last.audio)).toEqual([[0, samples(6_500)]]);
  });

  test('without a connection is closed with the error sign in good time', async () => {
    const house = await moveIn({ config: OPEN_MIC });
    house.press();
    house.pass(19_000);
    expect(house.cues).toEqual([]);
    house.pass(1_500);
    expect(house.cues).toEqual(['error']);
    expect(house.state.phase).toBe('idle');
  });

  test('has the tools run, and says that it thinks meanwhile', async () => {
    const house = await opened({ config: { ...OPEN_MIC, commands: [lampCommand] } });
    house.count(500);
    const calls = [{ id: 'c1', name: 'lamp', args: { state: 'ON' } }];
    house.service.last.says({ type: 'toolCall', calls });
    expect(house.state.phase).toBe('thinking');
    house.bus.say('lamp', 'ON');
    await until(() => house.service.last.answers.length === 1);
    expect(house.state.phase).toBe('listening');
    answer(house);
    expect(house.cues).toEqual([]);
  });

  test('is closed for nothing when the money ran out while it was open', async () => {
    const house = await opened({
      config: { ...OPEN_MIC, budget: { perDayUsd: 1, prices: { audioOut: 1_000 } } },
    });
    house.count(500);
    const none = { text: 0, audio: 0, image: 0, video: 0 };
    house.service.last.says({
      type: 'usage',
      usage: {
        prompt: none,
        toolUse: none,
        response: { ...none, audio: 2_000 },
        thoughts: 0,
        cached: 0,
        total: 2_000,
      },
    });
    answer(house);
    house.clock.advance(2_000);
    expect(house.state.fault).toMatch(/^budget: /);
    house.press();
    expect(house.cues).toEqual([]);
    expect(house.state.phase).toBe('idle');
    house.release();
    house.press();
    expect(house.cues).toEqual(['denied']);
    expect(house.state.phase).toBe('idle');
  });
});

test('on the wire, the service hears when somebody speaks: two questions, two answers, one press', async () => {
  const house = await onTheWire({
    config: OPEN_MIC,
    peer: {
      model: scriptedModel([
        [{ audio: tone({ durationMs: 200 }) }],
        [{ audio: tone({ durationMs: 300 }) }],
      ]),
    },
  });
  house.press();
  house.release();
  await house.online();
  for (const _ of ['first', 'second']) {
    house.pass(400);
    house.count(1_000);
    house.pass(800);
    await house.hearReply();
  }
  const client = house.client();
  expect(house.loudspeaker.streams.map(({ written }) => written.length)).toEqual(
    [200, 300].map((ms) => speech(ms).length),
  );
  expect(client.setup?.realtimeInputConfig?.automaticActivityDetection?.disabled).not.toBe(true);
  await client.waitFor(({ received }) => ends(received) === 2);
  expect(client.received.some(({ realtimeInput }) => realtimeInput?.activityStart)).toBe(false);
  expect(client.turns).toHaveLength(2);
  for (const { audio } of client.turns) expect(audio.length).toBeGreaterThan(2 * samples(900));
  expect(house.peer.connections).toHaveLength(1);
  expect(house.cues).toEqual([]);
});

const ends = (
  received: readonly { realtimeInput?: { audioStreamEnd?: boolean | undefined } | undefined }[],
) => received.filter(({ realtimeInput }) => realtimeInput?.audioStreamEnd).length;

async function opened(circumstances: Circumstances = { config: OPEN_MIC }): Promise<Household> {
  const house = await moveIn(circumstances);
  house.press();
  house.release();
  house.service.last.says({ type: 'opened' });
  return house;
}

/** The service answers what was said, and that is heard to its end. */
function answer(house: Household): void {
  house.service.last.says({ type: 'audio', pcm: speech(300) });
  expect(house.state.phase).toBe('speaking');
  house.service.last.says({ type: 'generationComplete' }, { type: 'turnComplete' });
  house.hearOut();
}

const redialled = (house: Household): Promise<void> =>
  house.inTime(
    () => house.state.link === 'connecting',
    () => house.count(20),
  );
