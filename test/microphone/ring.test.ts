import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ring } from '../../src/microphone/ring.ts';
import { counting, samplesOf } from '../audio/sound.ts';

const ring = (lengthMs = 10) => new Ring({ lengthMs, rateHz: 16_000 });

describe('the ring', () => {
  it('gives what was heard last, the oldest sample first, whatever the pieces were', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400)), (lengths) => {
        const held = ring();
        const all = counting(lengths.reduce((sum, length) => sum + length, 0));
        let at = 0;
        for (const samples of lengths) {
          held.push(all.subarray(at, at + samples * 2));
          at += samples * 2;
        }
        expect(held.take().equals(all.subarray(-320))).toBe(true);
      }),
    );
  });

  it('is empty after it was taken, and fills again', () => {
    const held = ring();
    held.push(counting(500));
    held.take();
    expect(held.take()).toHaveLength(0);
    held.push(counting(3, 7));
    expect(samplesOf(held.take())).toEqual([7, 8, 9]);
  });

  it('gives sound that later pieces do not overwrite', () => {
    const held = ring();
    held.push(counting(160));
    const taken = held.take();
    held.push(counting(160, 1000));
    expect(samplesOf(taken)[0]).toBe(1);
  });

  it('forgets when it is told to', () => {
    const held = ring();
    held.push(counting(100));
    held.clear();
    expect(held.take()).toHaveLength(0);
  });

  it('holds nothing if it is to hold nothing', () => {
    const held = ring(0);
    held.push(counting(100));
    expect(held.take()).toHaveLength(0);
  });
});
