import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CloseCause } from '../../src/live/session.ts';
import type { LivePeerOptions } from '../../src/live-peer/server.ts';
import { until } from '../fakes/until.ts';
import { type Household, moveIn, speech } from './household.ts';
import { KEY, onTheWire } from './on-the-wire.ts';

const HOURS = 12;
const QUOTA = 'You exceeded your current quota, please check your plan and billing details.';

describe('without a network', () => {
  test.each([
    [1, [1, 2, 4, 8, 16, 32, 60, 60, 60]],
    [0.5, [0.5, 1, 2, 4, 8, 16, 30, 30, 30]],
    [0, [0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])(
    'it waits longer from try to try, up to a minute, and anything from nothing to that as chance (%s) will have it',
    async (chance, expectedS) => {
      drawn(chance);
      const house = await moveIn();
      house.press();
      house.release();
      for (const waitS of expectedS) expect(waitedS(house)).toBeCloseTo(waitS, 1);
    },
  );

  test('while somebody waits for it, it is tried at least every 5 s', async () => {
    drawn(1);
    const house = await moveIn();
    house.press();
    for (const waitS of [1, 2, 4, 5, 5, 5]) expect(waitedS(house)).toBeCloseTo(waitS, 1);
  });

  test('a press tries at once, whatever was being waited for', async () => {
    drawn(1);
    const house = await moveIn();
    house.press();
    house.release();
    for (let dial = 0; dial < 8; dial++) waitedS(house);
    lose(house, 'network');
    expect(house.state.link).toBe('offline');
    const dials = house.service.sessions.length;
    house.press();
    expect(house.service.sessions).toHaveLength(dials + 1);
    house.service.last.says({ type: 'opened' });
    house.pass(600);
    house.release();
    house.pass(220);
    expect(house.service.last.sent.at(-1)).toBe('end');
  });

  test.each([
    ['for a moment', 5_000, 2],
    ['long enough', 11_000, 0.1],
  ])(
    'a connection that held %s counts as a failure or not: the waits go on or begin anew',
    async (_, livesMs, expectedS) => {
      drawn(1);
      const house = await moveIn();
      house.press();
      waitedS(house);
      house.service.last.says({ type: 'opened' });
      house.pass(livesMs);
      expect(waitedS(house)).toBeCloseTo(expectedS, 1);
    },
  );

  test('the household is told by a sign in good time, and hears nothing of the tries that follow', async () => {
    const house = await moveIn();
    house.press();
    house.pass(600);
    house.release();
    for (let second = 0; second < 600; second++) {
      if (house.state.link === 'connecting') lose(house, 'network');
      house.clock.advance(1_000);
      if (second === 21) expect(house.cues).toEqual(['error']);
    }
    expect(house.cues).toEqual(['error']);
    expect(house.state).toMatchObject({
      phase: 'idle',
      fault: expect.stringMatching(/^service: /),
    });
    const warnings = house.journal.filter((line) => line.startsWith('warn'));
    expect(warnings).toEqual([
      expect.stringContaining('service does not work'),
      expect.stringContaining('a turn came to nothing'),
    ]);
  });
});

describe('when the quota is used up', () => {
  test('it waits longer than a minute, and says so', async () => {
    drawn(0);
    const house = await moveIn();
    house.press();
    lose(house, 'quota', QUOTA);
    house.release();
    expect(house.cues).toEqual(['error']);
    expect(house.state.fault).toMatch(
      /^service: .*quota.*longer wait.*exceeded your current quota/,
    );
    const dials = house.service.sessions.length;
    house.clock.advance(64_000);
    expect(house.service.sessions).toHaveLength(dials);
    house.clock.advance(2_000);
    expect(house.service.sessions).toHaveLength(dials + 1);
    house.service.last.says({ type: 'opened' });
    expect(house.state.fault).toBeNull();
  });

  test('in the middle of a conversation it is said as well, and the next press tries', async () => {
    const house = await moveIn();
    house.ask();
    lose(house, 'quota', QUOTA);
    expect(house.cues).toEqual(['error']);
    expect(house.state.fault).toContain('quota');
    house.press();
    expect(house.service.sessions).toHaveLength(2);
  });
});

describe('what only a person can put right', () => {
  test.each<[string, object, LivePeerOptions, RegExp]>([
    [
      'a wrong key',
      {},
      { apiKey: 'another' },
      /^key: The service does not accept the key.*API key not valid/,
    ],
    [
      'a model that there is not',
      { model: 'gemini-9-live' },
      {},
      /^service: The service has no Live model "gemini-9-live".*live\.model/,
    ],
    [
      'a setting that the model does not take',
      {},
      {
        fault: {
          type: 'close-at-setup',
          code: 1007,
          reason: 'Speaker voice "Kore" is not supported for this model.',
        },
      },
      /^service: The service does not take the setting "live\.voice".*check-config/,
    ],
  ])('%s has words of its own, a sign, and slow tries', async (_, live, peer, words) => {
    drawn(0.5);
    const house = await onTheWire({ peer, config: { live } });
    house.press();
    await until(() => house.state.fault !== null);
    house.release();
    expect(house.state.fault).toMatch(words);
    expect(house.journal.filter((line) => /^warn (key|service) does not/.test(line))).toHaveLength(
      1,
    );
    expect(JSON.stringify([house.journal, [...house.bus.retained]])).not.toContain(KEY);
    expect(house.cues).toEqual(['error']);
    // 30 s, and half of the 2 min that chance may add.
    house.clock.advance(89_000);
    expect(tries(house)).toBe(1);
    house.clock.advance(2_000);
    expect(tries(house)).toBe(2);
    await until(() => house.state.link === 'offline');
    expect(house.cues).toEqual(['error']);
    house.press();
    expect(tries(house)).toBe(3);
    await until(() => house.cues.length === 2);
  });

  test.each<CloseCause>(['key', 'model', 'setup'])(
    'is not tried faster than twice a minute, however long it lasts (%s)',
    async (cause) => {
      const house = await moveIn();
      house.press();
      lose(house, cause);
      house.release();
      let dials = 1;
      for (let second = 0; second < HOURS * 3_600; second++) {
        house.clock.advance(1_000);
        if (house.service.sessions.length === dials) continue;
        dials++;
        lose(house, cause);
      }
      // From 30 s to 15 min 30 s apart, and soon 8 min on average.
      expect(dials).toBeLessThan(HOURS * 30);
      expect(dials).toBeGreaterThan(HOURS * 3);
    },
  );

  test('a setting that is refused costs nothing when it is optional: it goes on without, and the journal names it', async () => {
    const house = await onTheWire({ config: { live: { temperature: 0.5, language: 'de-DE' } } });
    house.peer.failNext({
      type: 'close-at-setup',
      code: 1007,
      reason: 'Language code is not supported for this model.',
    });
    house.say();
    await house.hearReply();
    expect(house.cues).toEqual([]);
    expect(house.state.fault).toBeNull();
    const warnings = house.journal.filter((line) => line.startsWith('warn'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/live\.temperature.*Language code is not supported/);
    expect(warnings[0]).toContain('live.language');
    expect(house.peer.dials).toHaveLength(2);
    await house.lose();
    house.say();
    await house.hearReply();
    expect(house.peer.dials).toHaveLength(3);
  });
});

test('a connection that stands ends every fault of the service', async () => {
  const house = await moveIn();
  house.press();
  lose(house, 'model', 'models/x is not found');
  expect(house.state.fault).not.toBeNull();
  house.release();
  house.press();
  house.service.last.says({ type: 'opened' });
  house.pass(600);
  house.release();
  house.pass(220);
  house.service.last.says({ type: 'audio', pcm: speech(100) }, { type: 'turnComplete' });
  house.hearOut();
  expect(house.state.fault).toBeNull();
  expect(house.cues).toEqual(['error']);
});

/** What chance gives, from 0 to 1. */
function drawn(chance: number): void {
  const random = vi.spyOn(Math, 'random').mockReturnValue(chance);
  onTestFinished(() => random.mockRestore());
}

const lose = (house: Household, cause: CloseCause, reason = 'no route'): void =>
  house.service.last.says({ type: 'closed', cause, reason });

/** How often it began to dial. */
const tries = ({ happenings }: Pick<Household, 'happenings'>): number =>
  happenings.filter(
    (what) =>
      what.type === 'changed' &&
      what.from.link.name !== 'opening' &&
      what.to.link.name === 'opening',
  ).length;

/** From the end of the connection to the next dial, in seconds. */
function waitedS(house: Household): number {
  const dials = house.service.sessions.length;
  const lostAtMs = house.clock.now();
  lose(house, 'network');
  while (house.service.sessions.length === dials) house.clock.advance(10);
  return (house.clock.now() - lostAtMs) / 1_000;
}
