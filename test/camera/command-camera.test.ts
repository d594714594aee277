import { chmodSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandCamera, type CommandCameraOptions } from '../../src/camera/command-camera.ts';
import type { Health } from '../../src/system/health.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

/** A JPEG as programs print it; `$1` is written into it. */
const PICTURE = "printf '\\377\\330\\377\\376'; printf %s \"$1\"; printf '\\377\\331'";

let programs: FakePrograms;
let clock: FakeClock;
let frames: Buffer[];
let health: Health[];
let camera: CommandCamera;

beforeEach(() => {
  programs = new FakePrograms();
  clock = new FakeClock();
  frames = [];
  health = [];
});

afterEach(async () => {
  await camera.close();
  programs.dispose();
});

describe('a camera made of a program', () => {
  it('takes the first picture at once, and one in a second from then on', async () => {
    programs.put('snap', PICTURE);
    make("snap 'my picture'");
    start();
    await until(() => frames.length === 1);
    expect(frames[0]?.toString('latin1')).toBe('\xff\xd8\xff\xfemy picture\xff\xd9');
    clock.advance(999);
    expect(programs.runs('snap')).toHaveLength(1);
    clock.advance(1);
    await until(() => frames.length === 2);
    expect(programs.runs('snap')).toHaveLength(2);
    expect(health).toEqual([{ state: 'up', by: 'snap' }]);
  });

  it('takes nothing before it is started and nothing after it was stopped', async () => {
    programs.put('snap', PICTURE);
    make('snap');
    clock.advance(5_000);
    expect(programs.runs('snap')).toEqual([]);
    start();
    await until(() => frames.length === 1);
    camera.stop();
    clock.advance(60_000);
    expect(clock.pending).toBe(0);
    expect(programs.runs('snap')).toHaveLength(1);
  });

  it('keeps to one picture in a second also when it is stopped and started', async () => {
    programs.put('snap', PICTURE);
    make('snap');
    start();
    await until(() => frames.length === 1);
    camera.stop();
    start();
    clock.advance(900);
    expect(programs.runs('snap')).toHaveLength(1);
    clock.advance(100);
    await until(() => frames.length === 2);
  });

  it('never runs the program twice at a time, however slow it is', async () => {
    const alone =
      'mkdir "$DIR/busy" || echo twice >> "$DIR/twice"; wait_for picture; rmdir "$DIR/busy"';
    programs.put('snap', `${alone}; ${PICTURE}`);
    make('snap');
    start();
    await until(() => programs.runs('snap').length === 1);
    clock.advance(3_000);
    programs.sign('picture');
    await until(() => frames.length === 2);
    expect(programs.read('twice')).toBe('');
  });

  it('kills what is being taken when it is stopped, and drops it', async () => {
    programs.put('snap', `sleep 1000 & echo $! > "$DIR/child"; ${PICTURE}; wait`);
    make('snap');
    start();
    await until(() => programs.read('child') !== '');
    camera.stop();
    await until(
      () => !isRunning(programs.pid('snap')) && !isRunning(Number(programs.read('child'))),
    );
    await camera.close();
    expect(frames).toEqual([]);
    expect(health).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('that is started again meanwhile goes on when the program is gone', async () => {
    programs.put('snap', `wait_for picture; ${PICTURE}`);
    make('snap');
    start();
    await until(() => programs.runs('snap').length === 1);
    camera.stop();
    start();
    camera.stop();
    start();
    programs.sign('picture');
    clock.advance(1_000);
    await until(() => frames.length === 1);
    expect(programs.runs('snap')).toHaveLength(2);
  });

  it('can be stopped by whoever gets the picture', async () => {
    programs.put('snap', PICTURE);
    make('snap');
    camera.start({
      frame: (jpeg) => {
        frames.push(jpeg);
        camera.stop();
      },
      health: () => {},
    });
    await until(() => frames.length === 1);
    clock.advance(60_000);
    expect(programs.runs('snap')).toHaveLength(1);
  });

  it('leaves nothing behind when it is closed, and never starts again', async () => {
    programs.put('snap', 'sleep 1000 & wait');
    make('snap');
    start();
    await until(() => programs.runs('snap').length === 1);
    await camera.close();
    expect(isAlive(programs.pid('snap'))).toBe(false);
    expect(clock.pending).toBe(0);
    start();
    expect(programs.runs('snap')).toHaveLength(1);
  });

  it('does not wait for what left the process group and holds the pipe', async () => {
    programs.put('snap', `setsid sleep 1000 & echo $! > "$DIR/child"; ${PICTURE}`);
    make('snap');
    start();
    await until(() => programs.read('child') !== '' && !isAlive(programs.pid('snap')));
    await until(() => {
      clock.advance(100);
      return frames.length > 0;
    });
    process.kill(Number(programs.read('child')));
  });
});

describe('a camera that does not work', () => {
  it.each<[string, string, string]>([
    [
      'ends with a code',
      'echo "INFO one" >&2; echo "ERROR: no cameras available" >&2; exit 255',
      'The program "snap" of the camera ended with exit code 255: ERROR: no cameras available',
    ],
    [
      'is killed',
      'kill -9 $$',
      'The program "snap" of the camera ended because of the signal SIGKILL.',
    ],
    [
      'prints nothing',
      'exit 0',
      'The program "snap" of the camera printed nothing: let it write the picture to its standard output.',
    ],
    [
      'prints something else',
      'echo hello',
      'The program "snap" of the camera printed something other than one whole JPEG.',
    ],
    [
      'prints half a picture and fails',
      "printf '\\377\\330\\377\\331'; exit 3",
      'The program "snap" of the camera ended with exit code 3.',
    ],
    [
      'prints without end',
      "printf '\\377\\330'; cat /dev/zero",
      'The program "snap" of the camera printed more than 1 MiB: let it make a smaller picture.',
    ],
    [
      'says very much',
      `head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1`,
      `The program "snap" of the camera ended with exit code 1: ${'x'.repeat(200)}`,
    ],
    [
      'names a password',
      'printf "cannot open http://me:hunter2@cam/\\033[31m" >&2; exit 1',
      'The program "snap" of the camera ended with exit code 1: cannot open http://[secret]@cam/ [31m',
    ],
  ])('because its program %s says so', async (_, script, reason) => {
    programs.put('snap', script);
    make('snap');
    start();
    await until(() => health.length > 0);
    expect(health).toEqual([{ state: 'down', reason }]);
    expect(frames).toEqual([]);
    await until(() => !isAlive(programs.pid('snap')));
  });

  it('because its program is not there names it', async () => {
    make('rpicam-jpeg -o -');
    start();
    await until(() => health.length > 0);
    expect(health).toEqual([
      {
        state: 'down',
        reason:
          'The program "rpicam-jpeg" of the camera is not there: install it, or write its whole path.',
      },
    ]);
  });

  it('because its program may not be run says so', async () => {
    const file = programs.put('snap', PICTURE);
    chmodSync(file, 0o644);
    make(file);
    start();
    await until(() => health.length > 0);
    expect(health).toEqual([
      {
        state: 'down',
        reason: `The program "${file}" of the camera may not be run: make it executable for the user of the daemon.`,
      },
    ]);
  });

  it('because its command makes no sense says so and starts nothing', () => {
    make('snap | convert');
    start();
    expect(health).toEqual([
      { state: 'down', reason: expect.stringMatching(/^The command of the camera holds a \|/) },
    ]);
    expect(clock.pending).toBe(0);
  });

  it('because its program hangs kills it after five seconds and tries again', async () => {
    programs.put('snap', 'echo "opening the camera" >&2; sleep 1000');
    make('snap');
    start();
    await until(() => programs.runs('snap').length === 1);
    const first = programs.pid('snap');
    clock.advance(5_000);
    await until(() => health.length > 0);
    expect(health[0]).toMatchObject({
      reason: expect.stringContaining('did not give a picture within 5 s'),
    });
    expect(isAlive(first)).toBe(false);
    await until(() => programs.runs('snap').length === 2);
  });

  it('tells the same fault once, whatever the program says each time, and tells when it works', async () => {
    programs.put('snap', `[ -e "$DIR/mended" ] || { echo "at $$" >&2; exit 1; }; ${PICTURE}`);
    make('snap');
    start();
    for (let runs = 1; runs <= 3; runs++) {
      await until(() => clock.pending === 1 && programs.runs('snap').length === runs);
      clock.advance(1_000);
    }
    programs.sign('mended');
    await until(() => {
      clock.advance(500);
      return frames.length > 0;
    });
    expect(health.map(({ state }) => state)).toEqual(['down', 'up']);
  });

  it('because its program cannot be ended waits until it is gone', async () => {
    programs.put('snap', `wait_for picture; ${PICTURE}`);
    make('snap', { endGroup: () => {} });
    start();
    await until(() => programs.runs('snap').length === 1);
    clock.advance(5_000);
    clock.advance(1_000);
    await until(() => health.length > 0);
    expect(health).toEqual([
      { state: 'down', reason: 'The program "snap" of the camera cannot be ended.' },
    ]);
    camera.stop();
    start();
    clock.advance(60_000);
    expect(programs.runs('snap')).toHaveLength(1);
    programs.sign('picture');
    await until(() => frames.length === 1);
    expect(programs.runs('snap')).toHaveLength(2);
  });
});

/** A process that ended and that nobody has asked after yet does not run. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

function make(command: string, options: Partial<CommandCameraOptions> = {}): void {
  camera = new CommandCamera({ command, clock, ...options });
}

function start(): void {
  camera.start({ frame: (jpeg) => frames.push(jpeg), health: (report) => health.push(report) });
}
