import { expect, it } from 'vitest';
import { filesCheck } from '../../../src/doctor/machine/files-check.ts';
import { type ContextParts, found, words } from '../context.ts';
import { HEARTHD, ofRoot, PASSWD } from './service-host.ts';

const check = filesCheck({ stateDir: '/home/pi/.local/state/hearthd' });
const CONFIG = { '/etc/hearthd': ofRoot(0o755), '/etc/hearthd/config.json': ofRoot(0o644) };
const OWN = { '/var/lib/hearthd': { mode: 0o700, uid: HEARTHD, gid: HEARTHD } };
const UNIT = '/etc/systemd/system/hearthd.service';
const said = async ({ files, owners, ...parts }: ContextParts = {}) =>
  words(
    await found(check, {
      ...parts,
      files: { ...PASSWD, ...files },
      owners: { ...CONFIG, ...OWN, ...owners },
    }),
  );

it('is good where the service may read what it has to and write what it keeps', async () => {
  expect(
    await said({
      owners: { '/var/lib/hearthd/usage.json': { mode: 0o600, uid: HEARTHD, gid: HEARTHD } },
    }),
  ).toEqual([
    'good: The service may read /etc/hearthd/config.json.',
    'good: What hearthd keeps lies in /var/lib/hearthd, which the user hearthd may write.',
  ]);
});

it('finds a folder that belongs to somebody else', async () => {
  expect((await said({ owners: { '/var/lib/hearthd': ofRoot(0o755) } })).slice(1)).toEqual([
    'bad: /var/lib/hearthd, where settings, bills and conversations are kept, is not for the user hearthd to write in (0755).',
    '  sudo chown -R hearthd: /var/lib/hearthd',
  ]);
});

it('finds files that root left there', async () => {
  const owners = { '/var/lib/hearthd/usage.json': ofRoot(0o600) };
  expect((await said({ owners }))[1]).toBe(
    'bad: In /var/lib/hearthd, the user hearthd may not write usage.json: somebody else ran hearthd there.',
  );
});

it.each([
  [{ '/etc/hearthd': ofRoot(0o700) }, /^bad: .*may not enter \/etc\/hearthd \(0700\)/],
  [
    { '/etc/hearthd/config.json': ofRoot(0o600) },
    /^bad: .*may not read \/etc\/hearthd\/config\.json \(0600\)/,
  ],
  [{ '/etc/hearthd/config.json': ofRoot(0o666) }, /^bad: Everybody on this machine can change/],
])('finds a configuration that is not as it should be: %#', async (owners, expected) => {
  expect((await said({ owners }))[0]).toMatch(expected);
});

it('says that there is no configuration, and that the folder is still to be made', async () => {
  const parts = { files: PASSWD, owners: { '/etc/hearthd': ofRoot(0o755) } };
  expect(words(await found(check, parts))).toEqual([
    'note: There is no /etc/hearthd/config.json: the service runs with the default of every setting.',
    'skipped: There is no /var/lib/hearthd yet: it is made at the first start.',
  ]);
});

it('looks at the folder of whoever runs it where there is no service', async () => {
  const owners = { '/home/pi/.local/state/hearthd': { mode: 0o700, uid: 1000, gid: 1000 } };
  expect(words(await found(check, { owners }))).toEqual([
    'good: What hearthd keeps lies in /home/pi/.local/state/hearthd, which you (pi) may write.',
  ]);
});

it('finds a folder that the sandbox does not let the service write', async () => {
  const config = { stateDir: '/srv/hearth' };
  const owners = { '/srv/hearth': { mode: 0o700, uid: HEARTHD, gid: HEARTHD } };
  const strict = '[Service]\nProtectSystem=strict\nReadWritePaths=-/sys/class/gpio\n';
  const last = async (unit: string) =>
    (await said({ config, owners, files: { [UNIT]: unit } })).filter((line) =>
      /sandbox/.test(line),
    );
  expect(await last(strict)).toEqual([
    'bad: "stateDir" names /srv/hearth, where the sandbox of the service lets nobody write.',
  ]);
  expect(await last(`${strict}ReadWritePaths=/srv\n`)).toEqual([]);
  expect(await last('[Service]\n')).toEqual([]);
});
