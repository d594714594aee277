import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { noLab, runInLab, type Seen } from './support/guest.ts';
import { standInRelease } from './support/release-folder.ts';

describe.skipIf(noLab)(titled('the installer', noLab), () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearthd-install-'));
  let fact: Seen;

  beforeAll(async () => {
    standInRelease(`${folder}/1.0.0`, { version: '1.0.0', form: 1 });
    standInRelease(`${folder}/2.0.0`, { version: '2.0.0', form: 2 });
    fact = await runInLab({ script: 'install', args: [folder] });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('prints every step of a dry run and changes nothing', () => {
    expect(fact('dry_run')).toBe('0 some');
    expect(fact('dry_run_changed')).toBe('');
  });

  test('installs the program, and starts and enables the service', () => {
    expect(fact('install')).toBe('0 active enabled');
    expect(fact('install_says')).toBe('1');
    expect(fact('install_current')).toBe('1.0.0');
    expect(fact('status')).toBe('stand-in 1.0.0');
    expect(fact('command')).toBe('1.0.0');
  });

  test('makes a user with the groups of sound, GPIO and input', () => {
    expect(fact('user')).toBe('hearthd');
    expect(fact('groups')).toBe('audio gpio hearthd input spi');
  });

  test('writes a first configuration of the answers, as they were given', () => {
    expect(fact('name')).toBe('Küche "1" $(id)');
    expect(fact('pin')).toBe('{"type":"gpio","pin":17}');
  });

  test('keeps the key encrypted where only the service gets it, and tells it nowhere', () => {
    expect(fact('key_for_service')).toMatch(/^AIzaSy/);
    expect(fact('key_on_disk')).toBe('');
    expect(fact('encrypted')).toBe('root 600');
    expect(fact('key_told')).toBe('0 0');
  });

  test('ends with the words of hearthd doctor', () => {
    expect(fact('doctor')).toBe('1');
  });

  test('changes nothing the second time, not even a time of a file, and says so', () => {
    expect(fact('again')).toBe('0 1');
    expect(fact('again_changed')).toBe('');
    expect(fact('again_restarted')).toBe('');
  });

  test('upgrades, brings the configuration to the new form and keeps the old one beside it', () => {
    expect(fact('upgrade')).toBe('0 2.0.0 1.0.0 stand-in 2.0.0');
    expect(fact('upgrade_form')).toBe('2 Küche "1" $(id)');
    expect(fact('upgrade_backup')).toBe('same');
  });

  test('goes back in one command, to the configuration that the program before can read', () => {
    expect(fact('rollback')).toBe('0 1.0.0 2.0.0 stand-in 1.0.0');
    expect(fact('rollback_configuration')).toBe('same');
  });

  test('is removed but for what belongs to the owner', () => {
    expect(fact('uninstall')).toBe('0 inactive');
    expect(fact('uninstall_left')?.split(' ')).toEqual([
      '/etc/credstore.encrypted/hearthd.gemini-api-key',
      '/etc/hearthd',
      '/etc/hearthd/.made-by-installer',
      '/etc/hearthd/config.json',
      '/etc/hearthd/config.json.of-2.0.0',
      '/etc/hearthd/config.json.version-1',
      '/etc/systemd/system/hearthd.service.d',
      '/etc/systemd/system/hearthd.service.d/50-encrypted-gemini-api-key.conf',
      '/var/lib/hearthd',
    ]);
  });

  test('leaves nothing when all is to go', () => {
    expect(fact('purge')).toBe('0');
    expect(fact('purge_left')).toBe('');
    expect(fact('purge_again')).toBe('0 1');
  });
});
