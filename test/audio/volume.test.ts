import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gainOf, Volume } from '../../src/audio/volume.ts';

const EXTREMES = [-32_768, -1, 0, 1, 32_767];

describe('the volume', () => {
  it('leaves the sound as it came at 100 and nothing of it at 0', () => {
    expect(applied(100, EXTREMES)).toEqual(EXTREMES);
    expect(new Volume(100).isFull).toBe(true);
    expect(applied(0, EXTREMES).every((sample) => sample === 0)).toBe(true);
  });

  it('grows with every step', () => {
    const gains = Array.from({ length: 101 }, (_, volume) => gainOf(volume));
    expect(gains).toEqual([...new Set(gains)].sort((a, b) => a - b));
  });

  it('is 18 dB lower at 50', () => {
    expect(20 * Math.log10(gainOf(50))).toBeCloseTo(-18.06, 1);
    expect(applied(50, [8_000, -8_000])).toEqual([1_000, -1_000]);
  });

  it('takes what is out of range for the nearest that is in it', () => {
    expect(gainOf(-5)).toBe(0);
    expect(gainOf(140)).toBe(1);
  });

  it('clips what is too loud, never wraps it around, and keeps its sign', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.array(fc.integer({ min: -3 * 32_768, max: 3 * 32_767 })),
        (volume, sums) => {
          for (const [i, sample] of applied(volume, sums).entries()) {
            const exact = (sums[i] ?? 0) * gainOf(volume);
            const clipped = Math.min(32_767, Math.max(-32_768, exact));
            expect(Math.abs(sample - clipped)).toBeLessThanOrEqual(0.5);
          }
        },
      ),
    );
  });

  it('changes over 10 ms, in even steps, and is full only then', () => {
    const volume = new Volume(0);
    volume.set(100);
    const samples = [...volume.applyTo(new Int32Array(239).fill(24_000))];
    expect(volume.isFull).toBe(false);
    samples.push(...volume.applyTo(new Int32Array(10).fill(24_000)));
    expect(volume.isFull).toBe(true);
    for (const [i, sample] of samples.entries())
      expect(sample).toBe(Math.min(24_000, 100 * (i + 1)));
  });

  it('makes no step louder than the whole change takes, however often it is changed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(100), fc.nat(400)), { maxLength: 20 }), (changes) => {
        const volume = new Volume(100);
        let last = 30_000;
        for (const [level, count] of changes) {
          volume.set(level);
          for (const sample of volume.applyTo(new Int32Array(count).fill(30_000))) {
            expect(Math.abs(sample - last)).toBeLessThanOrEqual(30_000 / 240 + 1);
            last = sample;
          }
        }
      }),
    );
  });

  it('is so at once while nothing is heard', () => {
    const volume = new Volume(100);
    volume.set(0);
    volume.settle();
    expect([...volume.applyTo(new Int32Array(3).fill(9))]).toEqual([0, 0, 0]);
  });

  it('leaves the original alone', () => {
    const original = new Int32Array([1_000]);
    new Volume(50).applyTo(original);
    expect([...original]).toEqual([1_000]);
  });
});

const applied = (volume: number, sums: readonly number[]): number[] =>
  // -0 is 0 to everybody but a test.
  [...new Volume(volume).applyTo(Int32Array.from(sums))].map((sample) => sample + 0);
