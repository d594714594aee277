import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ArecordMicrophone } from '../../src/microphone/arecord-microphone.ts';
import type { Health } from '../../src/system/health.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

let programs: FakePrograms;
let clock: FakeClock;
let microphone: ArecordMicrophone;
let chunks: string[];
let gaps: string[];
let health: Health[];

beforeEach(() => {
  programs = new FakePrograms();
  clock = new FakeClock();
  microphone = new ArecordMicrophone({ device: 'plughw:CARD=Mic', clock });
  microphone.attend('closely');
  chunks = [];
  gaps = [];
  health = [];
});

afterEach(async () => {
  vi.unstubAllEnvs();
  const stopped = microphone.stop();
  clock.advance(60_000);
  await stopped;
  programs.dispose();
});

describe('the microphone of arecord', () => {
  it('asks for 40 ms pieces of raw speech from the device', async () => {
    programs.put('arecord', 'printf ab; exec sleep 100');
    start();
    await until(() => chunks.length > 0);
    const [, ...args] = programs.runs('arecord')[0]?.split(' ') ?? [];
    expect(args.join(' ')).toBe(
      '-D plughw:CARD=Mic -t raw -f S16_LE -c 1 -r 16000 --period-time=40000 --buffer-time=400000 -',
    );
    expect(health).toEqual([{ state: 'up', by: 'arecord' }]);
  });

  it('asks for words in English, whatever the language of the machine', async () => {
    vi.stubEnv('LC_ALL', 'de_DE.UTF-8');
    programs.put('arecord', 'printf "$LC_ALL" > "$DIR/language"; printf ab; exec sleep 100');
    start();
    await until(() => chunks.length > 0);
    expect(programs.read('language')).toBe('C');
  });

  it('asks for a bare card through the converters of ALSA', async () => {
    microphone = new ArecordMicrophone({ device: 'hw:CARD=Mic', clock });
    programs.put('arecord', 'printf ab; exec sleep 100');
    start();
    await until(() => chunks.length > 0);
    expect(programs.runs('arecord')[0]).toMatch(/ -D plughw:CARD=Mic /);
  });

  it('tells that sound was lost, where it was', async () => {
    programs.put(
      'arecord',
      'printf ab; echo "overrun!!! (at least 12.345 ms long)" >&2; wait_for more; printf cd; exec sleep 100',
    );
    start();
    await until(() => gaps.length === 1);
    expect(chunks).toEqual(['ab']);
    programs.sign('more');
    await until(() => chunks.length === 2);
    expect(gaps).toEqual([
      'The machine was too busy to take in what the microphone heard: at least 12 ms are lost.',
    ]);
    expect(health).toEqual([{ state: 'up', by: 'arecord' }]);
  });

  it('keeps half a sample for the piece that has the other half', async () => {
    programs.put('arecord', 'printf abc; wait_for more; printf def; exec sleep 100');
    start();
    await until(() => chunks.length === 1);
    programs.sign('more');
    await until(() => chunks.length === 2);
    expect(chunks).toEqual(['ab', 'cdef']);
  });

  it('starts again with a whole sample', async () => {
    programs.put(
      'arecord',
      'if [ -e "$DIR/once" ]; then printf xy; exec sleep 100; fi; printf abc',
    );
    start();
    await until(() => health.length === 2);
    programs.sign('once');
    clock.advance(20);
    await until(() => chunks.length === 2);
    expect(chunks).toEqual(['ab', 'xy']);
  });

  it('says that the program is not installed, once, and hears as soon as it is', async () => {
    programs.hideOthers();
    start();
    await until(() => health.length === 1);
    expect(health).toEqual([
      {
        state: 'down',
        reason: 'The program "arecord" is not installed: install the Debian package alsa-utils.',
      },
    ]);
    await advance(10_000);
    expect(health).toHaveLength(1);
    programs.put('arecord', 'printf ab; exec sleep 100');
    programs.showOthers();
    while (health.length === 1) await advance(100);
    expect(health[1]).toEqual({ state: 'up', by: 'arecord' });
  });

  it.each([
    [
      'echo "arecord: main:831: audio open error: Device or resource busy" >&2; exit 1',
      /in use by/,
    ],
    ['echo "arecord: main:831: audio open error: Permission denied" >&2; exit 1', /group audio/],
    ['echo "first" >&2; echo "odd last words" >&2; exit 7', /exit code 7: odd last words\.$/],
    [
      'head -c 300000 /dev/urandom >&2; echo >&2; echo "Unknown PCM x" >&2; exit 1',
      /no sound device/,
    ],
    ['kill -SEGV $$', /because of the signal SIGSEGV\.$/],
    ['exit 0', /ended with exit code 0\.$/],
  ])('says why it hears nothing, and tries again: %s', async (script, sentence) => {
    programs.put('arecord', script);
    start();
    await until(() => health.length === 1);
    expect(health[0]).toMatchObject({ state: 'down', reason: expect.stringMatching(sentence) });
    clock.advance(20);
    await until(() => programs.runs('arecord').length === 2);
  });

  it('tries again at once, then ever more seldom, and for ever once a second', async () => {
    programs.put('arecord', 'echo "this is $$" >&2; exit 1');
    start();
    await until(() => health.length === 1);
    for (const delayMs of [20, 250, 500, ...Array.from({ length: 6 }, () => 1_000)]) {
      const { length } = health;
      clock.advance(delayMs - 1);
      expect(clock.pending).toBe(1);
      clock.advance(1);
      await until(() => health.length === length + 1);
    }
  });

  it.each([
    ['as after the first failure, when it lasted', 13, 20],
    ['later than before, when it did not last', 2, 250],
  ])('tries again after a capture %s', async (_, pieces, delayMs) => {
    programs.put(
      'arecord',
      'if [ ! -e "$DIR/there" ]; then exit 1; fi; while :; do wait_for more; rm "$DIR/more"; printf ab; done',
    );
    start();
    await until(() => health.length === 1);
    programs.sign('there');
    clock.advance(20);
    for (let piece = 1; piece <= pieces; piece++) {
      programs.sign('more');
      await until(() => chunks.length === piece);
      clock.advance(400);
    }
    process.kill(programs.pid('arecord'), 'SIGKILL');
    await until(() => health.at(-1)?.state === 'down');
    clock.advance(delayMs - 1);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    await until(() => programs.runs('arecord').length === 3);
  });

  it('goes on after the program was killed', async () => {
    programs.put('arecord', 'printf ab; exec sleep 100');
    start();
    await until(() => chunks.length === 1);
    process.kill(programs.pid('arecord'), 'SIGKILL');
    await until(() => health.length === 2);
    expect(health[1]).toMatchObject({ reason: expect.stringMatching(/SIGKILL/) });
    clock.advance(20);
    await until(() => chunks.length === 2);
    expect(health[2]).toEqual({ state: 'up', by: 'arecord' });
  });

  it('kills a program that delivers no sound for half a second, and starts another at once', async () => {
    programs.put('arecord', 'printf ab; exec sleep 100');
    start();
    await until(() => chunks.length === 1);
    const silent = programs.pid('arecord');
    clock.advance(499);
    expect(isAlive(silent)).toBe(true);
    clock.advance(1);
    await until(() => health.length === 2);
    expect(isAlive(silent)).toBe(false);
    expect(health[1]).toEqual({
      state: 'down',
      reason: 'The sound device "plughw:CARD=Mic" delivers no sound: connect the card again.',
    });
    clock.advance(20);
    await until(() => chunks.length === 2);
    expect(health[2]).toEqual({ state: 'up', by: 'arecord' });
  });

  it('starts another in the place of a program that was stopped', async () => {
    programs.put('arecord', 'printf ab; exec sleep 100');
    start();
    await until(() => chunks.length === 1);
    const stopped = programs.pid('arecord');
    process.kill(stopped, 'SIGSTOP');
    clock.advance(500);
    await until(() => !isAlive(stopped) && health.length === 2);
    clock.advance(20);
    await until(() => chunks.length === 2);
  });

  it('gives a program five seconds for its first sound', async () => {
    programs.put('arecord', 'exec sleep 100');
    start();
    await until(() => programs.runs('arecord').length === 1);
    clock.advance(4_999);
    expect(isAlive(programs.pid('arecord'))).toBe(true);
    clock.advance(1);
    await until(() => health.length === 1);
    expect(health[0]).toMatchObject({ reason: expect.stringMatching(/delivers no sound/) });
  });

  it('is known to hear with its first sound, and then hears at each look, until attended to', async () => {
    microphone.attend('loosely');
    programs.put(
      'arecord',
      [
        'say() { printf $1; echo $1 >> "$DIR/said"; }',
        'say ab; wait_for 1; say cd; wait_for 2; say ef; wait_for 3; say gh; exec sleep 100',
      ].join('\n'),
    );
    const said = async (sign: string, words: string) => {
      programs.sign(sign);
      await until(() => programs.read('said').includes(words));
      await loopTurns();
    };
    start();
    await until(() => chunks.length === 1);
    expect(health).toEqual([{ state: 'up', by: 'arecord' }]);
    await said('1', 'cd');
    await said('2', 'ef');
    expect(chunks).toEqual(['ab']);
    clock.advance(80);
    // What came after the first piece was not even read.
    expect(chunks).toEqual(['ab', 'cd']);
    await loopTurns();
    clock.advance(80);
    expect(chunks).toEqual(['ab', 'cd', 'ef']);
    microphone.attend('closely');
    await said('3', 'gh');
    expect(chunks).toEqual(['ab', 'cd', 'ef', 'gh']);
  });

  it('attends to the next program as to the one before', async () => {
    programs.put('arecord', 'printf ab; wait_for more; printf cd; exec sleep 100');
    start();
    await until(() => chunks.length === 1);
    await microphone.stop();
    microphone.attend('loosely');
    start();
    await until(() => chunks.length === 2);
    await microphone.stop();
    microphone.attend('closely');
    start();
    await until(() => chunks.length === 3);
    programs.sign('more');
    await until(() => chunks.length === 4);
    expect(chunks).toEqual(['ab', 'ab', 'ab', 'cd']);
  });

  it('leaves no program behind when it stops, and hears nothing more', async () => {
    programs.put('arecord', 'printf ab; exec sleep 100');
    start();
    await until(() => chunks.length === 1);
    const pid = programs.pid('arecord');
    await microphone.stop();
    expect(isAlive(pid)).toBe(false);
    expect(clock.pending).toBe(0);
    expect(health).toHaveLength(1);
  });

  it('kills a program that does not heed the wish to end', async () => {
    programs.put('arecord', 'trap "" TERM; printf ab; while :; do sleep 0.02; done');
    start();
    await until(() => chunks.length === 1);
    const pid = programs.pid('arecord');
    const stopped = microphone.stop();
    clock.advance(499);
    expect(isAlive(pid)).toBe(true);
    clock.advance(1);
    await until(() => !isAlive(pid));
    clock.advance(200);
    await stopped;
  });

  it('kills a program that was stopped and cannot heed it', async () => {
    programs.put('arecord', 'printf ab; exec sleep 100');
    start();
    await until(() => chunks.length === 1);
    const pid = programs.pid('arecord');
    process.kill(pid, 'SIGSTOP');
    const stopped = microphone.stop();
    clock.advance(500);
    await stopped;
    expect(isAlive(pid)).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('stops while it waits for its next attempt', async () => {
    programs.put('arecord', 'exit 1');
    start();
    await until(() => health.length === 1);
    await microphone.stop();
    clock.advance(60_000);
    expect(clock.pending).toBe(0);
    expect(programs.runs('arecord')).toHaveLength(1);
  });

  it('starts again only when the card is free', async () => {
    programs.put('arecord', 'trap "" TERM; printf ab; while :; do sleep 0.02; done');
    start();
    await until(() => chunks.length === 1);
    const first = programs.pid('arecord');
    void microphone.stop();
    start();
    await Promise.resolve();
    expect(programs.runs('arecord')).toHaveLength(1);
    clock.advance(500);
    await until(() => !isAlive(first));
    clock.advance(200);
    await until(() => chunks.length === 2);
  });

  it('may be stopped and started any number of times', async () => {
    programs.put('arecord', 'printf ab; exec sleep 100');
    for (let i = 0; i < 5; i++) {
      start();
      start();
      await until(() => chunks.length === i + 1);
      await microphone.stop();
      await microphone.stop();
    }
    expect(programs.runs('arecord')).toHaveLength(5);
  });
});

/** In small steps, with time for programs to start and end between them. */
async function advance(ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 100) {
    clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Time for what was written to be read, if it is. */
async function loopTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function start(): void {
  microphone.start({
    pcm: (chunk) => chunks.push(chunk.toString('latin1')),
    gap: (reason) => gaps.push(reason),
    health: (each) => health.push(each),
  });
}
