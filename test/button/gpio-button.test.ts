import { expect, test, vi } from 'vitest';
import { GpioButton } from '../../src/button/gpio-button.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeGpio } from '../gpio/fake-gpio.ts';
import { hear } from './heard.ts';

test('a press acts at once and a bouncing contact is one press', async () => {
  const { gpio, clock, told } = await button();
  gpio.set(0);
  expect(told).toEqual(['press']);
  gpio.set(1, 0, 1, 0);
  clock.advance(1_000);
  gpio.set(1, 0, 1);
  clock.advance(1_000);
  expect(told).toEqual(['press', 'release']);
});

test('a tap shorter than the bounce is a press and a release', async () => {
  const { gpio, clock, told } = await button();
  gpio.set(0, 1);
  clock.advance(25);
  expect(told).toEqual(['press', 'release']);
});

test('a button that pulls the line up is pressed when it is high', async () => {
  const { gpio, told } = await button({ activeLow: false, level: 0, bias: 'pull-down' });
  gpio.set(1);
  expect(told).toEqual(['press']);
  expect(gpio.bias).toBe('pull-down');
});

test('a button that is held at the start counts from its next press on', async () => {
  const { gpio, clock, told } = await button({ level: 0 });
  clock.advance(1_000);
  gpio.set(1);
  clock.advance(1_000);
  expect(told).toEqual([]);
  gpio.set(0);
  expect(told).toEqual(['press']);
});

test('a line that is lost ends a press, is told, and is opened again', async () => {
  const { gpio, clock, told, health } = await button();
  gpio.set(0);
  gpio.lose('The chip went away.');
  await vi.waitFor(() => expect(health).toHaveLength(2));
  expect(told).toEqual(['press', 'release']);
  await vi.waitFor(() => {
    clock.advance(1_000);
    expect(gpio.opened).toBe(2);
  });
  await vi.waitFor(() => expect(health).toHaveLength(3));
  expect(health[1]).toEqual({ state: 'down', reason: 'The chip went away.' });
  gpio.set(0);
  expect(told).toEqual(['press', 'release', 'press']);
});

test('without any GPIO the reason is told and it is tried for again', async () => {
  const gpio = new FakeGpio();
  gpio.refusal = 'GPIO cannot be used here.';
  const { clock, health } = start(gpio);
  await vi.waitFor(() =>
    expect(health).toEqual([{ state: 'down', reason: 'GPIO cannot be used here.' }]),
  );
  gpio.refusal = undefined;
  await vi.waitFor(() => {
    clock.advance(1_000);
    expect(health.at(-1)).toEqual({ state: 'up', by: 'fake' });
  });
});

test('a closed button gives the line back and leaves no timer', async () => {
  const { gpio, clock, told, it } = await button();
  gpio.set(0);
  await it.close();
  gpio.set(1);
  expect({ closed: gpio.closed, timers: clock.pending, told }).toEqual({
    closed: 1,
    timers: 0,
    told: ['press'],
  });
});

async function button({ activeLow = true, level = 1, bias = 'pull-up' } = {}) {
  const gpio = new FakeGpio();
  gpio.level = level === 1 ? 1 : 0;
  const started = start(gpio, activeLow, bias === 'pull-up' ? 'pull-up' : 'pull-down');
  await vi.waitFor(() => expect(started.health).toEqual([{ state: 'up', by: 'fake' }]));
  return { gpio, ...started };
}

function start(gpio: FakeGpio, activeLow = true, bias: 'pull-up' | 'pull-down' = 'pull-up') {
  const clock = new FakeClock();
  const it = new GpioButton({ pin: 17, activeLow, bias, openGpio: gpio.open, clock });
  return { it, clock, ...hear(it) };
}
