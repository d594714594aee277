import { expect, it } from 'vitest';
import { diskCheck } from '../../../src/doctor/machine/disk-check.ts';
import { mountOf } from '../../../src/doctor/machine/mounts.ts';
import { type ContextParts, found, words } from '../context.ts';
import { fakeHost } from '../fake-host.ts';
import { mount, ofRoot, PASSWD } from './service-host.ts';

const check = diskCheck({ stateDir: '/home/pi/.local/state/hearthd' });
const STATE = '/var/lib/hearthd';
const said = async (mounts: string, parts: ContextParts = {}) =>
  words(
    await found(check, {
      ...parts,
      files: { ...PASSWD, '/proc/self/mountinfo': mounts },
      owners: { [STATE]: ofRoot(0o700) },
    }),
  );

it('says how much room is left', async () => {
  expect(await said(mount('/'))).toEqual([
    'good: 8.0 GB free where hearthd keeps its state (/var/lib/hearthd).',
  ]);
});

it.each([
  [{ freeBytes: 99e6 }, /^note: Only 99 MB free where/],
  [{ freeBytes: 15_999_999 }, /^bad: Only 15 MB free where .*nothing can be kept there any more/],
  [{ freeBytes: 0, freeInodes: 0 }, /^bad: Only 0 MB free/],
  [{ freeInodes: 3 }, /^bad: There is room for only 3 more files/],
  [{ freeInodes: 0, inodes: 0 }, /^good: /],
])('a disk with %o', async (space, expected) => {
  expect((await said(mount('/'), { spaces: { [STATE]: space } }))[0]).toMatch(expected);
});

it('looks at the disk of the system as well where that is another one', async () => {
  const mounts = mount('/') + mount(STATE, { device: '8:1' });
  expect(await said(mounts, { spaces: { '/': { freeBytes: 50e6 } } })).toEqual([
    'good: 8.0 GB free where hearthd keeps its state (/var/lib/hearthd).',
    'note: Only 50 MB free on the disk of the system.',
    '  what takes the room: sudo du -xh --max-depth=2 / | sort -h | tail -20',
  ]);
});

it('finds a disk that is read-only, and is content when that of hearthd is not', async () => {
  expect((await said(mount('/', { options: 'ro,noatime' })))[0]).toMatch(
    /^bad: \/, where hearthd keeps its state, is read-only/,
  );
  expect((await said(mount('/', { more: 'ro,errors=remount-ro' })))[0]).toMatch(
    /^bad: .*read-only/,
  );
  expect((await said(mount('/', { options: 'ro' }) + mount('/var')))[0]).toBe(
    'good: The disk of the system is read-only, and that of hearthd is not.',
  );
});

it.each([
  ['tmpfs', 'in memory'],
  ['overlay', 'on an overlay'],
])('notes what is forgotten at a restart: %s', async (type, where) => {
  expect((await said(mount('/', { type })))[0]).toMatch(
    `note: What hearthd keeps lies ${where} (/): `,
  );
});

it('asks for the room of the folder that is there where the one of hearthd is not', async () => {
  const parts = { spaces: { '/home': { freeBytes: 1e6 } }, owners: { '/home': ofRoot(0o755) } };
  expect(words(await found(check, parts))[0]).toMatch(/^bad: Only 1 MB free/);
});

it('takes the mount on top, and names with blanks', () => {
  const mountinfo = `${mount('/mnt/a\\040b')}${mount('/', { device: '0:1' })}${mount('/', { device: '0:2' })}nonsense\n`;
  const host = fakeHost({ files: { '/proc/self/mountinfo': mountinfo } });
  expect(mountOf(host, '/mnt/a b/c')?.device).toBe('179:2');
  expect(mountOf(host, '/mnt/a bc')?.device).toBe('0:2');
});
