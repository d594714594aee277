import { describe, expect, it } from 'vitest';
import { nextPiece } from '../../src/player/next-piece.ts';
import type { Device } from '../../src/player/output.ts';

const ms = (each: number): number => each * 48;

describe('what is written next', () => {
  it.each([
    { there: 'plenty', queuedMs: 500, bytes: ms(40), kind: 'usual' },
    {
      there: 'a piece, and enough behind it to fade out',
      queuedMs: 46,
      bytes: ms(40),
      kind: 'usual',
    },
    { there: 'hardly a piece', queuedMs: 45, bytes: ms(20), kind: 'scarce' },
    { there: 'a short piece', queuedMs: 26, bytes: ms(20), kind: 'scarce' },
    { there: 'less', queuedMs: 25, bytes: ms(40), kind: 'last' },
    { there: 'nothing', queuedMs: 0, bytes: ms(40), kind: 'last' },
  ] as const)('of $there: $kind', ({ queuedMs, bytes, kind }) => {
    const piece = nextPiece(device(2), {
      queuedBytes: ms(queuedMs),
      isEnding: false,
      usual: 'whole',
    });
    expect(piece).toEqual({ bytes, kind });
  });

  it('of a sound that ends: whatever is left, and nothing is kept back', () => {
    const piece = nextPiece(device(2), { queuedBytes: ms(3), isEnding: true, usual: 'whole' });
    expect(piece).toEqual({ bytes: ms(40), kind: 'usual' });
  });

  it('on a machine that is slow to wake us: short pieces', () => {
    const piece = nextPiece(device(2), { queuedBytes: ms(500), isEnding: false, usual: 'short' });
    expect(piece).toEqual({ bytes: ms(20), kind: 'usual' });
  });

  it('for a device that takes whole periods only: as many as are needed', () => {
    const piece = nextPiece(device(ms(30)), {
      queuedBytes: ms(50),
      isEnding: false,
      usual: 'whole',
    });
    expect(piece).toEqual({ bytes: ms(30), kind: 'scarce' });
  });
});

const device = (grainBytes: number): Device => ({
  grainBytes,
  periodBytes: 2,
  write: async () => {},
  drain: async () => {},
  drop: async () => {},
});
