import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SoundStream } from '../../src/loudspeaker/loudspeaker.ts';
import {
  aplayProgram,
  type PlayerProgram,
  speakerProgram,
} from '../../src/loudspeaker/player-program.ts';
import { ProcessLoudspeaker } from '../../src/loudspeaker/process-loudspeaker.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { replyOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

const APLAY = 'cat >> "$DIR/aplay.heard"';
const SPEAKER =
  'echo ready; head -c 1 >> "$DIR/speaker.heard"; echo playing; cat >> "$DIR/speaker.heard"';
const BUSY = 'echo "aplay: main:831: audio open error: Device or resource busy" >&2; exit 1';

let programs: FakePrograms;
let clock: FakeClock;
let health: Health[];
let warnings: string[];
let told: string[];
let loudspeaker: ProcessLoudspeaker;

beforeEach(() => {
  programs = new FakePrograms();
  programs.put('aplay', APLAY);
  programs.put('speaker', SPEAKER);
  clock = new FakeClock();
  health = [];
  warnings = [];
  told = [];
});

afterEach(async () => {
  await loudspeaker.close();
  programs.dispose();
});

describe('a loudspeaker of two programs', () => {
  it('plays by the first, and ends when that has', async () => {
    await start();
    expect(health).toEqual([{ state: 'up', by: 'speaker' }]);
    const stream = open();
    stream.write(replyOf(20));
    stream.write(replyOf(20, 481));
    stream.end();
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(programs.read('speaker.heard')).toBe(replyOf(40).toString('latin1'));
    expect(programs.read('aplay.heard')).toBe('');
  });

  it('has a loaded program waiting, one for each sound', async () => {
    await start();
    expect(programs.runs('speaker')).toHaveLength(1);
    const first = programs.pid('speaker');
    loudspeaker.prepare();
    loudspeaker.prepare();
    for (let sounds = 1; sounds <= 3; sounds++) {
      play(20);
      await until(() => told.length === sounds && programs.runs('speaker').length === sounds + 1);
    }
    expect(isAlive(first)).toBe(false);
    expect(isAlive(programs.pid('speaker'))).toBe(true);
  });

  it('is silent at once when it is cut, and the listener hears no more', async () => {
    await start();
    const pid = programs.pid('speaker');
    const stream = open();
    stream.write(replyOf(80));
    await until(() => programs.read('speaker.heard').length === 80 * 48);
    stream.cut();
    await until(() => !isAlive(pid));
    stream.write(replyOf(20));
    stream.end();
    play(10);
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(programs.read('speaker.heard')).toHaveLength((80 + 10) * 48);
  });

  it('cuts one sound for the next', async () => {
    await start();
    const pid = programs.pid('speaker');
    open().write(replyOf(20));
    play(10);
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(isAlive(pid)).toBe(false);
  });

  it('cuts a sound that has not reached any program yet', async () => {
    loudspeaker = make();
    const stream = open();
    stream.write(replyOf(20));
    stream.cut();
    play(10);
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(programs.read('speaker.heard')).toHaveLength(480);
  });

  it('plays a sound that comes before the first program is loaded', async () => {
    programs.put('speaker', `wait_for loaded; ${SPEAKER}`);
    loudspeaker = make();
    play(40);
    programs.sign('loaded');
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(programs.read('speaker.heard')).toBe(replyOf(40).toString('latin1'));
  });

  it('leaves no program behind when it is closed', async () => {
    await start();
    const playing = programs.pid('speaker');
    open().write(replyOf(80));
    await until(() => programs.read('speaker.heard').length > 0);
    loudspeaker.prepare();
    await until(() => programs.runs('speaker').length === 2);
    await loudspeaker.close();
    expect(isAlive(playing)).toBe(false);
    expect(isAlive(programs.pid('speaker'))).toBe(false);
    expect(clock.pending).toBe(0);
    expect(told).toEqual([]);
  });
});

describe('when the first program cannot play', () => {
  it('because its package is absent, the second one does, for good', async () => {
    programs.put('speaker', 'echo "Cannot find package speaker" >&2; exit 69');
    await start();
    expect(health).toEqual([{ state: 'up', by: 'aplay' }]);
    expect(warnings).toEqual(['The package "speaker" cannot be used: Cannot find package speaker']);
    play(20);
    await until(() => told.length === 1);
    expect(programs.read('aplay.heard')).toBe(replyOf(20).toString('latin1'));
    clock.advance(1e8);
    expect(programs.runs('speaker')).toHaveLength(1);
  });

  it('because it aborts when it is loaded, the second one does, until the first has rested', async () => {
    programs.put('speaker', 'kill -ABRT $$');
    await start();
    expect(health).toEqual([{ state: 'up', by: 'aplay' }]);
    expect(warnings[0]).toMatch(/SIGABRT/);
    programs.put('speaker', SPEAKER);
    clock.advance(11_000);
    await until(() => health.length === 2);
    expect(health[1]).toEqual({ state: 'up', by: 'speaker' });
  });

  it('because it dies in the middle, the second one goes on with what was not heard yet', async () => {
    await start();
    const stream = open();
    stream.write(replyOf(40));
    stream.write(replyOf(60, 40 * 24 + 1));
    await until(() => programs.read('speaker.heard').length === 100 * 48);
    await turn();
    clock.advance(40);
    process.kill(programs.pid('speaker'), 'SIGKILL');
    await until(() => warnings.length === 1);
    stream.write(replyOf(20, 100 * 24 + 1));
    stream.end();
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(programs.read('aplay.heard')).toBe(replyOf(80, 40 * 24 + 1).toString('latin1'));
    expect(health.at(-1)).toEqual({ state: 'up', by: 'aplay' });
  });

  it('because the device refuses it, the second one plays from the beginning', async () => {
    programs.put(
      'speaker',
      'echo ready; head -c 1 >/dev/null; echo "write() failed: 0" >&2; exit 74',
    );
    await start();
    play(40);
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(programs.read('aplay.heard')).toBe(replyOf(40).toString('latin1'));
  });

  it('because it never gets ready, the second one takes over', async () => {
    programs.put('speaker', 'exec sleep 100');
    loudspeaker = make();
    play(40);
    await until(() => programs.runs('speaker').length === 1);
    clock.advance(20_000);
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(warnings[0]).toMatch(/did not get ready/);
  });

  it('because it never begins, the second one takes over', async () => {
    programs.put('speaker', 'echo ready; exec sleep 100');
    await start();
    play(40);
    await turn();
    clock.advance(3_000);
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(warnings[0]).toMatch(/did not begin to play/);
  });

  it('because it never ends, the second one takes over', async () => {
    const begins = 'echo ready; head -c 1 > "$DIR/began"; echo playing';
    programs.put('speaker', `${begins}; cat > "$DIR/read"; exec sleep 100`);
    await start();
    play(40);
    await until(() => programs.read('read').length === 40 * 48 - 1);
    await turn();
    clock.advance(5_040);
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
    expect(warnings[0]).toMatch(/did not come to an end/);
  });

  it('because it stops reading, the second one takes over', async () => {
    programs.put('speaker', 'echo ready; head -c 1 > "$DIR/began"; echo playing; exec sleep 100');
    await start();
    const stream = open();
    stream.write(replyOf(20));
    await until(() => programs.read('began').length === 1);
    await turn();
    for (let i = 0; i < 500; i++) stream.write(replyOf(20));
    await until(() => clock.pending === 1);
    clock.advance(501 * 20 + 1_000);
    await until(() => warnings.length === 1);
    expect(warnings[0]).toMatch(/took no more sound/);
    stream.end();
    await until(() => told.length > 0);
    expect(told).toEqual(['ended']);
  });
});

describe('when no program can play', () => {
  it('the sound fails with a sentence, and the next one is tried by all of them again', async () => {
    await start();
    programs.put('speaker', 'echo ready; head -c 1 >/dev/null; exit 74');
    programs.put('aplay', BUSY);
    loudspeaker.prepare();
    const before = programs.pid('speaker');
    process.kill(before, 'SIGKILL');
    await until(() => warnings.length === 1);
    for (let sounds = 1; sounds <= 2; sounds++) {
      play(20);
      await until(() => told.length === sounds);
      expect(told.at(-1)).toMatch(/^failed: The sound device "dev" is in use by another program/);
      expect(health.at(-1)).toMatchObject({ state: 'down' });
    }
  });

  it('the device is looked after until it is there again', async () => {
    programs.put('aplay', BUSY);
    await start();
    expect(health).toMatchObject([{ state: 'down', reason: expect.stringMatching(/in use/) }]);
    for (let checks = 2; checks <= 5; checks++) {
      clock.advance(2_000);
      await until(() => programs.runs('aplay').length === checks && clock.pending > 0);
      await until(() => !isAlive(programs.pid('aplay')));
      await until(() => clock.pending === 1);
    }
    programs.put('aplay', APLAY);
    clock.advance(2_000);
    await until(() => health.length === 2);
    expect(health[1]).toEqual({ state: 'up', by: 'speaker' });
    expect(clock.pending).toBe(0);
  });

  it('because the only one is not installed, that is said', async () => {
    programs.remove('aplay');
    programs.hideOthers();
    loudspeaker = make(aplayProgram('dev'));
    play(20);
    await until(() => told.length === 1);
    expect(told[0]).toMatch(/^failed: The program "aplay" is not installed/);
    expect(health).toMatchObject([{ state: 'down' }]);
    programs.put('aplay', APLAY);
    programs.showOthers();
    play(20);
    await until(() => told.includes('ended'));
    expect(health.at(-1)).toEqual({ state: 'up', by: 'aplay' });
  });

  it('because the only one cannot be used, that is said for every sound', async () => {
    programs.put('speaker', 'echo "Not built." >&2; exit 69');
    loudspeaker = make(speaker());
    await until(() => health.length === 1);
    expect(health[0]).toEqual({
      state: 'down',
      reason: 'The package "speaker" cannot be used: Not built.',
    });
    play(20);
    await until(() => told.length === 1);
    expect(told[0]).toBe('failed: The package "speaker" cannot be used: Not built.');
  });
});

describe('a loudspeaker of one program', () => {
  it('plays one sound after another', async () => {
    loudspeaker = make(aplayProgram('dev'));
    for (let sounds = 1; sounds <= 3; sounds++) {
      play(20);
      await until(() => told.length === sounds);
    }
    expect(told).toEqual(['ended', 'ended', 'ended']);
    expect(programs.read('aplay.heard')).toHaveLength(3 * 20 * 48);
    expect(health).toEqual([{ state: 'up', by: 'aplay' }]);
  });

  it('calls aplay so that it begins with the first sample', async () => {
    loudspeaker = make(aplayProgram('plughw:CARD=Speaker'));
    play(20);
    await until(() => told.length === 1);
    const [, ...args] = programs.runs('aplay').at(-1)?.split(' ') ?? [];
    expect(args.join(' ')).toBe(
      '-q -D plughw:CARD=Speaker -t raw -f S16_LE -c 1 -r 24000 --buffer-time=100000 --period-time=20000 --start-delay=1 -',
    );
  });

  it('survives that it ends while it is written to', async () => {
    programs.put('aplay', 'head -c 1000 >/dev/null; exit 1');
    loudspeaker = make(aplayProgram('dev'));
    const stream = open();
    for (let i = 0; i < 500; i++) stream.write(replyOf(20));
    await until(() => told.length === 1);
    stream.write(replyOf(20));
    stream.end();
    stream.cut();
    expect(told).toEqual(['failed: The program "aplay" ended with exit code 1.']);
  });

  it('does not take it for an end when the program ends too early', async () => {
    programs.put('aplay', 'head -c 1000 >/dev/null; exit 0');
    loudspeaker = make(aplayProgram('dev'));
    open().write(replyOf(80));
    await until(() => told.length === 1);
    expect(told).toEqual(['failed: The program "aplay" ended with exit code 0.']);
  });

  it('checks the device with it where the cheaper program is absent', async () => {
    programs.hideOthers();
    const slow = {
      ...speaker(),
      command: '/bin/sh',
      args: ['-c', `echo ready; read line; echo playing`],
    };
    loudspeaker = new ProcessLoudspeaker({
      programs: [slow],
      checkedBy: { ...aplayProgram('dev'), command: 'no-such-program' },
      clock,
      log: silentLog,
      report: (each) => health.push(each),
    });
    await until(() => health.length === 1);
    expect(health).toEqual([{ state: 'up', by: 'speaker' }]);
  });
});

const speaker = (): PlayerProgram => ({
  ...speakerProgram('dev'),
  command: programs.put('speaker-name', 'exec "$(dirname "$0")/speaker"'),
  args: [],
});

/** Time for what programs have said to be read. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

function make(...ways: PlayerProgram[]): ProcessLoudspeaker {
  const aplay = aplayProgram('dev');
  return new ProcessLoudspeaker({
    programs: ways.length > 0 ? ways : [speaker(), aplay],
    checkedBy: aplay,
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

function open(): SoundStream {
  return loudspeaker.open({
    ended: () => told.push('ended'),
    failed: (reason) => told.push(`failed: ${reason}`),
  });
}

function play(ms: number): void {
  const stream = open();
  stream.write(replyOf(ms));
  stream.end();
}
