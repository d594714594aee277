import { expect, test, vi } from 'vitest';
import type { GpioLine } from '../../src/gpio/gpio.ts';
import { KeptLine } from '../../src/gpio/kept-line.ts';
import type { Health } from '../../src/system/health.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

test('a line that cannot be had is tried for again and again, ever more calmly, and told once', async () => {
  const { clock, kept, health, attempts } = keep(() => Promise.reject(new Error('Busy.')));
  let attempt = 1;
  for (const pauseMs of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    clock.advance(pauseMs - 1);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    attempt += 1;
    await vi.waitFor(() => expect(attempts.count).toBe(attempt));
  }
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  expect(health).toEqual([{ state: 'down', reason: 'Busy.' }]);
  await kept.close();
  expect(clock.pending).toBe(0);
});

test('a line that is lost is given back and opened again', async () => {
  const { clock, kept, health, line, attempts } = keep();
  await vi.waitFor(() => expect(health).toHaveLength(1));
  attempts.lose('The chip went away.');
  await vi.waitFor(() => expect(health).toHaveLength(2));
  expect(line.closed).toBe(1);
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  clock.advance(1_000);
  await vi.waitFor(() => expect(health).toHaveLength(3));
  expect(health).toEqual([
    { state: 'up', by: 'fake' },
    { state: 'down', reason: 'The chip went away.' },
    { state: 'up', by: 'fake' },
  ]);
  await kept.close();
});

test('a line that was lost while it was being opened does not stay in use', async () => {
  const { kept, health, attempts } = keep((lost) => {
    lost('Gone at once.');
    return undefined;
  });
  await vi.waitFor(() => expect(health.at(-1)).toEqual({ state: 'down', reason: 'Gone at once.' }));
  expect(attempts.dropped).toBe(1);
  await kept.close();
});

test('closing gives the line back and tells nothing', async () => {
  const { clock, kept, health, line } = keep();
  await vi.waitFor(() => expect(health).toHaveLength(1));
  await kept.close();
  expect(line.closed).toBe(1);
  expect(health).toHaveLength(1);
  expect(clock.pending).toBe(0);
});

test('closing while the line is being opened gives back what is opened then', async () => {
  let open: () => void = () => {};
  const opening = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { kept, health, line } = keep(() => opening);
  const closing = kept.close();
  open();
  await closing;
  expect(line.closed).toBe(1);
  expect(health).toEqual([]);
});

function keep(
  before: (lost: (reason: string) => void) => Promise<void> | undefined = () => undefined,
) {
  const clock = new FakeClock();
  const health: Health[] = [];
  const attempts = { count: 0, dropped: 0, lose: (_reason: string) => {} };
  const line = {
    closed: 0,
    close() {
      this.closed += 1;
      return Promise.resolve();
    },
  };
  const kept = new KeptLine<GpioLine>({
    clock,
    open: async (lost) => {
      attempts.count += 1;
      attempts.lose = lost;
      await before(lost);
      return { line, by: 'fake' };
    },
    opened: () => {},
    dropped: () => {
      attempts.dropped += 1;
    },
    report: (state) => health.push(state),
    random: () => 1,
  });
  return { clock, kept, health, line, attempts };
}
