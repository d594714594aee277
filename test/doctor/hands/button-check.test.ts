import { afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/doctor/check.ts';
import { buttonCheck } from '../../../src/doctor/hands/button-check.ts';
import { nobody } from '../../../src/doctor/terminal.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { until } from '../../fakes/until.ts';
import { type ContextParts, contextOf, words } from '../context.ts';
import { board, programs, used } from './board.ts';

const BUTTON = { type: 'gpio', pin: 17 };

interface Trial extends ContextParts {
  readonly button?: object;
  readonly there?: 'somebody' | 'nobody';
  readonly level?: 0 | 1;
  readonly warning?: string;
}

function trial({ button = {}, there = 'somebody', level = 1, warning, ...parts }: Trial = {}) {
  const clock = new FakeClock();
  const stop = new AbortController();
  const { gpio, parts: hand } = board((log) => {
    if (warning !== undefined) log.warn('pull resistor left as it is', { reason: warning });
  });
  gpio.level = level;
  const context = contextOf({
    ...{ programs: programs(), clock, signal: stop.signal },
    config: { button: { ...BUTTON, ...button } },
    ...parts,
  });
  const { asked, shown } = context;
  const running = buttonCheck(hand).run(
    there === 'nobody' ? { ...context, person: nobody } : context,
  );
  let done: readonly Finding[] | undefined;
  void running.then((found) => {
    done = found;
  });
  return {
    ...{ clock, gpio, stop, asked, shown },
    opened: () => until(() => gpio.opened > 0 && clock.pending > 0),
    /** Lets time pass until something is so, or the check is at its end. */
    async pass(ms: number, is: () => boolean = () => false) {
      for (let left = ms; left > 0 && !is() && done === undefined; left -= 100) {
        clock.advance(100);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    found: async () => words(await running),
    details: async () => (await running).map(({ details }) => details),
  };
}

const asks = (each: ReturnType<typeof trial>) => () => each.asked.length > 0;
let last: ReturnType<typeof trial> | undefined;
const begin = (parts?: Trial) => {
  last = trial(parts);
  return last;
};

afterEach(() => {
  expect(last?.gpio.closed).toBe(last?.gpio.opened);
  expect(last?.clock.pending).toBe(0);
  last = undefined;
});

describe('the check of the button', () => {
  it('asks for a press and shows it, with the time it was held and its bounces', async () => {
    const each = begin();
    await each.opened();
    await each.pass(2_000, asks(each));
    expect(each.asked).toEqual(['Press the button now: 15 seconds.']);
    each.gpio.set(0, 1, 0);
    await each.pass(400);
    each.gpio.set(1, 0, 1);
    await each.pass(3_000);
    expect(await each.found()).toEqual([
      'good: GPIO 17 is high at rest, as it should be (by fake).',
      'good: The button on GPIO 17 was pressed once and held for 0.40 s; 4 bounces were seen, which the 25 ms after each change take away.',
    ]);
    expect((await each.details()).at(-1)).toMatchObject({ presses: [{ heldMs: 400, bounces: 4 }] });
    expect(each.shown).toEqual(expect.arrayContaining(['  pressed', '  released', '']));
  });

  it('counts several presses, and a late one', async () => {
    const each = begin({ button: { activeLow: false, bias: 'pull-down' }, level: 0 });
    await each.opened();
    await each.pass(2_000, asks(each));
    await each.pass(12_000);
    for (const heldMs of [200, 1_200]) {
      each.gpio.set(1);
      await each.pass(heldMs);
      each.gpio.set(0);
      await each.pass(300);
    }
    await each.pass(3_000);
    expect((await each.found()).at(-1)).toBe(
      'good: The button on GPIO 17 was pressed 2 times and held for 0.20 s, 1.2 s; no bounce of its contact was seen.',
    );
  });

  it('says what to look at when no press comes', async () => {
    const each = begin({ button: { pin: 11 } });
    await each.opened();
    await each.pass(17_000);
    expect((await each.found()).slice(1)).toEqual([
      'bad: No press came within 15 seconds: GPIO 11 did not change.',
      '  a press must connect GPIO 11 to ground: look at the wires, and whether "pin" is the BCM number',
      '  a button between the line and 3.3 V: "button": { "activeLow": false, "bias": "pull-down" }',
      '  GPIO 11 is at place 23 of the header: its BCM number is not its place',
      '  when it is connected to place 11 of the header, that is GPIO 17: "pin": 17',
    ]);
    expect(each.shown).toContain('  waiting for a press, 1 s left');
  });

  it('says that a button sticks which is pressed and never let go', async () => {
    const each = begin();
    await each.opened();
    await each.pass(2_000, asks(each));
    each.gpio.set(0);
    await each.pass(11_000);
    expect((await each.found()).at(-1)).toMatch(
      /^bad: .* was pressed, but its release did not come/,
    );
  });

  it('doubts a contact that chatters on and on', async () => {
    const each = begin();
    await each.opened();
    await each.pass(2_000, asks(each));
    each.gpio.set(...Array.from({ length: 41 }, (_, at) => (at % 2 === 0 ? 0 : 1) as 0 | 1));
    await each.pass(200);
    each.gpio.set(1);
    await each.pass(3_000);
    expect((await each.found()).at(-1)).toMatch(/^note: .* 40 bounces were seen/);
  });

  it('asks nobody where nobody is, and looks at the rest', async () => {
    const each = begin({ there: 'nobody' });
    await each.opened();
    await each.pass(1_000);
    expect(await each.found()).toEqual([
      'good: GPIO 17 is high at rest, as it should be (by fake).',
      'skipped: No press was asked for: nobody is at a terminal here.',
    ]);
  });

  it('lets somebody take the finger away who presses already', async () => {
    const each = begin({ level: 0 });
    await each.opened();
    await each.pass(2_000, asks(each));
    expect(each.asked).toEqual(['GPIO 17 counts as pressed: let go of the button.']);
    each.gpio.set(1);
    await each.pass(300);
    each.gpio.set(0);
    await each.pass(300);
    each.gpio.set(1);
    await each.pass(3_000);
    expect((await each.found()).at(-1)).toMatch(/^good: .* pressed once/);
  });

  it.each([
    [
      'a short, or a button that opens',
      {},
      0,
      /^bad: .*since the line is low: the button sticks/,
      '  a button that opens when it is pressed: "button": { "activeLow": false, "bias": "pull-up" }',
    ],
    [
      'a resistor that pulls to where a press does',
      { activeLow: false },
      1,
      /^bad: .*since the line is high: "bias": "pull-up" pulls it/,
      '  a button between the line and 3.3 V: "button": { "activeLow": false, "bias": "pull-down" }',
    ],
    [
      'no resistor',
      { bias: 'as-is' },
      0,
      /^bad: .*nothing holds it/,
      '  a button between the line and ground: "button": { "activeLow": true, "bias": "pull-up" }',
    ],
  ] as const)('says what to change when it is pressed all the time: %s', async (...row) => {
    const [, button, level, sentence, line] = row;
    const each = begin({ button, level });
    await each.opened();
    await each.pass(10_000);
    const found = await each.found();
    expect(found[0]).toMatch(sentence);
    expect(found).toContain(line);
  });

  it('says that a line which changes by itself is held by nothing', async () => {
    const each = begin({ button: { bias: 'as-is' } });
    await each.opened();
    await until(() => each.clock.pending > 0);
    each.gpio.set(...Array.from({ length: 30 }, (_, at) => (at % 2) as 0 | 1));
    await each.pass(1_000);
    expect(await each.found()).toEqual([
      expect.stringMatching(/^bad: GPIO 17 changed \d+ times though nobody was to press/),
      '  have the board hold it: "bias": "pull-up"',
    ]);
  });

  it('says why the line cannot be had, and tries no second time', async () => {
    const each = begin();
    each.gpio.refusal = 'GPIO 17 is in use by another program or driver.';
    expect(await each.found()).toEqual(['bad: GPIO 17 is in use by another program or driver.']);
  });

  it('says why the line was lost while a press was waited for', async () => {
    const each = begin();
    await each.opened();
    await each.pass(2_000, asks(each));
    each.gpio.lose('GPIO 17 is gone.');
    await each.pass(1_000);
    expect((await each.found()).at(-1)).toBe('bad: GPIO 17 is gone.');
  });

  it('passes on that the pull resistor could not be set', async () => {
    const each = begin({ there: 'nobody', warning: 'The tools of libgpiod are not installed.' });
    await each.opened();
    await each.pass(1_000);
    expect((await each.found()).slice(-2)).toEqual([
      'note: The pull resistor could not be set.',
      '  The tools of libgpiod are not installed.',
    ]);
  });

  it('ends at once when it is interrupted, and gives the line back', async () => {
    const each = begin();
    await each.opened();
    await each.pass(2_000, asks(each));
    each.stop.abort();
    expect(await each.found()).toEqual([
      'good: GPIO 17 is high at rest, as it should be (by fake).',
    ]);
  });

  it('is a note where there is no button', async () => {
    const each = begin({ config: { button: { type: 'none' } } });
    expect(await each.found()).toEqual([
      'note: No button is configured: only "talk/set" on the broker begins to listen.',
    ]);
  });

  it('opens no line that somebody has', async () => {
    const each = begin({ programs: programs(used('gpio-keys')) });
    expect(await each.found()).toEqual([
      'bad: GPIO 17 is in use as "gpio-keys": by a driver of the kernel, or a program of that name. Take another pin, or remove what uses it.',
      '  drivers get lines by overlays in /boot/firmware/config.txt',
    ]);
    expect(each.gpio.opened).toBe(0);
  });
});
