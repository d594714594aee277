import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decision } from '../../scripts/speaker-arm64/decision.mjs';
import { nodeHeaders } from '../../scripts/speaker-arm64/headers.mjs';
import { lockedWith } from '../../scripts/speaker-arm64/locked.mjs';
import { reasonIn } from '../../scripts/speaker-arm64/run.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-speaker-arm64-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('whether the package speaker is to be built', () => {
  const situation = {
    platform: 'linux',
    arch: 'arm64',
    omitted: [''],
    built: false,
    npm: 'npm/10.8.2 node/v20.20.2 linux arm64',
    missing: () => [],
  };

  it('is, on 64-bit ARM Linux where it is not and all is there that it needs', () => {
    expect(decision(situation)).toEqual({ kind: 'build' });
    expect(decision({ ...situation, omitted: ['dev'] })).toEqual({ kind: 'build' });
  });

  it.each([
    ['on a PC', { arch: 'x64' }],
    ['on 32-bit ARM, which the package knows', { arch: 'arm' }],
    ['on a Mac', { platform: 'darwin' }],
    ['where it is built already', { built: true }],
    ['where optional packages are not wanted', { omitted: ['dev', 'optional'] }],
  ])('is not, %s, and nobody looks for a compiler', (_, differing) => {
    const missing = () => expect.fail('looked for a compiler');
    expect(decision({ ...situation, missing, ...differing })).toEqual({ kind: 'nothing' });
  });

  it('is not where something is missing, and says what, and what to install', () => {
    const make = { name: 'make', debian: 'build-essential' };
    const compiler = { name: 'a C compiler', debian: 'build-essential' };
    const alsa = { name: 'the headers of ALSA', debian: 'libasound2-dev' };
    expect(decision({ ...situation, missing: () => [make, compiler, alsa] })).toEqual({
      kind: 'cannot',
      sentence:
        'The npm package speaker is not built: this machine lacks make, a C compiler, the headers of ALSA ' +
        '(Debian: apt install build-essential libasound2-dev, then npm ci); aplay plays.',
    });
    expect(decision({ ...situation, missing: () => [{ name: 'luck' }] })).toEqual({
      kind: 'cannot',
      sentence: 'The npm package speaker is not built: this machine lacks luck; aplay plays.',
    });
  });

  it.each([undefined, 'yarn/1.22.22 npm/? node/v20.20.2'])('is not by %s', (npm) => {
    expect(decision({ ...situation, npm })).toMatchObject({ kind: 'cannot' });
  });
});

describe('what the lock file says', () => {
  it('is the package and all that it needs, each from where Node would take it', () => {
    const packages = {
      '': { version: '1.0.0' },
      'node_modules/ms': { version: '1.0.0' },
      'node_modules/speaker/node_modules/ms': { version: '2.0.0' },
      'node_modules/debug': { dependencies: { ms: '1' } },
      'node_modules/speaker': { version: '0.5.5', dependencies: { debug: '4', ms: '2' } },
      'node_modules/ws': { version: '8.0.0' },
    };
    expect(Object.entries(lockedWith('speaker', { packages }))).toEqual([
      ['node_modules/ms', packages['node_modules/ms']],
      ['node_modules/debug', packages['node_modules/debug']],
      ['node_modules/speaker/node_modules/ms', packages['node_modules/speaker/node_modules/ms']],
      ['node_modules/speaker', packages['node_modules/speaker']],
    ]);
  });

  it('ends with packages that need each other', () => {
    const packages = {
      'node_modules/a': { dependencies: { b: '1' } },
      'node_modules/b': { dependencies: { a: '1' } },
    };
    expect(Object.keys(lockedWith('a', { packages })).sort()).toEqual(Object.keys(packages));
  });

  it('names speaker, and everything with what it has to be', () => {
    const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'));
    const entries = Object.entries(lockedWith('speaker', lock));
    expect(entries.at(-1)?.[0]).toBe('node_modules/speaker');
    for (const [place, { integrity }] of entries) expect(integrity, place).toMatch(/^sha512-/);
  });

  it('is no use when it lacks one of them', () => {
    const packages = { 'node_modules/speaker': { dependencies: { debug: '4' } } };
    expect(() => lockedWith('speaker', { packages })).toThrow('does not name debug');
  });
});

describe('the headers of Node', () => {
  const headersIn = (place: string, version: string) => {
    const [major, minor, patch] = version.slice(1).split('.');
    const include = join(folder, place, 'include/node');
    mkdirSync(include, { recursive: true });
    const lines = [`MAJOR_VERSION ${major}`, `MINOR_VERSION ${minor}`, `PATCH_VERSION ${patch}`];
    writeFileSync(
      join(include, 'node_version.h'),
      lines.map((line) => `#define NODE_${line}\n`).join(''),
    );
    return join(folder, place);
  };
  const found = (env: NodeJS.ProcessEnv = {}) => {
    mkdirSync(join(folder, 'usr/bin'), { recursive: true });
    writeFileSync(join(folder, 'usr/bin/node'), '');
    const home = join(folder, 'home');
    return nodeHeaders({
      env: { HOME: home, ...env },
      execPath: join(folder, 'usr/bin/node'),
      version: 'v20.19.2',
    });
  };

  it('are where the user says', () => {
    headersIn('usr', 'v20.19.2');
    expect(found({ npm_config_nodedir: '/opt/node' })).toBe('/opt/node');
  });

  it('lie beside Node', () => {
    expect(found()).toBeUndefined();
    const beside = headersIn('usr', 'v20.19.2');
    expect(found()).toBe(beside);
  });

  it('are not those of another version', () => {
    headersIn('usr', 'v20.19.1');
    expect(found()).toBeUndefined();
  });

  it('are those that node-gyp has fetched before', () => {
    const fetched = headersIn('home/.cache/node-gyp/20.19.2', 'v20.19.2');
    expect(found()).toBe(fetched);
  });
});

describe('the reason of a failure', () => {
  it.each([
    [
      'gyp info ok\nalsa.c:13:10: fatal error: config.h: No such file\ngyp ERR! stack Error',
      'alsa.c:13:10: fatal error: config.h: No such file',
    ],
    [
      '/usr/bin/ld: cannot find -lasound\ncollect2: error: ld returned 1',
      '/usr/bin/ld: cannot find -lasound',
    ],
    [
      'npm error code EINTEGRITY\nnpm error sha512-… integrity checksum failed',
      'npm error sha512-… integrity checksum failed',
    ],
    [
      'gyp ERR! configure error\ngyp ERR! stack Error: not found\ngyp ERR! not ok',
      'gyp ERR! stack Error: not found',
    ],
    [
      'npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error errno ECONNREFUSED\nnpm error network request failed.',
      'npm error network request failed',
    ],
    [
      'make: Entering directory ‘build’\nmake: ar: No such file or directory\ngyp ERR! stack Error: `make` failed',
      'make: ar: No such file or directory',
    ],
    ['one\ntwo\n', 'two'],
    ['', 'it said nothing'],
  ])('of %j', (output, reason) => {
    expect(reasonIn(output)).toBe(reason);
  });
});
