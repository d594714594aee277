import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/system/redact.ts';

describe('a known secret', () => {
  it.each([
    ['as it is', 'the key hunter2 is wrong', 'hunter2', 'the key [secret] is wrong'],
    ['more than once', 'hunter2hunter2', 'hunter2', '[secret][secret]'],
    ['in JSON', '{"a":"x\\"y\\\\z"}', 'x"y\\z', '{"a":"[secret]"}'],
    [
      'in JSON inside JSON',
      '{"a":"{\\"b\\":\\"x\\\\\\"yz\\"}"}',
      'x"yz',
      '{"a":"{\\"b\\":\\"[secret]\\"}"}',
    ],
    ['in a URL', 'http://h/?q=a%20b%2Fc', 'a b/c', 'http://h/?q=[secret]'],
    ['in a form', 'q=a+b%2Fc', 'a b/c', 'q=[secret]'],
  ])('is taken out %s', (_, text, secret, clean) => {
    expect(redact(text, [secret])).toBe(clean);
  });

  it('is taken out wherever it stands', () => {
    const secret = fc
      .string({ unit: 'binary', minLength: 4, maxLength: 40 })
      .filter((text) => !'[secret]'.includes(text));
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
        const line = JSON.stringify({ message: `${before}${text}${after}` });
        expect(redact(line, [text])).not.toContain(JSON.stringify(text).slice(1, -1));
      }),
    );
  });

  it('of fewer than four characters is left, for it would be part of other words', () => {
    expect(redact('a line', ['a', '', 'lin'])).toBe('a line');
  });
});

describe('what looks like a secret', () => {
  it.each([
    [
      'wss://host/ws/v1beta.BidiGenerateContent?key=abc-DEF_1&alt=x',
      'wss://host/ws/v1beta.BidiGenerateContent?key=[secret]&alt=x',
    ],
    ['?access_token=auth_tokens/abc', '?access_token=[secret]'],
    ['{"url":"http://h/?api_key=abc"}', '{"url":"http://h/?api_key=[secret]"}'],
    ['password=hunter2', 'password=[secret]'],
    ['Authorization: Bearer abc.def', 'Authorization: [secret]'],
    ['{"authorization":"Basic aGk6aG8="}', '{"authorization":"[secret]"}'],
    ['{"h":"{\\"x-goog-api-key\\":\\"abc\\"}"}', '{"h":"{\\"x-goog-api-key\\":\\"[secret]\\"}"}'],
    ['sent Bearer abc.def-_/+=', 'sent Bearer [secret]'],
    ['mqtt://user:hunter2@broker:1883', 'mqtt://[secret]@broker:1883'],
    ['AIzaSyA1234567890abcdefghijklmnopqrstuv is bad', '[secret] is bad'],
    ['token auth_tokens/abcdef.', 'token [secret].'],
    ['ya29.a0AfB_by-x', '[secret]'],
  ])('is taken out unasked: %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
    expect(redact(clean)).toBe(clean);
  });

  it.each([
    'a key is missing: put it into GEMINI_API_KEY',
    'The session took 1200 tokens',
    'mail to someone@example.org',
    'http://host/path@v1?x=1',
    '{"level":"info","message":"connected","attempt":1}',
  ])('does not take ordinary text with it: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('is looked for quickly in long lines', () => {
    for (const piece of ['key=', 'Bearer ', '://a', 'authorization: ', 'AIza', '\\"'])
      expect(redact(piece.repeat(100_000))).toEqual(expect.any(String));
  });
});
