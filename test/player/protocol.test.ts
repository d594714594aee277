import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutOrder,
  endOrder,
  FRAME_LIMIT_BYTES,
  OrderReader,
  type Report,
  ReportReader,
  reportLine,
  soundOrder,
} from '../../src/player/protocol.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each));
const order = fc.oneof(
  bytes.map((pcm) => ({ order: 'sound' as const, pcm })),
  fc.constant({ order: 'end' as const }),
  fc.constant({ order: 'cut' as const }),
);
const report: fc.Arbitrary<Report> = fc.oneof(
  fc.constantFrom<Report>(
    { report: 'ready' },
    { report: 'opening' },
    { report: 'playing' },
    { report: 'underrun' },
    { report: 'faded', givenBytes: 7_680 },
    { report: 'drained' },
  ),
  fc.record({
    report: fc.constant('played' as const),
    playedBytes: fc.nat(1e12),
    givenBytes: fc.nat(1e12),
  }),
  fc.record({ report: fc.constant('cut' as const), playedBytes: fc.nat(1e12) }),
);

/** `all`, cut into pieces. */
function pieces<T extends { slice(from: number, to: number): T; readonly length: number }>(
  all: T,
  length: number,
): T[] {
  return Array.from({ length: Math.ceil(all.length / length) }, (_, i) =>
    all.slice(i * length, (i + 1) * length),
  );
}

describe('orders', () => {
  it('arrive as they were given, however the pipe cuts them', () => {
    fc.assert(
      fc.property(fc.array(order), fc.integer({ min: 1, max: 50 }), (orders, length) => {
        const sent = orders.map((each) => {
          if (each.order === 'sound') return soundOrder(each.pcm);
          return each.order === 'end' ? endOrder() : cutOrder();
        });
        const reader = new OrderReader();
        const read = pieces(Buffer.concat(sent), length).flatMap((piece) =>
          reader.push(Buffer.from(piece)),
        );
        expect(read).toEqual(orders);
      }),
    );
  });

  it('are not made of whatever comes, and nothing is kept of it', () => {
    fc.assert(
      fc.property(fc.array(bytes), (all) => {
        const reader = new OrderReader();
        for (const piece of all)
          for (const each of reader.push(piece))
            expect(['sound', 'end', 'cut', 'garbage']).toContain(each.order);
      }),
    );
  });

  it.each([
    ['a WAVE file', Buffer.from('RIFF$\0\0\0WAVEfmt ')],
    ['more sound than a frame has', soundOrder(Buffer.alloc(FRAME_LIMIT_BYTES + 1))],
    ['an end with something in it', Buffer.from([0x45, 1, 0, 0, 0])],
  ])('are not %s', (_, piece) => {
    expect(new OrderReader().push(piece)).toEqual([{ order: 'garbage' }]);
  });
});

describe('reports', () => {
  it('arrive as they were said, however the pipe cuts them', () => {
    fc.assert(
      fc.property(fc.array(report), fc.integer({ min: 1, max: 50 }), (reports, length) => {
        const reader = new ReportReader();
        const text = reports.map(reportLine).join('');
        expect(pieces(text, length).flatMap((piece) => reader.push(piece))).toEqual(reports);
      }),
    );
  });

  it('are not made of lines that are none', () => {
    const reader = new ReportReader();
    const lines = ['', 'Ready', 'played 1', 'played -1 2', 'played 1 2 3', 'cut', 'drained.', '\0'];
    expect(reader.push(`${lines.join('\n')}\n`)).toEqual([]);
    expect(reader.push('x'.repeat(1e6))).toEqual([]);
    expect(reader.push('\nready\n')).toEqual([{ report: 'ready' }]);
  });
});
