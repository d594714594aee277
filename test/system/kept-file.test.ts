import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  open as openFile,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Health } from '../../src/system/health.ts';
import { KeptFile } from '../../src/system/kept-file.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

const schema = z.object({ volume: z.int() });
const isRoot = process.getuid?.() === 0;

describe('a kept file', () => {
  test('gives back what was kept, to whoever opens it next', async () => {
    const { path, open } = setUp();
    const before = await open();
    before.change({ volume: 5 }, 'at once');
    await before.close();
    expect(readFileSync(path, 'utf8')).toBe('{"version":1,"volume":5}\n');
    expect((await open()).current).toEqual({ volume: 5 });
  });

  test('is not written before there is something to keep', async () => {
    const { folder, open } = setUp();
    await (await open()).close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is written back to the first value as well', async () => {
    const { open } = setUp();
    const before = await open();
    before.change({ volume: 5 }, 'at once');
    await before.close();
    const after = await open();
    after.change({ volume: 70 }, 'at once');
    await after.close();
    expect((await open()).current).toEqual({ volume: 70 });
  });

  test('is written once for a change that comes in steps', async () => {
    const { path, clock, open } = setUp();
    const file = await open();
    for (let volume = 0; volume < 20; volume += 1) {
      file.change({ volume }, 'soon');
      clock.advance(1_999);
    }
    expect(() => readFileSync(path)).toThrow('ENOENT');
    clock.advance(1);
    await until(() => text(path) === '{"version":1,"volume":19}\n');
    expect(clock.pending).toBe(0);
  });

  test('is written within 10 s of the first change that is not on the disk, however many follow', async () => {
    const { path, clock, open } = setUp();
    const file = await open();
    for (let second = 0; second < 10; second += 1) {
      expect(text(path)).toBe('');
      file.change({ volume: second }, 'soon');
      clock.advance(1_000);
    }
    await until(() => text(path) === '{"version":1,"volume":9}\n');
    file.change({ volume: 50 }, 'soon');
    clock.advance(1_999);
    expect(text(path)).toBe('{"version":1,"volume":9}\n');
    clock.advance(1);
    await until(() => text(path) === '{"version":1,"volume":50}\n');
    expect(clock.pending).toBe(0);
  });

  test('is not written for a value that it has already', async () => {
    const { path, open } = setUp();
    const file = await open();
    file.change({ volume: 5 }, 'at once');
    await file.flush();
    const before = statSync(path).ino;
    file.change({ volume: 6 }, 'soon');
    file.change({ volume: 5 }, 'at once');
    await file.flush();
    await file.close();
    expect(statSync(path).ino).toBe(before);
  });

  test('is on the disk when it has been flushed, and nothing more is to be done', async () => {
    const { path, clock, open } = setUp();
    const file = await open();
    file.change({ volume: 5 }, 'soon');
    await file.flush();
    expect(text(path)).toBe('{"version":1,"volume":5}\n');
    expect(clock.pending).toBe(0);
  });

  test('is flushed with the newest value when one is being written', async () => {
    const { path, open } = setUp();
    const file = await open();
    for (let volume = 0; volume < 20; volume += 1) file.change({ volume }, 'at once');
    await file.flush();
    expect(text(path)).toBe('{"version":1,"volume":19}\n');
  });

  test('is waited for 5 s when the disk does not answer', async () => {
    const { folder, path, clock, open } = setUp();
    const file = await open();
    const answer = holdDisk(folder);
    file.change({ volume: 5 }, 'soon');
    let over = false;
    const flushed = file.flush().then(() => {
      over = true;
    });
    clock.advance(4_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(over).toBe(false);
    clock.advance(1);
    await flushed;
    expect(text(path)).toBe('');
    answer();
    await until(() => text(path) === '{"version":1,"volume":5}\n');
    expect(clock.pending).toBe(0);
  });

  test('leaves nothing to be done when it was closed', async () => {
    const { path, clock, open } = setUp();
    const file = await open();
    file.change({ volume: 5 }, 'soon');
    await file.close();
    file.change({ volume: 6 }, 'soon');
    file.change({ volume: 7 }, 'at once');
    await file.close();
    expect(clock.pending).toBe(0);
    expect(text(path)).toBe('{"version":1,"volume":5}\n');
  });
});

describe('a kept file that cannot be used', () => {
  test.each([
    ['torn', '{"version":1,"vol', 'it is not a JSON object'],
    ['empty', '', 'it is not a JSON object'],
    ['full of zeros, as after a power cut', '\0'.repeat(25), 'it is not a JSON object'],
    ['followed by something', '{"version":1,"volume":5}{}', 'it is not a JSON object'],
    ['of another kind', '{"version":1,"volume":"loud"}', 'at "volume": Invalid input: expected'],
    ['without a value', '{"version":1}', 'at "volume": Invalid input: expected'],
    ['of no version', '{"version":0,"volume":5}', 'it is not of version 1'],
    ['of half a version', '{"version":1.5,"volume":5}', 'it is not of version 1'],
    ['without a version', '{"volume":5}', 'it is not of version 1'],
    ['no object', 'null', 'it is not a JSON object'],
    ['a list', '[1]', 'it is not a JSON object'],
    ['not even text', Buffer.from([0xff, 0, 1]), 'is not text'],
    ['too big', Buffer.alloc(1_048_577, ' '), 'is too big: it has 1048577 bytes'],
  ])('because it is %s is set aside, said to be so, and written anew', async (_, content, why) => {
    const { path, clock, health, open } = setUp();
    writeFileSync(path, content);
    const file = await open();
    expect(file.current).toEqual({ volume: 70 });
    expect(health).toEqual([{ state: 'down', reason: expect.stringContaining(why) }]);
    const said = `${path} could not be used and was set aside as ${path}.unusable: `;
    expect(health[0]).toMatchObject({ reason: expect.stringContaining(said) });
    expect(readFileSync(`${path}.unusable`)).toEqual(Buffer.from(content));
    clock.advance(2_000);
    await until(() => health.at(-1)?.state === 'up');
    expect(text(path)).toBe('{"version":1,"volume":70}\n');
    expect(clock.pending).toBe(0);
  });

  test('because it was torn is set aside wherever it was torn', async () => {
    const { folder, path, clock, health } = setUp();
    const kept = { words: 'grün', list: [1, 2.5, null], deep: { yes: true, name: '{"a":1}' } };
    const parts = {
      path,
      schema: z.object({
        words: z.string(),
        list: z.array(z.number().nullable()),
        deep: z.object({ yes: z.boolean(), name: z.string() }),
      }),
      initial: { words: '', list: [], deep: { yes: false, name: '' } },
      clock,
      report: (state: Health) => void health.push(state),
    };
    const first = await KeptFile.open(parts);
    first.change(kept, 'at once');
    await first.close();
    const whole = readFileSync(path);
    expect(whole.length).toBeGreaterThan(80);
    // The line ends after the value: without its end all is there.
    for (let bytes = 0; bytes < whole.length - 1; bytes += 1) {
      writeFileSync(path, whole.subarray(0, bytes));
      const file = await KeptFile.open(parts);
      expect([bytes, file.current]).toEqual([bytes, parts.initial]);
      expect(health.at(-1)?.state).toBe('down');
      expect(readFileSync(`${path}.unusable`)).toEqual(whole.subarray(0, bytes));
      await file.close();
    }
    writeFileSync(path, whole.subarray(0, -1));
    expect((await KeptFile.open(parts)).current).toEqual(kept);
    expect(readdirSync(folder).sort()).toEqual(['settings.json', 'settings.json.unusable']);
  });

  test.each([
    ['a folder', (path: string) => mkdirSync(join(path, 'inside'), { recursive: true })],
    ['a pipe that nobody writes to', (path: string) => execFileSync('mkfifo', [path])],
    ['a link to nothing', (path: string) => symlinkSync('/nowhere/at/all', path)],
    ['a link to itself', (path: string) => symlinkSync(path, path)],
    ['a link to a device', (path: string) => symlinkSync('/dev/zero', path)],
  ])('because it is %s is set aside, said to be so, and written anew', async (_, make) => {
    const { path, health, open } = setUp();
    make(path);
    const there = lstatSync(path).ino;
    const file = await open();
    expect(file.current).toEqual({ volume: 70 });
    expect(health).toEqual([{ state: 'down', reason: expect.stringContaining(path) }]);
    expect(lstatSync(`${path}.unusable`).ino).toBe(there);
    await file.close();
    expect(text(path)).toBe('{"version":1,"volume":70}\n');
    expect(health.at(-1)).toEqual({ state: 'up', by: path });
  });

  test.each([
    ['a file', (path: string) => writeFileSync(path, 'earlier')],
    ['a folder', (path: string) => mkdirSync(join(path, 'inside'), { recursive: true })],
    ['a link', (path: string) => symlinkSync('/etc/hostname', path)],
  ])('takes the place of %s that was set aside before', async (_, make) => {
    const { path, open } = setUp();
    make(`${path}.unusable`);
    writeFileSync(path, 'newer');
    await (await open()).close();
    expect(lstatSync(`${path}.unusable`).isFile()).toBe(true);
    expect(text(`${path}.unusable`)).toBe('newer');
    expect(text(path)).toBe('{"version":1,"volume":70}\n');
  });

  test('is said to be so without a word of what is in it', async () => {
    const { path, health, open } = setUp();
    const contents = [
      '{"version":1,"volume":"secret"}',
      '{"version":"secret"}',
      '{"secret',
      'secret',
    ];
    for (const content of contents) {
      writeFileSync(path, content);
      await open();
      expect(health.at(-1)?.state).toBe('down');
      expect(JSON.stringify(health.at(-1))).not.toContain('secret');
    }
  });

  test('is a fault that is said, and no more, when it cannot even be set aside', async () => {
    const { folder, health, open } = setUp(join('file', 'settings.json'));
    writeFileSync(join(folder, 'file'), '');
    const file = await open();
    expect(file.current).toEqual({ volume: 70 });
    const reason = expect.stringContaining('could not be set aside (ENOTDIR');
    expect(health).toEqual([{ state: 'down', reason }]);
    await file.close();
  });

  test.skipIf(isRoot)(
    `because it may not be read is set aside${isRoot ? ' (skipped: root may read everything)' : ''}`,
    async () => {
      const { path, health, open } = setUp();
      writeFileSync(path, '{"version":1,"volume":5}', { mode: 0o000 });
      const file = await open();
      expect(health).toEqual([{ state: 'down', reason: expect.stringContaining('EACCES') }]);
      await file.close();
      expect(text(path)).toBe('{"version":1,"volume":70}\n');
    },
  );
});

describe('a kept file on a disk that fails', () => {
  test('that cannot be written is a fault until it can', async () => {
    const { folder, path, clock, health, open } = setUp();
    const file = await open();
    const there = join(folder, 'settings.json');
    mkdirSync(there);
    file.change({ volume: 5 }, 'at once');
    await until(() => health.at(-1)?.state === 'down');
    rmSync(there, { recursive: true });
    clock.advance(60_000);
    await until(() => health.at(-1)?.state === 'up');
    expect(text(path)).toBe('{"version":1,"volume":5}\n');
    expect(clock.pending).toBe(0);
  });

  test('is tried again with the next change, and not a minute later as well', async () => {
    const { path, clock, health, open } = setUp();
    const file = await open();
    mkdirSync(path);
    file.change({ volume: 5 }, 'at once');
    await file.flush();
    expect(health.at(-1)?.state).toBe('down');
    expect(clock.pending).toBe(1);
    rmSync(path, { recursive: true });
    file.change({ volume: 6 }, 'soon');
    clock.advance(2_000);
    await until(() => health.at(-1)?.state === 'up');
    expect(text(path)).toBe('{"version":1,"volume":6}\n');
    expect(clock.pending).toBe(0);
  });

  test('is flushed and closed without success, and then not tried again', async () => {
    const { path, clock, health, open } = setUp();
    const file = await open();
    mkdirSync(path);
    file.change({ volume: 5 }, 'soon');
    await file.flush();
    await file.close();
    expect(health.at(-1)).toMatchObject({ state: 'down' });
    expect(clock.pending).toBe(0);
  });

  test('is for its owner only', async () => {
    const { folder, open } = setUp();
    const file = await open();
    chmodSync(folder, 0o755);
    file.change({ volume: 5 }, 'at once');
    await file.close();
    const { mode } = statSync(join(folder, 'settings.json'));
    expect(mode & 0o777).toBe(0o600);
  });
});

function setUp(name = 'settings.json') {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  const clock = new FakeClock();
  const health: Health[] = [];
  const report = (state: Health) => void health.push(state);
  const open = () => KeptFile.open({ path, schema, initial: { volume: 70 }, clock, report });
  return { folder, path, clock, health, open };
}

/** Lets whatever is asked of the disk wait, until the function that it gives is called. */
function holdDisk(folder: string): () => void {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  // To open it for reading takes until somebody opens it for writing, and one thread of Node's pool.
  const threads = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);
  for (let thread = 0; thread < threads; thread += 1)
    openFile(pipe, 'r', (_, file) => file !== undefined && closeSync(file));
  return () => {
    const writer = openSync(pipe, constants.O_RDWR);
    onTestFinished(() => closeSync(writer));
  };
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
