import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Capture, type RecordingProcess } from '../../src/microphone/capture.ts';
import { withShortStreams } from '../../src/microphone/short-streams.ts';
import { type Clock, systemClock } from '../../src/system/clock.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { counting, samplesOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

let folder: string;
let programs: FakePrograms;
let clock: FakeClock;
let recording: RecordingProcess;
let capture: Capture;
let heard: Buffer[];
let gaps: string[];
let reasons: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-capture-'));
  programs = new FakePrograms();
  clock = new FakeClock();
  heard = [];
  gaps = [];
  reasons = [];
});

afterEach(async () => {
  const stopped = capture.stop();
  clock.advance(500);
  await until(() => recording.exitCode !== null || recording.signalCode !== null);
  clock.advance(200);
  await stopped;
  programs.dispose();
  rmSync(folder, { recursive: true });
});

describe('a capture that is attended to loosely', () => {
  it('hears every 80 ms what the stream holds', async () => {
    run('printf ab; wait_for more; printf cd; wait_for yet-more; printf ef; exec sleep 100');
    capture.attend('loosely');
    await waiting(2);
    expect(words()).toBe('');
    clock.advance(79);
    expect(words()).toBe('');
    clock.advance(1);
    expect(words()).toBe('ab');
    programs.sign('more');
    await waiting(2);
    clock.advance(80);
    expect(words()).toBe('abcd');
    programs.sign('yet-more');
    await waiting(2);
    clock.advance(80);
    expect(words()).toBe('abcdef');
  });

  it('reads no more between two looks than the first piece', async () => {
    run(
      'printf ab; wait_for more; printf cd; wait_for yet-more; printf ef; echo yes > "$DIR/said"; exec sleep 100',
    );
    capture.attend('loosely');
    await waiting(2);
    programs.sign('more');
    programs.sign('yet-more');
    await until(() => programs.read('said') !== '');
    await loopTurns();
    expect(recording.stdout.readableLength).toBe(2);
    clock.advance(80);
    await waiting(4);
    clock.advance(80);
    expect(words()).toBe('abcdef');
  });

  it('hands over what waits in the stream while it is called to attend closely, and the rest after it', async () => {
    run(
      'printf ab; wait_for more; printf cd; echo yes > "$DIR/said"; wait_for yet-more; printf ef; exec sleep 100',
    );
    capture.attend('loosely');
    await waiting(2);
    programs.sign('more');
    await until(() => programs.read('said') !== '');
    capture.attend('closely');
    expect(words()).toBe('ab');
    await until(() => words() === 'abcd');
    programs.sign('yet-more');
    await until(() => words() === 'abcdef');
  });

  it('is stopped, and hears nothing of what waited', async () => {
    run('printf ab; exec sleep 100');
    capture.attend('loosely');
    await waiting(2);
    await capture.stop();
    expect(isAlive(programs.pid('program'))).toBe(false);
    expect(words()).toBe('');
    expect(clock.pending).toBe(0);
  });

  it('keeps to its looks when it is told the same again', async () => {
    run('printf ab; exec sleep 100');
    capture.attend('loosely');
    await waiting(2);
    clock.advance(60);
    capture.attend('loosely');
    clock.advance(20);
    expect(words()).toBe('ab');
    await capture.stop();
    expect(clock.pending).toBe(0);
  });

  it('looks no more when the program is gone', async () => {
    run('printf ab; exit 1');
    await until(() => reasons.length > 0);
    capture.attend('loosely');
    expect(clock.pending).toBe(0);
  });

  it('stops a program that waits to be read', async () => {
    run('trap "exit 0" TERM; head -c 1000000 /dev/zero; exec sleep 100');
    capture.attend('loosely');
    await until(() => recording.stdout.readableLength > 0);
    await capture.stop();
    expect(reasons).toEqual([]);
  });

  it('hears what a program said before it ended, and then that it ended', async () => {
    run('printf ab; wait_for more; printf cd; exit 3');
    capture.attend('loosely');
    await waiting(2);
    programs.sign('more');
    await until(() => reasons.length > 0);
    expect(words()).toBe('abcd');
    expect(reasons).toEqual([expect.stringMatching(/exit code 3/)]);
    expect(clock.pending).toBe(0);
  });

  it('ends a program that is silent for half a second', async () => {
    run('printf ab; exec sleep 100');
    await until(() => words() === 'ab');
    capture.attend('loosely');
    clock.advance(499);
    expect(isAlive(programs.pid('program'))).toBe(true);
    clock.advance(1);
    await until(() => reasons.length > 0);
    expect(reasons).toEqual([expect.stringMatching(/delivers no sound/)]);
    expect(clock.pending).toBe(0);
  });

  it('does not take for silence what has not been looked at', async () => {
    run('printf ab; wait_for more; printf cd; exec sleep 100');
    await until(() => words() === 'ab');
    clock.advance(50);
    capture.attend('loosely');
    clock.advance(440);
    programs.sign('more');
    await waiting(2);
    expect(words()).toBe('ab');
    // Half a second of silence is over before the next look.
    clock.advance(10);
    expect(words()).toBe('abcd');
    clock.advance(499);
    expect(reasons).toEqual([]);
    expect(isAlive(programs.pid('program'))).toBe(true);
  });
});

describe('a capture whose program says that sound was lost', () => {
  const OVERRUN = 'echo "overrun!!! (at least 12.345 ms long)" >&2';

  it('tells of the gap after what the program wrote before it, closely', async () => {
    run(
      `wait_for begin; printf ab; ${OVERRUN}; echo yes > "$DIR/said"; wait_for more; printf cd; exec sleep 100`,
    );
    programs.sign('begin');
    // Both wait to be read when this process looks.
    blockUntil(() => programs.read('said') !== '');
    await until(() => words() === 'ab|');
    programs.sign('more');
    await until(() => words() === 'ab|cd');
  });

  it('tells of the gap after what the program wrote before it, loosely, and is loose after it', async () => {
    run(
      `printf ab; wait_for begin; printf cd; ${OVERRUN}; wait_for more; printf ef; exec sleep 100`,
    );
    capture.attend('loosely');
    await waiting(2);
    programs.sign('begin');
    await until(() => gaps.length === 1);
    expect(words()).toBe('abcd|');
    programs.sign('more');
    await waiting(2);
    expect(words()).toBe('abcd|');
    clock.advance(80);
    expect(words()).toBe('abcd|ef');
  });

  it('tells nothing after it was stopped', async () => {
    run(`printf ab; wait_for begin; ${OVERRUN}; echo yes > "$DIR/said"; exec sleep 100`);
    await until(() => words() === 'ab');
    programs.sign('begin');
    blockUntil(() => programs.read('said') !== '');
    await capture.stop();
    await loopTurns();
    expect(gaps).toEqual([]);
  });
});

describe('a capture of a program that hangs', () => {
  it('gives up a program that cannot be killed', async () => {
    run('printf ab; exec sleep 100');
    await until(() => words() === 'ab');
    recording.kill = () => true;
    clock.advance(500);
    clock.advance(999);
    expect(reasons).toEqual([]);
    clock.advance(1);
    expect(reasons).toEqual([expect.stringMatching(/delivers no sound/)]);
    expect(clock.pending).toBe(0);
    process.kill(programs.pid('program'), 'SIGKILL');
    await until(() => !isAlive(programs.pid('program')));
    expect(reasons).toHaveLength(1);
  });

  it('is stopped although its program cannot be killed', async () => {
    run('printf ab; exec sleep 100');
    await until(() => words() === 'ab');
    recording.kill = () => true;
    const stopped = capture.stop();
    clock.advance(1_500);
    await stopped;
    expect(clock.pending).toBe(0);
    process.kill(programs.pid('program'), 'SIGKILL');
  });

  it('hears what came while this process itself was held up', async () => {
    run('printf ab; wait_for more; printf cd; echo yes > "$DIR/said"; exec sleep 100', {
      clock: systemClock,
    });
    await until(() => words() === 'ab');
    programs.sign('more');
    const endMs = performance.now() + 1_000;
    blockUntil(() => programs.read('said') !== '' && performance.now() > endMs);
    await until(() => words() === 'abcd');
    expect(reasons).toEqual([]);
  });
});

describe.each([
  ['a stream that stops at the first piece', withShortStreams],
  ['a usual stream', <T>(start: () => T) => start()],
])('a capture of %s, attended to now closely and now loosely', (_, started) => {
  it.each([1, 2, 3])(
    'hears every sample once and in order from a program that never waits: %i',
    async (seed) => {
      run('cat "$SOUND"; exec sleep 100', { samples: 400_000, started });
      await hearAll(seed, 400_000);
    },
  );

  it.each([1, 2, 3])(
    'hears every sample once and in order from a program that pauses within samples: %i',
    async (seed) => {
      const piecewise =
        'for i in $(seq 150); do dd bs=641 count=1 2>/dev/null; sleep 0.005; done < "$SOUND"; exec sleep 100';
      run(piecewise, { samples: 48_000, started });
      await hearAll(seed, 48_000);
    },
  );
});

describe('streams that stop at the first piece', () => {
  beforeEach(() => run('exec sleep 100'));
  const sizeOfAnother = () => new PassThrough().readableHighWaterMark;

  it('are those that are made meanwhile, and no others', () => {
    expect(recording.stdout.readableHighWaterMark).toBe(1);
    expect(sizeOfAnother()).toBeGreaterThan(1);
  });

  it('are not made any more after a start that fails', () => {
    const usual = sizeOfAnother();
    const fails = () => {
      throw new Error('no such program');
    };
    expect(() => withShortStreams(fails)).toThrow('no such program');
    expect(sizeOfAnother()).toBe(usual);
  });
});

function run(
  script: string,
  {
    samples = 0,
    started = withShortStreams,
    clock: its = clock,
  }: { samples?: number; started?: typeof withShortStreams; clock?: Clock } = {},
): void {
  const sound = join(folder, 'sound');
  writeFileSync(sound, counting(samples));
  const program = programs.put('program', `SOUND='${sound}'; ${script}`);
  recording = started(() => spawned(program));
  capture = captured(its);
}

const spawned = (program: string): RecordingProcess =>
  spawn(program, { stdio: ['ignore', 'pipe', 'pipe'] });

const captured = (its: Clock): Capture =>
  new Capture({
    process: recording,
    device: 'mic',
    clock: its,
    listener: {
      pcm: (chunk) => heard.push(chunk),
      gap: (reason) => {
        heard.push(Buffer.from('|'));
        gaps.push(reason);
      },
      lost: (reason) => reasons.push(reason),
    },
  });

/** Holds up this process: nothing is read meanwhile, and no timer runs. */
function blockUntil(is: () => boolean): void {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (!is()) Atomics.wait(nobody, 0, 0, 10);
}

/** Switches between the two at random, at random times, until so many samples have been heard. */
async function hearAll(seed: number, samples: number): Promise<void> {
  const random = randomFrom(seed);
  const heardBytes = () => heard.reduce((sum, { length }) => sum + length, 0);
  while (heardBytes() < samples * 2) {
    const before = heardBytes();
    if (random() < 0.3) capture.attend(random() < 0.5 ? 'closely' : 'loosely');
    clock.advance(Math.floor(random() * 130));
    if (random() < 0.3) capture.attend(random() < 0.5 ? 'closely' : 'loosely');
    // Something to hear at the next look, or at once: never half a second of silence.
    await until(() => recording.stdout.readableLength > 0 || heardBytes() > before);
  }
  const all = samplesOf(Buffer.concat(heard));
  const expected = samplesOf(counting(samples));
  expect(all.length).toBe(samples);
  expect(all.findIndex((sample, i) => sample !== expected[i])).toBe(-1);
  expect(reasons).toEqual([]);
}

/** Numbers from 0 to 1 that look random and are the same for the same seed: a linear congruence. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const words = (): string => Buffer.concat(heard).toString('latin1');

const waiting = (bytes: number): Promise<void> =>
  until(() => recording.stdout.readableLength === bytes);

/** Time for what was written to be read, if it is. */
async function loopTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
