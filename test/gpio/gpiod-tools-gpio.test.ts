import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Gpio, GpioLine, Level } from '../../src/gpio/gpio.ts';
import { openGpiodToolsGpio } from '../../src/gpio/gpiod-tools-gpio.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeTools } from './fake-tools.ts';

/** The machine may be busy; what is waited for comes, or the test fails. */
const SOON = { timeout: 20_000, interval: 10 };

let tools: FakeTools;
/** Each test has a line of its own. */
let pin = 0;
const lines: GpioLine[] = [];
beforeEach(() => {
  pin += 1;
});
afterEach(async () => {
  await Promise.all(lines.splice(0).map((line) => line.close()));
});

describe.each([1, 2] as const)('libgpiod %i', (version) => {
  let gpio: Gpio;
  beforeAll(async () => {
    tools = new FakeTools({ version });
    gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
  });
  afterAll(() => tools.remove());

  test('an input tells the level at its start, then every edge', async () => {
    const { levels } = await input();
    tools.edge(pin, 'falling');
    tools.edge(pin, 'rising');
    tools.edge(pin, 'falling');
    await vi.waitFor(() => expect(levels).toEqual([1, 0, 1, 0]), SOON);
  });

  test('the pull resistor is asked for where the level is read and where edges are awaited', async () => {
    await input();
    const calls = tools.calls().filter((call) => call.endsWith(` ${pin}`));
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['gpioget', 'gpiomon']);
    for (const call of calls) expect(call).toContain('--bias=pull-up');
  });

  test('a change before the monitor watched is made up for at the next edge', async () => {
    const { levels } = await input();
    tools.edge(pin, 'rising');
    await vi.waitFor(() => expect(levels).toEqual([1, 0, 1]), SOON);
  });

  test('a line that another program has is refused with a sentence', async () => {
    tools.own(pin);
    await expect(input()).rejects.toThrow(`GPIO ${pin} is in use by another`);
  });

  test('a monitor that dies is a lost line, told once', async () => {
    const { lost } = await input();
    killOwner();
    await vi.waitFor(() => expect(lost).toHaveLength(1), SOON);
    expect(lost[0]).toBe(`GPIO ${pin} cannot be used: gpiomon ended with SIGKILL.`);
  });

  test('a closed input leaves no process behind and tells nothing more', async () => {
    const { line, lost } = await input();
    await line.close();
    expect(tools.owner(pin)).toBeUndefined();
    expect(lost).toEqual([]);
  });

  test('an output is driven from the first level on, and never to any other', async () => {
    const { line } = await output();
    expect(tools.driven(pin)).toBe('');
    line.set(1);
    await vi.waitFor(() => expect(tools.driven(pin)).toBe('1'), SOON);
    line.set(1);
    line.set(0);
    await vi.waitFor(() => expect(tools.driven(pin)).toBe('10'), SOON);
  });

  test('levels that are overtaken are left out', async () => {
    const { line } = await output();
    for (const level of [1, 0, 1, 0, 1, 0, 1, 0] as const) line.set(level);
    await vi.waitFor(() => expect(tools.driven(pin)).toMatch(/0$/), SOON);
    expect(tools.driven(pin).length).toBeLessThan(8);
  });

  test('a closed output was driven to its last level once more and is free', async () => {
    const { line, lost } = await output();
    line.set(1);
    line.set(0);
    await line.close();
    expect(tools.driven(pin)).toMatch(/0$/);
    expect(tools.owner(pin)).toBeUndefined();
    expect(lost).toEqual([]);
  });

  test('an output whose process dies is a lost line', async () => {
    const { line, lost } = await output();
    line.set(1);
    await vi.waitFor(() => expect(tools.driven(pin)).toBe('1'), SOON);
    killOwner();
    await vi.waitFor(() => expect(lost).toHaveLength(1), SOON);
    line.set(0);
    expect(lost).toEqual([`GPIO ${pin} cannot be used: gpioset ended with SIGKILL.`]);
  });

  test('a line never has two owners, however long the old one takes to end', async () => {
    tools.slow();
    const { line, lost } = await output();
    line.set(1);
    await vi.waitFor(() => expect(tools.driven(pin)).toBe('1'), SOON);
    line.set(0);
    await vi.waitFor(() => expect(tools.driven(pin)).toBe('10'), SOON);
    expect(lost).toEqual([]);
  });

  async function input() {
    tools.level(pin, 1);
    const levels: Level[] = [];
    const lost: string[] = [];
    const line = await gpio.input(pin, 'pull-up', listener(levels, lost));
    lines.push(line);
    await watched();
    return { line, levels, lost };
  }

  async function output() {
    tools.level(pin, 0);
    const lost: string[] = [];
    const line = await gpio.output(pin, { lost: (reason) => lost.push(reason) });
    lines.push(line);
    return { line, lost };
  }
});

describe('the tools of a machine', () => {
  afterEach(() => tools.remove());

  test('are used without setpriv where there is none', async () => {
    tools = new FakeTools({ version: 1, path: '' });
    tools.level(pin, 0);
    const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
    const levels: Level[] = [];
    lines.push(await gpio.input(pin, 'as-is', listener(levels, [])));
    await watched();
    tools.edge(pin, 'rising');
    await vi.waitFor(() => expect(levels).toEqual([0, 1]), SOON);
  });

  test('tell their version', async () => {
    tools = new FakeTools({ version: 1 });
    const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
    expect(gpio.by).toBe('gpiomon 1.6.3');
  });

  test('find the chip of the header by its label among others', async () => {
    tools = new FakeTools({ version: 2 });
    tools.level(pin, 1);
    tools.chips(
      'gpiochip10 [gpio-brcmstb@107d508500] (32 lines)\ngpiochip0 [pinctrl-rp1] (54 lines)\n',
    );
    const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
    lines.push(await gpio.input(pin, 'as-is', listener([], [])));
    expect(tools.calls().filter((call) => call.startsWith('gpioget'))).toEqual([
      `gpioget --numeric --consumer=hearthd --chip=0 ${pin}`,
    ]);
  });

  test('are not asked about a pin that the chip does not have', async () => {
    tools = new FakeTools({ version: 1 });
    const gpio = await openGpiodToolsGpio({ clock: new FakeClock() });
    await expect(gpio.input(40, 'as-is', listener([], []))).rejects.toThrow(
      'GPIO 40 does not exist: the chip "pinctrl-bcm2711" has the lines 0 to 31.',
    );
    expect(tools.calls().filter((call) => call.startsWith('gpioget'))).toEqual([]);
  });

  test('may be missing: then the package that has them is named', async () => {
    tools = new FakeTools({ version: 1 });
    process.env['PATH'] = '/nonexistent';
    await expect(openGpiodToolsGpio({ clock: new FakeClock() })).rejects.toThrow(
      'The tools of libgpiod are not installed (Debian package "gpiod").',
    );
  });
});

function killOwner(): void {
  const owner = tools.owner(pin);
  if (owner === undefined) throw new Error('nobody has the line');
  process.kill(owner, 'SIGKILL');
}

/** Version 1 does not tell when it is ready. */
const watched = () => vi.waitFor(() => expect(tools.owner(pin)).toBeDefined(), SOON);

function listener(levels: Level[], lost: string[]) {
  return {
    level: (level: Level) => levels.push(level),
    lost: (reason: string) => lost.push(reason),
  };
}
