import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CUT_LIMIT_MS } from '../../src/loudspeaker/loudspeaker.ts';
import { ProcessLoudspeaker } from '../../src/loudspeaker/process-loudspeaker.ts';
import { type WayToPlay, wayBy } from '../../src/loudspeaker/way-to-play.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { replyOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';
import { Tape } from './tape.ts';

const FAKE_PLAYER = fileURLToPath(new URL('./fake-player.mjs', import.meta.url));
const BUSY = 'echo "aplay: main:831: audio open error: Device or resource busy" >&2; exit 1';
const AHEAD_BYTES = 240 * 48;

let programs: FakePrograms;
let clock: FakeClock;
let health: Health[];
let warnings: string[];
let loudspeaker: ProcessLoudspeaker;

beforeEach(() => {
  programs = new FakePrograms();
  // It looks whether the device is there.
  programs.put('aplay', 'exit 0');
  put('first');
  put('second');
  clock = new FakeClock();
  health = [];
  warnings = [];
});

afterEach(async () => {
  const closed = loudspeaker.close();
  clock.advance(CUT_LIMIT_MS);
  await closed;
  expect(clock.pending).toBe(0);
  programs.dispose();
});

describe('a loudspeaker of two programs', () => {
  it('plays by the first, and ends when that has', async () => {
    await start();
    expect(health).toEqual([{ state: 'up', by: 'speaker' }]);
    const tape = play(replyOf(400));
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(heard('first')).toEqual(replyOf(400));
    expect(programs.runs('second')).toEqual([]);
  });

  it('plays one sound after another by the same program, which waits loaded', async () => {
    await start();
    const pid = programs.pid('first');
    loudspeaker.prepare();
    loudspeaker.prepare();
    for (let sounds = 1; sounds <= 3; sounds++) {
      const tape = play(replyOf(20));
      await until(() => tape.told.length === 1);
    }
    expect(heard('first')).toHaveLength(3 * 20 * 48);
    expect(programs.runs('first')).toHaveLength(1);
    expect(isAlive(pid)).toBe(true);
  });

  it('calls nothing of a sound before it has returned', async () => {
    await start();
    const tape = play(replyOf(20));
    expect(tape.asked).toEqual([]);
    await until(() => tape.told.length === 1);
  });

  it('takes no more of a sound than is needed for a moment', async () => {
    put('first', 'hears=4800');
    await start();
    const tape = play(replyOf(1_000));
    await until(() => heard('first').length === 4_800 + AHEAD_BYTES);
    expect(tape.leftBytes).toBe(1_000 * 48 - 4_800 - AHEAD_BYTES);
  });

  it('says once that it ran dry, and goes on when there is more', async () => {
    await start();
    const tape = new Tape(replyOf(100), 'open');
    const sounding = loudspeaker.play(tape);
    await until(() => tape.told.length === 1);
    sounding.more();
    tape.add(replyOf(50, 100 * 24 + 1));
    sounding.more();
    await until(() => tape.told.length === 2);
    tape.complete();
    sounding.more();
    await until(() => tape.told.length === 3);
    expect(tape.told).toEqual(['dry', 'dry', 'ended']);
    expect(heard('first')).toEqual(replyOf(150));
  });

  it('waits for ever while it is dry', async () => {
    await start();
    const tape = new Tape(replyOf(20), 'open');
    loudspeaker.play(tape);
    await until(() => tape.told.length === 1);
    clock.advance(1e7);
    expect(isAlive(programs.pid('first'))).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('goes on with whole samples although it is given half of one', async () => {
    await start();
    const all = replyOf(20);
    const tape = new Tape(all.subarray(0, 101), 'open');
    const sounding = loudspeaker.play(tape);
    await until(() => tape.told.length === 1);
    tape.add(all.subarray(101));
    tape.complete();
    sounding.more();
    await until(() => tape.told.includes('ended'));
    expect(heard('first')).toEqual(all);
  });

  it('says that it ran dry as soon as its program had to fade out for want of sound', async () => {
    put('first', 'hears=2000', 'fades');
    await start();
    const tape = new Tape(replyOf(100), 'open');
    loudspeaker.play(tape);
    await until(() => tape.told.length > 0);
    // Not all of it has been heard.
    expect(tape.told).toEqual(['dry']);
  });

  it('goes on where there was more, although its program had to fade out', async () => {
    put('first', 'fades');
    await start();
    const tape = play(replyOf(1_000));
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(heard('first')).toEqual(replyOf(1_000));
  });

  it('does not understand what is no report, and goes on', async () => {
    put('first', 'babbles');
    await start();
    const tape = play(replyOf(400));
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(warnings).toEqual([]);
  });

  it('is silent when it has been cut, and the sound hears no more', async () => {
    put('first', 'hears=4800');
    await start();
    const tape = new Tape(replyOf(1_000));
    const sounding = loudspeaker.play(tape);
    await until(() => heard('first').length > 4_800);
    await sounding.cut();
    await sounding.cut();
    sounding.more();
    expect(tape.told).toEqual([]);
    const next = play(replyOf(50));
    await until(() => next.told.length > 0);
    expect(next.told).toEqual(['ended']);
    expect(programs.runs('first')).toHaveLength(1);
  });

  it('is silent in time although the program does not answer a cut', async () => {
    put('first', 'hears=4800', 'no-cut');
    await start();
    const pid = programs.pid('first');
    const sounding = loudspeaker.play(new Tape(replyOf(1_000)));
    await until(() => heard('first').length > 4_800);
    const silent = sounding.cut();
    clock.advance(CUT_LIMIT_MS);
    await silent;
    await until(() => !isAlive(pid));
    const next = play(replyOf(50));
    await until(() => next.told.length > 0);
    expect(next.told).toEqual(['ended']);
  });

  it('cuts one sound for the next, which waits for silence', async () => {
    put('first', 'hears=4800', 'no-cut');
    await start();
    const first = play(replyOf(1_000));
    await until(() => heard('first').length > 4_800);
    const second = play(replyOf(50));
    const third = play(replyOf(50));
    await turn();
    expect([second.asked, third.asked]).toEqual([[], []]);
    clock.advance(CUT_LIMIT_MS);
    await until(() => third.told.length > 0);
    expect([first.told, second.told, third.told]).toEqual([[], [], ['ended']]);
  });

  it('plays a sound that comes before the first program is loaded', async () => {
    programs.put('first', `wait_for loaded; ${player('first')}`);
    loudspeaker = make();
    const tape = play(replyOf(200));
    programs.sign('loaded');
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(heard('first')).toEqual(replyOf(200));
  });

  it('cuts a sound that waits for a program, and goes on loading that', async () => {
    programs.put('first', `wait_for loaded; ${player('first')}`);
    loudspeaker = make();
    const sounding = loudspeaker.play(new Tape(replyOf(20)));
    await until(() => programs.runs('first').length === 1);
    await sounding.cut();
    const tape = play(replyOf(10));
    programs.sign('loaded');
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(heard('first')).toEqual(replyOf(10));
    expect(programs.runs('first')).toHaveLength(1);
  });

  it('leaves no program behind when it is closed', async () => {
    put('first', 'hears=4800');
    await start();
    play(replyOf(1_000));
    await until(() => heard('first').length > 4_800);
    await loudspeaker.close();
    expect(isAlive(programs.pid('first'))).toBe(false);
  });

  it('replaces a program that has played for long, between two sounds', async () => {
    await start();
    const old = programs.pid('first');
    const tape = play(Buffer.alloc(15 * 60 * 48_000 + 2));
    await until(() => tape.told.length > 0);
    await until(() => programs.runs('first').length === 2 && !isAlive(old));
    const next = play(replyOf(20));
    await until(() => next.told.length > 0);
    expect(next.told).toEqual(['ended']);
    expect(programs.runs('first')).toHaveLength(2);
    expect(warnings).toEqual([]);
  });
});

describe('when the program that plays', () => {
  it('dies while nothing is played, another one waits', async () => {
    await start();
    process.kill(programs.pid('first'), 'SIGKILL');
    await until(() => programs.runs('first').length === 2);
    const tape = play(replyOf(20));
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(programs.runs('second')).toEqual([]);
    expect(health).toEqual([{ state: 'up', by: 'speaker' }]);
  });

  it('dies in the middle, another run of it goes on with what was not heard yet', async () => {
    put('first', `hears=${40 * 48}`);
    await start();
    const tape = play(replyOf(180));
    await until(() => heard('first').length === 180 * 48);
    await turn();
    put('first');
    clock.advance(30);
    process.kill(programs.pid('first'), 'SIGKILL');
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(heard('first').subarray(180 * 48)).toEqual(replyOf(110, 70 * 24 + 1));
    expect(warnings).toEqual([expect.stringMatching(/SIGKILL/)]);
    expect(health).toEqual([{ state: 'up', by: 'speaker' }]);
  });

  it('dies again and again, the second one plays the rest', async () => {
    put('first', `hears=${40 * 48}`);
    await start();
    const tape = play(replyOf(180));
    for (let runs = 1; runs <= 2; runs++) {
      await until(() => programs.runs('first').length === runs);
      await until(() => heard('first').length === (runs === 1 ? 180 : 180 + 140) * 48);
      await turn();
      process.kill(programs.pid('first'), 'SIGKILL');
    }
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(heard('second')).toEqual(replyOf(100, 80 * 24 + 1));
    expect(health.at(-1)).toEqual({ state: 'up', by: 'aplay' });
  });

  it('stops telling how far it is, it is killed and the rest is played', async () => {
    put('first', `hears=${40 * 48}`);
    await start();
    const tape = play(replyOf(180));
    await until(() => heard('first').length === 180 * 48);
    await turn();
    put('first');
    clock.advance(300);
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(heard('first').subarray(180 * 48)).toEqual(replyOf(40, 140 * 24 + 1));
    expect(warnings[0]).toMatch(/"speaker" stopped playing, and was ended/);
  });

  it('has died before it could be noticed, the sound is played all the same', async () => {
    loudspeaker = make([speaker()]);
    await until(() => health.length > 0);
    process.kill(programs.pid('first'), 'SIGKILL');
    const tape = play(replyOf(20));
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
  });

  it.each([
    ['does not answer', 'no-answer', 1_000, /did not answer/],
    ['does not begin', 'no-begin', 3_000, /did not begin to play/],
    ['does not come to an end', 'no-end', 5_000, /did not come to an end/],
  ])('%s, it is killed and the sound played all the same', async (_, habit, limitMs, reason) => {
    put('first', habit);
    await start();
    const tape = play(replyOf(20));
    await until(() => heard('first').length === 20 * 48);
    await turn();
    put('first');
    clock.advance(limitMs);
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(warnings[0]).toMatch(reason);
  });

  it('is late with its first answer, it is waited for', async () => {
    put('first', 'no-answer');
    await start();
    const tape = play(replyOf(20));
    await until(() => heard('first').length === 20 * 48);
    await turn();
    clock.advance(900);
    await turn();
    expect(tape.told).toEqual([]);
    expect(warnings).toEqual([]);
    expect(isAlive(programs.pid('first'))).toBe(true);
  });

  it('does not answer although it did before, it is not waited for as long', async () => {
    put('first', 'answers=1');
    await start();
    const first = play(replyOf(20));
    await until(() => first.told.length > 0);
    const tape = play(replyOf(20));
    await until(() => heard('first').length === 2 * 20 * 48);
    await turn();
    put('first');
    clock.advance(300);
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(warnings[0]).toMatch(/did not answer/);
  });

  it('never gets ready, the second one takes over', async () => {
    programs.put('first', 'exec sleep 100');
    loudspeaker = make();
    const tape = play(replyOf(20));
    await until(() => programs.runs('first').length === 1);
    await turn();
    clock.advance(20_000);
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(warnings[0]).toMatch(/did not get ready/);
  });

  it('is not there for want of its package, the second one plays, for good', async () => {
    programs.put('first', 'echo "Cannot find package speaker" >&2; exit 69');
    await start();
    expect(health).toEqual([{ state: 'up', by: 'aplay' }]);
    expect(warnings).toEqual([
      'The package "speaker" cannot be used: Cannot find package speaker.',
    ]);
    const tape = play(replyOf(20));
    await until(() => tape.told.length > 0);
    expect(heard('second')).toEqual(replyOf(20));
    clock.advance(1e8);
    expect(programs.runs('first')).toHaveLength(1);
  });

  it('aborts when it is loaded, the second one plays until the first has rested', async () => {
    programs.put('first', 'kill -ABRT $$');
    await start();
    expect(health).toEqual([{ state: 'up', by: 'aplay' }]);
    expect(warnings[0]).toMatch(/SIGABRT/);
    put('first');
    clock.advance(11_000);
    await until(() => health.length === 2);
    expect(health[1]).toEqual({ state: 'up', by: 'speaker' });
  });

  it('is refused by the device, the second one plays from the beginning', async () => {
    put('first', 'refuses');
    await start();
    const tape = play(replyOf(40));
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
    expect(heard('second')).toEqual(replyOf(40));
    expect(health.at(-1)).toEqual({ state: 'up', by: 'aplay' });
  });

  it('needs another device than there is, the second one plays', async () => {
    programs.put('aplay', 'echo "Plug PCM: Rate conversion PCM (48000, sformat=S16_LE)" >&2');
    loudspeaker = make([{ ...speaker(), needs: 'rate' }, aplay()]);
    await until(() => health.length > 0);
    expect(health).toEqual([{ state: 'up', by: 'aplay' }]);
    const tape = play(replyOf(20));
    await until(() => tape.told.length > 0);
    expect(heard('second')).toEqual(replyOf(20));
  });

  it('closes its input, the second one plays', async () => {
    programs.put('first', 'echo ready; exec <&-; sleep 0.2; exit 1');
    await start();
    const tape = play(replyOf(1_000));
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
  });
});

describe('when no program can play', () => {
  it('the sound fails with a sentence, and the next one is tried by all of them again', async () => {
    put('first', 'refuses');
    const busy = BUSY.replace('exit 1', 'exit 74');
    programs.put('second', busy);
    await start();
    for (let sounds = 1; sounds <= 2; sounds++) {
      const tape = play(replyOf(20));
      await until(() => tape.told.length === 1);
      expect(tape.told[0]).toMatch(/^failed: The sound device "dev" is in use by another program/);
      expect(health.at(-1)).toMatchObject({ state: 'down' });
      expect(programs.runs('second')).toHaveLength(sounds);
    }
  });

  it('the device is looked after until it is there again', async () => {
    programs.put('aplay', BUSY);
    await start();
    expect(health).toMatchObject([{ state: 'down', reason: expect.stringMatching(/in use/) }]);
    for (let checks = 2; checks <= 5; checks++) {
      clock.advance(1_750);
      await until(() => programs.runs('aplay').length === checks);
      await until(() => !isAlive(programs.pid('aplay')) && clock.pending === 1);
    }
    programs.put('aplay', 'exit 0');
    clock.advance(1_750);
    await until(() => health.length === 2);
    expect(health[1]).toEqual({ state: 'up', by: 'speaker' });
    expect(clock.pending).toBe(0);
  });

  it('and the one that looks for the device hangs, it is killed', async () => {
    programs.put('aplay', 'exec sleep 100');
    loudspeaker = make();
    await until(() => programs.runs('aplay').length === 1);
    clock.advance(3_000);
    await until(() => health.length === 1);
    expect(health[0]).toMatchObject({ state: 'down' });
    expect(isAlive(programs.pid('aplay'))).toBe(false);
  });

  it('because the only one is not installed, that is said until it is', async () => {
    programs.put('second', 'exit 72');
    programs.put('aplay', BUSY);
    loudspeaker = make([aplay()]);
    // The one that was to wait; one for the sound; one that is to wait for the next.
    await until(() => warnings.length === 1);
    const tape = play(replyOf(20));
    await until(() => tape.told.length === 1);
    expect(tape.told[0]).toMatch(/^failed: The program "aplay" is not installed/);
    expect(health.at(-1)).toMatchObject({ state: 'down' });
    await until(() => warnings.length === 3);
    put('second');
    const next = play(replyOf(20));
    await until(() => next.told.length === 1);
    expect(next.told).toEqual(['ended']);
    expect(health.at(-1)).toEqual({ state: 'up', by: 'aplay' });
  });

  it('because all of them end as soon as they are started, they are not started for ever', async () => {
    programs.put('first', 'exit 1');
    programs.put('second', 'exit 1');
    programs.put('aplay', BUSY);
    await start();
    await until(() => warnings.length === 2);
    await turn();
    expect([programs.runs('first').length, programs.runs('second').length]).toEqual([1, 1]);
  });

  it('because the only one cannot be used, that is said for every sound', async () => {
    programs.put('first', 'echo "Not built." >&2; exit 69');
    loudspeaker = make([speaker()]);
    await until(() => health.length === 1);
    const reason = 'The package "speaker" cannot be used: Not built.';
    expect(health[0]).toEqual({ state: 'down', reason });
    const tape = play(replyOf(20));
    await until(() => tape.told.length === 1);
    expect(tape.told[0]).toBe(`failed: ${reason}`);
  });

  it('and nothing looks for the device, a silent sound does', async () => {
    programs.remove('aplay');
    programs.hideOthers();
    loudspeaker = make([speaker()]);
    await until(() => health.length === 1);
    expect(health).toEqual([{ state: 'up', by: 'speaker' }]);
    expect(heard('first')).toEqual(Buffer.alloc(20 * 48));
  });
});

/** The end of the script of a player. */
const player = (name: string, ...habits: string[]) =>
  `exec "${process.execPath}" "${FAKE_PLAYER}" "$DIR/${name}.heard" ${habits.join(' ')}`;

function put(name: string, ...habits: string[]): string {
  return programs.put(name, player(name, ...habits));
}

const speaker = (): WayToPlay => fake('speaker', 'first');
const aplay = (): WayToPlay => fake('aplay', 'second');

function fake(name: 'speaker' | 'aplay', script: string): WayToPlay {
  return { ...wayBy(name, 'dev'), command: script, args: [] };
}

const heard = (name: string) => Buffer.from(programs.read(`${name}.heard`), 'latin1');

/** Time for what programs have said to be read. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 50));

function make(ways: readonly WayToPlay[] = [speaker(), aplay()]): ProcessLoudspeaker {
  return new ProcessLoudspeaker({
    ways,
    device: 'dev',
    clock,
    log: { ...silentLog, warn: (_, fields) => warnings.push(String(fields?.['reason'])) },
    report: (each) => health.push(each),
  });
}

/** With both programs, and everything about them known. */
async function start(): Promise<void> {
  loudspeaker = make();
  await until(() => health.length > 0);
}

function play(pcm: Buffer): Tape {
  const tape = new Tape(pcm);
  loudspeaker.play(tape);
  return tape;
}
