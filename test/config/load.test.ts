import { execFileSync } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { environmentFrom } from '../../src/config/environment.ts';
import { describeSource, isJournal, loadConfig } from '../../src/config/load.ts';

describe('the file', () => {
  it('is the one of the command line before all others', () => {
    const named = file('{"name": "named"}');
    const other = file('{"name": "other"}');
    expect(load({ file: named, configFile: other, defaultFile: other })).toMatchObject({
      config: { name: 'named' },
      source: { type: 'file', path: named },
    });
  });

  it('is the one of the environment when the command line names none', () => {
    const configFile = file('{"name": "of the environment"}');
    expect(load({ configFile, defaultFile: file('{}') }).config.name).toBe('of the environment');
  });

  it('is the usual one when nobody names another', () => {
    const loaded = load({ defaultFile: file('{"name": "usual"}') });
    expect(loaded.config.name).toBe('usual');
    expect(describeSource(loaded.source)).toMatch(/^The configuration is \/.*\.$/);
  });

  it('may be missing at the usual place: then every key has its default, and that is said', () => {
    const defaultFile = join(folder(), 'config.json');
    const { config, source } = load({ defaultFile });
    expect(config.name).toBe('Hearth');
    expect(describeSource(source)).toBe(
      `There is no ${defaultFile}, so every setting has its default.`,
    );
  });

  it('may begin with the mark that some editors put there', () => {
    expect(load({ file: file('\ufeff{"name": "x"}') }).config.name).toBe('x');
  });

  it('of an earlier format is read, and it is said which command writes it', () => {
    const path = file('{"place": "hall"}');
    const loaded = loadConfig({
      file: path,
      environment: { configFile: undefined },
      chain: [() => [{ type: 'rename', path: ['place'], to: 'room' }]],
    });
    expect(loaded.config.room).toBe('hall');
    expect(describeSource(loaded.source)).toBe(
      `The configuration is ${path}; it has the format of version 1 and was read as version 2: "hearthd migrate-config ${path}" writes it so.`,
    );
  });

  it('may be a link', () => {
    const link = join(folder(), 'link');
    symlinkSync(file('{}'), link);
    expect(load({ file: link }).source.type).toBe('file');
  });
});

describe('a file that cannot be used', () => {
  it('is an error when it was named and is not there', () => {
    const path = join(folder(), 'config.json');
    expect(messageOf({ file: path })).toBe(
      `The configuration ${path} has a problem:\n  is not there`,
    );
    expect(messageOf({ configFile: path })).toContain('is not there');
  });

  it('is an error when it is a folder', () => {
    expect(messageOf({ file: folder() })).toContain('is a folder, not a file');
  });

  it('is an error when it is a pipe, and is not waited for', () => {
    const path = join(folder(), 'pipe');
    execFileSync('mkfifo', [path]);
    expect(messageOf({ file: path })).toContain('is no regular file');
  });

  it('is an error when it is a socket', async () => {
    const path = join(folder(), 'socket');
    const server = createServer().listen(path);
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    expect(messageOf({ file: path })).toMatch(/cannot be read \(ENXIO\)/);
  });

  it('is an error when it is a link to itself', () => {
    const path = join(folder(), 'loop');
    symlinkSync(path, path);
    expect(messageOf({ file: path })).toContain('is a link that leads back to itself');
  });

  it('is an error when its folder is a file', () => {
    expect(messageOf({ defaultFile: join(file('{}'), 'config.json') })).toContain(
      'a part of its path is no folder',
    );
  });

  it.skipIf(process.getuid?.() === 0)('is an error when it may not be read', () => {
    const path = file('{}', 0o000);
    expect(messageOf({ file: path })).toContain('may not be read by this user');
  });

  it('is an error when it is over 1 MiB', () => {
    expect(messageOf({ file: file(' '.repeat(1_048_577)) })).toContain(
      'is too big: at most 1024 KiB are read',
    );
  });

  it('is an error when its size is not what it tells', () => {
    expect(messageOf({ file: '/dev/zero' })).toContain('is no regular file');
    expect(messageOf({ file: '/proc/self/status' })).toContain('line 1, column 1: only numbers');
  });

  it('is an error when it is empty', () => {
    expect(messageOf({ file: file('') })).toContain('is empty: the least is {}');
    expect(messageOf({ file: file('\n \n') })).toContain('is empty: the least is {}');
  });

  it('is an error when it is in another encoding, with the line', () => {
    const latin = Buffer.from('{\n"name": "K\u00fcche"\n}', 'latin1');
    expect(messageOf({ file: file(latin) })).toContain('line 2 is no UTF-8 text');
    const wide = Buffer.from('\ufeff{}', 'utf16le');
    expect(messageOf({ file: file(wide) })).toContain('is it UTF-16');
  });

  it('is shown with line, column and a mark when it is no JSON', () => {
    const path = file('{\n  "name": "x"\n  "room": "y"\n}');
    expect(messageOf({ file: path })).toBe(
      [
        `The configuration ${path} has a problem:`,
        '  line 3, column 3: a comma is missing before this',
        '      "room": "y"',
        '      ^',
      ].join('\n'),
    );
  });

  it('is told with all its problems at once, in the order of the file', () => {
    const path = file(
      '{"speaker": {"volume": 200}, "live": {"voise": "x"}, "speaker": {"volume": -1}}',
    );
    expect(messageOf({ file: path })).toBe(
      [
        `The configuration ${path} has 3 problems:`,
        '  speaker: stands twice, in lines 1 and 1: only one may stay',
        '  speaker.volume: must be a whole number from 0 to 100, not -1',
        '  live.voise: there is no such key; did you mean "voice"?',
      ].join('\n'),
    );
  });

  it('is refused when nothing but a key that stands twice is wrong', () => {
    expect(messageOf({ file: file('{"name": "a", "name": "b"}') })).toContain('name: stands twice');
  });

  it('cannot steer the terminal', () => {
    const message = messageOf({
      file: file('{"\\u001b[31m\\u202e": 1, "log": {"level": "\\u001b[2J"}}'),
    });
    expect(message).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
    expect(message).toContain('["\\u001b[31m\\u202e"]');
  });

  it('with a thousand problems is told by its first hundred', () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => `"strange${index}": 1`);
    const message = messageOf({ file: file(`{${keys.join(',')}}`) });
    expect(message).toContain('has 1000 problems:');
    expect(message.split('\n')).toHaveLength(102);
    expect(message).toMatch(/… and 900 more$/);
  });
});

describe('the environment', () => {
  it('is read from the variables that are used, and nothing set to nothing counts', () => {
    expect(
      environmentFrom({
        HEARTHD_CONFIG: '/a',
        CREDENTIALS_DIRECTORY: '/b',
        GEMINI_API_KEY: 'c',
        HEARTHD_MQTT_PASSWORD: '',
        JOURNAL_STREAM: '8:1',
        NOTIFY_SOCKET: '/run/systemd/notify',
        WATCHDOG_USEC: '30000000',
        WATCHDOG_PID: '',
        HOME: '/home/pi',
      }),
    ).toEqual({
      configFile: '/a',
      credentialsDir: '/b',
      geminiApiKey: 'c',
      mqttPassword: undefined,
      journalStream: '8:1',
      notifySocket: '/run/systemd/notify',
      watchdogUsec: '30000000',
      watchdogPid: undefined,
      stateDir: '/home/pi/.local/state/hearthd',
    });
  });

  it.each([
    [{ STATE_DIRECTORY: '/var/lib/hearthd', XDG_STATE_HOME: '/x' }, '/var/lib/hearthd'],
    [{ STATE_DIRECTORY: '/var/lib/hearthd:/var/lib/other' }, '/var/lib/hearthd'],
    [{ STATE_DIRECTORY: ':/var/lib/other' }, '/var/lib/other'],
    [{ STATE_DIRECTORY: '', XDG_STATE_HOME: '/x' }, '/x/hearthd'],
    [{ XDG_STATE_HOME: 'relative', HOME: '/home/pi' }, '/home/pi/.local/state/hearthd'],
    [{ HOME: '/home/pi' }, '/home/pi/.local/state/hearthd'],
  ])('names the folder for what survives a restart: %o', (variables, stateDir) => {
    expect(environmentFrom(variables).stateDir).toBe(stateDir);
  });

  it('names such a folder even when there is no home', () => {
    expect(environmentFrom({}).stateDir).toMatch(/^\/.*hearthd$/);
  });
});

describe('the journal', () => {
  it('is where the output goes when that is the very socket that systemd names', () => {
    const handle = openSync(file(''), 'r');
    onTestFinished(() => closeSync(handle));
    const { dev, ino } = fstatSync(handle);
    expect(isJournal({ journalStream: `${dev}:${ino}` }, handle)).toBe(true);
    expect(isJournal({ journalStream: `${dev}:${ino + 1}` }, handle)).toBe(false);
  });

  it('is not where it goes when the variable was only inherited', () => {
    expect(isJournal({ journalStream: '8:1' })).toBe(false);
    expect(isJournal({ journalStream: undefined })).toBe(false);
    expect(isJournal({ journalStream: 'nonsense' }, 1)).toBe(false);
    expect(isJournal({ journalStream: '8:1' }, 9_999)).toBe(false);
  });
});

interface Places {
  readonly file?: string;
  readonly configFile?: string;
  readonly defaultFile?: string;
}

function load({ file, configFile, defaultFile = '/nowhere/config.json' }: Places) {
  return loadConfig({ file, environment: { configFile }, defaultFile });
}

function messageOf(places: Places): string {
  try {
    load(places);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return expect.fail('the configuration was taken');
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hearthd-load-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function file(content: string | Buffer, mode = 0o644): string {
  const path = join(folder(), 'config.json');
  writeFileSync(path, content, { mode });
  return path;
}
