import { expect, it } from 'vitest';
import { judgeUnit } from '../../../src/doctor/machine/judge-unit.ts';
import { unitCheck } from '../../../src/doctor/machine/unit-check.ts';
import { found, words } from '../context.ts';
import { ASK, RUNNING, unit } from './unit.ts';

it('a service that runs says how it is', async () => {
  expect(words(await found(unitCheck, { programs: { [ASK]: RUNNING } }))).toEqual([
    'good: The service runs and says: listening.',
  ]);
});

it('a machine without systemd is skipped', async () => {
  const expected = ['skipped: Nothing can be said of the service: systemd does not run here.'];
  expect(words(await found(unitCheck))).toEqual(expected);
  const silent = { state: 'ended', exitCode: 1, output: '' } as const;
  expect(words(await found(unitCheck, { programs: { [ASK]: silent } }))).toEqual(expected);
});

it('systemd that does not answer is skipped', async () => {
  const failed = {
    state: 'failed',
    reason: 'The program "systemctl" did not come to an end.',
  } as const;
  expect(words(await found(unitCheck, { programs: { [ASK]: failed } }))).toEqual([
    'skipped: Nothing can be said of the service: The program "systemctl" did not come to an end.',
  ]);
});

it.each([
  [
    { LoadState: 'not-found' },
    /^note: The service hearthd is not installed/,
    'sudo systemd/install.sh',
  ],
  [
    { LoadState: 'masked' },
    /^bad: .*masked/,
    'sudo systemctl unmask hearthd && sudo systemctl enable --now hearthd',
  ],
  [
    { LoadState: 'bad-setting' },
    /^bad: systemd cannot use the unit of hearthd \(bad-setting\)/,
    'systemd-analyze verify hearthd.service',
  ],
  [
    { ActiveState: 'inactive', SubState: 'dead' },
    /^note: The service is stopped/,
    'sudo systemctl start hearthd',
  ],
  [
    { ActiveState: 'failed', Result: 'exit-code', ExecMainStatus: '78' },
    /^bad: .*its configuration is wrong/,
    'hearthd check-config /etc/hearthd/config.json',
  ],
  [
    { ActiveState: 'failed', Result: 'watchdog', ExecMainStatus: '6' },
    /^bad: .*it hung, and the watchdog ended it/,
    'journalctl -u hearthd -n 50',
  ],
  [
    { ActiveState: 'failed', Result: 'oom-kill' },
    /^bad: .*no memory left/,
    'journalctl -u hearthd -n 50',
  ],
  [
    {
      ActiveState: 'activating',
      SubState: 'auto-restart',
      Result: 'exit-code',
      ExecMainStatus: '1',
    },
    /^bad: The service is about to be started again: it ended with exit code 1/,
    'journalctl -u hearthd -n 50',
  ],
  [
    { ActiveState: 'activating', SubState: 'start' },
    /^note: The service is starting/,
    'journalctl -u hearthd -n 50',
  ],
])('a unit with %o', (properties, sentence, line) => {
  const [first] = judgeUnit(unit(properties));
  expect(words(first ? [first] : [])[0]).toMatch(sentence);
  expect(first?.lines?.[0]).toBe(line);
});

it.each([
  [{ UnitFileState: 'disabled' }, /^note: .*after a power cut it stays silent/],
  [{ NRestarts: '3' }, /^note: systemd has started it again 3 times/],
  [{ NeedDaemonReload: 'yes' }, /^note: The unit was changed/],
  [{ WatchdogUSec: 'infinity' }, /^note: No watchdog is set/],
])('a service that runs, with %o, is noted', (properties, sentence) => {
  const [first, second, ...more] = words(judgeUnit(unit(properties)));
  expect(first).toMatch(/^good: The service runs/);
  expect(second).toMatch(sentence);
  expect(more).toHaveLength(1);
});

it('does not miss a watchdog of a service that is stopped, of which systemd tells none', () => {
  const stopped = unit({ ActiveState: 'inactive', SubState: 'dead', WatchdogUSec: 'infinity' });
  expect(words(judgeUnit(stopped))).toEqual([
    'note: The service is stopped.',
    '  sudo systemctl start hearthd',
  ]);
});
