import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toneOf } from '../../../src/audio/tone.ts';
import { judgeTone } from '../../../src/doctor/sound/judge-tone.ts';
import { levelsOf, SILENCE_DB } from '../../../src/doctor/sound/levels.ts';
import { toneLevelDb } from '../../../src/doctor/sound/tone.ts';
import { mixed, noise } from './pcm.ts';

const rateHz = 16_000;
const tone = (hz: number, amplitude: number, ms = 1_000) => toneOf({ hz, ms, rateHz, amplitude });

describe('the level of a tone', () => {
  it('is its RMS', () => {
    expect(toneLevelDb(tone(880, 0.5, 100), { hz: 880, rateHz })).toBeCloseTo(-9, 0);
    expect(toneLevelDb(tone(880, 0.05, 100), { hz: 880, rateHz })).toBeCloseTo(-29, 0);
  });

  it('has nothing to do with other tones', () => {
    expect(toneLevelDb(tone(440, 0.5, 100), { hz: 880, rateHz })).toBeLessThan(-55);
    expect(toneLevelDb(tone(3_000, 0.5, 100), { hz: 880, rateHz })).toBeLessThan(-55);
  });

  it('is the least of all in silence and in next to nothing', () => {
    expect(toneLevelDb(Buffer.alloc(3_200), { hz: 880, rateHz })).toBe(SILENCE_DB);
    expect(toneLevelDb(Buffer.alloc(2), { hz: 880, rateHz })).toBe(SILENCE_DB);
  });

  it('never exceeds what the whole sound has by more than the window blurs', () => {
    const sample = fc.integer({ min: -32_768, max: 32_767 });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 400, maxLength: 400 }), (samples) => {
        const pcm = Buffer.alloc(800);
        for (const [i, value] of samples.entries()) pcm.writeInt16LE(value, i * 2);
        const { rmsDb, offset } = levelsOf(pcm);
        const wholeDb = Math.max(rmsDb, 20 * Math.log10(Math.abs(offset) + 1e-9));
        expect(toneLevelDb(pcm, { hz: 880, rateHz })).toBeLessThanOrEqual(wholeDb + 9);
      }),
    );
  });
});

describe('whether a tone was heard', () => {
  const ROOM = noise(700, 0.003);
  const judge = (during: Buffer, before = ROOM) => judgeTone({ before, during, hz: 880 });

  it.each([0, 137, 450, 600])('wherever it begins: %i ms later', (atMs) => {
    const heard = judge(mixed(noise(1_700, 0.003), tone(880, 0.02), atMs));
    expect(heard.state).toBe('heard');
    expect(heard.levelDb).toBeCloseTo(-37, 0);
  });

  it('however quietly, if the room is quieter still', () => {
    expect(judge(mixed(noise(1_700, 0.0002), tone(880, 0.001)), noise(700, 0.0002)).state).toBe(
      'heard',
    );
  });

  it('over a cable from silence', () => {
    const during = Buffer.concat([Buffer.alloc(6_400), tone(880, 0.2), Buffer.alloc(16_000)]);
    expect(judge(during, Buffer.alloc(22_400))).toMatchObject({
      state: 'heard',
      beforeDb: SILENCE_DB,
    });
  });

  it.each([
    ['silence', Buffer.alloc(51_200)],
    ['nothing at all', Buffer.alloc(0)],
    ['a room as before', noise(1_700, 0.003)],
    ['a room that became loud', noise(1_700, 0.3)],
    ['a tone of another height', mixed(noise(1_700, 0.003), tone(1_000, 0.2))],
    ['only a short piece of it', mixed(noise(1_700, 0.003), tone(880, 0.2, 300))],
  ])('not in %s', (_, during) => {
    expect(judge(during).state).toBe('not heard');
  });

  it('not when it was there before', () => {
    const always = mixed(noise(1_700, 0.003), tone(880, 0.02, 1_700));
    expect(judge(always, always).state).toBe('not heard');
  });
});
