import { expect, test } from 'vitest';
import { chooseGpio } from '../../src/gpio/choose-gpio.ts';
import { FakeGpio } from './fake-gpio.ts';

test('the first way that works is taken, and no other is tried', async () => {
  const first = new FakeGpio();
  const never = () => Promise.reject(new Error('must not be asked'));
  expect(await chooseGpio([first.open, never])).toBe(first);
});

test('a way that does not work gives way to the next', async () => {
  const second = new FakeGpio();
  const refused = () => Promise.reject(new Error('The kernel has no /sys/class/gpio.'));
  expect(await chooseGpio([refused, second.open])).toBe(second);
});

test('when none works, the reasons of all are told', async () => {
  const ways = ['The kernel has no /sys/class/gpio.', 'The tools are not installed.'].map(
    (reason) => () => Promise.reject(new Error(reason)),
  );
  await expect(chooseGpio(ways)).rejects.toThrow(
    'GPIO cannot be used here: The kernel has no /sys/class/gpio. The tools are not installed.',
  );
});
