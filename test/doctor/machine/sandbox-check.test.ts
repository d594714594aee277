import { expect, it } from 'vitest';
import type { ProgramRun } from '../../../src/doctor/host.ts';
import { sandboxCheck } from '../../../src/doctor/machine/sandbox-check.ts';
import { found, words } from '../context.ts';
import { ASK, RUNNING, shown } from './unit.ts';

const RATE = 'systemd-analyze security hearthd.service --no-pager';
const rated = (number: string) =>
  `→ Overall exposure level for hearthd.service: ${number} OK :-)\n`;
const OPEN = JSON.stringify([
  { set: false, name: 'ProtectHome=', exposure: '0.2' },
  { set: null, name: 'AmbientCapabilities=', exposure: null },
  { set: false, name: 'PrivateNetwork=', exposure: '0.5' },
  { set: true, name: 'PrivateTmp=', exposure: '0.3' },
  { set: false, name: 'UMask=', exposure: '0.1' },
]);
const said = async (
  programs: Readonly<Record<string, string | ProgramRun>>,
  files: Readonly<Record<string, string>> = {},
) => words(await found(sandboxCheck, { programs: { [ASK]: RUNNING, ...programs }, files }));

it('says how it is rated', async () => {
  expect(await said({ [RATE]: rated('1.3') })).toEqual([
    'good: The sandbox is rated 1.3, from 0 (shut) to 10 (open).',
  ]);
});

it('says what is open where more is than need be', async () => {
  expect(await said({ [RATE]: rated('8.5'), [`${RATE} --json=short`]: OPEN })).toEqual([
    'note: The sandbox is rated 8.5, from 0 (shut) to 10 (open); with the unit that hearthd comes with it is below 2.',
    '  not set: PrivateNetwork= (0.5), ProtectHome= (0.2)',
    '  compare: systemctl cat hearthd.service',
  ]);
});

it('rates it also where systemd has no JSON for it', async () => {
  expect((await said({ [RATE]: rated('2.1'), [`${RATE} --json=short`]: 'no' }))[0]).toMatch(
    /^note: .*2\.1/,
  );
});

it('names the files that add to the unit', async () => {
  const file = '/etc/systemd/system/hearthd.service.d/camera.conf';
  expect(await said({ [ASK]: shown({ DropInPaths: file }), [RATE]: rated('1.4') })).toEqual([
    expect.stringMatching(/^good: The sandbox/),
    'good: Other files add to the unit:',
    `  ${file}`,
  ]);
});

it('says that limits for memory do nothing where the kernel does not count it', async () => {
  const files = { '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io pids\n' };
  expect((await said({ [RATE]: rated('1.3') }, files))[1]).toMatch(
    /^note: The kernel does not count memory/,
  );
  const counted = { '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids\n' };
  expect(await said({ [RATE]: rated('1.3') }, counted)).toHaveLength(1);
});

it.each([
  [{ [ASK]: shown({ LoadState: 'not-found' }) }, /there is no service/],
  [{ [ASK]: '' }, /systemd does not run here/],
  [{}, /could not be rated/],
])('is skipped where there is nothing to rate: %#', async (programs, reason) => {
  expect(await said(programs)).toEqual([expect.stringMatching(/^skipped: /)]);
  expect((await said(programs))[0]).toMatch(reason);
});
