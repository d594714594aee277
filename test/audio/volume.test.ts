import { describe, expect, it } from 'vitest';
import { gainOf, withGain } from '../../src/audio/volume.ts';
import { samplesOf } from './sound.ts';

const pcm = (...samples: number[]) => Buffer.from(new Int16Array(samples).buffer);

describe('the volume', () => {
  it('leaves the sound as it came at 100 and nothing of it at 0', () => {
    const extremes = pcm(-32_768, -1, 0, 1, 32_767);
    expect(withGain(extremes, gainOf(100)).equals(extremes)).toBe(true);
    expect(samplesOf(withGain(extremes, gainOf(0))).every((sample) => sample === 0)).toBe(true);
  });

  it('grows with every step', () => {
    const gains = Array.from({ length: 101 }, (_, volume) => gainOf(volume));
    expect(gains).toEqual([...new Set(gains)].sort((a, b) => a - b));
  });

  it('is 18 dB lower at 50', () => {
    expect(20 * Math.log10(gainOf(50))).toBeCloseTo(-18.06, 1);
  });

  it('takes what is out of range for the nearest that is in it', () => {
    expect(gainOf(-5)).toBe(0);
    expect(gainOf(140)).toBe(1);
  });

  it('clips what is too loud, and never wraps it around', () => {
    expect(samplesOf(withGain(pcm(20_000, -20_000, 32_767, -32_768), 2))).toEqual([
      32_767, -32_768, 32_767, -32_768,
    ]);
  });

  it('leaves the original alone', () => {
    const original = pcm(1000);
    withGain(original, 0.5);
    expect(samplesOf(original)).toEqual([1000]);
  });
});
