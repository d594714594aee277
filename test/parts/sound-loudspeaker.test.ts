import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Loudspeaker } from '../../src/loudspeaker/loudspeaker.ts';
import { Playback } from '../../src/loudspeaker/playback.ts';
import { EXIT_DEVICE, EXIT_UNUSABLE } from '../../src/loudspeaker/player-program.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { silentLog } from '../../src/system/log.ts';
import { replyOf } from '../audio/sound.ts';
import { until } from '../fakes/until.ts';
import { missing, noPulse, noSpeaker } from './sound/needs.ts';
import { LOUDSPEAKER, Pulse } from './sound/pulse.ts';
import { isInOrder, lost, withoutSilence } from './sound/recorder.ts';
import { repository } from './support/lab.ts';
import { titled } from './support/skipping.ts';

/** The built program: its way by `speaker` is a program that Node can run. */
const { alsaLoudspeaker } = (await import(
  `${repository}/dist/loudspeaker/process-loudspeaker.js`
)) as typeof import('../../src/loudspeaker/process-loudspeaker.ts');

const environment = { ...process.env };
let loudspeaker: Loudspeaker | undefined;
let health: Health[];
let warnings: string[];

afterEach(() => loudspeaker?.close());
afterAll(() => {
  process.env = environment;
});

function start(backend: 'auto' | 'speaker' | 'aplay', device: string): Loudspeaker {
  health = [];
  warnings = [];
  const log = {
    ...silentLog,
    warn: (_: string, fields?: object) => warnings.push(JSON.stringify(fields)),
  };
  loudspeaker = alsaLoudspeaker({ backend, device, clock: systemClock, log })((each) =>
    health.push(each),
  );
  return loudspeaker;
}

describe.skipIf(noPulse)(titled('the loudspeaker behind PulseAudio', noPulse), () => {
  let pulse: Pulse;
  beforeAll(async () => {
    pulse = await Pulse.start();
    Object.assign(process.env, pulse.env);
  });
  afterAll(() => pulse.close());

  /** The sound server may leave out some samples of the very beginning. */
  const silence = Buffer.alloc(50 * 48);

  describe.each(['speaker', 'aplay'] as const)('by %s', (backend) => {
    const absent = backend === 'speaker' ? noSpeaker : undefined;

    it.skipIf(absent)(titled('plays every sample of a reply, and ends', absent), async () => {
      const { playback, told } = play(backend);
      for (let reply = 1; reply <= 2; reply++) {
        const mark = pulse.speaker.mark;
        playback.reply(Buffer.concat([silence, replyOf(1_200)]));
        playback.replyComplete();
        await until(() => told.length === 2 * reply);
        await until(() => pulse.speaker.heardSince(mark).at(-1) === 1_200 * 24);
        expectWhole(pulse.speaker.heardSince(mark), 1_200);
      }
      expect(told).toEqual(['started', 'ended', 'started', 'ended']);
      expect(health).toEqual([{ state: 'up', by: backend }]);
    });

    it.skipIf(absent)(titled('goes on after it had run dry', absent), async () => {
      const { playback, told } = play(backend);
      const mark = pulse.speaker.mark;
      playback.reply(Buffer.concat([silence, replyOf(300)]));
      await until(() => told.length === 2);
      await pulse.speaker.more(500);
      playback.reply(Buffer.concat([silence, replyOf(300, 300 * 24 + 1)]));
      playback.replyComplete();
      await until(() => told.length === 4);
      await until(() => pulse.speaker.heardSince(mark).at(-1) === 600 * 24);
      expectWhole(pulse.speaker.heardSince(mark), 600);
    });

    it.skipIf(absent)(titled('is silent as soon as it is cut', absent), async () => {
      const { playback, told } = play(backend);
      const mark = pulse.speaker.mark;
      for (let minute = 0; minute < 5; minute++) playback.reply(replyOf(1_200));
      await until(() => pulse.speaker.heardSince(mark).length > 500 * 24);
      const cut = pulse.speaker.mark;
      playback.cut();
      expect(told).toEqual(['started', 'ended']);
      await pulse.speaker.more(2_000);
      const rest = pulse.speaker.since(cut);
      // What the recorder had on its way counts as well.
      expect(withoutSilence(rest).length).toBeLessThan(200 * 24);
      expect(withoutSilence(rest.subarray(500 * 48))).toEqual([]);
    });

    it.skipIf(absent)(titled('is silent although it was given much ahead', absent), async () => {
      const mark = pulse.speaker.mark;
      const stream = start(backend, LOUDSPEAKER).open({ ended: () => {}, failed: () => {} });
      stream.write(replyOf(1_200));
      await until(() => pulse.speaker.heardSince(mark).length > 300 * 24);
      const cut = pulse.speaker.mark;
      stream.cut();
      await pulse.speaker.more(2_000);
      expect(withoutSilence(pulse.speaker.since(cut)).length).toBeLessThan(200 * 24);
    });
  });

  it.skipIf(noSpeaker)(
    titled('goes on by aplay when speaker is killed in the middle of a reply', noSpeaker),
    async () => {
      const { playback, told } = play('auto');
      await until(() => health.length > 0);
      expect(health).toEqual([{ state: 'up', by: 'speaker' }]);
      const mark = pulse.speaker.mark;
      playback.reply(Buffer.concat([silence, replyOf(1_200)]));
      playback.replyComplete();
      await until(() => pulse.speaker.heardSince(mark).length > 400 * 24);
      for (const pid of children('speaker-program.js')) process.kill(pid, 'SIGKILL');
      await until(() => told.length === 2);
      await until(() => pulse.speaker.heardSince(mark).at(-1) === 1_200 * 24);
      const heard = pulse.speaker.heardSince(mark);
      expect(lost(heard, sequence(1_200)).length).toBeLessThan(200 * 24);
      expect(heard.length).toBeLessThan(1_400 * 24);
      expect(warnings.join()).toMatch(/SIGKILL/);
      expect(health.at(-1)).toEqual({ state: 'up', by: 'aplay' });
    },
  );

  it('says that the sound server is away, and plays again when it is back', async () => {
    const { playback, told } = play('auto');
    await until(() => health.at(-1)?.state === 'up');
    await pulse.kill();
    playback.reply(replyOf(200));
    playback.replyComplete();
    await until(() => told.some((each) => each.startsWith('broken: ')));
    expect(health.at(-1)).toMatchObject({ state: 'down' });
    await pulse.revive();
    await until(() => health.at(-1)?.state === 'up');
    const mark = pulse.speaker.mark;
    playback.reply(Buffer.concat([silence, replyOf(300)]));
    playback.replyComplete();
    await until(() => pulse.speaker.heardSince(mark).at(-1) === 300 * 24);
    expectWhole(pulse.speaker.heardSince(mark), 300);
  });

  function play(backend: 'auto' | 'speaker' | 'aplay') {
    const told: string[] = [];
    const playback = new Playback({
      loudspeaker: start(backend, LOUDSPEAKER),
      clock: systemClock,
      log: silentLog,
      volume: 100,
      listener: {
        soundStarted: () => told.push('started'),
        soundEnded: () => told.push('ended'),
        broken: (reason) => told.push(`broken: ${reason}`),
      },
    });
    return { playback, told };
  }
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
      const failed = new Promise((resolve) => {
        const stream = loudspeaker?.open({ ended: () => {}, failed: resolve });
        stream?.write(replyOf(20));
        stream?.end();
      });
      expect(await failed).toBe(reason);
    });
  },
);

describe.skipIf(noSpeaker)(titled('the program that plays by speaker', noSpeaker), () => {
  const program = `${repository}/dist/player/speaker-program.js`;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-speaker-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(file: string, input: Buffer, alsa: string) {
    const configuration = join(folder, 'asound.conf');
    writeFileSync(configuration, alsa);
    const child = spawn(process.execPath, [file, 'there'], {
      env: { ...environment, ALSA_CONFIG_PATH: configuration },
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const exit = new Promise((resolve) =>
      child.once('exit', (code, signal) => resolve(signal ?? code)),
    );
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { exit: await exit, output, errors };
  }

  it('is not aborted where ALSA has no default device', async () => {
    const { exit, output } = await run(program, replyOf(100), 'pcm.there { type null }\n');
    expect(exit).toBe(0);
    expect(output).toBe('ready\nplaying\n');
  });

  it('ends without opening the device if there is nothing to play', async () => {
    expect(await run(program, Buffer.alloc(0), '')).toEqual({
      exit: 0,
      output: 'ready\n',
      errors: '',
    });
  });

  it('says by its exit code that the device cannot be played to', async () => {
    const { exit, errors } = await run(program, replyOf(20), '');
    expect(exit).toBe(EXIT_DEVICE);
    expect(errors).toMatch(/Unknown PCM there/);
    expect(errors.trimEnd().split('\n').at(-1)).toBe('Failed to open output device');
  });

  it('says by its exit code, and in one line, that the package is absent', async () => {
    const alone = join(folder, 'audio');
    cpSync(`${repository}/dist/audio`, alone, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const { exit, errors } = await run(join(alone, 'speaker-program.js'), replyOf(20), '');
    expect(exit).toBe(EXIT_UNUSABLE);
    expect(errors).toMatch(/^Cannot find package 'speaker'.*\n$/);
  });
});

/** In order, from the first to the last; of the middle the sink leaves out a little where the machine is busy. */
function expectWhole(heard: readonly number[], ms: number): void {
  expect(isInOrder(heard)).toBe(true);
  expect([heard[0], heard.at(-1)]).toEqual([1, ms * 24]);
  expect(lost(heard, sequence(ms)).length).toBeLessThan(0.05 * ms * 24);
}

const sequence = (ms: number) => withoutSilence(replyOf(ms));

/** The processes that this one started, with `name` among their arguments. */
function children(name: string): number[] {
  const found = readdirSync('/proc').filter((entry) => {
    try {
      const parent = /\) . (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, 'utf8'))?.[1];
      const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      return parent === String(process.pid) && words.includes(name);
    } catch {
      return false;
    }
  });
  return found.map(Number);
}
