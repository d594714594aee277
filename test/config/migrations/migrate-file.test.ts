import {
  chmodSync,
  lstatSync,
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
import { ConfigError } from '../../../src/config/config-error.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { migrateConfigFile } from '../../../src/config/migrations/migrate-file.ts';
import { moved } from './made-up.ts';

const OLD = '{\n  "voice": "Kore",\n  "speaker": {"loudness": 3}\n}\n';
const isRoot = process.getuid?.() === 0;

describe('a configuration that is written anew', () => {
  it('can be read, and what stood there is beside it', async () => {
    const { path } = setUp(OLD);
    expect(await migrateConfigFile(path, moved)).toEqual({
      state: 'written',
      from: 1,
      to: 3,
      backup: `${path}.version-1`,
    });
    const { config, source } = load(path);
    expect([config.live.voice, config.speaker.volume]).toEqual(['Kore', 30]);
    expect(source).toMatchObject({ form: { name: 'newest' } });
    expect(readFileSync(`${path}.version-1`, 'utf8')).toBe(OLD);
  });

  it('is not written again', async () => {
    const { folder, path } = setUp(OLD);
    await migrateConfigFile(path, moved);
    const { ino } = statSync(path);
    expect(await migrateConfigFile(path, moved)).toEqual({ state: 'newest' });
    expect(statSync(path).ino).toBe(ino);
    expect(readdirSync(folder)).toEqual(['config.json', 'config.json.version-1']);
  });

  it('may be read by whom it could be read before, and its backup as well', async () => {
    const { path } = setUp(OLD);
    chmodSync(path, 0o640);
    await migrateConfigFile(path, moved);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(statSync(`${path}.version-1`).mode & 0o777).toBe(0o640);
  });

  it('stays a link where it was one', async () => {
    const { folder, path } = setUp(OLD);
    const link = join(folder, 'link.json');
    symlinkSync(path, link);
    await migrateConfigFile(link, moved);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(load(link).config.speaker.volume).toBe(30);
  });

  it('never takes the place of another backup', async () => {
    const { folder, path } = setUp(OLD);
    writeFileSync(`${path}.version-1`, 'another');
    mkdirSync(`${path}.version-1.2`);
    expect(await migrateConfigFile(path, moved)).toMatchObject({ backup: `${path}.version-1.3` });
    expect(readFileSync(`${path}.version-1`, 'utf8')).toBe('another');
    writeFileSync(path, OLD);
    expect(await migrateConfigFile(path, moved)).toMatchObject({ backup: `${path}.version-1.3` });
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it('still begins with the mark that some editors put there', async () => {
    const { path } = setUp(`\ufeff${OLD}`);
    await migrateConfigFile(path, moved);
    expect(readFileSync(path, 'utf8')).toMatch(/^\ufeff\{/);
    expect(load(path).config.speaker.volume).toBe(30);
  });
});

describe('a configuration that cannot be written anew', () => {
  it.each([
    ['is no JSON', '{"voice": "Kore",}', 'has a problem'],
    ['is wrong', '{"voice": "Kore", "naem": "x"}', 'told in the words of version 3'],
    ['has a key twice', '{"name": "x", "name": "y"}', 'name'],
    ['is of a newer version', '{"version": 9}', 'is 9, and this hearthd knows no format after 3'],
  ])('because it %s is told, and untouched', async (_, content, words) => {
    const { folder, path } = setUp(content);
    const refused = await migrateConfigFile(path, moved).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigError);
    expect((refused as ConfigError).message).toContain(words);
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it('because it is not there is told', async () => {
    const { folder } = setUp(OLD);
    await expect(migrateConfigFile(join(folder, 'none.json'), moved)).rejects.toThrow(ConfigError);
  });

  it('because there is no way to keep a backup is as it was', async () => {
    const { path } = setUp(OLD);
    for (const number of Array.from({ length: 100 }, (_, at) => at + 1))
      mkdirSync(`${path}.version-1${number === 1 ? '' : `.${number}`}`);
    expect(await migrateConfigFile(path, moved)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('100 backups'),
    });
    expect(readFileSync(path, 'utf8')).toBe(OLD);
  });

  it.skipIf(isRoot)(
    `because its folder takes nothing is as it was${isRoot ? ' (skipped: root may write everywhere)' : ''}`,
    async () => {
      const { folder, path } = setUp(OLD);
      chmodSync(folder, 0o555);
      expect(await migrateConfigFile(path, moved)).toMatchObject({ state: 'failed' });
      chmodSync(folder, 0o755);
      expect(readFileSync(path, 'utf8')).toBe(OLD);
    },
  );
});

const load = (file: string) =>
  loadConfig({ file, environment: { configFile: undefined }, chain: moved });

function setUp(content: string) {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-migrate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'config.json');
  writeFileSync(path, content);
  return { folder, path };
}
