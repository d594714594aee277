import { expect, test } from 'vitest';
import { toldButton } from '../../src/button/told-button.ts';
import { FakeButton } from './fake-button.ts';
import { hear } from './heard.ts';

test('somebody is told of each press before anybody else is, and of nothing but presses', () => {
  const inner = new FakeButton();
  const order: string[] = [];
  toldButton(inner, () => order.push('told')).start({
    press: () => order.push('press'),
    release: () => order.push('release'),
    health: ({ state }) => order.push(state),
  });
  inner.up('GPIO');
  inner.press();
  inner.release();
  inner.press();
  expect(order).toEqual(['up', 'told', 'press', 'release', 'told', 'press']);
});

test('for all others it is the button that it is made of', async () => {
  const inner = new FakeButton();
  const outer = toldButton(inner, () => {});
  const { told, health } = hear(outer);
  inner.press();
  inner.release();
  inner.down('Lost.');
  expect(told).toEqual(['press', 'release']);
  expect(health).toEqual([{ state: 'down', reason: 'Lost.' }]);
  await outer.close();
  expect(inner.closed).toBe(1);
});

test('what else the button asks of those who listen, as whether a press counts, still reaches them', () => {
  let asked: (() => boolean) | undefined;
  const inner = new FakeButton();
  inner.start = ({ pressCounts }) => {
    asked = pressCounts;
  };
  toldButton(inner, () => {}).start({
    press: () => {},
    release: () => {},
    health: () => {},
    pressCounts: () => false,
  });
  expect(asked?.()).toBe(false);
});
