import { expect, it } from 'vitest';
import { userCheck } from '../../../src/doctor/machine/user-check.ts';
import { found, words } from '../context.ts';
import type { FakeHostParts } from '../fake-host.ts';

const files = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nhearthd:x:990:990::/nonexistent:/bin/false\n',
};
const said = async (parts: FakeHostParts) => words(await found(userCheck, parts));

it('says that they run as the user that counts', async () => {
  expect(await said({ files, user: { name: 'hearthd', uid: 990, gids: [990] } })).toEqual([
    'good: These checks run as hearthd, as the service does.',
  ]);
});

it('says what it means that root runs them', async () => {
  expect(await said({ files, user: { name: 'root', uid: 0, gids: [0] } })).toEqual([
    'note: These checks run as root, who may open everything: that a device or a file can be opened says little about the user hearthd.',
    '  as the service: sudo -u hearthd hearthd doctor',
  ]);
});

it('says what it means that somebody else runs them', async () => {
  expect((await said({ files }))[0]).toMatch(/^note: These checks run as pi: what pi may not open/);
});

it('says that there is no such user yet', async () => {
  expect(await said({})).toEqual([
    'note: These checks run as pi. There is no user hearthd: the service is not installed here.',
  ]);
});
