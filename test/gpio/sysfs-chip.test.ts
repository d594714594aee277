import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sysfsNumber } from '../../src/gpio/sysfs-chip.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hearth-sysfs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('on an old kernel the sysfs number is the BCM number', async () => {
  chip('pinctrl-bcm2835', 0, 54);
  expect(await sysfsNumber(17, root)).toBe(17);
});

test('on a Raspberry Pi 4 with kernel 6.6 the number counts from the base of the header chip', async () => {
  chip('raspberrypi-exp-gpio', 570, 8);
  chip('pinctrl-bcm2711', 512, 58);
  expect(await sysfsNumber(17, root)).toBe(529);
});

test('on a Raspberry Pi 5 the header is the chip of the RP1, wherever it stands', async () => {
  chip('gpio-brcmstb@107d508500', 512, 32);
  chip('gpio-brcmstb@107d508520', 544, 4);
  chip('pinctrl-rp1', 569, 54);
  expect(await sysfsNumber(17, root)).toBe(586);
});

test('a board with a single chip uses it, whatever its label', async () => {
  chip('1c20800.pinctrl', 480, 32);
  expect(await sysfsNumber(3, root)).toBe(483);
});

test('several chips without a known label are a matter for the installer, who is told the labels', async () => {
  chip('left', 0, 8);
  chip('right', 8, 8);
  await expect(sysfsNumber(3, root)).rejects.toThrow(/"left", "right" is known to be the one/);
});

test('a pin beyond the chip is refused with the range that exists', async () => {
  chip('pinctrl-bcm2835', 512, 54);
  await expect(sysfsNumber(54, root)).rejects.toThrow(
    'GPIO 54 does not exist: the chip "pinctrl-bcm2835" has the lines 0 to 53.',
  );
});

test('a kernel without sysfs GPIO is told from a board without chips', async () => {
  await expect(sysfsNumber(1, join(root, 'absent'))).rejects.toThrow(
    /The kernel has no .*absent\./,
  );
  await expect(sysfsNumber(1, root)).rejects.toThrow('This board shows no GPIO chip.');
});

function chip(label: string, base: number, lines: number): void {
  const folder = join(root, `gpiochip${base}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'label'), `${label}\n`);
  writeFileSync(join(folder, 'base'), `${base}\n`);
  writeFileSync(join(folder, 'ngpio'), `${lines}\n`);
}
