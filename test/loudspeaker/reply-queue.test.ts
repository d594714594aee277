import { describe, expect, it } from 'vitest';
import { ReplyQueue } from '../../src/loudspeaker/reply-queue.ts';
import { counting, replyOf } from '../audio/sound.ts';

describe('the queue of a reply', () => {
  it('gives out what came in, in order, in the sizes asked for', () => {
    const queue = new ReplyQueue({ tooLong: () => {} });
    for (let i = 0; i < 10; i++) queue.push(counting(7, 1 + i * 7));
    const taken = [queue.take(10), queue.take(100), queue.take(1_000)];
    expect(taken.map((piece) => piece.length)).toEqual([10, 100, 30]);
    expect(Buffer.concat(taken).equals(counting(70))).toBe(true);
    expect(queue.isEmpty).toBe(true);
    expect(queue.take(10)).toHaveLength(0);
  });

  it('joins samples that were cut between two pieces, but not between two replies', () => {
    const queue = new ReplyQueue({ tooLong: () => {} });
    queue.push(Buffer.from([1, 2, 3]));
    queue.push(Buffer.from([4, 5]));
    queue.complete();
    queue.push(Buffer.from([6, 7]));
    expect([...queue.take(100)]).toEqual([1, 2, 3, 4, 6, 7]);
  });

  it('gives a part of one piece without a copy of it', () => {
    const queue = new ReplyQueue({ tooLong: () => {} });
    const piece = counting(100);
    queue.push(piece);
    const taken = queue.take(40);
    expect([taken.buffer, taken.byteOffset]).toEqual([piece.buffer, piece.byteOffset]);
    expect(queue.heldBytes).toBe(160);
  });

  it('knows whether the reply is complete', () => {
    const queue = new ReplyQueue({ tooLong: () => {} });
    expect(queue.isComplete).toBe(true);
    queue.push(counting(1));
    expect(queue.isComplete).toBe(false);
    queue.complete();
    expect(queue.isComplete).toBe(true);
    queue.push(counting(1));
    queue.clear();
    expect(queue.isComplete).toBe(true);
    expect(queue.isEmpty).toBe(true);
  });

  it('holds ten minutes, drops what is more, and says so once for each reply', () => {
    let told = 0;
    const queue = new ReplyQueue({ tooLong: () => told++ });
    const minute = replyOf(60_000);
    for (let i = 0; i < 13; i++) queue.push(minute);
    expect(told).toBe(1);
    expect(queue.take(Number.MAX_SAFE_INTEGER)).toHaveLength(10 * minute.length);
    queue.complete();
    for (let i = 0; i < 12; i++) queue.push(minute);
    expect(told).toBe(2);
  });
});
