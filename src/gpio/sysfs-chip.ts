import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Chip, checkPin, headerChip } from './header-chip.ts';

/** Where the kernel offers lines as files, when it does (`CONFIG_GPIO_SYSFS`). */
export const SYSFS_ROOT = '/sys/class/gpio';

/** A chip as sysfs shows it. */
export interface SysfsChip extends Chip {
  /** The sysfs number of its first line: 0 once, 512 on a Raspberry Pi with a 6.6 kernel. */
  readonly base: number;
}

/** The chip of the header. Rejects with a sentence when there is none, or no sysfs GPIO at all. */
export async function sysfsHeaderChip(root: string = SYSFS_ROOT): Promise<SysfsChip> {
  const names = await readdir(root).catch(() => {
    throw new Error(`The kernel has no ${root}.`);
  });
  const folders = names.filter((name) => name.startsWith('gpiochip')).map((n) => join(root, n));
  return headerChip(await Promise.all(folders.map(readChip)));
}

/** The sysfs number of a line of the header. Rejects with a sentence. */
export async function sysfsNumber(pin: number, root: string = SYSFS_ROOT): Promise<number> {
  const chip = await sysfsHeaderChip(root);
  checkPin(chip, pin);
  return chip.base + pin;
}

async function readChip(folder: string): Promise<SysfsChip> {
  const read = async (name: string) => (await readFile(join(folder, name), 'utf8')).trim();
  const [label, base, lines] = await Promise.all([read('label'), read('base'), read('ngpio')]);
  return { label, base: Number(base), lines: Number(lines) };
}
