import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Debounce, levelSeen, SETTLE_MS, settleTimeOver } from '../../src/button/debounce.ts';
import type { Level } from '../../src/gpio/gpio.ts';

const RELEASED: Debounce = { state: 'settled', believed: 1 };

test('the first change counts at once', () => {
  expect(levelSeen(RELEASED, 0)).toEqual({ state: 'settling', believed: 0, seen: 0 });
});

test('the same level again is no change', () => {
  expect(levelSeen(RELEASED, 1)).toBe(RELEASED);
});

test('bounces are ignored while the contact settles', () => {
  const bounced = [1, 0, 1, 0].reduce((d, level) => levelSeen(d, level as Level), pressed());
  expect(bounced).toMatchObject({ believed: 0 });
  expect(settleTimeOver(bounced)).toEqual({ state: 'settled', believed: 0 });
});

test('a contact that settles at the other level is believed then, and settles anew', () => {
  const tap = levelSeen(pressed(), 1);
  expect(settleTimeOver(tap)).toEqual({ state: 'settling', believed: 1, seen: 1 });
});

test('whatever the line does, it is believed in the end, and changes are SETTLE_MS apart', () => {
  const change = fc.record({
    waitMs: fc.integer({ min: 0, max: 60 }),
    level: fc.constantFrom(0, 1),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1 }), (changes) => {
      const line = play(changes as { waitMs: number; level: Level }[]);
      expect(line.believed).toBe(changes.at(-1)?.level);
      for (const [index, atMs] of line.changedAtMs.entries()) {
        const beforeMs = line.changedAtMs[index - 1];
        if (beforeMs !== undefined) expect(atMs - beforeMs).toBeGreaterThanOrEqual(SETTLE_MS);
      }
    }),
  );
});

const pressed = () => levelSeen(RELEASED, 0);

/** A line with these changes, each so long after the one before, and then quiet. */
function play(changes: readonly { waitMs: number; level: Level }[]) {
  let debounce = RELEASED;
  let nowMs = 0;
  let dueMs = Number.POSITIVE_INFINITY;
  const changedAtMs: number[] = [];
  const become = (next: Debounce) => {
    if (next.state === 'settled') dueMs = Number.POSITIVE_INFINITY;
    else if (next.believed !== debounce.believed) {
      dueMs = nowMs + SETTLE_MS;
      changedAtMs.push(nowMs);
    }
    debounce = next;
  };
  const passUntil = (endMs: number) => {
    while (dueMs <= endMs) {
      nowMs = dueMs;
      become(settleTimeOver(debounce));
    }
    nowMs = endMs;
  };
  for (const { waitMs, level } of changes) {
    passUntil(nowMs + waitMs);
    become(levelSeen(debounce, level));
  }
  passUntil(nowMs + 10 * SETTLE_MS);
  return { believed: debounce.believed, changedAtMs };
}
