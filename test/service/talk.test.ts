import { beforeAll, describe, expect, test } from 'vitest';
import { titled } from '../parts/support/skipping.ts';
import { missingFor, runInLab, type Seen } from './support/guest.ts';
import { debianRoot, ownRoot } from './support/roots.ts';

describe.each([ownRoot, debianRoot])('on $name', (root) => {
  const missing = missingFor(root);

  describe.skipIf(missing)(titled('the service', missing), () => {
    let fact: Seen;

    beforeAll(async () => {
      fact = await runInLab({ script: 'talk', root });
    });

    test('is a unit that systemd finds nothing wrong with', () => {
      expect(fact('verify')).toBe('');
    });

    test('is exposed no more than 1.3', () => {
      expect(Number(fact('exposure'))).toBeGreaterThan(0);
      expect(Number(fact('exposure'))).toBeLessThanOrEqual(1.3);
    });

    test('starts, and says itself when it is ready and what it does', () => {
      expect(fact('start')).toBe('0 active running');
      expect(fact('type')).toBe('notify');
      expect(fact('status')).toContain('waiting for a press');
    });

    test('runs as its own user, with folders of its own', () => {
      expect(fact('user')).toBe('hearthd');
      expect(fact('folders')).toBe('hearthd 700 hearthd 700');
    });

    test('runs before other programs: all that it starts, too', () => {
      expect(fact('nice')).toBe('-10');
      expect(fact('cpu_weight')).toBe('400');
    });

    test('has its sound cards, its button, its lamp and its broker inside the sandbox', () => {
      for (const part of ['microphone', 'speaker', 'button', 'lamp', 'broker', 'key', 'state'])
        expect(fact('works')?.split(' ')).toContain(part);
      expect(fact('availability')).toBe('online');
    });

    test('hears what is said while the button is pressed, with its lamp lit', () => {
      expect(fact('lamp')).toBe('1');
      expect(JSON.parse(fact('spoken') ?? '').heardMs).toBeGreaterThan(1_000);
    });

    test('does what the model calls for on the broker, and tells it so', () => {
      expect(fact('command')).toBe('home/kitchen/light/set ON');
      expect(fact('answered')).toContain('"status":"sent"');
    });

    test('answers aloud: the tone of the reply comes out of the loudspeaker', () => {
      expect(Number(fact('heard_tone_ms'))).toBeGreaterThan(1_000);
      expect(Number(fact('heard_tone_ms'))).toBeLessThan(1_700);
    });

    test('needs less memory and fewer tasks than its limits', () => {
      expect(Number(fact('rss_mb'))).toBeGreaterThan(10);
      expect(Number(fact('rss_mb'))).toBeLessThan(300);
      expect(Number(fact('tasks'))).toBeLessThan(96);
    });

    test('keeps its secrets out of journal, environments, command lines and what systemd shows', () => {
      expect(fact('secret_in_journal')).toBe('0');
      expect(fact('secret_in_environ')).toBe('0');
      expect(fact('secret_in_cmdline')).toBe('0');
      expect(fact('secret_in_show')).toBe('0');
    });

    test('writes to the journal with priorities', () => {
      expect(fact('priorities')).toContain('"PRIORITY":"6"');
    });

    test('stops by itself before systemd would end it, its last word said', () => {
      expect(fact('stop')).toBe('0 inactive success');
      expect(fact('stopped')).toBe('1');
      expect(fact('last_word')).toBe('offline');
    });

    test('leaves no line, no sound device and no program behind', () => {
      expect(fact('left_running')).toBe('0');
      expect(fact('lines_used')).toBe('0');
      expect(fact('pcm_open')).toBe('0');
    });
  });
});
