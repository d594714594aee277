import { describe, expect, it } from 'vitest';
import { Unheard } from '../../src/loudspeaker/unheard.ts';
import { replyOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

describe('what has not been heard yet', () => {
  it('gets less as the clock goes on', () => {
    const clock = new FakeClock();
    const unheard = new Unheard(clock);
    for (let i = 0; i < 4; i++) unheard.push(replyOf(20, i * 480));
    expect(unheard.heardUntilMs).toBe(80);
    clock.advance(45);
    unheard.trim();
    expect(unheard.chunks()).toEqual([replyOf(20, 2 * 480), replyOf(20, 3 * 480)]);
    clock.advance(100);
    unheard.trim();
    expect(unheard.chunks()).toEqual([]);
  });

  it('counts from the moment in which playing really began', () => {
    const clock = new FakeClock();
    const unheard = new Unheard(clock);
    for (let i = 0; i < 3; i++) unheard.push(replyOf(20));
    clock.advance(500);
    unheard.beginsHere();
    expect(unheard.heardUntilMs).toBe(560);
    clock.advance(25);
    unheard.trim();
    expect(unheard.chunks()).toHaveLength(2);
  });

  it('begins again after a break', () => {
    const clock = new FakeClock();
    const unheard = new Unheard(clock);
    unheard.push(replyOf(20));
    clock.advance(1_000);
    unheard.push(replyOf(20));
    expect(unheard.heardUntilMs).toBe(1_020);
  });
});
