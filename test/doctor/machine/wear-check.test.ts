import { expect, it } from 'vitest';
import { judgeLifeTime } from '../../../src/doctor/machine/life-time.ts';
import { wearCheck } from '../../../src/doctor/machine/wear-check.ts';
import { found, words } from '../context.ts';
import { mount, ofRoot, PASSWD } from './service-host.ts';

const check = wearCheck({ stateDir: '/home/pi/.local/state/hearthd' });
const CARD = {
  ...PASSWD,
  '/proc/self/mountinfo': mount('/'),
  '/sys/dev/block/179:2/uevent': 'MAJOR=179\nMINOR=2\nDEVNAME=mmcblk0p2\nDEVTYPE=partition\n',
  '/sys/block/mmcblk0/device/type': 'SD\n',
};
const JOURNAL = { '/var/log/journal': ofRoot(0o755) };
const said = async (files: Readonly<Record<string, string>> = {}, owners = {}) =>
  words(await found(check, { files: { ...CARD, ...files }, owners }));

it('has nothing to say where there is no card', async () => {
  const files = { '/proc/self/mountinfo': mount('/', { device: '259:2' }) };
  expect(words(await found(check, { files }))).toEqual([
    'good: The system does not run on an SD card.',
  ]);
});

it('is content with a card that is little written to', async () => {
  expect(await said()).toEqual([
    'good: The system runs on an SD card (mmcblk0), and is easy on it.',
  ]);
});

it.each([
  ['rw', 'rw', /^note: \/ writes to the card whenever a file is read/],
  ['rw,relatime', 'rw', /^good: /],
  ['rw,noatime', 'rw,commit=1', /^note: \/ writes to the card every 1 seconds/],
  ['rw,noatime', 'rw,commit=600', /^good: /],
])('a card that is mounted with %s - %s', async (options, more, expected) => {
  expect((await said({ '/proc/self/mountinfo': mount('/', { options, more }) }))[0]).toMatch(
    expected,
  );
});

it.each([
  ['nothing is set', {}, /^note: The journal of the whole system/],
  [
    'it is to be kept',
    { '/etc/systemd/journald.conf': '[Journal]\nStorage=persistent\n' },
    /^note: /,
  ],
  [
    'it is kept in memory',
    {
      '/usr/lib/systemd/journald.conf.d/40-rpi-volatile-storage.conf':
        '[Journal]\nStorage=volatile\n',
    },
    /^good: /,
  ],
  [
    'it is short',
    { '/etc/systemd/journald.conf': '[Journal]\n#Storage=auto\nSystemMaxUse = 64M\n' },
    /^good: /,
  ],
  [
    'a later file overrules',
    {
      '/usr/lib/systemd/journald.conf.d/40-a.conf': 'Storage=volatile\n',
      '/etc/systemd/journald.conf.d/50-b.conf': 'Storage=persistent\n',
    },
    /^note: /,
  ],
  [
    'a file of the same name overrules',
    {
      '/usr/lib/systemd/journald.conf.d/40-a.conf': 'Storage=persistent\n',
      '/etc/systemd/journald.conf.d/40-a.conf': 'Storage=volatile\n',
    },
    /^good: /,
  ],
  [
    'it lies elsewhere',
    { '/proc/self/mountinfo': mount('/') + mount('/var/log', { device: '0:30', type: 'tmpfs' }) },
    /^good: /,
  ],
])('the journal where %s', async (_, files, expected) => {
  expect((await said(files, JOURNAL))[0]).toMatch(expected);
});

it('notes memory that is swapped out to the card, and not what stays in memory', async () => {
  const swaps = (file: string) =>
    `Filename\tType\tSize\tUsed\tPriority\n${file}  file  102396\t0\t-2\n`;
  expect((await said({ '/proc/swaps': swaps('/var/swap') }))[0]).toBe(
    'note: Memory is swapped out to the card (/var/swap).',
  );
  expect((await said({ '/proc/swaps': swaps('/dev/mmcblk0p3') }))[0]).toMatch(/^note: /);
  expect((await said({ '/proc/swaps': swaps('/dev/zram0') }))[0]).toMatch(/^good: /);
});

it.each([
  [
    '0x01 0x02\n',
    '0x01\n',
    ['good: The memory chip mmcblk0 says that 10 to 20 % of its life are over.'],
  ],
  [
    '0x09 0x01\n',
    '0x01\n',
    ['note: The memory chip mmcblk0 says that 80 to 90 % of its life are over.'],
  ],
  ['0x02 0x02\n', '0x03\n', [expect.stringMatching(/^bad: .*its life is over/)]],
  ['0x0b 0x01\n', '0x01\n', [expect.stringMatching(/^bad: .*its life is over/)]],
  ['0x00 0x00\n', '0x00\n', []],
  [undefined, undefined, []],
])('a chip that says %j, %j', (lifeTime, endOfLife, expected) => {
  expect(words(judgeLifeTime({ name: 'mmcblk0', lifeTime, endOfLife }))).toEqual(expected);
});

it('asks an eMMC for its age', async () => {
  const files = {
    '/sys/block/mmcblk0/device/type': 'MMC\n',
    '/sys/block/mmcblk0/device/life_time': '0x01 0x01\n',
    '/sys/block/mmcblk0/device/pre_eol_info': '0x01\n',
  };
  expect(await said(files)).toEqual([
    'good: The memory chip mmcblk0 says that 0 to 10 % of its life are over.',
    'good: The system runs on an eMMC (mmcblk0), and is easy on it.',
  ]);
});
