import { expect, test } from 'vitest';
import { gpiodDialect, gpiodVersion } from '../../src/gpio/gpiod-dialect.ts';
import { chipsIn } from '../../src/gpio/gpiod-tools.ts';

test('the version is found in what each generation of the tools says of itself', () => {
  expect(gpiodVersion('gpiomon (libgpiod) v1.6.3\nCopyright (C) 2017')).toBe('1.6.3');
  expect(gpiodVersion('gpiomon (libgpiod) v2.2.1\n')).toBe('2.2.1');
  expect(gpiodVersion('gpiomon v2.3 (libgpiod v2.3)\n')).toBe('2.3');
  expect(gpiodVersion('some other program')).toBeUndefined();
});

test('version 1 flushes every line, takes the chip first and counts a falling edge as 0', () => {
  const tools = gpiodDialect('1.6.3');
  expect(tools.monitor('0', 17, 'pull-up')).toEqual([
    'gpiomon',
    '--line-buffered',
    '--format=%e',
    '--bias=pull-up',
    '0',
    '17',
  ]);
  expect([tools.levelAfter('0'), tools.levelAfter('1'), tools.levelAfter('2')]).toEqual([
    0,
    1,
    undefined,
  ]);
});

test('version 2 tells when it is ready, takes the chip as an option and names its edges', () => {
  const tools = gpiodDialect('2.2.1');
  expect(tools.monitor('4', 17, 'as-is')).toEqual([
    'gpiomon',
    '--banner',
    '--edges=both',
    '--format=%E',
    '--consumer=hearthd',
    '--chip=4',
    '17',
  ]);
  expect([
    tools.levelAfter('falling'),
    tools.levelAfter('rising'),
    tools.levelAfter("Monitoring line '17'..."),
  ]).toEqual([0, 1, undefined]);
});

test('a chip that a symbolic link shows twice is one chip', () => {
  const listed = [
    'gpiochip0 [pinctrl-rp1] (54 lines)',
    'gpiochip10 [gpio-brcmstb@107d508500] (32 lines)',
    'gpiochip0 [pinctrl-rp1] (54 lines)',
    '',
  ];
  expect(chipsIn(listed.join('\n'))).toEqual([
    { number: '0', label: 'pinctrl-rp1', lines: 54 },
    { number: '10', label: 'gpio-brcmstb@107d508500', lines: 32 },
  ]);
});
