import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LevelWatch } from '../../src/microphone/level-watch.ts';
import type { Health } from '../../src/system/health.ts';

const SECOND = 16_000;
const UP: Health = { state: 'up', by: 'level' };
const silent = { state: 'down', reason: expect.stringMatching(/digital silence.*hearthd doctor/) };
const tooLoud = { state: 'down', reason: expect.stringMatching(/too loud.*hearthd doctor/) };

const speech = tone(SECOND, 8_000);
const muted = constant(SECOND, 0);
const clipped = tone(SECOND, 60_000);

describe('the level of what was heard', () => {
  it('is good as a rule', () => {
    expect(judged(speech)).toEqual([UP]);
  });

  it.each([0, 1, -1, 500, 32_767])(
    'is none when a second or more of it is the same sample all the time: %i',
    (sample) => {
      expect(judged(constant(SECOND, sample))).toEqual([silent]);
      expect(judged(constant(SECOND - 1, sample))).toEqual([]);
    },
  );

  it('is none when only the last bit moves', () => {
    const wavering = samples(SECOND, (i) => (i % 3) - 1);
    expect(judged(wavering)).toEqual([silent]);
  });

  it('is that of a quiet room where there is any noise', () => {
    const noise = samples(SECOND, (i) => ((i * 7) % 5) - 2);
    expect(judged(noise)).toEqual([UP]);
  });

  it('is good again after silence as soon as something is heard', () => {
    expect(judged(muted, speech)).toEqual([silent, UP]);
    expect(judged(muted, clipped)).toEqual([silent, UP]);
  });

  it('is too high when two utterances in a row are clipped, until one is not', () => {
    expect(judged(clipped, clipped, clipped, speech, clipped)).toEqual([
      UP,
      tooLoud,
      tooLoud,
      UP,
      UP,
    ]);
  });

  it('is not too high when clipped utterances alternate with good ones', () => {
    expect(judged(clipped, speech, clipped, speech)).toEqual([UP, UP, UP, UP]);
  });

  it('is too high though there was nothing to judge between', () => {
    expect(judged(clipped, Buffer.alloc(0), constant(100, 0), clipped)).toEqual([UP, tooLoud]);
  });

  it('is not too high for a knock of 10 ms', () => {
    const knock = samples(SECOND, (i) => (i < 160 ? 32_767 : (i * 31) % 1_000));
    expect(judged(knock, knock)).toEqual([UP, UP]);
  });

  it('is that of the whole utterance, whatever the pieces were and wherever they lie in memory', () => {
    const piece = fc.record({ length: fc.nat(2_000), shift: fc.nat(1) });
    const sound = fc.constantFrom(speech, muted, clipped, constant(SECOND - 1, 0));
    fc.assert(
      fc.property(fc.array(piece), fc.array(sound, { maxLength: 4 }), (pieces, sounds) => {
        const { watch, reports } = watching();
        for (const pcm of sounds) {
          watch.begin();
          let at = 0;
          for (const { length, shift } of pieces) {
            watch.pcm(shifted(pcm.subarray(at, at + length * 2), shift));
            at += length * 2;
          }
          watch.pcm(pcm.subarray(at));
          watch.end();
        }
        expect(reports).toEqual(judged(...sounds));
      }),
      { numRuns: 50 },
    );
  });

  it('does not count what was heard before the utterance began', () => {
    const { watch, reports } = watching();
    watch.begin();
    watch.pcm(speech);
    watch.begin();
    watch.pcm(muted);
    watch.end();
    expect(reports).toEqual([silent]);
  });

  it('is judged once', () => {
    const { watch, reports } = watching();
    watch.pcm(speech);
    watch.end();
    watch.end();
    expect(reports).toEqual([UP]);
  });
});

function watching() {
  const reports: Health[] = [];
  return { watch: new LevelWatch({ report: (health) => reports.push(health) }), reports };
}

function judged(...utterances: readonly Buffer[]): Health[] {
  const { watch, reports } = watching();
  for (const utterance of utterances) {
    watch.begin();
    watch.pcm(utterance);
    watch.end();
  }
  return reports;
}

function samples(count: number, sample: (i: number) => number): Buffer {
  const pcm = Buffer.alloc(count * 2);
  for (let i = 0; i < count; i++)
    pcm.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample(i)))), i * 2);
  return pcm;
}

function tone(count: number, amplitude: number): Buffer {
  return samples(count, (i) => amplitude * Math.sin((2 * Math.PI * 440 * i) / SECOND));
}

function constant(count: number, value: number): Buffer {
  return samples(count, () => value);
}

/** The same sound, so many bytes later in memory. */
function shifted(pcm: Buffer, bytes: number): Buffer {
  const memory = Buffer.from(new ArrayBuffer(pcm.length + bytes));
  pcm.copy(memory, bytes);
  return memory.subarray(bytes);
}
