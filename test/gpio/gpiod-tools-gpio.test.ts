import { afterEach, describe, expect, test, vi } from 'vitest';
import type { GpioLine, Level } from '../../src/gpio/gpio.ts';
import { openGpiodToolsGpio } from '../../src/gpio/gpiod-tools-gpio.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeTools } from './fake-tools.ts';

const PIN = 17;
/** The machine may be busy; what is waited for comes, or the test fails. */
const SOON = { timeout: 20_000, interval: 10 };

let tools: FakeTools;
const lines: GpioLine[] = [];
afterEach(async () => {
  await Promise.all(lines.splice(0).map((line) => line.close()));
  tools.remove();
});

describe.each([1, 2] as const)('libgpiod %i', (version) => {
  test('an input tells the level at its start, then every edge', async () => {
    const { levels } = await input(1);
    tools.edge(PIN, 'falling');
    tools.edge(PIN, 'rising');
    tools.edge(PIN, 'falling');
    await vi.waitFor(() => expect(levels).toEqual([1, 0, 1, 0]), SOON);
  });

  test('the pull resistor is asked for where the level is read and where edges are awaited', async () => {
    await input(1);
    const biased = tools.calls().filter((call) => call.includes('--bias=pull-up'));
    expect(biased.map((call) => call.split(' ')[0])).toEqual(['gpioget', 'gpiomon']);
  });

  test('a change before the monitor watched is made up for at the next edge', async () => {
    const { levels } = await input(1);
    tools.edge(PIN, 'rising');
    await vi.waitFor(() => expect(levels).toEqual([1, 0, 1]), SOON);
  });

  test('a line that another program has is refused with a sentence', async () => {
    await expect(input(1, () => tools.own(PIN))).rejects.toThrow('GPIO 17 is in use by another');
  });

  test('a monitor that dies is a lost line, told once', async () => {
    const { lost } = await input(1);
    process.kill(tools.owner(PIN) ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(lost).toHaveLength(1), SOON);
    expect(lost[0]).toBe('GPIO 17 cannot be used: gpiomon ended with SIGKILL.');
  });

  test('a closed input leaves no process behind and tells nothing more', async () => {
    const { line, lost } = await input(1);
    await line.close();
    expect(tools.owner(PIN)).toBeUndefined();
    expect(lost).toEqual([]);
  });

  test('an output is driven from the first level on, and never to any other', async () => {
    const { line } = await output();
    expect(tools.driven(PIN)).toBe('');
    line.set(1);
    await vi.waitFor(() => expect(tools.driven(PIN)).toBe('1'), SOON);
    line.set(1);
    line.set(0);
    await vi.waitFor(() => expect(tools.driven(PIN)).toBe('10'), SOON);
  });

  test('levels that are overtaken are left out, and the line never has two owners', async () => {
    const { line, lost } = await output();
    for (const level of [1, 0, 1, 0, 1, 0, 1, 0] as const) line.set(level);
    await vi.waitFor(() => expect(tools.driven(PIN)).toMatch(/0$/), SOON);
    expect(tools.driven(PIN).length).toBeLessThan(8);
    expect(lost).toEqual([]);
  });

  test('a closed output was driven to its last level once more and is free', async () => {
    const { line, lost } = await output();
    line.set(1);
    line.set(0);
    await line.close();
    expect(tools.driven(PIN)).toMatch(/0$/);
    expect(tools.owner(PIN)).toBeUndefined();
    expect(lost).toEqual([]);
  });

  test('an output whose process dies is a lost line', async () => {
    const { line, lost } = await output();
    line.set(1);
    await vi.waitFor(() => expect(tools.driven(PIN)).toBe('1'), SOON);
    process.kill(tools.owner(PIN) ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(lost).toHaveLength(1), SOON);
    line.set(0);
    expect(lost).toEqual(['GPIO 17 cannot be used: gpioset ended with SIGKILL.']);
  });

  test('everything works without setpriv', async () => {
    tools = new FakeTools({ version, path: '' });
    tools.level(PIN, 0);
    const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
    const levels: Level[] = [];
    lines.push(await gpio.input(PIN, 'as-is', listener(levels, [])));
    await watched();
    tools.edge(PIN, 'rising');
    await vi.waitFor(() => expect(levels).toEqual([0, 1]), SOON);
  });

  async function input(level: Level, before: () => void = () => {}) {
    tools = new FakeTools({ version });
    tools.level(PIN, level);
    before();
    const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
    const levels: Level[] = [];
    const lost: string[] = [];
    const line = await gpio.input(PIN, 'pull-up', listener(levels, lost));
    lines.push(line);
    await watched();
    return { line, levels, lost };
  }

  async function output() {
    tools = new FakeTools({ version });
    tools.level(PIN, 0);
    const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
    const lost: string[] = [];
    const line = await gpio.output(PIN, { lost: (reason) => lost.push(reason) });
    lines.push(line);
    return { line, lost };
  }
});

test('the version in use is told', async () => {
  tools = new FakeTools({ version: 1 });
  const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
  expect(gpio.by).toBe('gpiomon 1.6.3');
});

test('the chip of the header is found by its label among others', async () => {
  tools = new FakeTools({ version: 2 });
  tools.level(PIN, 1);
  tools.chips(
    'gpiochip10 [gpio-brcmstb@107d508500] (32 lines)\ngpiochip0 [pinctrl-rp1] (54 lines)\n',
  );
  const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
  lines.push(await gpio.input(PIN, 'as-is', listener([], [])));
  expect(
    tools.calls().some((call) => call.startsWith('gpioget') && call.includes('--chip=0')),
  ).toBe(true);
});

test('a pin that the chip does not have is refused before any tool is asked', async () => {
  tools = new FakeTools({ version: 1 });
  const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
  await expect(gpio.input(40, 'as-is', listener([], []))).rejects.toThrow(
    'GPIO 40 does not exist: the chip "pinctrl-bcm2711" has the lines 0 to 31.',
  );
});

test('a machine without the tools is told which package has them', async () => {
  tools = new FakeTools({ version: 1 });
  process.env['PATH'] = '/nonexistent';
  await expect(openGpiodToolsGpio({ clock: new FakeClock() })).rejects.toThrow(
    'The tools of libgpiod are not installed (Debian package "gpiod").',
  );
});

/** Version 1 does not tell when it is ready. */
const watched = () => vi.waitFor(() => expect(tools.owner(PIN)).toBeDefined(), SOON);

function listener(levels: Level[], lost: string[]) {
  return {
    level: (level: Level) => levels.push(level),
    lost: (reason: string) => lost.push(reason),
  };
}
