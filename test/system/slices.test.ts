import { describe, expect, test } from 'vitest';
import { inSlices } from '../../src/system/slices.ts';
import type { Steps } from '../../src/system/steps.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('work in slices', () => {
  test('is done at once where it takes no time', async () => {
    const { clock, soon, turns } = setUp();
    expect(
      await inSlices(
        work(1_000, () => {}),
        { clock, soon },
      ),
    ).toBe(1_000);
    expect(turns).toEqual([]);
  });

  test('leaves room for everything else after some milliseconds', async () => {
    const { clock, soon, turns } = setUp();
    const done = inSlices(
      work(10, () => clock.advance(1)),
      { clock, soon },
    );
    expect(await done).toBe(10);
    expect(turns).toEqual([4, 8]);
  });

  test('ends with the fault that it meets', async () => {
    const { clock, soon } = setUp();
    const broken = work(1, () => {
      throw new Error('broken');
    });
    await expect(inSlices(broken, { clock, soon })).rejects.toThrow('broken');
  });
});

function* work(count: number, step: () => void): Steps<number> {
  for (let at = 0; at < count; at += 1) {
    step();
    yield;
  }
  return count;
}

function setUp() {
  const clock = new FakeClock();
  /** When others had their turn. */
  const turns: number[] = [];
  const soon = (fn: () => void) => {
    turns.push(clock.now());
    setImmediate(fn);
    return () => {};
  };
  return { clock, soon, turns };
}
