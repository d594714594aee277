import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { noLab, runInLab, type Seen } from './support/guest.ts';
import { standInRelease } from './support/release-folder.ts';

describe.skipIf(noLab)(titled('an installation that cannot be', noLab), () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearthd-install-'));
  let fact: Seen;

  beforeAll(async () => {
    // Also for somebody who is not root.
    chmodSync(folder, 0o755);
    standInRelease(`${folder}/1.0.0`, { version: '1.0.0', form: 1 });
    standInRelease(`${folder}/2.0.0`, { version: '2.0.0', form: 2 });
    fact = await runInLab({ script: 'install-faults', args: [folder], shared: [folder] });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('names the command for who is not root', () => {
    expect(fact('no_root')).toMatch(/^1 .*run it again as "sudo .*install\.sh/);
  });

  test('names what is wrong with an option or an answer', () => {
    expect(fact('unknown_option')).toMatch(/^64 .*no option --colour/);
    expect(fact('unknown_answer')).toMatch(/^64 .*Line 2 .*Known are: .*BUTTON_PIN/);
    expect(fact('wrong_pin')).toMatch(/^64 .*--button-pin .*0 to 53/);
  });

  test('refuses a key among the arguments, and does not repeat it', () => {
    expect(fact('key_as_argument')).toMatch(/^64 .*--api-key-file/);
    expect(fact('key_as_argument')).not.toContain('AIza');
  });

  test('names the systems that it knows on another, or on one that is too old', () => {
    expect(fact('wrong_os')).toMatch(/^1 .*Fedora Linux 43.*Debian 12 or later/);
    expect(fact('old_os')).toMatch(/^1 .*bullseye.*too old.*Debian 12/);
  });

  test('says where a newer Node comes from, where the system has Node 18 only', () => {
    expect(fact('node_18')).toMatch(/^1 .*Node 18\.20\.4.*too old.*trixie.*NodeSource/);
    expect(fact('after_refusals')).toBe('nothing');
  });

  test('says which packages are missing when there is no network, with nothing half installed', () => {
    expect(fact('no_network')).toMatch(/^1 .*gpiod.*network.*sudo apt install gpiod/);
    expect(fact('after_no_network')).toBe('nothing');
  });

  test('is repaired by a second call, with a file of answers', () => {
    expect(fact('with_answers')).toMatch(/^0/);
    expect(fact('with_answers_name')).toBe('Hall voice 1.0.0');
  });

  test('waits for no other installer that is at work', () => {
    expect(fact('two_at_a_time')).toMatch(/^1 .*Another installer/);
  });

  test('leaves what ran when the disk is full in the middle, and goes on when there is room', () => {
    expect(fact('disk_full')).toMatch(/^1 .*full disk.*What ran before runs on/);
    expect(fact('disk_full_left')).toBe('1.0.0 1.0.0 current');
    expect(fact('disk_full_config')).toBe('null');
    expect(fact('disk_repaired')).toMatch(/^0/);
    expect(fact('disk_repaired_left')).toBe('2.0.0 1.0.0 1.0.0 2.0.0 current previous');
  });

  test('says how much room is needed, where it can be seen before', () => {
    expect(fact('no_room')).toMatch(/^1 .*too little room.*MiB are needed/);
  });

  test('leaves a configuration that no longer fits as it is, and the program that runs', () => {
    expect(fact('wrong_configuration')).toMatch(/^78 .*config\.json/);
    expect(fact('wrong_configuration_left')).toMatch(/^3 /);
  });

  test('asks for the key again when it cannot be one, without showing it', () => {
    expect(fact('key_refused')).toBe('2');
    expect(fact('key_refused_why')).toContain('about 40 characters');
    expect(fact('key_shown')).toBe('0');
    expect(fact('key_stored')).toBe('root 600 1');
  });

  test('keeps a user, a command, a unit, a configuration and a key that were there before', () => {
    expect(fact('existing')).toMatch(/^0/);
    expect(fact('existing_kept')).toBe('mine /bin/sh {} 1');
    expect(fact('existing_key')).toBe('root 600');
    expect(fact('existing_runs')).toBe('active');
    expect(fact('existing_user')).toBe('hearthd mine');
  });
});
