import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, ROOT } from './built.ts';

let folder: string;

beforeAll(() => {
  folder = build();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('hearthd check-config', () => {
  beforeAll(() => install('all'));

  it('lists everything that is wrong, once each, and ends with 78', () => {
    const path = file({
      naem: 'Kitchen',
      live: { voise: 'Kore', temperature: 3 },
      button: { type: 'gpoi', pin: 99 },
      mqtt: { url: 'http://hunter2@broker', password: 'hunter2' },
      commands: [{ name: 'light', topic: 'light/#' }],
      log: { level: 'verbose' },
    });
    const { status, stdout, stderr } = hearthd('check-config', path);
    expect(status).toBe(78);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      `The configuration ${path} has 12 problems:`,
      expect.stringMatching(/^ {2}naem: .*did you mean "name"\?$/),
      expect.stringMatching(/^ {2}live\.voise: .*did you mean "voice"\?$/),
      expect.stringMatching(/^ {2}live\.temperature: must be a number from 0 to 2, not 3$/),
      expect.stringMatching(/^ {2}button\.type: .*did you mean "gpio"\?$/),
      expect.stringMatching(/^ {2}button\.pin: must be a whole number from 0 to 53, not 99$/),
      expect.stringMatching(/^ {2}mqtt\.url: must be a URL/),
      expect.stringMatching(/^ {2}mqtt\.url: must hold neither user nor password/),
      expect.stringMatching(/^ {2}mqtt\.password: .*did you mean "passwordFile"\?$/),
      expect.stringMatching(/^ {2}commands\[0\]\.topic: must be a topic/),
      expect.stringMatching(/^ {2}commands\[0\]\.description: is missing/),
      expect.stringMatching(/^ {2}commands\[0\]\.payload: is missing/),
      expect.stringMatching(/^ {2}log\.level: must be "debug", "info", "warn" or "error"/),
      '',
    ]);
    expect(stderr).not.toContain('hunter2');
  });

  it.each([
    ['is no JSON', '{"name": "x",}'],
    ['is empty', ''],
    ['is a list', '[]'],
    ['is too big', ' '.repeat(2_000_000)],
  ])('ends with 78 when the file %s', (_, content) => {
    const path = join(folder, 'odd.json');
    writeFileSync(path, content);
    const { status, stderr } = hearthd('check-config', path);
    expect(status).toBe(78);
    expect(stderr).toContain(`The configuration ${path} has a problem:`);
  });

  it('ends with 78 when there is no such file', () => {
    expect(hearthd('check-config', '/nowhere/config.json')).toMatchObject({
      status: 78,
      stderr: 'The configuration /nowhere/config.json has a problem:\n  is not there\n',
    });
  });

  it('tells what the daemon would only warn of, and ends with 0', () => {
    const { status, stdout } = hearthd('check-config', file({ live: { voice: 'Koree' } }));
    expect(stdout).toMatch(
      /is right: .*\nWarning: live\.voice: no voice "Koree" is known; did you mean "Kore"\?\n$/,
    );
    expect(status).toBe(0);
  });

  it('says so and ends with 0 when nothing is wrong', () => {
    const { status, stdout, stderr } = hearthd('check-config', join(ROOT, 'config.example.json'));
    expect(stderr).toBe('');
    expect(stdout).toMatch(/is right: "Kitchen voice" \(kitchen\), 2 commands\.\n$/);
    expect(status).toBe(0);
  });
});

describe('hearthd run', () => {
  beforeAll(() => install('all'));

  it('starts nothing with a wrong configuration: it lists everything and ends with 78', () => {
    const path = file({ naem: 'Kitchen', speaker: { volume: 200 } });
    expect(hearthd('run', '--config', path)).toEqual({
      status: 78,
      stdout: '',
      stderr: [
        `The configuration ${path} has 2 problems:`,
        '  naem: there is no such key; did you mean "name"?',
        '  speaker.volume: must be a whole number from 0 to 100, not 200',
        '',
      ].join('\n'),
    });
  });

  it('takes the file that the environment names', () => {
    const path = file({ naem: 'Kitchen' });
    const { status, stderr } = hearthdWith({ HEARTHD_CONFIG: path }, 'run');
    expect(status).toBe(78);
    expect(stderr).toContain(path);
  });
});

describe('hearthd run, started by systemd', () => {
  beforeAll(() => install('all'));

  it('says each line of what is wrong as an error of the journal', () => {
    const path = file({ naem: 'Kitchen' });
    const errors = join(folder, 'journal.txt');
    const stderr = openSync(errors, 'w');
    const { dev, ino } = fstatSync(stderr);
    const { status } = spawnSync(
      process.execPath,
      [join(folder, 'dist/main.js'), 'run', '--config', path],
      { stdio: ['ignore', 'ignore', stderr], env: { JOURNAL_STREAM: `${dev}:${ino}` } },
    );
    closeSync(stderr);
    expect(status).toBe(78);
    expect(readFileSync(errors, 'utf8').trimEnd().split('\n')).toEqual([
      `<3>The configuration ${path} has a problem:`,
      '<3>  naem: there is no such key; did you mean "name"?',
    ]);
  });
});

describe('hearthd migrate-config', () => {
  beforeAll(() => install('all'));

  it('says so and ends with 0 when there is nothing to do, and touches nothing', () => {
    const path = file({ name: 'Kitchen' });
    const before = statSync(path);
    expect(hearthd('migrate-config', path)).toEqual({
      status: 0,
      stdout: `${path} has the newest format already; it is as it was.\n`,
      stderr: '',
    });
    expect(statSync(path).ino).toBe(before.ino);
  });

  it.each([
    ['is wrong', { naem: 'Kitchen' }, 'did you mean "name"?'],
    ['is of a newer program', { version: 99 }, 'version: is 99, and this hearthd knows no format'],
  ])('ends with 78 and touches nothing when the file %s', (_, content, words) => {
    const path = file(content);
    const { status, stderr } = hearthd('migrate-config', path);
    expect(status).toBe(78);
    expect(stderr).toContain(words);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(content);
  });
});

describe('hearthd config-schema', () => {
  beforeAll(() => install('all'));

  it('prints JSON Schema', () => {
    const { status, stdout } = hearthd('config-schema');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('prints the table of the README', () => {
    const { status, stdout } = hearthd('config-schema', '--markdown');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\| Key \| Value \| Default \| Meaning \|\n/);
  });

  it('takes it in its stride when the reader goes away', async () => {
    const child = spawn(process.execPath, [join(folder, 'dist/main.js'), 'config-schema'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += String(data);
    });
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('ends with 1 and one line when the disk is full', () => {
    const { status, stderr } = spawnSync(
      'sh',
      [
        '-c',
        'exec "$0" "$1" config-schema > /dev/full',
        process.execPath,
        join(folder, 'dist/main.js'),
      ],
      { encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^hearthd: .*ENOSPC.*\n$/);
  });
});

describe('what needs no configuration', () => {
  // Whatever else it loaded would be missing.
  beforeAll(() => install('fastest-levenshtein'));

  it('loads no package to tell its version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(hearthd('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('loads no package to help', () => {
    const { status, stdout, stderr } = hearthd('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Usage: hearthd COMMAND');
    expect(hearthd('run', '--help')).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([[[]], [['runn']], [['run', '--confg']], [['demo', 'x']]])(
    'ends with 64 and one line when the arguments make no sense: %o',
    (args) => {
      const { status, stdout, stderr } = hearthd(...args);
      expect(status).toBe(64);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^hearthd: .*See "hearthd --help"\.\n$/);
    },
  );

  it('ends with 1 and one line at what nobody expected', () => {
    const { status, stdout, stderr } = hearthd('config-schema');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^hearthd: Error: Cannot find package 'zod'.*\n$/);
  });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const hearthd = (...args: string[]): Ended => hearthdWith({}, ...args);

function hearthdWith(variables: Readonly<Record<string, string>>, ...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'dist/main.js'), ...args],
    { encoding: 'utf8', env: { PATH: process.env['PATH'], ...variables } },
  );
  return { status, stdout, stderr };
}

/** Gives the program the packages it may find. */
function install(packages: 'all' | 'fastest-levenshtein'): void {
  const target = join(folder, 'node_modules');
  rmSync(target, { recursive: true, force: true });
  if (packages === 'all') symlinkSync(join(ROOT, 'node_modules'), target);
  else {
    mkdirSync(target);
    symlinkSync(join(ROOT, 'node_modules', packages), join(target, packages));
  }
}

function file(config: unknown): string {
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify(config));
  return path;
}
