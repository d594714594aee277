import { describe, expect, test } from 'vitest';
import { safeReason } from '../../src/gemini/safe-reason.ts';

const SECRET = 'sk/köy+0123456789';

describe('a reason', () => {
  test.each([
    ['as it is', `The key ${SECRET} is not valid.`],
    ['as a URL has it', `Invalid URL: wss://host/?k=${encodeURIComponent(SECRET)}&x=1`],
    ['cut at the end', `The caller with the bearer ${SECRET.slice(0, 9)}`],
    ['cut in a URL', `dial wss://host/?k=${encodeURIComponent(SECRET).slice(0, 12)}`],
  ])('keeps no secret that is in it %s', (_, text) => {
    const safe = safeReason(text, [SECRET]);
    expect(safe).toContain('[secret');
    expect(safe).not.toContain('sk/k');
    expect(safe).not.toContain('sk%2Fk');
  });

  test('without secrets stays as it is', () => {
    expect(safeReason('no matching speaker voice', [SECRET])).toBe('no matching speaker voice');
    expect(safeReason('it was the task', [SECRET])).toBe('it was the task');
    expect(safeReason('', [SECRET])).toBe('');
  });
});
