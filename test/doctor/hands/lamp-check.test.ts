import { describe, expect, it } from 'vitest';
import { lampCheck } from '../../../src/doctor/hands/lamp-check.ts';
import { nobody } from '../../../src/doctor/terminal.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { until } from '../../fakes/until.ts';
import { contextOf, words } from '../context.ts';
import { board, programs, used } from './board.ts';

interface Trial {
  readonly there?: 'somebody' | 'nobody';
  readonly lamp?: object | 'none';
  readonly gpioinfo?: Readonly<Record<string, string>>;
}

function trial({ there = 'somebody', lamp = {}, gpioinfo = programs() }: Trial = {}) {
  const clock = new FakeClock();
  const stop = new AbortController();
  const { gpio, parts } = board();
  const context = contextOf({
    ...{ programs: gpioinfo, clock, signal: stop.signal },
    config: { lamp: lamp === 'none' ? { type: 'none' } : { type: 'gpio', pin: 17, ...lamp } },
  });
  const running = lampCheck(parts).run(
    there === 'nobody' ? { ...context, person: nobody } : context,
  );
  return { clock, gpio, stop, asked: context.asked, found: async () => words(await running) };
}

describe('the check of the lamp', () => {
  it.each([
    ['connected to 3.3 V', {}, [0, 1, 0, 1, 0, 1, 0, 0]],
    ['connected to ground', { activeLow: true }, [1, 0, 1, 0, 1, 0, 1, 1]],
  ])('blinks three times, and is dark in the end: lit means %s', async (_, lamp, driven) => {
    const { clock, gpio, asked, found } = trial({ lamp });
    await until(() => asked.length > 0);
    for (let step = 1; step <= 6; step++) {
      await until(() => gpio.driven.length === step + 1);
      await until(() => clock.pending > 0);
      clock.advance(500);
    }
    expect((await found())[0]).toBe(
      'good: The lamp on GPIO 17 was lit three times (by fake): your eye decides.',
    );
    expect(gpio.driven).toEqual(driven);
    expect(gpio).toMatchObject({ opened: 1, closed: 1 });
    expect(clock.pending).toBe(0);
  });

  it('only opens the line where nobody looks', async () => {
    const { clock, gpio, found } = trial({ there: 'nobody' });
    expect(await found()).toEqual([
      'good: GPIO 17 can be driven for the lamp (by fake); nobody was there to look.',
    ]);
    expect(gpio.driven).not.toContain(1);
    expect(gpio).toMatchObject({ opened: 1, closed: 1 });
    expect(clock.pending).toBe(0);
  });

  it('is dark at once when it is interrupted', async () => {
    const { clock, gpio, stop, asked, found } = trial();
    await until(() => asked.length > 0 && gpio.driven.at(-1) === 1);
    stop.abort();
    expect(await found()).toEqual([]);
    expect(gpio.driven.at(-1)).toBe(0);
    expect(gpio.closed).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('says why the line was lost', async () => {
    const { gpio, asked, found } = trial();
    await until(() => asked.length > 0);
    gpio.lose('GPIO 17 is gone.');
    expect(await found()).toEqual(['bad: GPIO 17 is gone.']);
  });

  it('says why the line cannot be had', async () => {
    const { clock, gpio, found } = trial();
    gpio.refusal = 'GPIO cannot be used here.';
    expect(await found()).toEqual(['bad: GPIO cannot be used here.']);
    expect(clock.pending).toBe(0);
  });

  it('leaves a line alone that somebody has', async () => {
    const { gpio, found } = trial({ gpioinfo: programs(used('hearthd')) });
    expect((await found())[0]).toBe(
      'skipped: hearthd itself is running and has GPIO 17 for its lamp, as it should.',
    );
    expect(gpio.opened).toBe(0);
  });

  it('is a note where there is no lamp', async () => {
    const { found } = trial({ lamp: 'none' });
    expect(await found()).toEqual(['note: No lamp is configured.']);
  });
});
