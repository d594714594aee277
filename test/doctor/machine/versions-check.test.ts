import { expect, it } from 'vitest';
import type { ProgramRun } from '../../../src/doctor/host.ts';
import { PROGRAM } from '../../../src/doctor/machine/package-probe.ts';
import { versionsCheck } from '../../../src/doctor/machine/versions-check.ts';
import { type ContextParts, found, words } from '../context.ts';

const probe = (name: string) => `/usr/bin/node ${PROGRAM} ${name}`;
const loaded = (version: string) =>
  `something of its own\n{"state":"loaded","version":"${version}"}\n`;
const programs: Record<string, string | ProgramRun> = {
  'systemctl --version': 'systemd 257 (257.9-1~deb13u1)\n+PAM\n',
  [probe('speaker')]: loaded('0.5.5'),
  [probe('onoff')]: loaded('6.0.3'),
  [probe('unix-dgram')]: loaded('2.0.7'),
};
const said = async (parts: ContextParts = {}) =>
  words(await found(versionsCheck, { ...parts, programs: { ...programs, ...parts.programs } }));

it('names the versions of all that there is', async () => {
  expect(await said()).toEqual([
    expect.stringMatching(/^good: hearthd \d+\.\d+\.\d+ runs on Node 20\.19\.2\.$/),
    'good: systemd 257 is installed.',
    'good: The package speaker 0.5.5 can be loaded.',
    'good: The package onoff 6.0.3 can be loaded.',
    'good: The package unix-dgram 2.0.7 can be loaded.',
  ]);
});

it.each([
  ['18.20.4', /^bad: Node 18\.20\.4 is too old/],
  ['20.18.9', /^bad: Node 20\.18\.9 is too old: hearthd .* needs 20\.19\./],
  ['20.19.0', /^good: .* runs on Node 20\.19\.0\./],
  ['22.0.0', /^good: /],
])('says whether Node %s is new enough', async (node, expected) => {
  expect((await said({ runtime: { node } }))[0]).toMatch(expected);
});

it('says what does the work of a package that is not installed, and of one that cannot be loaded', async () => {
  const lines = await said({
    programs: {
      [probe('speaker')]: '{"state":"absent"}\n',
      [probe('onoff')]: '{"state":"broken","version":"6.0.3","reason":"no such symbol"}\n',
      [probe('unix-dgram')]: { state: 'ended', exitCode: null, output: '' },
    },
  });
  expect(lines.slice(2)).toEqual([
    'good: The package speaker is not installed: aplay plays.',
    'note: The package onoff cannot be loaded (no such symbol): the programs of gpiod read the button and drive the lamp.',
    'note: The package unix-dgram cannot be loaded (it crashes when it is loaded): systemd-notify tells systemd how the service is.',
  ]);
});

it('is not content without a package that the configuration wants', async () => {
  const lines = await said({
    programs: { [probe('speaker')]: '{"state":"absent"}\n' },
    config: { speaker: { backend: 'speaker' } },
  });
  expect(lines).toContain(
    'bad: The package speaker is not installed, but the configuration wants it.',
  );
});

it('says so where there is no systemd, or an old one', async () => {
  const without = { state: 'absent' } as const;
  expect(await said({ programs: { 'systemctl --version': without } })).toContainEqual(
    expect.stringMatching(/^note: There is no systemd/),
  );
  expect(await said({ programs: { 'systemctl --version': 'systemd 241 (241)\n' } })).toContain(
    'note: systemd 241 is older than what was tried (252).',
  );
});

it('blames no package that could not be tried in time', async () => {
  const slow = { state: 'failed', reason: 'The program "node" did not come to an end.' } as const;
  expect(await said({ programs: { [probe('speaker')]: slow } })).toContain(
    'skipped: Whether the package speaker can be loaded is not known: The program "node" did not come to an end.',
  );
});
