import { describe, expect, it } from 'vitest';
import { Unheard } from '../../src/loudspeaker/unheard.ts';
import { replyOf } from '../audio/sound.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

function given(pieces: number) {
  const clock = new FakeClock();
  const unheard = new Unheard(clock);
  for (let i = 0; i < pieces; i++) unheard.push(replyOf(20, 1 + i * 480));
  return { clock, unheard };
}

describe('what has not been heard yet', () => {
  it('is everything as long as nothing has been played', () => {
    const { clock, unheard } = given(3);
    clock.advance(1_000);
    expect(unheard.left()).toEqual({ heardBytes: 0, unheard: replyOf(60) });
    expect(unheard.aheadBytes).toBe(60 * 48);
  });

  it('begins where the player was, also in the middle of a piece', () => {
    const { unheard } = given(4);
    unheard.heard(30 * 48);
    expect(unheard.left()).toEqual({ heardBytes: 30 * 48, unheard: replyOf(50, 30 * 24 + 1) });
    expect(unheard.aheadBytes).toBe(50 * 48);
  });

  it('gets less as the clock goes on, for some of it lies in the device', () => {
    const { clock, unheard } = given(10);
    unheard.begins();
    clock.advance(20);
    unheard.heard(10 * 48);
    clock.advance(25);
    expect(unheard.left().unheard).toEqual(replyOf(165, 35 * 24 + 1));
    clock.advance(10_000);
    expect(unheard.left().unheard).toEqual(replyOf(90, 110 * 24 + 1));
  });

  it('gets no less while the device is closed', () => {
    const { clock, unheard } = given(2);
    unheard.begins();
    unheard.heard(10 * 48);
    unheard.pauses();
    clock.advance(50);
    expect(unheard.left().heardBytes).toBe(10 * 48);
  });

  it('is never more than was given, whatever the player says', () => {
    const { clock, unheard } = given(1);
    unheard.heard(1e9);
    clock.advance(100);
    expect(unheard.left()).toEqual({ heardBytes: 960, unheard: Buffer.alloc(0) });
    expect(unheard.aheadBytes).toBe(0);
    unheard.push(replyOf(20));
    expect(unheard.aheadBytes).toBe(960);
  });
});
