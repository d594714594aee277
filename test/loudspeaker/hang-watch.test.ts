import { describe, expect, it } from 'vitest';
import { HangWatch } from '../../src/loudspeaker/hang-watch.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('the watch over a loudspeaker', () => {
  it('ends when that does nothing', () => {
    const { clock, watch, ends } = waiting();
    watch.begin();
    clock.advance(999);
    expect(ends).toEqual([]);
    clock.advance(5_000);
    expect(ends).toEqual([1_000]);
    expect(clock.pending).toBe(0);
  });

  it('goes on while that asks, and for what it was given', () => {
    const { clock, watch, ends } = waiting();
    watch.begin();
    for (let i = 0; i < 50; i++) {
      watch.asked(0);
      clock.advance(100);
    }
    watch.asked(7_000);
    watch.asked(500);
    clock.advance(8_499);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual([13_500]);
  });

  it('waits for nothing while nothing is expected', () => {
    const { clock, watch, ends } = waiting();
    watch.begin();
    watch.stop();
    clock.advance(10_000);
    watch.begin();
    clock.advance(900);
    watch.begin();
    clock.advance(900);
    watch.stop();
    expect(ends).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('sets one timer, however often that asks', () => {
    const { clock, watch } = waiting();
    watch.begin();
    for (let i = 0; i < 100; i++) watch.asked(20);
    expect(clock.pending).toBe(1);
  });
});

function waiting() {
  const clock = new FakeClock();
  const ends: number[] = [];
  const watch = new HangWatch({ clock, limitMs: 1_000, hung: () => ends.push(clock.now()) });
  return { clock, watch, ends };
}
