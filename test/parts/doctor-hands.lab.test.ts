/**
 * The doctor of the built program looks at a button and a lamp on GPIO of a real kernel: a guest of the device lab
 * with a simulated chip. What runs inside is `lab/doctor-hands.mjs`.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { noGpio, noOnoff, WAYS } from './support/gpio-needs.ts';
import { inGuest, resultsByName } from './support/lab.ts';
import { titled } from './support/skipping.ts';

interface Result {
  readonly exitCode: number;
  /** All that stood on the terminal, or came through the pipe. */
  readonly said: string;
  readonly left: unknown;
  readonly other?: number;
  readonly kept?: boolean;
  readonly lit?: number;
  readonly lamp?: string;
  readonly after?: Result;
}

describe.skipIf(noGpio)(titled('hearthd doctor with a button and a lamp', noGpio), () => {
  let results: Map<string, Result>;
  const everyWay = ['pressed', 'noTerminal', 'low', 'busy', 'running', 'interrupted', 'darkened'];
  const ways = noOnoff === undefined ? ['onoff', 'libgpiod'] : ['libgpiod'];
  const situations = [
    ...ways.flatMap((way) => everyWay.map((name) => `${name}:${way}`)),
    ...['nobodyPresses:libgpiod', 'wrongPull:libgpiod', 'exported:libgpiod'],
    ...['whole', 'forbidden:libgpiod'],
  ];

  beforeAll(async () => {
    const play = `"${process.execPath}" test/parts/lab/doctor-hands.mjs ${situations.join(' ')}`;
    const { output, errors } = await inGuest(
      ['-e', 'CHIP=pinctrl-rp1'],
      ['bash', '-c', `"$LAB_DIR/gpio-chip" pinctrl-rp1 54 17=BUTTON 27=LED > /dev/null && ${play}`],
    );
    results = resultsByName(output);
    expect([...results.keys()], errors).toEqual(situations);
  });

  const resultOf = (situation: string): Result => {
    const result = results.get(situation);
    if (result?.said === undefined) throw new Error(JSON.stringify(result));
    return result;
  };

  describe.each(WAYS)('by $way $skipped', ({ way }) => {
    const run = test.skipIf(way === 'onoff' && noOnoff);
    const by = way === 'onoff' ? 'onoff' : 'gpiomon [12]';

    run('a press at the terminal is asked for and shown, and the lamp blinks', () => {
      const { said, exitCode, lit } = resultOf(`pressed:${way}`);
      expect(said).toMatch(/✓ gpio .*The lines of the header are on the chip "pinctrl-rp1"/);
      expect(said).toMatch(new RegExp(`✓ gpio .*You \\(root\\) may use GPIO lines, by ${by}`));
      expect(said).toContain('Press the button now: 15 seconds.');
      expect(said).toMatch(/✓ button .*GPIO 17 was pressed once and held for \d\.\d+ s; .*bounce/);
      expect(said).toMatch(/✓ lamp .*GPIO 27 was lit three times/);
      expect(said).toContain('Nothing is wrong.');
      expect(exitCode).toBe(0);
      // In the guest a tool takes longer to start than a blink lasts; that it drives a lamp is shown in gpio.test.ts.
      if (way === 'onoff') expect(lit).toBe(3);
    });

    run('without a terminal nothing is asked, and the rest is done', () => {
      const { said, exitCode } = resultOf(`noTerminal:${way}`);
      const { findings } = JSON.parse(said) as { findings: { check: string; state: string }[] };
      const states = findings.map(({ check, state }) => `${check}: ${state}`);
      expect(states.slice(-3)).toEqual(['button: good', 'button: skipped', 'lamp: good']);
      expect(exitCode).toBe(0);
    });

    run('a line that is low all the time is a button that nothing holds', () => {
      const { said, exitCode } = resultOf(`low:${way}`);
      expect(said).toMatch(/✗ button .*since the line is low: nothing holds it/);
      expect(said).toContain('"button": { "activeLow": true, "bias": "pull-up" }');
      expect(exitCode).toBe(1);
    });

    run('a program that has the line is named, and keeps it', () => {
      const { said, exitCode, other, kept } = resultOf(`busy:${way}`);
      expect(said).toContain(`"gpiomon" (process ${other}) has GPIO 17`);
      expect({ exitCode, kept }).toEqual({ exitCode: 1, kept: true });
    });

    run('the daemon that has both lines is known, and keeps them', () => {
      const { said, exitCode, kept } = resultOf(`running:${way}`);
      expect(said).toMatch(/– button .*hearthd itself is running and has GPIO 17 for its button/);
      expect(said).toMatch(/– lamp .*hearthd itself is running and has GPIO 27 for its lamp/);
      expect({ exitCode, kept }).toEqual({ exitCode: 0, kept: true });
    });

    run('Ctrl-C ends the waiting for a press', () => {
      const { said, exitCode } = resultOf(`interrupted:${way}`);
      expect(said).toContain('It was interrupted before everything had been checked.');
      expect(exitCode).toBe(1);
    });

    run('Ctrl-C leaves the lamp dark', () => {
      expect(resultOf(`darkened:${way}`)).toMatchObject({ exitCode: 1, lamp: '0' });
    });
  });

  test('a press that does not come is a fault, with the place of the line on the header', () => {
    const { said, exitCode } = resultOf('nobodyPresses:libgpiod');
    expect(said).toMatch(/✗ button .*No press came within 15 seconds: GPIO 17 did not change/);
    expect(said).toContain('GPIO 17 is at place 11 of the header');
    expect(exitCode).toBe(1);
  });

  test('a resistor that pulls to where a press does is named', () => {
    const { said, exitCode } = resultOf('wrongPull:libgpiod');
    expect(said).toMatch(/✗ button .*since the line is high: "bias": "pull-up" pulls it/);
    expect(exitCode).toBe(1);
  });

  test('a line that another program has left exported is not taken away', () => {
    const { said, exitCode, kept } = resultOf('exported:libgpiod');
    expect(said).toMatch(/! button .*GPIO 17 is exported in \/sys\/class\/gpio/);
    expect({ exitCode, kept }).toEqual({ exitCode: 0, kept: true });
  });

  test('somebody who may not open the chips is told how to, whoever they belong to', () => {
    const { said, exitCode, after } = resultOf('forbidden:libgpiod');
    expect(said).toMatch(/✗ gpio .*You \(nobody\) may not open the GPIO chips/);
    expect(said).toContain('sudo tee /etc/udev/rules.d/60-gpio.rules');
    expect(after?.said).toContain('sudo usermod -aG gpio nobody');
    expect([exitCode, after?.exitCode]).toEqual([1, 1]);
  });

  test('the whole command asks for the press among all its checks', () => {
    const { said } = resultOf('whole');
    expect(said).toMatch(/✓.* button .*GPIO 17 was pressed once/);
    expect(said).toMatch(/✓.* lamp .*GPIO 27 was lit three times/);
  });

  test.each(situations)('leaves no line and no program behind: %s', (situation) => {
    expect(resultOf(situation).left).toEqual({ tools: 0, used: false });
  });
});
