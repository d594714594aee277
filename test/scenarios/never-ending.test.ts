import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Act, Model } from '../../src/live-peer/model.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import type { LivePeer } from '../../src/live-peer/server.ts';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { type Household, moveIn, runsOf, samples, speech, temporaryFolder } from './household.ts';
import { onTheWire } from './on-the-wire.ts';

const LOST = { type: 'closed', cause: 'network', reason: 'gone' } as const;

describe('every connection', () => {
  test('asks for a short context and for a way back, the first and those that follow', async () => {
    const house = await onTheWire();
    house.say();
    await house.hearReply();
    await house.lose();
    house.say();
    const second = await house.peer.waitFor(({ connections }) => connections[1]);
    await second.waitFor(({ setup }) => setup);
    for (const { received } of house.peer.connections)
      expect(received[0]?.setup).toMatchObject({
        contextWindowCompression: {
          triggerTokens: '25600',
          slidingWindow: { targetTokens: '12800' },
        },
        sessionResumption: {},
      });
    expect(second.setup?.sessionResumption?.handle).toEqual(expect.any(String));
  });
});

describe('the way back', () => {
  test.each<[string, (house: Household) => void]>([
    ['the service is about to hang up', ({ service }) => service.last.says(goAway(50_000))],
    ['nobody has talked for a while', ({ clock }) => clock.advance(300_000)],
    ['it is muted', ({ bus }) => bus.say('hearthd/kitchen/mute/set', 'ON')],
    ['it is told to stop', ({ daemon }) => void daemon.close()],
  ])('is on the disk before a connection is closed because %s', async (_, hangUp) => {
    const house = await talked();
    house.service.last.says({ type: 'resumable', handle: 'the newest' });
    let keptThen: string | null | undefined;
    house.service.hungUp = () => {
      keptThen = keptHandle(house.stateDir);
    };
    hangUp(house);
    await until(() => house.service.sessions[0]?.sent.at(-1) === 'close');
    expect(keptThen).toBe('the newest');
    expect(statSync(join(house.stateDir, 'session.json')).mode & 0o777).toBe(0o600);
  });

  test.each<[string, (file: string) => void]>([
    ['torn', (file) => writeFileSync(file, '{"version":1,"model":"gemini-3.8-li')],
    ['of somebody else', (file) => writeFileSync(file, '<html></html>')],
    ['of another version', (file) => writeFileSync(file, '{"version":99,"handle":"h0"}')],
    ['unreadable', (file) => mkdirSync(file)],
  ])(
    'is set aside when its file is %s: the device starts, says so, and talks',
    async (_, spoil) => {
      const stateDir = temporaryFolder();
      spoil(join(stateDir, 'session.json'));
      const house = await moveIn({ stateDir });
      expect(house.journal.join('\n')).toMatch(
        /warn state does not work.*session\.json.*(?:set aside|kept as .*version-99)/,
      );
      house.ask();
      expect(house.service.last.options.handle).toBeUndefined();
      expect(house.service.last.sent.at(-1)).toBe('end');
      house.service.last.says({ type: 'resumable', handle: 'h1' });
      await house.daemon.close();
      expect(keptHandle(stateDir)).toBe('h1');
    },
  );

  test('is taken after a restart: the model still knows what was said', async () => {
    const stateDir = temporaryFolder();
    const remembered: number[] = [];
    const model: Model = async function* ({ session }) {
      remembered.push(session.history.length);
      yield talk();
    };
    const before = await onTheWire({ stateDir, peer: { model } });
    before.say();
    await before.hearReply();
    await before.daemon.close();
    const kept = keptHandle(stateDir);
    const after = await onTheWire({ stateDir, peer: before.peer });
    after.say();
    await after.hearReply();
    expect(kept).toEqual(expect.any(String));
    expect(handles(after.peer)).toEqual([undefined, kept]);
    expect(remembered).toEqual([0, 1]);
    expect(after.client().seeded).toEqual([]);
  });

  test('is taken after every loss, always the newest one', async () => {
    const house = await moveIn();
    house.press();
    for (let loss = 1; loss <= 20; loss++) {
      house.service.last.says({ type: 'opened' });
      house.service.last.says({ type: 'resumable', handle: `h${loss}` });
      house.pass(11_000);
      house.service.last.says(LOST);
      // It may have been too long a turn by now.
      house.release();
      house.pass(1_000);
      house.press();
      expect(house.service.sessions).toHaveLength(loss + 1);
      expect(house.service.last.options.handle).toBe(`h${loss}`);
    }
  });

  test('is not taken before the old connection is gone', async () => {
    const house = await talked();
    let gone = () => {};
    house.service.goodbye = new Promise((resolve) => {
      gone = resolve;
    });
    let hungUp = 0;
    house.service.hungUp = () => {
      hungUp++;
    };
    house.service.sessions[0]?.says(goAway(50_000));
    await until(() => hungUp === 1);
    house.press();
    expect(house.service.sessions).toHaveLength(1);
    gone();
    await until(() => house.service.sessions.length === 2);
  });

  test.each([
    ['1007', 'Invalid session handle'],
    ['1008', 'BidiGenerateContent session not found'],
    ['1011', 'Internal error encountered.'],
  ])(
    'that is refused with %s costs nothing but one dial: the same press is answered in a new session, which is told what was said',
    async (code, reason) => {
      const script: Act[][] = [
        [
          { heard: 'Light, please.' },
          { toolCall: [{ name: 'lamp', args: { state: 'ON' } }] },
          talk(),
        ],
      ];
      const house = await onTheWire({
        config: { commands: [lampCommand] },
        peer: { model: scriptedModel(script), deadHandle: { code: Number(code), reason } },
      });
      house.say();
      await until(() => house.bus.published.length > 0);
      house.bus.say('lamp', 'ON');
      await house.hearReply();
      await house.lose();
      house.peer.forgetHandles();

      house.say();
      await house.hearReply();
      expect(house.cues).toEqual([]);
      expect(handles(house.peer)).toEqual([undefined, expect.any(String), undefined]);
      const fresh = house.client();
      expect(runsOf(fresh.turns[0]?.audio ?? Buffer.alloc(0))).toHaveLength(1);
      expect(fresh.turns).toHaveLength(1);
      expect(fresh.seeded).toEqual([
        { role: 'user', text: expect.stringMatching(/^Light, please\..*lamp.*ON.*done/) },
        { role: 'model', text: 'It is on.' },
      ]);
      expect(JSON.stringify(fresh.received)).not.toMatch(/function_?(call|response)/i);
    },
  );

  test('is given up when two connections in a row live only for moments', async () => {
    const house = await talked();
    house.service.last.says({ type: 'resumable', handle: 'h1' });
    house.pass(11_000);
    house.service.last.says(LOST);
    house.press();
    for (const _ of ['once', 'twice']) {
      await dialled(house);
      expect(house.service.last.options.handle).toBe('h1');
      house.service.last.says({ type: 'opened' });
      house.count(1_000);
      house.service.last.says(LOST);
    }
    expect(house.service.last.options).toMatchObject({
      handle: undefined,
      recap: [{ by: 'user', text: 'How late is it?' }, { by: 'model' }],
    });
  });

  test('is kept when one connection lived for a moment and the next one for long', async () => {
    const house = await talked();
    house.service.last.says({ type: 'resumable', handle: 'h1' });
    house.pass(11_000);
    house.service.last.says(LOST);
    house.press();
    for (const livesMs of [1_000, 11_000, 1_000, 11_000]) {
      await dialled(house);
      expect(house.service.last.options.handle).toBe('h1');
      house.service.last.says({ type: 'opened' });
      house.count(livesMs);
      house.service.last.says(LOST);
    }
    await dialled(house);
    expect(house.service.last.options.handle).toBe('h1');
  });
});

describe('what a new session is told', () => {
  test.each([
    ['disk', ['How late is it?', 'Noon.']],
    ['off', []],
    ['mqtt', []],
  ] as const)('after a restart, with transcripts "%s"', async (transcripts, expected) => {
    const stateDir = temporaryFolder();
    const config = { privacy: { transcripts } };
    const before = await talked({ stateDir, config });
    before.service.last.says({ type: 'resumable', handle: 'h1' });
    await before.daemon.close();
    const onDisk = readFileSync(join(stateDir, 'session.json'), 'utf8');
    expect(onDisk).toContain('"h1"');
    expect(onDisk.includes('How late')).toBe(transcripts === 'disk');
    const after = await moveIn({ stateDir, config });
    after.press();
    after.service.last.says({ type: 'closed', cause: 'refused', reason: 'Invalid session handle' });
    expect(after.service.last.options.recap.map(({ text }) => text)).toEqual(expected);
  });

  test('has a bound, however long people have talked, and the newest is in it', async () => {
    const house = await talked();
    for (let turn = 0; turn < 60; turn++)
      converse(house, { user: `${turn} ${'q'.repeat(400)}`, model: 'a'.repeat(400) });
    house.service.last.says(LOST);
    house.press();
    const recap = house.service.last.options.recap;
    expect(recap.length).toBeGreaterThan(10);
    expect(recap.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(8_000);
    expect(recap.at(-2)?.text).toMatch(/^59 q/);
  });
});

describe('an announced end of the connection', () => {
  test('while nobody talks: it is replaced at once', async () => {
    const house = await onTheWire();
    house.say();
    await house.hearReply();
    house.client().goAway();
    const second = await house.peer.waitFor(({ connections }) => connections[1]);
    await second.waitFor(({ setup }) => setup);
    const [first] = house.peer.connections;
    expect(first?.ended).toMatchObject({ code: 1000 });
    await house.online();
    house.say();
    await house.hearReply();
    expect(house.peer.connections).toHaveLength(2);
    expect(house.cues).toEqual([]);
  });

  test('while it speaks: the reply is heard to its end first', async () => {
    const house = await talked();
    house.ask();
    house.service.last.says({ type: 'audio', pcm: speech(2_000) }, goAway(50_000));
    house.clock.advance(1_000);
    house.service.last.says({ type: 'audio', pcm: speech(1_000) });
    house.clock.advance(1_000);
    expect(house.service.sessions).toHaveLength(1);
    const stream = house.loudspeaker.last;
    house.service.last.says({ type: 'turnComplete' });
    await until(() => house.service.sessions.length === 2);
    house.service.last.says({ type: 'opened' });
    house.hearOut();
    expect(stream?.written.length).toBe(speech(3_000).length);
    expect(house.service.last.sent).toEqual([]);
    expect(house.cues).toEqual([]);
  });

  test('while it speaks for longer than there is time: what has arrived is heard, and nothing is asked again', async () => {
    const house = await talked();
    house.ask();
    house.service.last.says({ type: 'audio', pcm: speech(8_000) }, goAway(10_000));
    house.clock.advance(5_000);
    await until(() => house.service.sessions.length === 2);
    house.service.last.says({ type: 'opened' });
    house.clock.advance(4_000);
    house.hearOut();
    expect(house.loudspeaker.last?.written.length).toBe(speech(8_000).length);
    expect(house.service.last.sent).toEqual([]);
    expect(house.state.phase).toBe('idle');
    expect(house.cues).toEqual([]);
  });

  test('while it thinks: what was said is sent again some seconds before the end, and answered once', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(600);
    house.release();
    house.count(220);
    const [first] = house.service.sessions;
    first?.says(goAway(10_000));
    house.clock.advance(4_980);
    expect(house.service.sessions).toHaveLength(1);
    house.clock.advance(20);
    await until(() => house.service.sessions.length === 2);
    house.service.last.says({ type: 'opened' });
    expect(runsOf(house.service.last.audio)).toEqual(runsOf(first?.audio ?? Buffer.alloc(0)));
    first?.says({ type: 'audio', pcm: speech(100) });
    expect(house.state.phase).toBe('thinking');
    house.service.last.says({ type: 'audio', pcm: speech(200) }, { type: 'turnComplete' });
    house.hearOut();
    expect(house.loudspeaker.streams.map(({ written }) => written.length)).toEqual([
      speech(200).length,
    ]);
    house.clock.advance(2_000);
    expect(house.turns).toHaveLength(1);
  });

  test('in mid-sentence: not one sample is lost, and there is one reply', async () => {
    const house = await onTheWire();
    house.press();
    await house.online();
    house.count(2_000);
    const first = house.client();
    first.goAway({ timeLeftMs: 50_000 });
    // What it said is not seen from outside before it matters.
    await until(() => house.happenings.some((what) => isGoAway(what)));
    house.count(44_000);
    expect(house.peer.dials).toHaveLength(1);
    house.count(3_000);
    await house.peer.waitFor(({ connections }) => connections[1]);
    house.count(1_000);
    await house.online();
    house.count(1_000);
    house.release();
    house.count(220);
    await house.hearReply();
    const second = house.client();
    expect(house.peer.connections).toHaveLength(2);
    expect(first.turns).toEqual([]);
    expect(second.turns).toHaveLength(1);
    expect(runsOf(second.turns[0]?.audio ?? Buffer.alloc(0))).toEqual([[0, samples(51_180)]]);
    expect(house.loudspeaker.streams).toHaveLength(1);
  });

  test('while a tool runs: nothing runs twice, and the next connection is told what it did', async () => {
    const house = await moveIn({ config: { commands: [lampCommand] } });
    house.ask();
    house.service.last.says({ type: 'resumable', handle: 'h1' });
    const calls = [{ id: 'c1', name: 'lamp', args: { state: 'ON' } }];
    house.service.last.says({ type: 'toolCall', calls }, goAway(6_000));
    house.clock.advance(1_000);
    await until(() => house.service.last.sent.at(-1) === 'close');
    house.bus.say('lamp', 'ON');
    await until(() => house.cues.includes('done'));
    house.press();
    await until(() => house.service.sessions.length === 2);
    house.service.last.says({ type: 'opened' });
    expect(house.service.last.sent).toEqual([]);
    expect(house.service.sessions.flatMap(({ answers }) => answers)).toEqual([]);
    expect(house.bus.published.filter(({ topic }) => topic === 'lamp/set')).toHaveLength(1);
    const { handle, recap } = house.service.last.options;
    expect(handle).toBe('h1');
    expect(recap).toEqual([{ by: 'user', text: expect.stringMatching(/lamp.*ON.*done/) }]);
  });

  test('whose time is up already: it is replaced even in the middle of a sentence', async () => {
    const house = await moveIn();
    house.press();
    house.service.last.says({ type: 'opened' });
    house.count(400);
    house.service.last.says(goAway(0));
    house.count(200);
    await until(() => house.service.sessions.length === 2);
    house.service.last.says({ type: 'opened' });
    house.release();
    house.count(220);
    expect(runsOf(house.service.last.audio)).toEqual([[0, samples(780)]]);
  });
});

const goAway = (timeLeftMs: number) => ({ type: 'goAway', timeLeftMs }) as const;

const talk = (): Act => ({ audio: tone({ durationMs: 100 }), said: 'It is on.' });

const isGoAway = (what: Household['happenings'][number]): boolean =>
  what.type === 'session' && what.event.type === 'goAway';

/** With what every client wanted to resume. */
const handles = (peer: LivePeer) =>
  peer.connections.map(({ received }) => received[0]?.setup?.sessionResumption?.handle);

const keptHandle = (stateDir: string): string | null | undefined => {
  try {
    return JSON.parse(readFileSync(join(stateDir, 'session.json'), 'utf8')).handle;
  } catch {
    return undefined;
  }
};

/** A conversation that has begun, with one question and its answer. */
async function talked(circumstances: Parameters<typeof moveIn>[0] = {}): Promise<Household> {
  const house = await moveIn(circumstances);
  house.press();
  house.service.last.says({ type: 'opened' });
  converse(house, { user: 'How late is it?', model: 'Noon.' });
  return house;
}

function converse(house: Household, { user, model }: { user: string; model: string }): void {
  house.ask();
  house.service.last.says(
    { type: 'transcript', speaker: 'user', text: user },
    { type: 'audio', pcm: speech(100) },
    { type: 'transcript', speaker: 'model', text: model },
    { type: 'turnComplete' },
  );
  house.hearOut();
}

/** After a loss, time goes by until it is tried again. */
const dialled = (house: Household): Promise<void> =>
  house.inTime(
    () => house.state.link === 'connecting',
    () => house.count(100),
  );
