import { describe, expect, it } from 'vitest';
import { fadeIn, fadeOut } from '../../src/player/fade.ts';
import { samplesOf } from '../audio/sound.ts';

const pcm = (...samples: number[]) => Buffer.from(new Int16Array(samples).buffer);

describe('a fade', () => {
  it('grows out of silence', () => {
    const sound = pcm(1_000, 1_000, 1_000, 1_000, 1_000, 1_000);
    fadeIn(sound, 8);
    expect(samplesOf(sound)).toEqual([0, 250, 500, 750, 1_000, 1_000]);
  });

  it('ends in silence', () => {
    const sound = pcm(-1_000, -1_000, -1_000, -1_000, -1_000, -1_000);
    fadeOut(sound, 8);
    expect(samplesOf(sound)).toEqual([-1_000, -1_000, -750, -500, -250, -0].map((s) => s + 0));
  });

  it('is as short as its sound', () => {
    const sound = pcm(1_000, 1_000);
    fadeIn(sound, 100);
    expect(samplesOf(sound)).toEqual([0, 500]);
    const nothing = Buffer.alloc(0);
    fadeOut(nothing, 100);
    expect(nothing).toHaveLength(0);
  });

  it('never wraps around', () => {
    const extremes = pcm(32_767, -32_768, 32_767, -32_768);
    fadeOut(extremes, 8);
    expect(samplesOf(extremes)).toEqual([24_575, -16_384, 8_191, 0]);
  });
});
