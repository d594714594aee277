import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JitterBuffer } from '../../src/loudspeaker/jitter-buffer.ts';

describe('what is held of a reply', () => {
  it('is 60 ms at first', () => {
    expect(new JitterBuffer().holdMs).toBe(60);
  });

  it('is waited for until more has come than a sender in real time can have sent', () => {
    const buffer = new JitterBuffer();
    expect(arrivals(buffer, [0, 40], [1, 40], [2, 40])).toEqual([180, 179, 178]);
    expect(arrivals(buffer, [3, 40], [4, 40])).toEqual([177, 0]);
  });

  it('is 180 ms for a sender in real time, counted in time where the pieces are long', () => {
    for (const pieceMs of [20, 40, 100, 200, 240, 1_000]) {
      const buffer = new JitterBuffer();
      buffer.arrived(pieceMs, 1_000);
      expect(buffer.waitMs(1_000)).toBe(180);
      expect(buffer.waitMs(1_179)).toBe(1);
      expect(buffer.waitMs(1_180)).toBe(0);
    }
  });

  it('is enough as soon as 180 ms came before the last piece', () => {
    const buffer = new JitterBuffer();
    expect(arrivals(buffer, [0, 90], [95, 90], [150, 90])).toEqual([180, 85, 0]);
  });

  it('is 60 ms from the next reply on for a sender that was ahead, and waited for no longer than that', () => {
    const buffer = ahead();
    expect(arrivals(buffer, [9_000, 40], [9_001, 10])).toEqual([60, 59]);
    expect(arrivals(buffer, [9_002, 10])).toEqual([0]);
  });

  it('is more again after a reply that was sent in real time', () => {
    const buffer = ahead();
    for (let i = 0; i < 10; i++) buffer.arrived(200, 10_000 + 200 * i);
    buffer.over();
    expect(arrivals(buffer, [20_000, 200])).toEqual([180]);
  });

  it('is as before after a reply that was too short to tell', () => {
    const buffer = ahead();
    buffer.arrived(300, 10_000);
    buffer.over();
    expect(arrivals(buffer, [20_000, 100])).toEqual([0]);
  });

  it('grows with each gap, up to 400 ms, and shrinks back with the replies that have none', () => {
    const buffer = ahead();
    const held: number[] = [];
    for (let gap = 0, atMs = 10_000; gap < 6; gap++, atMs += 1_000) {
      buffer.arrived(500, atMs);
      buffer.arrived(500, atMs);
      buffer.ranDry(atMs + 600);
      expect(buffer.arrived(20, atMs + 700)).toBe('late');
      held.push(buffer.holdMs);
    }
    expect(held).toEqual([140, 220, 300, 380, 400, 400]);
    buffer.over();
    let replies = 0;
    for (; buffer.holdMs > 60; replies++) {
      for (let i = 0; i < 10; i++) buffer.arrived(200, 100_000 * (replies + 1) + i);
      buffer.over();
    }
    expect(replies).toBe(17);
  });

  it('is waited for again after a gap, as much as it has grown', () => {
    const buffer = ahead();
    for (const pieceMs of [500, 500]) buffer.arrived(pieceMs, 10_000);
    buffer.ranDry(11_000);
    expect(arrivals(buffer, [11_100, 100])).toEqual([140]);
  });

  it('does not grow when the sender made a pause', () => {
    const buffer = ahead();
    buffer.arrived(1_000, 10_000);
    buffer.ranDry(11_000);
    expect(buffer.arrived(100, 12_001)).toBe('in time');
    expect(buffer.holdMs).toBe(60);
  });

  it('is never waited for longer than 400 ms, whatever comes', () => {
    const step = fc.oneof(
      fc.record({ pieceMs: fc.nat(2_000) }),
      fc.record({ passMs: fc.nat(2_000) }),
      fc.constantFrom('dry' as const, 'over' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const buffer = new JitterBuffer();
        let nowMs = 0;
        for (const each of steps) {
          if (each === 'dry') buffer.ranDry(nowMs);
          else if (each === 'over') buffer.over();
          else if ('passMs' in each) nowMs += each.passMs;
          else buffer.arrived(each.pieceMs, nowMs);
          expect(buffer.holdMs).toBeGreaterThanOrEqual(60);
          expect(buffer.holdMs).toBeLessThanOrEqual(400);
          const waitMs = buffer.waitMs(nowMs);
          expect(waitMs).toBeGreaterThanOrEqual(0);
          expect(waitMs).toBeLessThanOrEqual(400);
          if (waitMs > 0) expect(buffer.waitMs(nowMs + waitMs)).toBe(0);
        }
      }),
    );
  });
});

/** Pieces as `[at, length]` in ms; how long each time is to be waited for more. */
function arrivals(buffer: JitterBuffer, ...pieces: [number, number][]): number[] {
  return pieces.map(([atMs, pieceMs]) => {
    buffer.arrived(pieceMs, atMs);
    return buffer.waitMs(atMs);
  });
}

/** One that has seen that the sender is ahead of real time. */
function ahead(): JitterBuffer {
  const buffer = new JitterBuffer();
  for (let i = 0; i < 10; i++) buffer.arrived(200, i);
  buffer.over();
  return buffer;
}
