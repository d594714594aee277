import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultWords } from '../../src/live/close-words.ts';
import type { CloseCause } from '../../src/live/session.ts';

const model = 'gemini-3.8-live';
const causes: readonly CloseCause[] = ['network', 'refused', 'quota', 'key', 'model', 'setup'];

describe('what a person is told of a closed connection', () => {
  test.each<[CloseCause, string, RegExp]>([
    ['key', 'API key not valid.', /does not accept the key.*"live\.auth".*"API key not valid"/],
    ['quota', 'You exceeded your current quota', /by itself after a longer wait.*aistudio/],
    ['model', 'models/x is not found', /no Live model "gemini-3\.8-live".*"live\.model"/],
    ['model', 'Unexpected server response: 404', /At its address there is no service/],
    ['setup', 'no matching speaker voice', /the setting "live\.voice".*check-config/],
    ['setup', 'Request contains an invalid argument.', /a setting under "live"/],
    ['refused', 'Invalid session handle', /a new one is begun by itself/],
    ['network', 'getaddrinfo EAI_AGAIN host', /cannot be looked up.*DNS/],
    ['network', 'certificate is not yet valid', /date and time of this device/],
    ['network', 'Unexpected server response: 503', /a fault of its own/],
    ['network', 'connect ECONNREFUSED', /no way to the service/],
  ])('says what is wrong and what to do: %s, %s', (cause, reason, words) => {
    expect(faultWords({ cause, reason }, { model })).toMatch(words);
  });

  test('is our own sentence when the service was not asked', () => {
    const reason = 'The API key is missing: put it there.';
    expect(faultWords({ cause: 'key', reason, by: 'device' }, { model })).toBe(reason);
  });

  test('differs for every cause', () => {
    const sentences = causes.map((cause) => faultWords({ cause, reason: '' }, { model }));
    expect(new Set(sentences).size).toBe(causes.length);
  });

  test('is one printable, bounded line without secrets, whatever the service says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...causes),
        fc.string({ unit: 'binary', maxLength: 3_000 }),
        (cause, noise) => {
          const key = 'AIza0123456789012345678901234567890';
          const words = faultWords({ cause, reason: `${noise} key=${key} ${key}` }, { model });
          expect(words).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          expect(words.length).toBeLessThan(800);
          expect(words).not.toContain(key);
          expect(words.endsWith('.')).toBe(true);
        },
      ),
    );
  });
});
