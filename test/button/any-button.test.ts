import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnyButton } from '../../src/button/any-button.ts';
import { FakeButton } from './fake-button.ts';
import { hear } from './heard.ts';

test('it is pressed for as long as any of its buttons is', () => {
  const { a, b, told } = any();
  a.press();
  b.press();
  a.release();
  expect(told).toEqual(['press']);
  b.release();
  expect(told).toEqual(['press', 'release']);
});

test('presses and releases alternate, whatever the buttons do', () => {
  const act = fc.constantFrom('a press', 'a release', 'b press', 'b release');
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const { a, b, told } = any();
      for (const [who, what] of acts.map((text) => text.split(' ')))
        (who === 'a' ? a : b)[what as 'press' | 'release']();
      expect(told).toEqual(told.map((_, index) => (index % 2 === 0 ? 'press' : 'release')));
    }),
  );
});

test('it is as healthy as the worst of those that report', () => {
  const { a, b, health } = any();
  a.up('onoff');
  b.down('No broker.');
  b.up('broker');
  expect(health).toEqual([
    { state: 'up', by: 'onoff' },
    { state: 'down', reason: 'No broker.' },
    { state: 'up', by: 'onoff, broker' },
  ]);
});

test('it closes all of them, and none at all is fine too', async () => {
  const { a, b, it } = any();
  await it.close();
  expect([a.closed, b.closed]).toEqual([1, 1]);
  const none = new AnyButton([]);
  expect(hear(none).told).toEqual([]);
  await none.close();
});

function any() {
  const a = new FakeButton();
  const b = new FakeButton();
  const it = new AnyButton([a, b]);
  return { a, b, it, ...hear(it) };
}
