import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Loudspeaker } from '../../src/loudspeaker/loudspeaker.ts';
import {
  EXIT_ABSENT,
  EXIT_DEVICE,
  EXIT_GARBAGE,
  EXIT_UNUSABLE,
  endOrder,
  soundOrder,
} from '../../src/player/protocol.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { replyOf, samplesOf } from '../audio/sound.ts';
import { until } from '../fakes/until.ts';
import { Tape } from '../loudspeaker/tape.ts';
import { missing, noPulse, noSpeaker } from './sound/needs.ts';
import { LOUDSPEAKER, Pulse } from './sound/pulse.ts';
import { isInOrder, lost, withoutSilence } from './sound/recorder.ts';
import { repository } from './support/lab.ts';
import { titled } from './support/skipping.ts';

/** The built program: what plays is a program that Node can run. */
const { alsaLoudspeaker } = (await import(
  `${repository}/dist/loudspeaker/process-loudspeaker.js`
)) as typeof import('../../src/loudspeaker/process-loudspeaker.ts');

const environment = { ...process.env };
let loudspeaker: Loudspeaker;
let health: Health[];
let warnings: string[];

afterEach(() => loudspeaker?.close());
afterAll(() => {
  process.env = environment;
});

function start(backend: 'auto' | 'speaker' | 'aplay', device: string): void {
  health = [];
  warnings = [];
  const log = {
    ...silentLog,
    warn: (_: string, fields?: object) => warnings.push(JSON.stringify(fields)),
  };
  loudspeaker = alsaLoudspeaker({ backend, device, clock: systemClock, log })((each) =>
    health.push(each),
  );
}

describe.skipIf(noPulse)(titled('the loudspeaker behind PulseAudio', noPulse), () => {
  let pulse: Pulse;
  beforeAll(async () => {
    pulse = await Pulse.start();
    Object.assign(process.env, pulse.env);
  });
  afterAll(() => pulse.close());

  /** The sound server may leave out some samples of the very beginning, and it fades in. */
  const silence = Buffer.alloc(50 * 48);

  async function ready(backend: 'auto' | 'speaker' | 'aplay'): Promise<void> {
    start(backend, LOUDSPEAKER);
    await until(() => health.length > 0);
    expect(health).toEqual([{ state: 'up', by: backend === 'auto' ? 'speaker' : backend }]);
  }

  describe.each(['speaker', 'aplay'] as const)('by %s', (backend) => {
    const absent = backend === 'speaker' ? noSpeaker : undefined;

    it.skipIf(absent)(titled('plays every sample of a reply, and ends', absent), async () => {
      await ready(backend);
      for (let reply = 1; reply <= 2; reply++) {
        const mark = pulse.speaker.mark;
        const tape = new Tape(Buffer.concat([silence, replyOf(1_200)]));
        loudspeaker.play(tape);
        await until(() => tape.told.length === 1);
        await until(() => pulse.speaker.heardSince(mark).at(-1) === 1_200 * 24);
        expectWhole(pulse.speaker.heardSince(mark), 1_200);
        expect(tape.told).toEqual(['ended']);
        expect(Math.max(...tape.asked)).toBeLessThanOrEqual(240 * 48);
      }
      expect(playing()).toHaveLength(1);
      expect(health).toEqual([{ state: 'up', by: backend }]);
    });

    it.skipIf(absent)(titled('goes on after it had run dry', absent), async () => {
      await ready(backend);
      const mark = pulse.speaker.mark;
      const tape = new Tape(Buffer.concat([silence, replyOf(300)]), 'open');
      const sounding = loudspeaker.play(tape);
      await until(() => tape.told.length === 1);
      await pulse.speaker.more(300);
      tape.add(replyOf(300, 300 * 24 + 1));
      tape.complete();
      sounding.more();
      await until(() => tape.told.length === 2);
      await until(() => pulse.speaker.heardSince(mark).at(-1) === 600 * 24);
      expect(tape.told).toEqual(['dry', 'ended']);
      // What is before the break fades out, what is behind it fades in.
      const heard = pulse.speaker.heardSince(mark);
      const whole = [...sequence(293), ...sequence(600).slice(306 * 24)];
      expect(lost(heard, whole).length).toBeLessThan(30 * 24);
    });

    it.skipIf(absent)(titled('goes on after a long pause', absent), async () => {
      await ready(backend);
      const tape = new Tape(Buffer.concat([silence, replyOf(100)]), 'open');
      const sounding = loudspeaker.play(tape);
      await until(() => tape.told.length === 1);
      const mark = pulse.speaker.mark;
      await pulse.speaker.more(1_500);
      expect(playing('aplay')).toEqual([]);
      tape.add(Buffer.concat([silence, replyOf(300)]));
      tape.complete();
      sounding.more();
      await until(() => tape.told.length === 2);
      await until(() => pulse.speaker.heardSince(mark).at(-1) === 300 * 24);
      expect(tape.told).toEqual(['dry', 'ended']);
      expect(warnings).toEqual([]);
    });

    it.skipIf(absent)(titled('fades out as soon as it is cut', absent), async () => {
      await ready(backend);
      const mark = pulse.speaker.mark;
      const tape = new Tape(tone(10_000));
      const sounding = loudspeaker.play(tape);
      await until(() => pulse.speaker.heardSince(mark).length > 500 * 24);
      const cut = pulse.speaker.mark;
      await sounding.cut();
      const silent = pulse.speaker.mark;
      await pulse.speaker.more(1_000);
      const rest = pulse.speaker.since(cut);
      // What the recorder had on its way counts as well.
      expect(withoutSilence(rest).length).toBeLessThan(200 * 24);
      expect(withoutSilence(pulse.speaker.since(silent).subarray(200 * 48))).toEqual([]);
      expect(largestStep(rest)).toBeLessThan(1.05 * TONE_STEP);
      expect(tape.told).toEqual([]);
      // The same program plays the next one.
      const next = new Tape(Buffer.concat([silence, replyOf(100)]));
      const [pid] = playing();
      loudspeaker.play(next);
      await until(() => next.told.length === 1);
      expect(next.told).toEqual(['ended']);
      expect(playing()).toEqual([pid]);
      expect(warnings).toEqual([]);
    });

    it.skipIf(absent).each([
      ['SIGKILL', 'player-program.js'],
      ['SIGSTOP', 'player-program.js'],
      ...(backend === 'aplay'
        ? ([
            ['SIGSTOP', 'aplay'],
            ['SIGKILL', 'aplay'],
          ] as const)
        : []),
    ] as const)(titled('goes on where it stopped: %s of %s', absent), async (signal, program) => {
      await ready(backend);
      const mark = pulse.speaker.mark;
      const tape = new Tape(Buffer.concat([silence, replyOf(1_200)]));
      loudspeaker.play(tape);
      await until(() => pulse.speaker.heardSince(mark).length > 400 * 24);
      for (const pid of playing(program)) process.kill(pid, signal);
      await until(() => tape.told.length > 0);
      expect(tape.told).toEqual(['ended']);
      await until(() => pulse.speaker.heardSince(mark).at(-1) === 1_200 * 24);
      const heard = pulse.speaker.heardSince(mark);
      expect(lost(heard, sequence(1_200)).length).toBeLessThan(150 * 24);
      expect(heard.length).toBeLessThan(1_350 * 24);
      expect(warnings).toHaveLength(1);
      expect(health).toEqual([{ state: 'up', by: backend }]);
      await loudspeaker.close();
      await until(() => playing().length + playing('aplay').length === 0);
    });

    it.skipIf(absent)(titled('leaves nothing running when it is closed', absent), async () => {
      await ready(backend);
      loudspeaker.play(new Tape(tone(5_000)));
      const mark = pulse.speaker.mark;
      await until(() => pulse.speaker.heardSince(mark).length > 100 * 24);
      await loudspeaker.close();
      expect([...playing(), ...playing('aplay')]).toEqual([]);
    });
  });

  it.skipIf(noSpeaker)(
    titled('goes on by aplay when speaker is killed again and again', noSpeaker),
    async () => {
      await ready('auto');
      const mark = pulse.speaker.mark;
      const tape = new Tape(Buffer.concat([silence, replyOf(1_200)]));
      loudspeaker.play(tape);
      for (const ms of [200, 500]) {
        await until(() => pulse.speaker.heardSince(mark).some((sample) => sample > ms * 24));
        for (const pid of playing()) process.kill(pid, 'SIGKILL');
      }
      await until(() => tape.told.length > 0);
      await until(() => pulse.speaker.heardSince(mark).at(-1) === 1_200 * 24);
      expect(warnings).toHaveLength(2);
      expect(warnings.join()).toMatch(/SIGKILL/);
      expect(health.at(-1)).toEqual({ state: 'up', by: 'aplay' });
    },
  );

  it('has another program waiting when the one that waits is killed', async () => {
    await ready('aplay');
    await until(() => playing().length === 1);
    const [first] = playing();
    process.kill(first ?? 0, 'SIGKILL');
    await until(() => playing().length === 1 && playing()[0] !== first);
    const tape = new Tape(replyOf(100));
    loudspeaker.play(tape);
    await until(() => tape.told.length > 0);
    expect(tape.told).toEqual(['ended']);
  });

  it('says that the sound server is away, and plays again when it is back', async () => {
    start('auto', LOUDSPEAKER);
    await until(() => health.at(-1)?.state === 'up');
    await pulse.kill();
    const broken = new Tape(replyOf(200));
    loudspeaker.play(broken);
    await until(() => broken.told.some((each) => each.startsWith('failed: ')));
    expect(health.at(-1)).toMatchObject({ state: 'down' });
    await pulse.revive();
    await until(() => health.at(-1)?.state === 'up');
    const mark = pulse.speaker.mark;
    const tape = new Tape(Buffer.concat([silence, replyOf(300)]));
    loudspeaker.play(tape);
    await until(() => pulse.speaker.heardSince(mark).at(-1) === 300 * 24);
    expectWhole(pulse.speaker.heardSince(mark), 300);
  });
});

const noAplay = missing('aplay');

describe.each(['auto', 'speaker', 'aplay'] as const)(
  'without a device, the way by %s',
  (backend) => {
    const absent = noAplay ?? (backend === 'speaker' ? noSpeaker : undefined);

    it.skipIf(absent)(titled('says so in a sentence', absent), async () => {
      start(backend, 'nosuch');
      const reason =
        'There is no sound device "nosuch": connect the card, or choose a name that "arecord -L" or "aplay -L" lists.';
      await until(() => health.length > 0);
      expect(health).toEqual([{ state: 'down', reason }]);
      const tape = new Tape(replyOf(20));
      loudspeaker.play(tape);
      await until(() => tape.told.length > 0);
      expect(tape.told).toEqual([`failed: ${reason}`]);
    });
  },
);

describe('the program that plays', () => {
  const program = `${repository}/dist/player/player-program.js`;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-player-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(
    file: string,
    way: 'speaker' | 'aplay',
    input: Buffer,
    { alsa = '', path = environment['PATH'] } = {},
  ) {
    const configuration = join(folder, 'asound.conf');
    writeFileSync(configuration, alsa);
    const child = spawn(process.execPath, [file, way, 'there'], {
      env: { ...environment, ALSA_CONFIG_PATH: configuration, PATH: path },
    });
    child.stdin.on('error', () => {});
    child.stdin.write(input);
    const exit = new Promise((resolve) =>
      child.once('exit', (code, signal) => resolve(signal ?? code)),
    );
    let output = '';
    child.stdout.setEncoding('latin1').on('data', (piece) => {
      output += piece;
      if (output.includes('drained') || input.length === 0) child.stdin.end();
    });
    const errors = await text(child.stderr);
    return { exit: await exit, output, errors };
  }

  const sound = (ms: number) => Buffer.concat([soundOrder(replyOf(ms)), endOrder()]);
  const NULL_DEVICE = 'pcm.there { type null }\n';

  it.skipIf(noSpeaker)(
    titled('is not aborted by speaker where ALSA has no default device', noSpeaker),
    async () => {
      const { exit, output } = await run(program, 'speaker', sound(100), { alsa: NULL_DEVICE });
      expect(exit).toBe(0);
      expect(output).toMatch(
        /^ready\nopening\nplaying\n(played \d+ 4800\n)*played 4800 4800\ndrained\n$/,
      );
    },
  );

  it.skipIf(noSpeaker)(
    titled('ends without opening the device if there is nothing to play', noSpeaker),
    async () => {
      const { exit, output, errors } = await run(program, 'speaker', Buffer.alloc(0));
      expect({ exit, output, errors }).toEqual({ exit: 0, output: 'ready\n', errors: '' });
    },
  );

  it.skipIf(noSpeaker)(
    titled('says by its exit code that speaker cannot play to the device', noSpeaker),
    async () => {
      const { exit, errors } = await run(program, 'speaker', sound(20));
      expect(exit).toBe(EXIT_DEVICE);
      expect(errors).toMatch(/Unknown PCM there/);
      expect(errors.trimEnd().split('\n').at(-1)).toBe('Failed to open output device');
    },
  );

  it.skipIf(noAplay)(
    titled('says by its exit code that aplay cannot play to the device', noAplay),
    async () => {
      const { exit, errors } = await run(program, 'aplay', sound(20));
      expect(exit).toBe(EXIT_DEVICE);
      expect(errors).toMatch(/Unknown PCM there/);
    },
  );

  it('ends when it is told what is no order', async () => {
    const { exit } = await run(program, 'aplay', Buffer.from('RIFF$.....WAVEfmt '));
    expect(exit).toBe(EXIT_GARBAGE);
  });

  it('says by its exit code, and in one line, that the package is absent', async () => {
    cpSync(`${repository}/dist`, join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const alone = join(folder, 'dist/player/player-program.js');
    const { exit, errors } = await run(alone, 'speaker', sound(20));
    expect(exit).toBe(EXIT_UNUSABLE);
    expect(errors).toMatch(/^Cannot find package 'speaker'.*\n$/);
  });

  it('says by its exit code that aplay is not installed', async () => {
    const { exit } = await run(program, 'aplay', sound(20), { path: folder });
    expect(exit).toBe(EXIT_ABSENT);
  });
});

/**
 * In order, from the first to the last. Where the machine is busy the sink leaves out a little of the middle, or
 * there is a gap, after which the sound fades in.
 */
function expectWhole(all: readonly number[], ms: number): void {
  const heard = all.filter((sample, i) => sample === (all[i - 1] ?? 0) + 1);
  expect(isInOrder(heard)).toBe(true);
  expect([heard[0], heard.at(-1)]).toEqual([1, ms * 24]);
  expect(lost(heard, sequence(ms)).length).toBeLessThan(0.05 * ms * 24);
}

const sequence = (ms: number) => withoutSilence(replyOf(ms));

/** 400 Hz, loud. */
function tone(ms: number): Buffer {
  const pcm = Buffer.alloc(ms * 48);
  for (let i = 0; i < ms * 24; i++)
    pcm.writeInt16LE(Math.round(TONE_PEAK * Math.sin((2 * Math.PI * 400 * i) / 24_000)), 2 * i);
  return pcm;
}

const TONE_PEAK = 20_000;
/** The largest difference between two samples of it. */
const TONE_STEP = (TONE_PEAK * 2 * Math.PI * 400) / 24_000;

const largestStep = (pcm: Buffer): number =>
  samplesOf(pcm).reduce(
    (most, sample, i, all) => Math.max(most, Math.abs(sample - (all[i - 1] ?? sample))),
    0,
  );

/** The processes below this one that have `name` among their arguments. */
function playing(name = 'player-program.js'): number[] {
  const parents = new Map<number, number>();
  const found: number[] = [];
  for (const entry of readdirSync('/proc')) {
    try {
      const parent = /\) (.) (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, 'utf8'));
      if (parent === null || parent[1] === 'Z') continue;
      parents.set(Number(entry), Number(parent[2]));
      const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
      if (words.slice(0, 2).some((word) => word.endsWith(name))) found.push(Number(entry));
    } catch {
      // It is gone, or no process.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent === process.pid || (parent !== undefined && isBelow(parent));
  };
  return found.filter(isBelow);
}
