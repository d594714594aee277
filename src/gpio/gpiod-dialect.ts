/**
 * How the tools of libgpiod are spoken to: version 1 (Debian 12) and version 2 (Debian 13) share little
 * but their names. From the sources of 1.6.5, 2.2.4 and 2.3 (github.com/brgl/libgpiod, `tools/`).
 *
 * |                     | 1                             | 2                              |
 * |---------------------|-------------------------------|--------------------------------|
 * | chip                | first argument                | `--chip`                       |
 * | `-b`                | output line by line           | bias                           |
 * | output to a pipe    | comes by the block without it | comes at once                  |
 * | edges in a format   | `%e`: 0 falling, 1 rising     | `%e`: 2 falling, 1 rising; `%E` in words |
 * | tells that it is ready | no                         | with `--banner`                |
 * | gpioset holds a line | `--mode=wait`, until its input ends | until it is killed      |
 * | gpioset sets and ends | `--mode=exit`               | `--toggle=0`                   |
 *
 * A chip is named by its number alone: version 1 would first open every chip to compare its label with
 * a name, and fail where one of them may not be opened.
 */
import type { Bias, Level } from './gpio.ts';
import type { CommandLine } from './tool-process.ts';

export interface GpiodDialect {
  /** Prints the level, with the bias set, and gives the line back; the bias stays. */
  read(chip: string, pin: number, bias: Bias): CommandLine;
  /** Prints each edge until it is killed. */
  monitor(chip: string, pin: number, bias: Bias): CommandLine;
  /** Drives the line until it is killed. */
  hold(chip: string, pin: number, level: Level): CommandLine;
  /** Drives the line and gives it back: what it is then is up to the driver of the chip. */
  drive(chip: string, pin: number, level: Level): CommandLine;
  /** Whether the tools say that they have the line: then their first line of output does. */
  readonly ready: 'told' | 'untold';
  /** The level after an edge, from a line of the monitor; undefined if it is about something else. */
  levelAfter(line: string): Level | undefined;
}

const VERSION_1: GpiodDialect = {
  read: (chip, pin, bias) => ['gpioget', ...biased(bias), chip, `${pin}`],
  monitor: (chip, pin, bias) => [
    'gpiomon',
    '--line-buffered',
    '--format=%e',
    ...biased(bias),
    chip,
    `${pin}`,
  ],
  hold: (chip, pin, level) => ['gpioset', '--mode=wait', chip, `${pin}=${level}`],
  drive: (chip, pin, level) => ['gpioset', '--mode=exit', chip, `${pin}=${level}`],
  ready: 'untold',
  levelAfter: (line) => (({ '0': 0, '1': 1 }) as const)[line],
};

const CONSUMER = '--consumer=hearthd';

const VERSION_2: GpiodDialect = {
  read: (chip, pin, bias) => [
    'gpioget',
    '--numeric',
    CONSUMER,
    ...biased(bias),
    `--chip=${chip}`,
    `${pin}`,
  ],
  monitor: (chip, pin, bias) => [
    'gpiomon',
    '--banner',
    '--edges=both',
    '--format=%E',
    CONSUMER,
    ...biased(bias),
    `--chip=${chip}`,
    `${pin}`,
  ],
  hold: (chip, pin, level) => [
    'gpioset',
    '--banner',
    CONSUMER,
    `--chip=${chip}`,
    `${pin}=${level}`,
  ],
  drive: (chip, pin, level) => [
    'gpioset',
    '--toggle=0',
    CONSUMER,
    `--chip=${chip}`,
    `${pin}=${level}`,
  ],
  ready: 'told',
  levelAfter: (line) => (({ falling: 0, rising: 1 }) as const)[line],
};

const biased = (bias: Bias): string[] => (bias === 'as-is' ? [] : [`--bias=${bias}`]);

/** The way to speak to a version such as `1.6.3`. */
export const gpiodDialect = (version: string): GpiodDialect =>
  version.startsWith('1.') ? VERSION_1 : VERSION_2;

/** From what `gpiomon --version` says: `gpiomon (libgpiod) v1.6.3`, `gpiomon v2.3 (libgpiod v2.3)`. */
export const gpiodVersion = (said: string): string | undefined =>
  /\bv(\d+\.\d[\w.-]*)/.exec(said)?.[1];
