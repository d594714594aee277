import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../src/live/session.ts';
import type { Usage } from '../../src/live/usage.ts';
import { scriptedModel, tone } from '../../src/live-peer/scripted-model.ts';
import { cueSound } from '../../src/loudspeaker/cues.ts';
import { lampCommand } from '../fakes/lamp-command.ts';
import { until } from '../fakes/until.ts';
import { type Household, moveIn, speech, temporaryFolder } from './household.ts';
import { onTheWire } from './on-the-wire.ts';

const ASK = 'hearthd/kitchen/ask/set';
const BUDGET = 'hearthd/kitchen/budget/set';

describe('a question in writing', () => {
  test('is a turn of its own, answered through the loudspeaker', async () => {
    const house = await moveIn();
    house.bus.say(ASK, 'How late is it?');
    expect(house.state).toMatchObject({ phase: 'thinking', link: 'connecting' });
    house.service.last.says({ type: 'opened' });
    expect(house.service.last.sent).toEqual(['ask How late is it?']);
    house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
    house.hearOut();
    expect(house.loudspeaker.last?.written.length).toBe(speech(100).length);
    expect(house.state.phase).toBe('idle');
    house.clock.advance(2_000);
    expect(house.turns).toMatchObject([{ outcome: 'answered', stages: { releasedMs: null } }]);
  });

  test('is heard by the service as the words of the user, with no sound', async () => {
    const house = await onTheWire({
      peer: { model: scriptedModel([[{ audio: tone({ durationMs: 100 }) }]]) },
    });
    house.bus.say(ASK, '  How late\nis it? ');
    await house.hearReply();
    const [turn] = house.client().turns;
    expect(turn?.text).toBe('How late is it?');
    expect(turn?.audio).toHaveLength(0);
    house.say();
    await house.hearReply();
    expect(house.client().turns).toHaveLength(2);
    expect(house.peer.connections).toHaveLength(1);
  });

  test('breaks into a reply, as a press does', async () => {
    const house = await moveIn();
    house.ask();
    house.service.last.says({ type: 'audio', pcm: speech(5_000) });
    house.clock.advance(500);
    const stream = house.loudspeaker.last;
    house.bus.say(ASK, 'And now?');
    expect(stream?.state).toBe('cut');
    expect(house.service.last.sent.at(-1)).toBe('ask And now?');
    house.service.last.says({ type: 'interrupted' }, { type: 'turnComplete' });
    expect(house.state.phase).toBe('thinking');
  });

  test.each<[string, (house: Household) => void]>([
    ['while somebody speaks', (house) => house.press()],
    [
      'while the last syllable comes in',
      (house) => {
        house.press();
        house.pass(600);
        house.release();
      },
    ],
    ['while it is muted', (house) => house.bus.say('hearthd/kitchen/mute/set', 'ON')],
  ])('is not asked %s', async (_, happens) => {
    const house = await moveIn();
    happens(house);
    const { phase } = house.state;
    house.bus.say(ASK, 'How late is it?');
    expect(house.state.phase).toBe(phase);
    for (const session of house.service.sessions) session.says({ type: 'opened' });
    house.clock.advance(1_000);
    expect(house.service.sessions.flatMap(({ sent }) => sent).join()).not.toContain('ask');
  });

  test.each<[string, string | Buffer, { retained?: boolean }]>([
    ['empty', '', {}],
    ['too long', 'x'.repeat(4_001), {}],
    ['not text', Buffer.from([0xff, 0xfe]), {}],
    ['retained from long ago', 'How late is it?', { retained: true }],
  ])('that is %s is dropped, and the journal says so', async (_, payload, how) => {
    const house = await moveIn();
    const { length } = house.journal;
    house.bus.say(ASK, payload, how);
    expect(house.service.sessions).toEqual([]);
    expect(house.journal.slice(length).join('\n')).toContain(ASK);
  });
});

describe('the topic "turn"', () => {
  test('tells after each turn when its stages were, what it took, and which tools were called', async () => {
    const house = await moveIn({ config: { commands: [lampCommand], budget: PRICES } });
    house.ask();
    house.clock.advance(300);
    const calls = [{ id: 'c1', name: 'lamp', args: { state: 'ON' } }];
    house.service.last.says({ type: 'toolCall', calls });
    house.bus.say('lamp', 'ON');
    await until(() => house.service.last.answers.length === 1);
    house.clock.advance(200);
    house.service.last.says(
      { type: 'audio', pcm: speech(100) },
      { type: 'sources', sources: [{ title: 'Lamps', url: 'https://lamps.example/' }] },
      // The last report is the bill.
      took({ audioIn: 100, audioOut: 10 }),
      took({ audioIn: 300_000, audioOut: 200_000 }),
      { type: 'turnComplete' },
    );
    house.hearOut();
    expect(house.turns).toEqual([
      {
        id: expect.any(String),
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        outcome: 'answered',
        stages: { releasedMs: 600, sentMs: 800, firstSoundMs: 1_320, endedMs: expect.any(Number) },
        model: 'gemini-3.8-live',
        tokens: expect.objectContaining({ total: 500_000, audioIn: 300_000, audioOut: 200_000 }),
        costUsd: 0.5,
        tools: [{ name: 'lamp', status: 'done', args: { state: 'ON' } }],
        acts: [
          {
            ...{ entity: 'command.lamp', name: 'lamp', status: 'done', ms: 0 },
            ...{ wished: { state: 'ON' }, before: {}, after: { state: 'ON' } },
          },
        ],
        sources: [{ title: 'Lamps', url: 'https://lamps.example/' }],
      },
    ]);
    const { stages } = house.turns[0];
    expect(stages.endedMs).toBeGreaterThan(stages.firstSoundMs);
  });

  test.each(['off', 'mqtt', 'disk'] as const)(
    'has the words that were said only if they may go there (privacy "%s")',
    async (transcripts) => {
      const house = await moveIn({ config: { privacy: { transcripts } } });
      house.ask();
      house.service.last.says(
        { type: 'transcript', speaker: 'user', text: 'How late' },
        { type: 'transcript', speaker: 'user', text: ' is it?' },
        { type: 'audio', pcm: speech(100) },
        { type: 'transcript', speaker: 'model', text: 'Noon.' },
        { type: 'turnComplete' },
      );
      house.hearOut();
      house.bus.say(ASK, 'And the date?');
      house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
      house.hearOut();
      house.clock.advance(2_000);
      expect(house.turns.map((turn) => turn.transcripts)).toEqual(
        transcripts === 'mqtt'
          ? [
              { user: 'How late is it?', model: 'Noon.' },
              { user: 'And the date?', model: '' },
            ]
          : [undefined, undefined],
      );
      const said = JSON.stringify([house.journal, [...house.bus.retained], house.bus.published]);
      expect(/How late|the date|Noon/.test(said)).toBe(transcripts === 'mqtt');
    },
  );

  test('tells of a turn that failed, of one that was broken off, and not of a tap', async () => {
    const house = await moveIn();
    house.press();
    house.release();
    house.ask();
    house.service.last.says({ type: 'audio', pcm: speech(5_000) });
    house.clock.advance(500);
    house.ask();
    house.service.last.says({ type: 'closed', cause: 'quota', reason: 'quota' });
    house.clock.advance(5_000);
    expect(house.turns.map(({ outcome }) => outcome)).toEqual(['interrupted', 'failed']);
  });
});

describe('what it costs', () => {
  test('is told on the broker, today and in all, and survives a restart', async () => {
    const stateDir = temporaryFolder();
    const config = { budget: PRICES };
    const before = await moveIn({ stateDir, config });
    await spend(before, 0.25);
    await spend(before, 0.5);
    expect(usage(before)).toMatchObject({
      today: { date: '2026-11-20', usd: 0.75, tokens: { total: 750_000, audioOut: 750_000 } },
      total: { since: '2026-11-20', usd: 0.75 },
      budget: null,
    });
    await before.daemon.close();
    const after = await moveIn({ stateDir, config, date: new Date(2026, 10, 21, 8) });
    await spend(after, 1);
    expect(usage(after)).toMatchObject({
      today: { date: '2026-11-21', usd: 1 },
      total: { since: '2026-11-20', usd: 1.75 },
    });
  });

  test('has a warning at 80 % of the budget, once, when nobody is talking', async () => {
    const house = await moveIn({ config: { budget: { ...PRICES, perDayUsd: 1 } } });
    await spend(house, 0.7);
    expect(warnings(house)).toBe(0);
    await spend(house, 0.15);
    expect(warnings(house)).toBe(1);
    house.clock.advance(5_000);
    expect(house.lamp.filter((level) => level === 'on').length).toBeGreaterThanOrEqual(3);
    expect(house.journal.filter((line) => line.includes('80 %'))).toHaveLength(1);
    expect(usage(house).budget).toEqual({ limitUsd: 1, state: 'warned' });
    await spend(house, 0.05);
    house.clock.advance(5_000);
    expect(warnings(house)).toBe(1);
  });

  test.each<[string, (house: Household) => void]>([
    ['press', (house) => house.press()],
    ['question in writing', (house) => house.bus.say(ASK, 'How late is it?')],
  ])(
    'is refused when the budget is spent: a %s is answered by a sign, and goes nowhere',
    async (_, wanted) => {
      const house = await moveIn({ config: { budget: { ...PRICES, perDayUsd: 1 } } });
      await spend(house, 1.2);
      // The turn with which the money ran out was finished.
      expect(house.turns.map(({ outcome }) => outcome)).toEqual(['answered']);
      expect(house.state.fault).toMatch(/^budget: The 1 USD that today may cost are spent/);
      expect(usage(house).budget).toEqual({ limitUsd: 1, state: 'exhausted' });
      const sent = house.service.sessions.flatMap((session) => session.sent).length;
      const dials = house.service.sessions.length;
      wanted(house);
      expect(house.cues).toEqual(['denied']);
      expect(played(house, 'denied')).toBe(1);
      house.pass(600);
      house.release();
      house.pass(1_000);
      expect(house.state.phase).toBe('idle');
      expect(house.service.sessions).toHaveLength(dials);
      expect(house.service.sessions.flatMap((session) => session.sent)).toHaveLength(sent);
      expect(house.turns.at(-1)).toMatchObject({ outcome: 'refused', why: 'BUDGET', costUsd: 0 });
    },
  );

  test('is possible again from midnight on', async () => {
    const house = await spentUp();
    house.clock.advance(11 * HOUR_MS);
    house.press();
    expect(house.cues).toEqual(['denied']);
    house.release();
    house.clock.advance(HOUR_MS);
    expect(house.state.fault).toBeNull();
    expect(usage(house)).toMatchObject({
      today: { date: '2026-11-21', usd: 0 },
      budget: { limitUsd: 1, state: 'within' },
    });
    await spend(house, 0.1);
    expect(house.cues).toEqual(['denied']);
    expect(usage(house).today.usd).toBe(0.1);
  });

  test('is possible again when the hub raises what today may cost, until midnight', async () => {
    const house = await spentUp();
    house.bus.say(BUDGET, '2.5');
    expect(house.state.fault).toBeNull();
    expect(usage(house).budget).toEqual({ limitUsd: 2.5, state: 'within' });
    await spend(house, 0.2);
    expect(house.cues).toEqual([]);
    house.clock.advance(12 * HOUR_MS);
    expect(usage(house).budget).toEqual({ limitUsd: 1, state: 'within' });
  });

  test.each(['much', '-1', '1e9', '', '5000'])('is not raised by "%s"', async (payload) => {
    const house = await spentUp();
    house.bus.say(BUDGET, payload);
    expect(house.state.fault).toMatch(/^budget: /);
    expect(house.journal.join('\n')).toContain(BUDGET);
  });

  test('is still refused after a restart on the same day', async () => {
    const stateDir = temporaryFolder();
    const config = { budget: { ...PRICES, perDayUsd: 1 } };
    const before = await moveIn({ stateDir, config });
    await spend(before, 1);
    await before.daemon.close();
    const after = await moveIn({ stateDir, config });
    after.press();
    expect(after.cues).toEqual(['denied']);
    expect(after.service.sessions).toEqual([]);
  });
});

const HOUR_MS = 3_600_000;

/** A million tokens cost one USD, whatever they are. */
const PRICES = { prices: { textIn: 1, audioIn: 1, textOut: 1, audioOut: 1 } };

const none = { text: 0, audio: 0, image: 0, video: 0 };

function took({
  audioIn = 0,
  audioOut = 0,
}: {
  audioIn?: number;
  audioOut?: number;
}): SessionEvent {
  const usage: Usage = {
    prompt: { ...none, audio: audioIn },
    toolUse: none,
    response: { ...none, audio: audioOut },
    thoughts: 0,
    cached: 0,
    total: audioIn + audioOut,
  };
  return { type: 'usage', usage };
}

/** A turn that costs so much. */
async function spend(house: Household, usd: number): Promise<void> {
  const dials = house.service.sessions.length + (house.state.link === 'online' ? 0 : 1);
  house.press();
  await until(() => house.service.sessions.length === dials);
  if (house.state.link === 'connecting') house.service.last.says({ type: 'opened' });
  house.pass(600);
  house.release();
  house.pass(220);
  house.service.last.says(
    { type: 'audio', pcm: speech(100) },
    took({ audioOut: Math.round(usd * 1_000_000) }),
    { type: 'turnComplete' },
  );
  house.hearOut();
  expect(house.turns.at(-1)).toMatchObject({ outcome: 'answered', costUsd: usd });
}

async function spentUp(): Promise<Household> {
  const house = await moveIn({ config: { budget: { ...PRICES, perDayUsd: 1 } } });
  await spend(house, 1);
  expect(house.state.fault).toMatch(/^budget: /);
  return house;
}

const usage = (house: Household) =>
  JSON.parse(house.bus.retained.get('hearthd/kitchen/usage') ?? '{}');

/** How often that cue was given to the loudspeaker; its beginning is given at once. */
const played = (house: Household, name: 'warning' | 'denied'): number =>
  house.loudspeaker.streams.filter(({ written }) => isBeginningOf(written, cueSound(name))).length;

const warnings = (house: Household): number => played(house, 'warning');

/** At the volume that is set. */
function isBeginningOf(written: Buffer, cue: Buffer): boolean {
  if (written.length === 0) return false;
  const ratios: number[] = [];
  for (let byte = 0; byte < Math.min(written.length, cue.length); byte += 2)
    if (Math.abs(cue.readInt16LE(byte)) > 1_000)
      ratios.push(written.readInt16LE(byte) / cue.readInt16LE(byte));
  return ratios.length > 0 && Math.max(...ratios) - Math.min(...ratios) < 0.01;
}
