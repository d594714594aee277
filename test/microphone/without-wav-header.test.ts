import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wavHeader } from '../../src/audio/wav.ts';
import { WithoutWavHeader } from '../../src/microphone/without-wav-header.ts';
import { counting } from '../audio/sound.ts';

const SOUND = counting(300);
const PLAIN = wavHeader({ rateHz: 16_000, dataBytes: 0 });
/** As recording programs write it that add who made it; the length is odd. */
const WITH_LIST = Buffer.concat([
  PLAIN.subarray(0, 36),
  Buffer.from('LIST\x05\x00\x00\x00INFO!\x00', 'latin1'),
  PLAIN.subarray(36),
]);

describe('a header at the beginning of a stream', () => {
  it.each([
    ['of 44 bytes', PLAIN],
    ['with more than the least', WITH_LIST],
  ])('is taken off, wherever the stream was cut: %s', (_, header) => {
    fc.assert(
      fc.property(cuts(header.length + SOUND.length), (at) => {
        expect(passed(Buffer.concat([header, SOUND]), at).equals(SOUND)).toBe(true);
      }),
    );
  });

  it('is taken off once', () => {
    expect(passed(Buffer.concat([PLAIN, PLAIN, SOUND]), [])).toEqual(Buffer.concat([PLAIN, SOUND]));
  });
});

describe('a stream without a header', () => {
  const likeOne = fc.nat(PLAIN.length - 9).map((length) => PLAIN.subarray(0, length));

  it('passes unchanged, also one that begins as a header does, wherever it was cut', () => {
    fc.assert(
      fc.property(likeOne, cuts(SOUND.length), (beginning, at) => {
        const stream = Buffer.concat([beginning, Buffer.alloc(8_192, 1), SOUND]);
        expect(passed(stream, at).equals(stream)).toBe(true);
      }),
    );
  });

  it('is not held back', () => {
    const pieces = new WithoutWavHeader();
    expect(pieces.push(SOUND.subarray(0, 1))).toHaveLength(1);
    expect(pieces.push(SOUND.subarray(1, 9))).toHaveLength(8);
  });

  it('is held back for no more than 4 KiB where it begins as a header does', () => {
    const pieces = new WithoutWavHeader();
    const fmt = Buffer.alloc(8_192);
    PLAIN.copy(fmt, 0, 0, 12);
    let heldBytes = 0;
    for (let at = 0; at < fmt.length; at++)
      if (pieces.push(fmt.subarray(at, at + 1)).length === 0) heldBytes++;
    expect(heldBytes).toBeLessThanOrEqual(4_096);
  });

  it('may be empty', () => {
    expect(new WithoutWavHeader().push(Buffer.alloc(0))).toHaveLength(0);
  });
});

const cuts = (bytes: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(bytes), { maxLength: 60 }).map((at) => at.sort((a, b) => a - b));

/** What comes through of a stream that was cut at these places. */
function passed(stream: Buffer, at: readonly number[]): Buffer {
  const pieces = new WithoutWavHeader();
  const ends = [...at, stream.length];
  return Buffer.concat(ends.map((end, i) => pieces.push(stream.subarray(ends[i - 1] ?? 0, end))));
}
