import { describe, expect, it } from 'vitest';
import { accessCheck } from '../../../src/doctor/sound/access-check.ts';
import { groupsFrom, mayReadAndWrite } from '../../../src/doctor/sound/users.ts';
import { type ContextParts, found, words } from '../context.ts';

const AUDIO = 29;
const DEVICES = {
  '/dev/snd/controlC0': { mode: 0o660, uid: 0, gid: AUDIO },
  '/dev/snd/pcmC0D0c': { mode: 0o660, uid: 0, gid: AUDIO },
  '/dev/snd/timer': { mode: 0o600, uid: 0, gid: 0 },
};
const closed = Object.keys(DEVICES);
const group = (members: string) => ({ '/etc/group': `root:x:0:\naudio:x:${AUDIO}:${members}\n` });
const SERVICE = { '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nhearthd:x:990:990::/:/bin/false\n' };

const said = async (parts: ContextParts) =>
  words(await found(accessCheck, { owners: DEVICES, ...parts }));

describe('who may open the sound devices', () => {
  it('is whoever runs the doctor, and the user of the service', async () => {
    expect(await said({ files: { ...SERVICE, ...group('hearthd') } })).toEqual([
      'good: You (pi) may open the sound devices.',
      'good: The user hearthd may open the sound devices.',
    ]);
  });

  it('is nobody who is not in their group: the command that helps is told', async () => {
    expect(await said({ files: { ...SERVICE, ...group('') }, closed })).toEqual([
      'bad: You (pi) may not open the sound devices: you are not in the group audio.',
      '  sudo usermod -aG audio pi, then log in again',
      'bad: The user hearthd may not open the sound devices: it is not in the group audio.',
      '  sudo usermod -aG audio hearthd && sudo systemctl restart hearthd',
    ]);
  });

  it('is not yet who joined the group after the login', async () => {
    expect(await said({ files: group('root,pi'), closed })).toEqual([
      'bad: You (pi) are in the group audio, but were not yet when you logged in: log in again.',
    ]);
  });

  it.each([
    ['/etc/systemd/system/hearthd.service', 'User=hearthd\nSupplementaryGroups=audio gpio\n'],
    ['/etc/systemd/system/hearthd.service.d/sound.conf', '[Service]\nSupplementaryGroups=audio\n'],
  ])('is the service whose unit gives it the group: %s', async (unit, text) => {
    const files = { ...SERVICE, ...group(''), [unit]: text };
    expect((await said({ files })).at(-1)).toBe(
      'good: The user hearthd may open the sound devices.',
    );
  });

  it('is not told where there is no device, nor of a service user that does not exist', async () => {
    expect(words(await found(accessCheck))).toEqual([
      'skipped: There are no sound devices in /dev/snd.',
    ]);
    expect(await said({ files: group('') })).toHaveLength(1);
  });

  it('is told without a group where the devices have none', async () => {
    const owners = { '/dev/snd/controlC0': { mode: 0o600, uid: 0, gid: 0 } };
    expect(await said({ owners, files: { ...SERVICE, ...group('') }, closed })).toEqual([
      'bad: You (pi) may not open the sound devices in /dev/snd.',
      'bad: The user hearthd may not open the sound devices.',
    ]);
  });
});

describe('permissions', () => {
  it.each([
    [0o660, { uid: 0, gids: [0] }, true],
    [0o600, { uid: 5, gids: [9] }, true],
    [0o066, { uid: 5, gids: [7] }, false],
    [0o660, { uid: 6, gids: [6, 7] }, true],
    [0o640, { uid: 6, gids: [6, 7] }, false],
    [0o606, { uid: 6, gids: [7] }, false],
    [0o606, { uid: 6, gids: [6] }, true],
  ])('the owner, the group and others are told apart: %o %o', (mode, user, may) => {
    expect(mayReadAndWrite({ mode, uid: 5, gid: 7 }, user)).toBe(may);
  });

  it('a file of groups may hold anything', () => {
    expect(groupsFrom('\n#x\na:b:c:d\nplugdev:x:46:pi,\n+:::\n')).toEqual([
      { name: 'plugdev', gid: 46, members: ['pi'] },
    ]);
  });
});
