import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WholeSamples } from '../../src/audio/whole-samples.ts';
import { counting } from './sound.ts';

describe('whole samples', () => {
  it('are the sound again, however it was cut, and never split', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1 }), (lengths) => {
        const sound = counting(lengths.reduce((sum, length) => sum + length, 0));
        const samples = new WholeSamples();
        let at = 0;
        const pieces = lengths.map((length) => {
          const piece = samples.push(sound.subarray(at, at + length));
          at += length;
          return piece;
        });
        expect(pieces.every((piece) => piece.length % 2 === 0)).toBe(true);
        const whole = Buffer.concat(pieces);
        expect(whole.equals(sound.subarray(0, whole.length))).toBe(true);
        expect(at - whole.length).toBeLessThan(2);
      }),
    );
  });

  it('do not begin with half of an earlier sound', () => {
    const samples = new WholeSamples();
    samples.push(Buffer.from([1, 2, 3]));
    samples.reset();
    expect([...samples.push(Buffer.from([4, 5]))]).toEqual([4, 5]);
  });

  it('keep half a sample although the memory of its piece is used again', () => {
    const samples = new WholeSamples();
    const piece = Buffer.from([7]);
    samples.push(piece);
    piece.fill(0);
    expect([...samples.push(Buffer.from([8]))]).toEqual([7, 8]);
  });
});
