import { expect, test } from 'vitest';
import { ToggleButton } from '../../src/button/toggle-button.ts';
import { FakeButton } from './fake-button.ts';
import { hear } from './heard.ts';

test('the first press begins, the next one ends, and releases mean nothing', () => {
  const { inner, told } = toggle();
  inner.press();
  inner.release();
  expect(told).toEqual(['press']);
  inner.press();
  inner.release();
  inner.press();
  expect(told).toEqual(['press', 'release', 'press']);
});

test('a button that fails ends what it began, since no press could', () => {
  const { inner, told, health } = toggle();
  inner.press();
  inner.down('Lost.');
  inner.down('Lost.');
  expect(told).toEqual(['press', 'release']);
  expect(health[0]).toEqual({ state: 'down', reason: 'Lost.' });
});

test('a press after the turn has ended by itself begins another one', () => {
  const inner = new FakeButton();
  const told: string[] = [];
  let counts = true;
  new ToggleButton(inner).start({
    press: () => void told.push('press'),
    release: () => void told.push('release'),
    health: () => {},
    pressCounts: () => counts,
  });
  inner.press();
  inner.release();
  counts = false;
  inner.press();
  expect(told).toEqual(['press', 'release', 'press']);
});

test('it closes the button it is made of', async () => {
  const { inner, outer } = toggle();
  await outer.close();
  expect(inner.closed).toBe(1);
});

function toggle() {
  const inner = new FakeButton();
  const outer = new ToggleButton(inner);
  return { inner, outer, ...hear(outer) };
}
