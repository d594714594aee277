import { describe, expect, it } from 'vitest';
import { systemCheck } from '../../../src/doctor/machine/system-check.ts';
import { found, words } from '../context.ts';
import type { FakeHostParts } from '../fake-host.ts';

const PI = {
  '/etc/os-release': 'NAME="Debian GNU/Linux"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
  '/proc/sys/kernel/osrelease': '6.12.47+rpt-rpi-v8\n',
  '/proc/device-tree/model': 'Raspberry Pi 4 Model B Rev 1.4\0',
  '/proc/meminfo': 'MemTotal:         948308 kB\nMemFree: 1 kB\nMemAvailable:     612044 kB\n',
};
const said = async (files: Readonly<Record<string, string>>, parts: FakeHostParts = {}) =>
  words(await found(systemCheck, { ...parts, files: { ...PI, ...files } }));

it('says what it runs on', async () => {
  expect(await said({})).toEqual([
    'good: This is Debian GNU/Linux 13 (trixie), Linux 6.12.47+rpt-rpi-v8, aarch64, Raspberry Pi 4 Model B Rev 1.4.',
    'good: 598 of 926 MiB of memory are available.',
  ]);
});

it('says what it can where a machine tells nothing of itself', async () => {
  expect(words(await found(systemCheck))).toEqual([
    'good: This is a system without a name, aarch64.',
  ]);
});

it('notes programs of 32 bits on a kernel of 64', async () => {
  expect(await said({}, { runtime: { architecture: 'arm' } })).toContainEqual(
    expect.stringMatching(/^note: The kernel has 64 bits, but the programs have 32/),
  );
});

it.each([
  [60_000, /^note: 59 of \d+ MiB of memory are available: little/],
  [10_000, /^bad: 10 of \d+ MiB of memory are available: too little/],
])('says that %i kB of memory are not much', async (available, expected) => {
  const meminfo = `MemTotal: 948308 kB\nMemAvailable: ${available} kB\n`;
  expect(await said({ '/proc/meminfo': meminfo })).toContainEqual(expect.stringMatching(expected));
});

describe('the supply of a Raspberry Pi', () => {
  it.each([
    [
      '/sys/devices/platform/soc/soc:firmware/get_throttled',
      '50005\n',
      /^bad: The supply gives too little voltage right now/,
    ],
    [
      '/sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled',
      '0x50000\n',
      /^note: The supply gave too little voltage at some time/,
    ],
    [
      '/sys/devices/platform/soc/soc:firmware/get_throttled',
      '4\n',
      /^note: The board is too hot and runs slower right now/,
    ],
    [
      '/sys/devices/platform/soc/soc:firmware/get_throttled',
      '80000\n',
      /^note: The board was too hot at some time/,
    ],
    [
      '/sys/devices/platform/soc/soc:firmware/get_throttled',
      '0\n',
      /^good: The supply gives enough voltage/,
    ],
  ])('is told by %s: %s', async (path, word, expected) => {
    expect(await said({ [path]: word })).toContainEqual(expect.stringMatching(expected));
  });

  it('is not spoken of where the firmware says something odd', async () => {
    expect(
      await said({ '/sys/devices/platform/soc/soc:firmware/get_throttled': 'what\n' }),
    ).toEqual(await said({}));
  });
});

it.each([
  ['74400', /^good: \d+ of/],
  ['76000', /^note: The processor is at 76 °C/],
  ['83300', /^bad: The processor is at 83 °C and slows down/],
  ['-273150', /^good: \d+ of/],
  ['nonsense', /^good: \d+ of/],
])('a sensor that says %s', async (temperature, expected) => {
  const zone = { '/sys/class/thermal/thermal_zone0/temp': `${temperature}\n` };
  expect((await said(zone)).at(-1)).toMatch(expected);
});
