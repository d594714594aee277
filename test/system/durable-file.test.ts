import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readIfThere, writeDurably } from '../../src/system/durable-file.ts';

describe('a file that is written durably', () => {
  it('holds the new text, for its owner only', async () => {
    const path = join(folder(), 'state.json');
    await writeDurably(path, '{"a":"ü"}');
    expect(readFileSync(path, 'utf8')).toBe('{"a":"ü"}');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await writeDurably(path, Buffer.from([1, 2, 3]));
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  });

  it('is readable by its owner only even when the old one was not', async () => {
    const path = join(folder(), 'state.json');
    writeFileSync(path, 'old', { mode: 0o644 });
    await writeDurably(path, 'new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is a new file in place of the old one, which a reader still has whole', async () => {
    const path = join(folder(), 'state.json');
    await writeDurably(path, 'old');
    const before = statSync(path).ino;
    await writeDurably(path, 'new');
    expect(statSync(path).ino).not.toBe(before);
  });

  it('stands alone in its folder afterwards', async () => {
    const path = join(folder(), 'state.json');
    await writeDurably(path, 'a');
    await writeDurably(path, 'b');
    expect(readdirSync(join(path, '..'))).toEqual(['state.json']);
  });

  it('gets its folder when there is none, for its owner only', async () => {
    const made = join(folder(), 'a', 'b');
    await writeDurably(join(made, 'state.json'), 'x');
    expect(readFileSync(join(made, 'state.json'), 'utf8')).toBe('x');
    expect(statSync(made).mode & 0o777).toBe(0o700);
    rmSync(made, { recursive: true });
    await writeDurably(join(made, 'state.json'), 'y');
    expect(readFileSync(join(made, 'state.json'), 'utf8')).toBe('y');
  });

  it('holds what was asked for last, however close the writes follow', async () => {
    const path = join(folder(), 'state.json');
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        writeDurably(path, `${index}`.repeat(10_000 - index)),
      ),
    );
    expect(readFileSync(path, 'utf8')).toBe('29'.repeat(10_000 - 29));
  });

  it('is never seen half written', async () => {
    const path = join(folder(), 'state.json');
    const texts = ['a', 'b'].map((letter) => letter.repeat(500_000));
    await writeDurably(path, texts[0] ?? '');
    let isWriting = true;
    const writing = (async () => {
      for (let index = 0; index < 20; index++) await writeDurably(path, texts[index % 2] ?? '');
      isWriting = false;
    })();
    while (isWriting) expect(texts).toContain(await readIfThere(path));
    await writing;
  });
});

describe('a write that fails', () => {
  it('says so and leaves the old text and nothing else', async () => {
    const path = join(folder(), 'state.json');
    // The new file cannot take the name of a folder that is not empty.
    mkdirSync(join(path, 'inside'), { recursive: true });
    await expect(writeDurably(path, 'x')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(join(path, '..'))).toEqual(['state.json']);
    expect(existsSync(join(path, 'inside'))).toBe(true);
  });

  it.skipIf(!hasPrlimit())(
    'says so when it does not fit on the disk, and leaves the old',
    async () => {
      const path = join(folder(), 'state.json');
      await writeDurably(path, 'old');
      limitFiles(1_024);
      onTestFinished(() => limitFiles('unlimited'));
      await expect(writeDurably(path, 'x'.repeat(10_000))).rejects.toThrow(/EFBIG/);
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(join(path, '..'))).toEqual(['state.json']);
    },
  );

  it('says so where no folder can be made', async () => {
    await expect(writeDurably('/proc/hearthd/state/state.json', 'x')).rejects.toThrow(
      /ENOENT|EACCES/,
    );
  });

  it('says so when the folder is a file', async () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    await expect(writeDurably(join(path, 'state.json'), 'x')).rejects.toThrow(/ENOTDIR|EEXIST/);
  });

  it('does not keep the next one from succeeding', async () => {
    const inside = folder();
    const path = join(inside, 'a', 'state.json');
    writeFileSync(join(inside, 'a'), '');
    const failed = writeDurably(path, 'x');
    await expect(failed).rejects.toThrow();
    rmSync(join(inside, 'a'));
    await writeDurably(path, 'y');
    expect(readFileSync(path, 'utf8')).toBe('y');
  });
});

describe('what a power cut left', () => {
  it('is removed by the first write of that file, and only that', async () => {
    const inside = folder();
    const gone = join(inside, '.state.json.new-999999999-abc');
    const strange = join(inside, '.state.json.new-');
    const mine = join(inside, `.state.json.new-${process.pid}-abc`);
    const running = join(inside, `.state.json.new-${process.ppid}-abc`);
    const other = join(inside, '.other.json.new-999999999-abc');
    for (const path of [gone, strange, mine, running, other]) writeFileSync(path, 'torn');
    await writeDurably(join(inside, 'state.json'), 'x');
    expect([gone, strange, mine, running, other].map((path) => existsSync(path))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('a file that is read if it is there', () => {
  it('gives its text, or nothing when it is not there', async () => {
    const inside = folder();
    expect(await readIfThere(join(inside, 'state.json'))).toBeUndefined();
    writeFileSync(join(inside, 'state.json'), 'ü');
    expect(await readIfThere(join(inside, 'state.json'))).toBe('ü');
  });

  it('is not read when it is over 1 MiB', async () => {
    const path = join(folder(), 'state.json');
    writeFileSync(path, Buffer.alloc(1_048_577));
    await expect(readIfThere(path)).rejects.toThrow('is too big: it has 1048577 bytes');
  });

  it('is an error when it is something else', async () => {
    await expect(readIfThere(folder())).rejects.toThrow('is not a file');
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    await expect(readIfThere(join(file, 'x'))).rejects.toThrow('ENOTDIR');
  });

  it('is not waited for when it is a pipe or a device', async () => {
    const pipe = join(folder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(readIfThere(pipe)).rejects.toThrow('is not a file');
    await expect(readIfThere('/dev/zero')).rejects.toThrow('is not a file');
  });

  it('is an error when it is a link to nothing, or to itself, and read through any other', async () => {
    const inside = folder();
    const link = join(inside, 'link');
    symlinkSync(join(inside, 'file'), link);
    await expect(readIfThere(link)).rejects.toThrow('is a link to nothing');
    writeFileSync(join(inside, 'file'), 'x');
    expect(await readIfThere(link)).toBe('x');
    symlinkSync(join(inside, 'round'), join(inside, 'round'));
    await expect(readIfThere(join(inside, 'round'))).rejects.toThrow('ELOOP');
  });

  it('is an error when it is not UTF-8', async () => {
    const path = join(folder(), 'state.json');
    writeFileSync(path, Buffer.from([0x22, 0xc3, 0x22]));
    await expect(readIfThere(path)).rejects.toThrow('is not text');
  });
});

const hasPrlimit = (): boolean => spawnSync('prlimit', ['--version']).status === 0;

/** How large a file this process may make; what is beyond fails as on a full disk. */
function limitFiles(bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hearthd-durable-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
