import { beforeAll, describe, expect, test } from 'vitest';
import { inGuest, noLab, repository } from './support/lab.ts';
import { noMosquitto } from './support/mosquitto.ts';
import { titled } from './support/skipping.ts';

const missing = noLab ?? noMosquitto;

describe.skipIf(missing)(titled('the service under systemd', missing), () => {
  const seen = new Map<string, string>();
  const fact = (name: string) => seen.get(name);

  beforeAll(async () => {
    const script = `${repository}/test/parts/lab/service.sh`;
    const run = await inGuest(['-s', '-t', '280'], ['bash', script, repository]);
    for (const line of run.output.split('\n')) {
      const [name, ...value] = line.split('=');
      if (name) seen.set(name, value.join('='));
    }
    expect(fact('secret_in_journal'), run.errors).toBeDefined();
  }, 300_000);

  test('is a unit that systemd finds nothing wrong with', () => {
    expect(fact('verify')).toBe('');
  });

  test('starts, and says itself when it is ready', () => {
    expect(fact('start')).toBe('0 active');
    expect(fact('type')).toBe('notify');
    expect(fact('status')).toContain('waiting for a press');
  });

  test('runs as its own user, with a folder for its state and the key as a credential', () => {
    expect(fact('user')).toBe('hearthd');
    expect(fact('state_dir')).toBe('hearthd 700');
    expect(fact('key_missing')).toBe('0');
  });

  test('has its sound cards, its button and its broker', () => {
    expect(fact('microphone')).toBe('1');
    expect(fact('speaker')).toBe('1');
    expect(fact('button')).toContain('button works');
    expect(fact('pressed')).toBe('0');
    expect(fact('availability')).toBe('online');
  });

  test('runs before other programs: the daemon, and what it records and plays with', () => {
    expect(fact('nice')?.trim()).toBe('-10');
  });

  test('writes to the journal with priorities, and never the key', () => {
    expect(fact('priorities')).toBe('some');
    expect(fact('secret_in_journal')).toBe('0');
  });

  test('is restarted on request and when it was killed', () => {
    expect(fact('restart')).toBe('0 active');
    expect(fact('new_process')).toBe('yes');
    expect(fact('after_kill')).toBe('active');
  });

  test('stops with its last word said, its lines free and nothing left running', () => {
    expect(fact('stop')).toBe('0 inactive success');
    expect(fact('left_running')).toBe('0');
    expect(fact('last_word')).toBe('offline');
    expect(fact('lines_free')).toBe('0');
  });

  test('starts without a key and says what is missing', () => {
    expect(fact('start_without_key')).toBe('0 active');
    expect(Number(fact('says_key_missing'))).toBeGreaterThan(0);
  });

  test('is not restarted with a wrong configuration, and the journal names what is wrong', () => {
    expect(fact('wrong_configuration')).toBe('failed 78 0');
    expect(Number(fact('wrong_key_named'))).toBeGreaterThan(0);
  });
});
