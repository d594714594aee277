import { expect, test } from 'vitest';
import { dialFault } from '../../src/gemini/dial-fault.ts';

const failed = (traits: object, cause?: Error): Error =>
  Object.assign(new Error('failed', { cause }), traits);

test.each([
  ['no credentials at all', new Error('Could not load the default credentials.'), 'key'],
  ['a credentials file that is not there', failed({ code: 'ENOENT' }), 'key'],
  ['credentials that were withdrawn', failed({ status: 400, code: '400' }), 'key'],
  ['too many requests for credentials', failed({ status: 429 }), 'quota'],
  ['an authentication service that is down', failed({ status: 503 }), 'network'],
  ['no way to the authentication service', failed({ code: 'ENOTFOUND' }), 'network'],
  ['a cause below another', failed({}, failed({ code: 'ECONNREFUSED' })), 'network'],
  ['something that is no error', 'failed', 'key'],
])('of Vertex AI, %s', (_, error, cause) => {
  expect(dialFault(error, 'vertex')).toBe(cause);
});

test.each(['api-key', 'token', 'gateway'] as const)(
  'where nothing is asked before the dial, as with an access of type %s, the settings are at fault',
  (access) => {
    expect(dialFault(failed({ code: 'ENOTFOUND' }), access)).toBe('setup');
  },
);
