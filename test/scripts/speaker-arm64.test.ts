import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedWith } from '../../scripts/speaker-arm64/locked.mjs';

/** The real script, in a project of its own, with an npm and a node-gyp that only look like it. */

const repository = fileURLToPath(new URL('../..', import.meta.url));
const BINARY = 'node_modules/speaker/build/Release/binding.node';
const BUILT = 'hearthd: The npm package speaker was built for 64-bit ARM.\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-speaker-arm64-'));
  mkdirSync(join(folder, 'node_modules'));
  cpSync(join(repository, 'scripts'), join(folder, 'scripts'), { recursive: true });
  cpSync(join(repository, 'package-lock.json'), join(folder, 'package-lock.json'));
  writeFileSync(join(folder, 'npm.mjs'), NPM);
  writeFileSync(join(folder, 'node-gyp.mjs'), NODE_GYP);
  writeFileSync(join(folder, 'refuses.mjs'), REFUSES);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the step at the end of an install', () => {
  it('says nothing and changes nothing on a PC', () => {
    expect(step({ npm_config_arch: 'x64' })).toEqual({ exitCode: 0, output: '' });
    expect(modules()).toEqual([]);
  });

  it('ends well without a compiler, and says so in one sentence', () => {
    expect(step({ PATH: pathWithoutTools(), ...NO_TOOLS })).toEqual({
      exitCode: 0,
      output:
        'hearthd: The npm package speaker is not built: this machine lacks a C compiler, a C++ compiler, make, ' +
        'Python, the headers of ALSA (Debian: apt install build-essential python3 libasound2-dev, then npm ci); ' +
        'aplay plays.\n',
    });
    expect(modules()).toEqual([]);
  });

  it('puts the package and what it needs into their places', () => {
    expect(step()).toEqual({ exitCode: 0, output: BUILT });
    expect(modules()).toEqual(lockedModules());
    expect(existsSync(join(folder, BINARY))).toBe(true);
  });

  it('leaves alone what is there', () => {
    mkdirSync(join(folder, 'node_modules/ms'));
    writeFileSync(join(folder, 'node_modules/ms/of-another'), '');
    expect(step().output).toBe(BUILT);
    expect(readdirSync(join(folder, 'node_modules/ms'))).toEqual(['of-another']);
  });

  it('does nothing the second time', () => {
    step();
    expect(step({ npm_execpath: join(folder, 'refuses.mjs') })).toEqual({
      exitCode: 0,
      output: '',
    });
  });

  it('completes a package that was unpacked but not built', () => {
    mkdirSync(join(folder, 'node_modules/speaker/deps'), { recursive: true });
    expect(step().output).toBe(BUILT);
    expect(existsSync(join(folder, BINARY))).toBe(true);
  });

  it.each([
    ['npm cannot fetch it', 'npm_execpath', 'fetched'],
    ['it cannot be compiled', 'npm_config_node_gyp', 'built'],
  ])('ends well when %s, and leaves nothing behind', (_, program, verb) => {
    expect(step({ [program]: join(folder, 'refuses.mjs') })).toEqual({
      exitCode: 0,
      output: `hearthd: The npm package speaker could not be ${verb}: npm error no luck today; aplay plays.\n`,
    });
    expect(modules()).toEqual([]);
  });

  it.each(['', '{}', 'not JSON'])('ends well with %j for a lock file', (text) => {
    writeFileSync(join(folder, 'package-lock.json'), text);
    const { exitCode, output } = step();
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^hearthd: The npm package speaker is not built: .*; aplay plays\.\n$/);
  });

  it('ends well without a lock file', () => {
    rmSync(join(folder, 'package-lock.json'));
    const { exitCode, output } = step();
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^hearthd: .*package-lock\.json.*; aplay plays\.\n$/);
  });

  it('is not missed where only the package files were copied', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    rmSync(join(folder, 'scripts'), { recursive: true });
    const { status, stderr } = spawnSync('sh', ['-c', scripts.postinstall], { cwd: folder });
    expect({ status, errors: String(stderr) }).toEqual({ status: 0, errors: '' });
  });

  /** On 64-bit ARM with all that building needs, but for what `env` says. */
  function step(env: NodeJS.ProcessEnv = {}): { exitCode: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/speaker-arm64.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        npm_config_arch: 'arm64',
        npm_config_nodedir: folder,
        npm_config_user_agent: 'npm/10.8.2',
        npm_execpath: join(folder, 'npm.mjs'),
        npm_config_node_gyp: join(folder, 'node-gyp.mjs'),
        ...TOOLS,
        ...env,
      },
    });
    return { exitCode: status, output: `${stdout}${stderr}` };
  }

  /** A folder with nothing of what a compiler comes with. */
  function pathWithoutTools(): string {
    const path = join(folder, 'path');
    mkdirSync(path);
    symlinkSync('/bin/sh', join(path, 'sh'));
    return path;
  }

  const modules = () => readdirSync(join(folder, 'node_modules')).sort();

  const lockedModules = () => {
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
    const places = Object.keys(lockedWith('speaker', lock));
    return places.map((place) => place.slice('node_modules/'.length)).sort();
  };
});

/** `true` succeeds at whatever it is asked. */
const TOOLS = { CC: 'true', CXX: 'true', MAKE: 'true', PYTHON: 'true' };
const NO_TOOLS = { CC: undefined, CXX: undefined, MAKE: undefined, PYTHON: undefined };

/** Unpacks what the lock file names, without running anything of it. */
const NPM = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
if (!process.argv.includes('ci') || !process.argv.includes('--ignore-scripts')) process.exit(1);
for (const place of Object.keys(packages).filter((place) => place !== '')) {
  if ('optional' in packages[place]) process.exit(1);
  mkdirSync(place, { recursive: true });
}
const configuration = 'node_modules/speaker/deps/mpg123/config/linux/x64';
mkdirSync(configuration, { recursive: true });
writeFileSync(configuration + '/config.h', '');
`;

/** Builds where there is a configuration for 64-bit ARM. */
const NODE_GYP = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
readFileSync('deps/mpg123/config/linux/arm64/config.h');
if (process.argv[2] !== 'rebuild') process.exit(1);
mkdirSync('build/Release', { recursive: true });
writeFileSync('build/Release/binding.node', '');
`;

const REFUSES = `
process.stderr.write('npm error code ENOLUCK\\nnpm error no luck today\\n');
process.exit(1);
`;
