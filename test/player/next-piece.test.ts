import { describe, expect, it } from 'vitest';
import { nextPiece } from '../../src/player/next-piece.ts';
import type { Device } from '../../src/player/output.ts';

const ms = (each: number): number => each * 48;

describe('what is written next', () => {
  it.each([
    { there: 'plenty', queuedMs: 500, bytes: ms(40), kind: 'whole' },
    {
      there: 'a piece, and enough behind it to fade out',
      queuedMs: 46,
      bytes: ms(40),
      kind: 'whole',
    },
    { there: 'hardly a piece', queuedMs: 45, bytes: ms(20), kind: 'short' },
    { there: 'a short piece', queuedMs: 26, bytes: ms(20), kind: 'short' },
    { there: 'less', queuedMs: 25, bytes: ms(40), kind: 'last' },
    { there: 'nothing', queuedMs: 0, bytes: ms(40), kind: 'last' },
  ] as const)('of $there: $kind', ({ queuedMs, bytes, kind }) => {
    const piece = nextPiece(device(2), { queuedBytes: ms(queuedMs), isEnding: false });
    expect(piece).toEqual({ bytes, kind });
  });

  it('of a sound that ends: whatever is left, and nothing is kept back', () => {
    const piece = nextPiece(device(2), { queuedBytes: ms(3), isEnding: true });
    expect(piece).toEqual({ bytes: ms(40), kind: 'whole' });
  });

  it('for a device that takes whole periods only: as many as are needed', () => {
    const piece = nextPiece(device(ms(30)), { queuedBytes: ms(50), isEnding: false });
    expect(piece).toEqual({ bytes: ms(30), kind: 'short' });
  });
});

const device = (grainBytes: number): Device => ({
  grainBytes,
  periodBytes: 2,
  write: async () => {},
  drain: async () => {},
  drop: async () => {},
});
