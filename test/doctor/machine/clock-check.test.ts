import { expect, it } from 'vitest';
import { clockCheck } from '../../../src/doctor/machine/clock-check.ts';
import { type ContextParts, found, words } from '../context.ts';

const ASK = 'timedatectl show --property=NTPSynchronized --value';
const CHRONY = 'chronyc -n tracking';
const said = async (
  parts: ContextParts,
  { now = '2026-11-21T16:20:00Z', builtAt = '2026-11-01T00:00:00Z' } = {},
) =>
  words(await found(clockCheck({ date: () => new Date(now), builtAt: new Date(builtAt) }), parts));

it('is good where the network sets it', async () => {
  expect(await said({ programs: { [ASK]: 'yes\n' } })).toEqual([
    'good: The clock is set by the network.',
    'good: The time zone is Europe/Berlin.',
  ]);
});

it.each([
  [
    'timesyncd says so',
    { owners: { '/run/systemd/timesync/synchronized': { mode: 0o644, uid: 0, gid: 0 } } },
  ],
  [
    'chrony says so',
    { programs: { [CHRONY]: 'Reference ID : C0A80001\nLeap status     : Normal\n' } },
  ],
])('is good where %s', async (_, parts) => {
  expect((await said(parts))[0]).toBe('good: The clock is set by the network.');
});

it.each([
  ['the kernel', { [ASK]: 'no\n' }],
  ['chrony', { [CHRONY]: 'Leap status     : Not synchronised\n' }],
])('is noted where it has not been set, as %s says', async (_, programs) => {
  const [first, second] = await said({ programs });
  expect(first).toMatch(/^note: The clock has not been set .*it says 2026-11-21 16:20 UTC\./);
  expect(second).toMatch(/^ {2}sudo timedatectl set-ntp true/);
});

it('is skipped where nobody knows', async () => {
  expect((await said({}))[0]).toMatch(/^skipped: Who sets the clock is not known here/);
});

it.each([
  [
    '1970-01-01T00:02:00Z',
    /^bad: It is not 1970-01-01: this program was made later \(2026-11-01\)/,
  ],
  ['2026-10-30T23:00:00Z', /^bad: It is not 2026-10-30/],
  ['2026-10-31T01:00:00Z', /^good: /],
  ['2099-01-01T00:00:00Z', /^bad: It is not 2099-01-01\. With a wrong date/],
])('a clock that says %s', async (now, expected) => {
  expect((await said({ programs: { [ASK]: 'yes\n' } }, { now }))[0]).toMatch(expected);
});

it('knows a date that cannot be even where the program does not tell its own', async () => {
  const check = clockCheck({ date: () => new Date('2000-01-01T00:00:00Z'), builtAt: undefined });
  expect(words(await found(check))[0]).toMatch(/^bad: It is not 2000-01-01/);
});

it.each(['UTC', 'Etc/UTC', 'GMT'])('notes %s: few homes have it', async (timeZone) => {
  expect(await said({ runtime: { timeZone } })).toContainEqual(
    expect.stringMatching(`^note: The time zone is ${timeZone}: `),
  );
});
