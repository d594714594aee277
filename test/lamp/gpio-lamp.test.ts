import { expect, test, vi } from 'vitest';
import { GpioLamp } from '../../src/lamp/gpio-lamp.ts';
import type { Health } from '../../src/system/health.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeGpio } from '../gpio/fake-gpio.ts';

test('the lamp follows, dark at first', async () => {
  const { gpio, it } = await lamp();
  it.set('on');
  it.set('off');
  expect(gpio.driven).toEqual([0, 1, 0]);
});

test('a lamp towards the supply is lit when its line is low', async () => {
  const { gpio, it } = await lamp({ activeLow: true });
  it.set('on');
  expect(gpio.driven).toEqual([1, 0]);
});

test('a lamp whose line was away shows what it should when the line is back', async () => {
  const { gpio, clock, health, it } = await lamp();
  gpio.lose('The chip went away.');
  await vi.waitFor(() => expect(health).toHaveLength(2));
  it.set('on');
  expect(gpio.driven).toEqual([0]);
  await vi.waitFor(() => {
    clock.advance(1_000);
    expect(gpio.driven).toEqual([0, 1]);
  });
});

test('a closed lamp is dark and its line given back', async () => {
  const { gpio, clock, it } = await lamp();
  it.set('on');
  await it.close();
  it.set('on');
  expect(gpio.driven).toEqual([0, 1, 0]);
  expect(gpio.closed).toBe(1);
  expect(clock.pending).toBe(0);
});

test('a lamp that is closed before it was started, or without any GPIO, is no trouble', async () => {
  const gpio = new FakeGpio();
  gpio.refusal = 'None here.';
  const clock = new FakeClock();
  const it = new GpioLamp({ pin: 27, activeLow: false, openGpio: gpio.open, clock });
  await it.close();
  it.start(() => {});
  await it.close();
  expect(clock.pending).toBe(0);
});

async function lamp({ activeLow = false } = {}) {
  const gpio = new FakeGpio();
  const clock = new FakeClock();
  const health: Health[] = [];
  const it = new GpioLamp({ pin: 27, activeLow, openGpio: gpio.open, clock });
  it.start((state) => health.push(state));
  await vi.waitFor(() => expect(gpio.driven).toHaveLength(1));
  return { gpio, clock, health, it };
}
