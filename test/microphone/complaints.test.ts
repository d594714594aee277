import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Complaint, Complaints } from '../../src/microphone/complaints.ts';

const OVERRUN = 'overrun!!! (at least 652.974 ms long)\n';
const RATE =
  'Warning: rate is not accurate (requested = 16000Hz, got = 48000Hz)\n         please, try the plug plugin \n';
const BEGINNING = "Recording raw data 'stdin' : Signed 16 bit Little Endian, Rate 16000 Hz, Mono\n";

describe('what arecord says while it records', () => {
  it.each<[string, Complaint[]]>([
    [OVERRUN, [{ about: 'overrun', lostMs: 652 }]],
    ['overrun!!! (at least 0.400 ms long)\n', [{ about: 'overrun', lostMs: 0 }]],
    [RATE, [{ about: 'rate', rateHz: 48_000 }]],
    [BEGINNING, []],
    ['Aborted by signal Terminated...\n', []],
    ['ALSA lib pcm_dsnoop.c:566:(snd_pcm_dsnoop_open) unable to open slave\n', []],
  ])('is understood: %s', (text, complaints) => {
    expect(new Complaints().push(text)).toEqual(complaints);
  });

  it('is understood wherever it was cut', () => {
    const text = BEGINNING + OVERRUN + RATE + OVERRUN;
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 20 }), (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), text.length];
        const complaints = new Complaints();
        const said = ends.flatMap((end, i) => complaints.push(text.slice(ends[i - 1] ?? 0, end)));
        expect(said.map(({ about }) => about)).toEqual(['overrun', 'rate', 'overrun']);
      }),
    );
  });

  it('is understood after a line without an end', () => {
    const complaints = new Complaints();
    for (let times = 0; times < 100; times++) complaints.push('x'.repeat(100_000));
    complaints.push('\n');
    expect(complaints.push(OVERRUN)).toHaveLength(1);
  });
});
