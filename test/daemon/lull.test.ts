import { expect, test } from 'vitest';
import { initial } from '../../src/conversation/step.ts';
import type { Turn } from '../../src/conversation/turn-state.ts';
import { Lull } from '../../src/daemon/lull.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

test('when nobody talks, nothing is waited for', async () => {
  const { lull, clock } = setUp();
  await lull.wait(60_000).over;
  expect(clock.pending).toBe(0);
});

test('is waited for until the turn is over', async () => {
  const { lull, clock, turn } = setUp();
  turn({ name: 'listening' });
  const waiting = lull.wait(60_000);
  turn({ name: 'speaking', reply: 'arriving' });
  expect(lull.state).toBe('talk');
  turn({ name: 'idle' });
  await waiting.over;
  expect([lull.state, clock.pending]).toEqual(['lull', 0]);
});

test('is waited for no longer than somebody wants to', async () => {
  const { lull, clock, turn } = setUp();
  turn({ name: 'listening' });
  const long = lull.wait(60_000);
  clock.advance(60_000);
  await long.over;
  const cut = lull.wait(60_000);
  cut.cut();
  await cut.over;
  expect([lull.state, clock.pending]).toEqual(['talk', 0]);
});

test('is also when the device is muted', async () => {
  const { lull, turn } = setUp();
  turn({ name: 'muted' });
  expect(lull.state).toBe('lull');
});

function setUp() {
  const clock = new FakeClock();
  const lull = new Lull({ clock });
  const turn = (turn: Turn) =>
    lull.heard({
      type: 'changed',
      from: initial,
      to: { ...initial, turn },
      event: { type: 'release' },
    });
  return { lull, clock, turn };
}
