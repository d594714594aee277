import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWav, WAV_HEADER_BYTES, wavHeader } from '../../src/audio/wav.ts';
import { counting, samplesOf } from './sound.ts';

const chunk = (name: string, body: Buffer, claimedBytes = body.length) => {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(claimedBytes, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};

const format = ({
  code = 1,
  channels = 1,
  rateHz = 16_000,
  bits = 16,
  rest = Buffer.alloc(0),
} = {}) => {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(code, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(rateHz, 4);
  body.writeUInt32LE((rateHz * channels * bits) / 8, 8);
  body.writeUInt16LE((channels * bits) / 8, 12);
  body.writeUInt16LE(bits, 14);
  return chunk('fmt ', Buffer.concat([body, rest]));
};

const riff = (...chunks: Buffer[]) => {
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks]);
  return chunk('RIFF', body);
};

describe('reading a WAVE file', () => {
  it('gives back what was written', () => {
    const sound = counting(50);
    const file = Buffer.concat([wavHeader({ rateHz: 24_000, dataBytes: sound.length }), sound]);
    expect(file).toHaveLength(WAV_HEADER_BYTES + 100);
    expect(readWav(file)).toEqual({ state: 'read', rateHz: 24_000, channels: 1, pcm: sound });
  });

  it('steps over chunks that it does not know, also over those of odd length', () => {
    const file = riff(
      chunk('LIST', Buffer.from('odd')),
      format(),
      chunk('fact', Buffer.alloc(4)),
      chunk('data', counting(3)),
    );
    expect(readWav(file)).toMatchObject({ state: 'read', pcm: counting(3) });
  });

  it.each([
    ['more than there is', 5_000],
    ['as streams do, everything', 0xffffffff],
  ])('takes what there is when the data claims to be %s', (_, claimedBytes) => {
    const file = riff(format(), chunk('data', counting(4), claimedBytes));
    expect(readWav(file)).toMatchObject({ state: 'read', pcm: counting(4) });
  });

  it('leaves out a sample, or a frame of two, that is not whole', () => {
    const odd = riff(format(), chunk('data', Buffer.concat([counting(2), Buffer.from([9])])));
    expect(readWav(odd)).toMatchObject({ pcm: counting(2) });
    const stereo = riff(format({ channels: 2 }), chunk('data', counting(5)));
    expect(readWav(stereo)).toMatchObject({ channels: 2, pcm: counting(4) });
  });

  it('reads the extensible form', () => {
    const rest = Buffer.alloc(24);
    rest.writeUInt16LE(22, 0);
    rest.writeUInt16LE(1, 8);
    const file = riff(format({ code: 0xfffe, rest }), chunk('data', counting(2)));
    expect(samplesOf((readWav(file) as { pcm: Buffer }).pcm)).toEqual([1, 2]);
  });

  it.each([
    ['nothing', Buffer.alloc(0), /not a WAVE file/],
    ['text', Buffer.from('Hello, this is no sound at all.'), /not a WAVE file/],
    ['no data', riff(format()), /holds no sound/],
    ['no format', riff(chunk('data', counting(2))), /before it says in which format/],
    ['half a format', riff(chunk('fmt ', Buffer.alloc(9))), /cut short/],
    [
      'floating point',
      riff(format({ code: 3, bits: 32 }), chunk('data', counting(2))),
      /not 16-bit/,
    ],
    ['24 bits', riff(format({ bits: 24 }), chunk('data', counting(3))), /24 bits/],
    ['no channel', riff(format({ channels: 0 }), chunk('data', counting(2))), /no channel/],
    ['rate 0', riff(format({ rateHz: 0 }), chunk('data', counting(2))), /rate of 0/],
  ])('says in a sentence what is wrong with a file of %s', (_, file, reason) => {
    const wav = readWav(file);
    expect(wav.state).toBe('unreadable');
    expect((wav as { reason: string }).reason).toMatch(reason);
    expect((wav as { reason: string }).reason).toMatch(/^[A-Z].*\.$/);
  });

  it('survives any bytes', () => {
    const bodies = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(bodies, bodies, (a, b) => {
        for (const file of [
          a,
          riff(a),
          riff(format(), a, b),
          riff(chunk('fmt ', a), chunk('data', b)),
        ])
          expect(['read', 'unreadable']).toContain(readWav(file).state);
      }),
    );
  });
});
