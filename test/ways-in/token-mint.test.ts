import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/system/clock.ts';
import { mintToken } from '../../src/ways-in/token-mint.ts';
import { recordWire, type WireRecorder } from './wire-recorder.ts';

const KEY = 'AIza-secret-0123456789';

it('asks the Gemini API as its SDK does: the key in a header, the terms in the body', async () => {
  const google = await recordWire({ name: 'auth_tokens/abc', expireTime: '2026-11-21T10:30:00Z' });
  expect(await mint(google)).toEqual({
    type: 'token',
    token: 'auth_tokens/abc',
    expireTime: '2026-11-21T10:30:00Z',
  });
  const [request] = google.requests;
  expect(request?.path).toBe('/v1alpha/auth_tokens');
  expect(request?.query).toEqual({});
  expect(request?.headers).toMatchObject({
    'x-goog-api-key': KEY,
    'content-type': 'application/json',
  });
  expect(JSON.parse(request?.body ?? '')).toEqual({
    uses: 3,
    expireTime: '2026-11-21T10:30:00.000Z',
    newSessionExpireTime: '2026-11-21T10:01:00.000Z',
  });
});

it('keeps to the address that it is given, whatever stands at its end', async () => {
  const google = await recordWire({ name: 'auth_tokens/abc' });
  await mint({ url: `${google.url}/google/` });
  expect(google.requests[0]?.path).toBe('/google/v1alpha/auth_tokens');
});

it.each([
  [400, 'API key not valid. Please pass a valid API key.', 'key'],
  [403, 'Method doesn’t allow unregistered callers.', 'key'],
  [429, 'You exceeded your current quota.', 'quota'],
  [400, 'Request contains an invalid argument.', 'network'],
  [503, 'The service is currently unavailable.', 'network'],
])('tells in words why there is none: %i %s', async (status, message, cause) => {
  const google = await recordWire(
    { error: { code: status, message: `${message} ${KEY}` } },
    status,
  );
  const denial = await mint(google);
  expect(denial).toMatchObject({ type: 'denied', cause });
  expect(inspect(denial)).toContain(`saying "${message} [secret]"`);
  expect(inspect(denial)).not.toContain(KEY);
});

const mint = ({ url }: Pick<WireRecorder, 'url'>) =>
  mintToken({
    apiKey: KEY,
    baseUrl: url,
    uses: 3,
    expireTime: new Date('2026-11-21T10:30:00Z'),
    newSessionExpireTime: new Date('2026-11-21T10:01:00Z'),
    clock: systemClock,
  });
