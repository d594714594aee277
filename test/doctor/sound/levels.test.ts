import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toneOf } from '../../../src/audio/tone.ts';
import { levelsOf, SILENCE_DB } from '../../../src/doctor/sound/levels.ts';
import { meterLine } from '../../../src/doctor/sound/meter.ts';
import { counting } from '../../audio/sound.ts';
import { pcmOf } from './pcm.ts';

const sine = (amplitude: number) => toneOf({ hz: 440, ms: 500, rateHz: 16_000, amplitude });

describe('levels', () => {
  it('of a sine: its RMS is 3 dB below its peak', () => {
    const { peakDb, rmsDb } = levelsOf(sine(0.5));
    expect(peakDb).toBeCloseTo(-6, 1);
    expect(rmsDb).toBeCloseTo(-9.1, 0);
  });

  it('of silence, and of nothing', () => {
    const silent = { peakDb: SILENCE_DB, rmsDb: SILENCE_DB, spread: 0, clipped: 0, offset: 0 };
    expect(levelsOf(Buffer.alloc(640))).toEqual({ ...silent, samples: 320 });
    expect(levelsOf(Buffer.alloc(0))).toEqual({ ...silent, samples: 0 });
    expect(levelsOf(Buffer.alloc(1))).toEqual({ ...silent, samples: 0 });
  });

  it('of a steady offset: no sound, but far from the middle', () => {
    const { peakDb, offset, spread } = levelsOf(pcmOf(Array(100).fill(8_192)));
    expect({ peakDb, offset, spread }).toEqual({ peakDb: SILENCE_DB, offset: 0.25, spread: 0 });
  });

  it.each([
    [[32_767, 32_767, 32_767], 3],
    [[32_767, 32_767, 32_767, 32_767, 0, -32_768, -32_768, -32_765], 7],
    [[32_767, 32_767, 0, 32_767, 32_767], 0],
    [[32_767, -32_768, 32_767, -32_768], 0],
    [[32_700, 32_700, 32_700], 0],
  ])('clipping is a row at one end of the scale: %o', (samples, clipped) => {
    expect(levelsOf(pcmOf(samples)).clipped).toBe(clipped);
  });

  it('are within their bounds for any sound', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -32_768, max: 32_767 })), (samples) => {
        const levels = levelsOf(pcmOf(samples));
        expect(levels.peakDb).toBeGreaterThanOrEqual(SILENCE_DB);
        // A sound that is all at one end and then at the other swings by twice the scale.
        expect(levels.peakDb).toBeLessThanOrEqual(6.1);
        expect(levels.rmsDb).toBeLessThanOrEqual(levels.peakDb + 1e-9);
        expect(Math.abs(levels.offset)).toBeLessThanOrEqual(1);
        expect(levels.clipped).toBeLessThanOrEqual(levels.samples);
      }),
    );
  });

  it('twice as loud is 6 dB more', () => {
    const [quiet, loud] = [levelsOf(sine(0.1)), levelsOf(sine(0.2))];
    expect(loud.rmsDb - quiet.rmsDb).toBeCloseTo(6.02, 1);
    expect(levelsOf(counting(100)).samples).toBe(100);
  });
});

describe('the meter', () => {
  it('is longer the louder it is, and keeps the highest', () => {
    expect(meterLine({ levelDb: -30, highestDb: -12, columns: 10 })).toBe(
      '  [█████···|·]  -30 dBFS, highest -12 dBFS',
    );
    expect(meterLine({ levelDb: -100, highestDb: -100, columns: 10 })).toContain('[|·········]');
    expect(meterLine({ levelDb: 0, highestDb: 0, columns: 10 })).toContain('[██████████]');
  });

  it('has one length for all levels', () => {
    const db = fc.double({ min: -100, max: 6, noNaN: true });
    fc.assert(
      fc.property(db, db, fc.integer({ min: 1, max: 100 }), (levelDb, highestDb, columns) => {
        const bar = /\[(.*)\]/.exec(meterLine({ levelDb, highestDb, columns }))?.[1] ?? '';
        expect([...bar]).toHaveLength(columns);
      }),
    );
  });
});
