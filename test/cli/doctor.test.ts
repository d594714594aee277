import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { until } from '../fakes/until.ts';
import { build, ROOT } from './built.ts';

const KEY = 'Ölberg 4711/plain+words';

let folder: string;
let programs: FakePrograms;

beforeAll(() => {
  folder = build();
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  programs = new FakePrograms();
  // Noise at full scale, with pauses, as fast as a card gives it.
  programs.put(
    'arecord',
    'case "$1" in -*l|--version) exit 0;; esac\nwhile head -c 3200 /dev/urandom; do sleep 0.1; head -c 3200 /dev/zero; sleep 0.1; done',
  );
  programs.put('aplay', 'case "$1" in -l|--version) exit 0;; esac\nexec cat > /dev/null');
  programs.put('amixer', 'exit 0');
});
afterEach(() => programs.dispose());

describe('hearthd doctor', { timeout: 120_000 }, () => {
  it('ends with 78 when the configuration is wrong, as every command', () => {
    const { status, stdout, stderr } = doctor(['--config', file({ speaker: { volume: 200 } })]);
    expect({ status, stdout }).toEqual({ status: 78, stdout: '' });
    expect(stderr).toContain('speaker.volume: must be a whole number from 0 to 100');
  });

  it('says what it looks at, what is wrong in a line each, and ends with 1', () => {
    const config = file({ microphone: { device: 'plughw:CARD=Gone' } });
    const { status, stdout, stderr } = doctor(['--config', config]);
    const lines = stdout.split('\n');
    expect(stderr).toBe('');
    expect(lines[0]).toBe(`The configuration is ${config}.`);
    expect(lines).toContainEqual(
      expect.stringMatching(/^✗ cards {7}The microphone "plughw:CARD=Gone" is not there: /),
    );
    expect(lines.at(-2)).toMatch(/wrong\.$/);
    expect(status).toBe(1);
  });

  it('prints one document for programs, without a secret', () => {
    const { status, stdout, stderr } = doctor(['--json'], { GEMINI_API_KEY: KEY });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const { version, configuration, outcome, findings } = JSON.parse(stdout);
    expect({ version, outcome }).toEqual({
      version: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version,
      outcome: 'bad',
    });
    expect(configuration).toMatch(/^There is no .*, so every setting has its default\.$/);
    expect(new Set(findings.map(({ check }: { check: string }) => check))).toEqual(
      new Set([
        ...['user', 'system', 'versions', 'settings', 'unit', 'sandbox', 'secrets'],
        ...['clock', 'files', 'disk', 'wear'],
        ...['programs', 'cards', 'access', 'busy', 'microphone', 'loudspeaker'],
        ...['gpio', 'button', 'lamp', 'service', 'broker'],
      ]),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: 'microphone',
        state: 'good',
        sentence: expect.stringMatching(/^The microphone hears: peak 0 dBFS/),
      }),
    );
    expect(stdout).not.toContain(KEY);
  });

  it('loads the optional packages where it may crash, and says what does the work of a missing one', () => {
    const { findings } = JSON.parse(doctor(['--json']).stdout);
    const packages = findings.filter(
      ({ check, details }: { check: string; details?: object }) =>
        check === 'versions' && details !== undefined && 'package' in details,
    );
    expect(packages).toEqual(
      ['speaker', 'onoff', 'unix-dgram'].map((name) =>
        loads(name)
          ? expect.objectContaining({
              state: 'good',
              sentence: `The package ${name} ${installed(name)} can be loaded.`,
              details: { package: name, state: 'loaded', version: installed(name) },
            })
          : expect.objectContaining({
              details: expect.objectContaining({
                package: name,
                // Of this version of Node or of another one.
                state: existsSync(join(ROOT, 'node_modules', name))
                  ? expect.not.stringContaining('loaded')
                  : 'absent',
              }),
            }),
      ),
    );
  });

  it('says so where nothing is installed', () => {
    const { status, stdout } = doctor([], { PATH: join(folder, 'nowhere') });
    expect(stdout).toContain('✗ programs    Not installed: arecord, aplay, amixer.\n');
    expect(stdout).toMatch(/✗ microphone {2}.*The program "arecord" is not installed/);
    expect(status).toBe(1);
  });

  it('shows on a terminal how loud it is meanwhile, and has colours unless they are not wanted', () => {
    const shown = onTerminal({});
    expect(shown).toContain('Say something: two seconds are recorded.');
    expect(shown.split('\r').filter((line) => /^ {2}\[█+.*dBFS/.test(line)).length).toBeGreaterThan(
      5,
    );
    expect(shown).toContain('\u001b[32m✓\u001b[0m programs');
    expect(onTerminal({ NO_COLOR: '1' })).toContain('✓ programs');
  });

  it('ends soon when it is interrupted, and leaves no program behind', async () => {
    const child = spawn(process.execPath, [join(folder, 'dist/main.js'), 'doctor'], {
      env: { ...process.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = new Promise((resolve) => child.once('exit', resolve));
    let stdout = '';
    child.stdout.on('data', (text) => {
      stdout += String(text);
    });
    const recordings = () => programs.runs('arecord').filter((run) => run.includes('-t raw'));
    await until(() => recordings().length > 0);
    child.kill('SIGINT');
    expect(await exit).toBe(1);
    expect(stdout).toContain('It was interrupted before everything had been checked.');
    for (const run of recordings()) expect(isAlive(Number(run.split(' ')[0]))).toBe(false);
  });
});

/** Also of `speaker`, which ends by a signal where there is no card. */
const loads = (name: string): boolean =>
  spawnSync(process.execPath, ['-e', `require('${name}')`], { cwd: ROOT }).status !== 1;

const installed = (name: string): string =>
  JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;

function doctor(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [join(folder, 'dist/main.js'), 'doctor', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...variables },
    timeout: 100_000,
  });
}

/** What a person sees. */
function onTerminal(variables: Readonly<Record<string, string>>): string {
  const command = `${process.execPath} ${join(folder, 'dist/main.js')} doctor`;
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], TERM: 'xterm', ...variables },
    timeout: 100_000,
  });
  return stdout;
}

function file(config: unknown): string {
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify(config));
  return path;
}
