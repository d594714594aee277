import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bias, Level } from '../../src/gpio/gpio.ts';
import { openOnoffGpio } from '../../src/gpio/onoff-gpio.ts';
import type { Onoff } from '../../src/gpio/onoff-line.ts';
import { type Fields, silentLog } from '../../src/system/log.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const PIN = 17;
const NUMBER = 529;

let root: string;
let clock: FakeClock;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hearth-sysfs-'));
  clock = new FakeClock();
  FakeLine.made = [];
  FakeLine.faults = {};
  mkdirSync(join(root, 'gpiochip512'));
  writeFileSync(join(root, 'gpiochip512', 'label'), 'pinctrl-bcm2711\n');
  writeFileSync(join(root, 'gpiochip512', 'base'), '512\n');
  writeFileSync(join(root, 'gpiochip512', 'ngpio'), '58\n');
  for (const file of ['export', 'unexport']) writeFileSync(join(root, file), '');
});
afterEach(() => rmSync(root, { recursive: true }));

test('an input tells the level at its start, then every change', async () => {
  const { levels, line } = await input();
  line.change(0);
  line.change(1);
  expect(levels).toEqual([1, 0, 1]);
  expect(line).toMatchObject({ number: NUMBER, edgeSet: 'both' });
});

test('a pulse too short to be read is not told as a change', async () => {
  const { levels, line } = await input();
  line.change(1);
  expect(levels).toEqual([1]);
});

test('a change whose edge got lost is found within two seconds', async () => {
  const { levels, line } = await input();
  line.level = 0;
  clock.advance(2_000);
  expect(levels).toEqual([1, 0]);
});

test('a read that fails in the callback of onoff is a lost line, told once, and nothing else', async () => {
  const { lost, line } = await input();
  line.fault = new Error('ENODEV: no such device, read');
  expect(() => line.change(0)).not.toThrow();
  clock.advance(10_000);
  expect(lost).toHaveLength(1);
  expect(lost[0]).toMatch(/^GPIO 17 is gone/);
  expect(line.unexported).toBe(1);
});

test('a line that vanished without an event is noticed within two seconds', async () => {
  const { lost, line } = await input();
  line.fault = new Error('ENODEV: no such device, read');
  clock.advance(2_000);
  expect(lost).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('a closed line is unexported once, and neither tells nor waits for anything', async () => {
  const { opened, levels, lost, line } = await input();
  await opened.close();
  await opened.close();
  line.change(0);
  expect({ levels, lost, unexported: line.unexported, timers: clock.pending }).toEqual({
    levels: [1],
    lost: [],
    unexported: 1,
    timers: 0,
  });
});

test('a line left exported by a killed run is given back before it is taken', async () => {
  await input();
  expect(readFileSync(join(root, 'unexport'), 'utf8')).toBe(String(NUMBER));
  expect(readFileSync(join(root, 'export'), 'utf8')).toBe(String(NUMBER));
});

test('the rights on the files of a line are waited for without blocking', async () => {
  const opening = (await gpio()).input(PIN, 'as-is', listener([], []));
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  clock.advance(10);
  makeFiles();
  await vi.waitFor(() => {
    clock.advance(10);
    expect(FakeLine.made).toHaveLength(1);
  });
  await (await opening).close();
});

test('rights that never come are a refusal, not a wait without end', async () => {
  const refused = vi.fn();
  (await gpio()).input(PIN, 'as-is', listener([], [])).catch(refused);
  await vi.waitFor(() => {
    clock.advance(1_000);
    expect(refused).toHaveBeenCalled();
  });
  expect(FakeLine.made).toHaveLength(0);
});

test('a line that cannot tell its changes is refused and given back', async () => {
  FakeLine.faults = { edge: 'none' };
  makeFiles();
  const opening = (await gpio()).input(PIN, 'as-is', listener([], []));
  await expect(opening).rejects.toThrow('GPIO 17 cannot be used: it does not tell when');
  expect(FakeLine.made[0]?.unexported).toBe(1);
});

test('a line that cannot even be read at first is refused and given back', async () => {
  FakeLine.faults = { read: new Error('EIO: i/o error, read') };
  makeFiles();
  const opening = (await gpio()).input(PIN, 'as-is', listener([], []));
  await expect(opening).rejects.toThrow('GPIO 17 cannot be used: EIO');
  expect(FakeLine.made[0]?.unexported).toBe(1);
  expect(clock.pending).toBe(0);
});

test('the pull resistor is asked for before the line is taken', async () => {
  const asked: unknown[] = [];
  makeFiles();
  const setBias = (pin: number, bias: Bias) => {
    asked.push([pin, bias, FakeLine.made.length]);
    return Promise.resolve();
  };
  await (await gpio({ setBias })).input(PIN, 'pull-up', listener([], []));
  expect(asked).toEqual([[PIN, 'pull-up', 0]]);
});

test('a pull resistor that cannot be had is a warning, and the button works', async () => {
  const warnings: unknown[] = [];
  makeFiles();
  const setBias = () => Promise.reject(new Error('The tools of libgpiod are not installed.'));
  const log = { ...silentLog, warn: (message: string, f?: Fields) => warnings.push([message, f]) };
  const levels: Level[] = [];
  await (await gpio({ setBias, log })).input(PIN, 'pull-up', listener(levels, []));
  expect(levels).toEqual([1]);
  expect(warnings).toEqual([
    [
      'pull resistor left as it is',
      { pin: PIN, bias: 'pull-up', reason: 'The tools of libgpiod are not installed.' },
    ],
  ]);
});

test('an output is driven from the first level on, beginning with that very level', async () => {
  makeFiles();
  const output = await (await gpio()).output(PIN, { lost: () => {} });
  const line = FakeLine.made[0];
  expect(line?.driven).toEqual([]);
  output.set(1);
  output.set(0);
  expect(line?.driven).toEqual(['high', 0]);
  await output.close();
  expect(line?.unexported).toBe(1);
});

test('an output that cannot be written any more is lost, once', async () => {
  makeFiles();
  const lost: string[] = [];
  const output = await (await gpio()).output(PIN, { lost: (reason) => lost.push(reason) });
  const line = FakeLine.made[0] as FakeLine;
  output.set(1);
  line.fault = new Error('EPERM: operation not permitted, write');
  output.set(0);
  output.set(1);
  expect(lost).toEqual([expect.stringContaining('group "gpio"')]);
});

test('without sysfs, without the package or with a broken one this way is refused with the reason', async () => {
  await expect(gpio({ root: join(root, 'absent') })).rejects.toThrow(/The kernel has no /);
  const load = () => {
    throw new Error(`The module 'epoll.node'\nwas compiled against ${'x'.repeat(300)}`);
  };
  await expect(gpio({ load })).rejects.toThrow(
    /^The package "onoff" is not installed .*The module 'epoll.node' was compiled against x{10,160}\)\.$/,
  );
});

/** What `onoff` makes of a line, with its manners: the callback reads the level by itself. */
class FakeLine {
  static made: FakeLine[] = [];
  static faults: { edge?: string; read?: Error } = {};
  readonly number: number;
  readonly edgeSet: string;
  readonly driven: unknown[] = [];
  level: Level = 1;
  unexported = 0;
  fault: Error | undefined = FakeLine.faults.read;
  #watcher: (() => void) | undefined;

  constructor(number: number, _direction: 'in', edge: string) {
    this.number = number;
    this.edgeSet = edge;
    FakeLine.made.push(this);
    this.readSync();
  }

  change(level: Level): void {
    this.level = level;
    this.readSync();
    this.#watcher?.();
  }

  readSync(): Level {
    if (this.fault !== undefined) throw this.fault;
    return this.level;
  }

  writeSync(level: Level): void {
    if (this.fault !== undefined) throw this.fault;
    this.driven.push(level);
  }

  setDirection(direction: string): void {
    this.driven.push(direction);
  }

  edge(): string {
    return FakeLine.faults.edge ?? this.edgeSet;
  }

  watch(watcher: () => void): void {
    this.#watcher = watcher;
  }

  unexport(): void {
    this.#watcher = undefined;
    this.unexported += 1;
  }
}

interface Overrides {
  setBias?: (pin: number, bias: 'pull-up' | 'pull-down') => Promise<void>;
  log?: typeof silentLog;
  load?: () => Onoff;
  root?: string;
}

const gpio = (overrides: Overrides = {}) =>
  openOnoffGpio({
    clock,
    log: silentLog,
    root,
    setBias: () => Promise.resolve(),
    load: () => ({ Gpio: FakeLine }),
    ...overrides,
  });

async function input() {
  makeFiles();
  const levels: Level[] = [];
  const lost: string[] = [];
  const opened = await (await gpio()).input(PIN, 'as-is', listener(levels, lost));
  return { opened, levels, lost, line: FakeLine.made[0] as FakeLine };
}

/** What the kernel does when a number is written to `export`. */
function makeFiles(): void {
  const folder = join(root, `gpio${NUMBER}`);
  if (!existsSync(folder)) mkdirSync(folder);
  for (const file of ['value', 'direction', 'edge']) writeFileSync(join(folder, file), '');
}

function listener(levels: Level[], lost: string[]) {
  return {
    level: (level: Level) => levels.push(level),
    lost: (reason: string) => lost.push(reason),
  };
}
