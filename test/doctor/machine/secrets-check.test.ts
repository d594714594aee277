import { expect, it } from 'vitest';
import { secretsCheck } from '../../../src/doctor/machine/secrets-check.ts';
import { type ContextParts, found, words } from '../context.ts';
import { HEARTHD, ofRoot, PASSWD } from './service-host.ts';

const UNIT = '/etc/systemd/system/hearthd.service';
const DROP_IN = '/etc/systemd/system/hearthd.service.d/50-encrypted-gemini-api-key.conf';
const STORED = '/etc/credstore.encrypted/hearthd.gemini-api-key';
const KEY = '/etc/hearthd/gemini-api-key';
const INSTALLED = {
  ...PASSWD,
  [UNIT]: `[Service]\nLoadCredential=gemini-api-key:${KEY}\nSetCredential=gemini-api-key:\\n\nSetCredential=mqtt-password:\\n\n`,
};
const ENCRYPTED = {
  ...INSTALLED,
  [DROP_IN]: `[Service]\nLoadCredentialEncrypted=gemini-api-key:${STORED}\n`,
};
const said = async (parts: ContextParts) => words(await found(secretsCheck, parts));

it('has nothing to say where nothing is installed', async () => {
  expect(await said({})).toEqual([expect.stringMatching(/^skipped: There is neither a service/)]);
});

it('is content with a key for root alone', async () => {
  expect(await said({ files: INSTALLED, owners: { [KEY]: ofRoot(0o600) } })).toEqual([
    'good: The service has the gemini-api-key (/etc/hearthd/gemini-api-key, for root alone).',
  ]);
});

it.each([
  [ofRoot(0o644), '0644'],
  [ofRoot(0o640), '0640'],
  [{ mode: 0o600, uid: 1000, gid: 1000 }, '0600, of pi'],
  [{ mode: 0o600, uid: 77, gid: 77 }, '0600, of user 77'],
])('finds a key that is not for root alone: %o', async (owner, told) => {
  expect(await said({ files: INSTALLED, owners: { [KEY]: owner } })).toEqual([
    `bad: /etc/hearthd/gemini-api-key is not for root alone (${told}).`,
    '  sudo chown root:root /etc/hearthd/gemini-api-key && sudo chmod 600 /etc/hearthd/gemini-api-key',
  ]);
});

it('says that a service without a key cannot talk, and how to give it one', async () => {
  expect(await said({ files: INSTALLED })).toEqual([
    'bad: There is no gemini-api-key for the service (/etc/hearthd/gemini-api-key): it cannot talk.',
    '  sudo install -m 600 /dev/stdin /etc/hearthd/gemini-api-key (paste it, Enter, Ctrl-D), then sudo systemctl restart hearthd',
  ]);
});

it('asks only for what the configuration needs', async () => {
  const owners = { [KEY]: ofRoot(0o600) };
  const gateway = { live: { auth: { type: 'gateway', url: 'https://gateway.example/live' } } };
  expect((await said({ files: INSTALLED, config: gateway }))[0]).toMatch(
    /^bad: There is no gateway-token/,
  );
  const password = { mqtt: { username: 'hearth' } };
  expect((await said({ files: INSTALLED, owners, config: password }))[1]).toMatch(
    /^note: There is no mqtt-password for the service .*few brokers take a user without/,
  );
});

it('is content with a key that is encrypted, and says that one in the clear is too many', async () => {
  expect(await said({ files: ENCRYPTED, owners: { [STORED]: ofRoot(0o600) } })).toEqual([
    `good: The service has the gemini-api-key, encrypted (${STORED}).`,
  ]);
  const both = { [STORED]: ofRoot(0o600), [KEY]: ofRoot(0o600) };
  expect((await said({ files: ENCRYPTED, owners: both }))[1]).toBe(
    `note: The gemini-api-key lies in the clear as well (${KEY}), which is not needed.`,
  );
});

it('finds an encrypted key that is gone, and says what only root can see', async () => {
  expect((await said({ files: ENCRYPTED }))[0]).toBe(
    `bad: The unit takes the gemini-api-key from ${STORED}, which is not there.`,
  );
  expect(
    await said({ files: ENCRYPTED, owners: { '/etc/credstore.encrypted': ofRoot(0o700) } }),
  ).toEqual([`skipped: Whether ${STORED} is there only root can see.`]);
});

it.each([
  'SetCredential=gemini-api-key:geheim',
  'Environment=GEMINI_API_KEY=geheim',
  'Environment="LANG=C" "HEARTHD_MQTT_PASSWORD=geheim"',
])('finds a secret in the unit and does not repeat it: %s', async (line) => {
  const lines = await said({ files: { ...ENCRYPTED, [DROP_IN]: `[Service]\n${line}\n` } });
  expect(lines[0]).toBe(
    `bad: A secret stands in ${DROP_IN}, where everybody on this machine can read it.`,
  );
  expect(lines.join()).not.toContain('geheim');
});

it('looks at the files that the configuration names', async () => {
  const config = {
    live: { auth: { type: 'api-key', file: '/srv/key' } },
    mqtt: {
      url: 'mqtts://broker',
      username: 'hearth',
      passwordFile: '/srv/password',
      cert: '/srv/cert',
      key: '/srv/tls',
    },
  };
  const owners = {
    '/srv/key': { mode: 0o644, uid: HEARTHD, gid: 0 },
    '/srv/password': ofRoot(0o600),
    '/srv/tls': { mode: 0o400, uid: HEARTHD, gid: 0 },
  };
  expect(await said({ files: INSTALLED, config, owners })).toEqual([
    'bad: Everybody on this machine can read /srv/key ("live.auth.file", 0644).',
    '  sudo chmod o= /srv/key',
    'bad: The user hearthd may not read /srv/password ("mqtt.passwordFile", 0600).',
    '  sudo chown hearthd /srv/password',
    'good: The user hearthd may read /srv/tls ("mqtt.key", 0400).',
  ]);
  expect((await said({ files: INSTALLED, config }))[0]).toMatch(
    /^note: \/srv\/key, which "live.auth.file" names, is not there/,
  );
});
