import { describe, expect, it } from 'vitest';
import { wantedLine } from '../../../src/doctor/hands/wanted-line.ts';
import { type ContextParts, contextOf, words } from '../context.ts';
import { programs, used } from './board.ts';

async function said(parts: ContextParts, pin = 17): Promise<string[]> {
  const line = await wantedLine('button', pin, contextOf({ programs: programs(), ...parts }));
  return line.state === 'free' ? [`free: ${line.chip.label}`] : words(line.findings);
}

const SYSFS = {
  '/sys/class/gpio/gpiochip512/label': 'pinctrl-rp1\n',
  '/sys/class/gpio/gpiochip512/base': '512\n',
  '/sys/class/gpio/gpiochip512/ngpio': '54\n',
};
const EXPORTED = { ...SYSFS, '/sys/class/gpio/gpio529/value': '1\n' };
const DAEMON = { '/proc/70/cmdline': '/usr/bin/node\0/opt/hearthd/current/dist/main.js\0run\0' };
const MONITOR = {
  '/proc/80/cmdline': 'gpiomon\0--chip=0\x0017\0',
  '/proc/80/comm': 'gpiomon\n',
  '/proc/80/stat': '80 (gpiomon) S 70 80 80 0 -1',
};

describe('a line of the configuration', () => {
  it('is free, on the chip of the header', async () => {
    expect(await said({})).toEqual(['free: pinctrl-rp1']);
  });

  it('is on the chip that sysfs shows where the tools are missing', async () => {
    expect(await said({ programs: {}, files: SYSFS })).toEqual(['free: pinctrl-rp1']);
  });

  it('does not exist', async () => {
    expect(await said({ programs: { ...programs(), gpiodetect: CHIP_OF_4 } })).toEqual([
      'bad: GPIO 17 does not exist: the chip "small" has the lines 0 to 3.',
      '  write the BCM number of the line: "button": { "pin": … }',
    ]);
  });

  it.each([
    ['by the tools of libgpiod 1', programs(used('gpiomon')), { ...DAEMON, ...MONITOR }],
    ['by the tools of libgpiod 2', programs(used('hearthd')), {}],
    ['by sysfs', programs(used('sysfs')), { ...DAEMON, ...SYSFS }],
    ['by sysfs, without the tools', {}, { ...DAEMON, ...EXPORTED }],
  ])('is had by hearthd itself %s', async (_, listed, files) => {
    expect(await said({ programs: listed, files })).toEqual([
      'skipped: hearthd itself is running and has GPIO 17 for its button, as it should.',
      '  stop the service for this check: sudo systemctl stop hearthd',
    ]);
  });

  it('is had by a program, which is named', async () => {
    expect(await said({ programs: programs(used('gpiomon')), files: MONITOR })).toEqual([
      'bad: "gpiomon" (process 80) has GPIO 17, and hearthd cannot have it meanwhile: end gpiomon, or take another pin.',
      '  end it, for example with: kill 80',
    ]);
  });

  it('is not thought to be had by a program that has another line', async () => {
    const files = { ...MONITOR, '/proc/80/cmdline': 'gpiomon\0--chip=0\x0016\0' };
    const [first] = await said({ programs: programs(used('gpiomon')), files });
    expect(first).toMatch(/^bad: GPIO 17 is in use as "gpiomon"/);
  });

  it('is exported, and is left to whom it may belong', async () => {
    expect(await said({ programs: programs(used('sysfs')), files: SYSFS })).toEqual([
      'note: GPIO 17 is exported in /sys/class/gpio: another program has it, or one that was killed has left it. It was not tried; hearthd takes it over when it starts.',
      '  when no other program needs it: echo 529 | sudo tee /sys/class/gpio/unexport',
    ]);
  });

  it('is had by the kernel', async () => {
    expect((await said({}, 18))[0]).toMatch(/^bad: GPIO 18 is in use as "kernel"/);
  });

  it.each([
    ['there is no chip', {}, 'skipped: The button was not tried: this board shows no GPIO chip.'],
    [
      'the tools that list them are missing',
      { '/dev/gpiochip0': '' },
      'skipped: The button was not tried: the GPIO chips cannot be listed: the tools of libgpiod are not installed: sudo apt-get install gpiod.',
    ],
  ])('is out of reach where %s', async (_, files, sentence) => {
    expect(await said({ programs: {}, files })).toEqual([sentence]);
  });
});

const CHIP_OF_4 = 'gpiochip0 [small] (4 lines)\n';
