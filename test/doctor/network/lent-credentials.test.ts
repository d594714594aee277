import { expect, test } from 'vitest';
import { environmentFrom } from '../../../src/config/environment.ts';
import { secretAdvice, withCredential } from '../../../src/doctor/network/lent-credentials.ts';
import { fakeHost } from '../fake-host.ts';

const ROOT = { name: 'root', uid: 0, gids: [0] };
const none = environmentFrom({});

test('the key is found where systemd puts it while the service runs', () => {
  const host = fakeHost({
    files: {
      '/run/credentials/hearthd.service/gemini-api-key': 'x',
      '/etc/hearthd/gemini-api-key': 'x',
    },
  });
  expect(withCredential(none, 'gemini-api-key', host).credentialsDir).toBe(
    '/run/credentials/hearthd.service',
  );
});

test('the key is found where the unit has it from', () => {
  const host = fakeHost({ files: { '/etc/hearthd/mqtt-password': 'x' } });
  expect(withCredential(none, 'mqtt-password', host).credentialsDir).toBe('/etc/hearthd');
  expect(withCredential(none, 'gemini-api-key', host)).toBe(none);
});

test('a doctor that was given credentials uses those', () => {
  const given = environmentFrom({ CREDENTIALS_DIRECTORY: '/run/given' });
  const host = fakeHost({ files: { '/etc/hearthd/mqtt-password': 'x' } });
  expect(withCredential(given, 'mqtt-password', host)).toBe(given);
});

test('an encrypted key is named, with how it can be read', () => {
  const host = fakeHost({ files: { '/etc/credstore.encrypted/hearthd.gemini-api-key': 'x' } });
  expect(secretAdvice('gemini-api-key', host)).toEqual([
    expect.stringMatching(
      /^\/etc\/credstore\.encrypted\/hearthd\.gemini-api-key .*systemctl start/,
    ),
  ]);
});

test('whoever is not root is told to be, and root is not', () => {
  expect(secretAdvice('gemini-api-key', fakeHost())).toEqual([
    expect.stringContaining('sudo hearthd doctor'),
  ]);
  expect(secretAdvice('gemini-api-key', fakeHost({ user: ROOT }))).toEqual([]);
});
