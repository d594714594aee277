import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gainOf } from '../../src/audio/volume.ts';
import { Mixer } from '../../src/loudspeaker/mixer.ts';
import { counting, samplesOf } from '../audio/sound.ts';

const pcm = (...samples: number[]): Buffer => Buffer.from(new Int16Array(samples).buffer);

describe('the mixer', () => {
  it('hands on a reply that needs nothing done to it, without a copy', () => {
    const reply = counting(100);
    expect(new Mixer({ volume: 100 }).mix(reply, 400)).toBe(reply);
  });

  it('adds a cue to the reply, and clips where both together are too loud', () => {
    const mixer = new Mixer({ volume: 100 });
    mixer.add(pcm(1_000, 20_000, -20_000));
    const mixed = mixer.mix(pcm(1, 20_000, -20_000, 7), 8);
    expect(samplesOf(mixed)).toEqual([1_001, 32_767, -32_768, 7]);
    expect(mixer.isEmpty).toBe(true);
  });

  it('clips at the loudness that is heard: what is turned down far enough is not clipped', () => {
    const mixer = new Mixer({ volume: 50 });
    mixer.add(pcm(32_000));
    expect(samplesOf(mixer.mix(pcm(32_000), 2))).toEqual([8_000]);
  });

  it('gives cues alone only as far as it may', () => {
    const mixer = new Mixer({ volume: 100 });
    mixer.add(pcm(1, 2, 3, 4, 5));
    expect(samplesOf(mixer.mix(pcm(10), 0))).toEqual([11]);
    expect(samplesOf(mixer.mix(pcm(), 4))).toEqual([2, 3]);
    expect(samplesOf(mixer.mix(pcm(), 0))).toEqual([]);
    expect(samplesOf(mixer.mix(pcm(), 40))).toEqual([4, 5]);
    expect(samplesOf(mixer.mix(pcm(), 40))).toEqual([]);
  });

  it('plays one cue after the other, and drops one for which a second would have to be waited', () => {
    const mixer = new Mixer({ volume: 100 });
    for (let i = 0; i < 10; i++) mixer.add(counting(24 * 300, 1 + i * 24 * 300));
    const all = mixer.mix(pcm(), 1_000_000);
    expect(all.equals(counting(24 * 900))).toBe(true);
  });

  it('forgets its cues when it is cleared', () => {
    const mixer = new Mixer({ volume: 100 });
    mixer.add(counting(10));
    mixer.clear();
    expect(mixer.isEmpty).toBe(true);
    expect(mixer.mix(pcm(), 20)).toHaveLength(0);
  });

  it('takes sound from wherever in memory it lies', () => {
    const mixer = new Mixer({ volume: 100 });
    const odd = Buffer.concat([Buffer.from([9]), counting(50)]).subarray(1);
    mixer.add(pcm(1));
    expect(samplesOf(mixer.mix(odd, 0))).toEqual([2, ...samplesOf(counting(50)).slice(1)]);
  });

  it('leaves what it is given as it was', () => {
    const mixer = new Mixer({ volume: 30 });
    const reply = counting(50);
    mixer.add(counting(20));
    mixer.mix(reply, 0);
    expect(reply.equals(counting(50))).toBe(true);
  });

  it('gives every sample the sum, as loud as it is to be, however it is taken', () => {
    const sample = fc.integer({ min: -32_768, max: 32_767 });
    const sound = fc.array(sample, { maxLength: 200 });
    fc.assert(
      fc.property(
        fc.record({
          volume: fc.nat(100),
          reply: sound,
          cue: sound,
          sizes: fc.array(fc.nat(60), { minLength: 1, maxLength: 8 }),
        }),
        ({ volume, reply, cue, sizes }) => {
          const mixer = new Mixer({ volume });
          mixer.add(pcm(...cue));
          const mixed: number[] = [];
          let rest = pcm(...reply);
          for (let turn = 0; rest.length > 0 || !mixer.isEmpty; turn++) {
            const bytes = 2 * (1 + (sizes[turn % sizes.length] ?? 0));
            const taken = mixer.mix(rest.subarray(0, bytes), bytes);
            expect(taken.length).toBeLessThanOrEqual(bytes);
            mixed.push(...samplesOf(taken));
            rest = rest.subarray(bytes);
          }
          expect(mixed).toHaveLength(Math.max(reply.length, cue.length));
          for (const [i, each] of mixed.entries()) {
            const exact = ((reply[i] ?? 0) + (cue[i] ?? 0)) * gainOf(volume);
            expect(Math.abs(each - Math.min(32_767, Math.max(-32_768, exact)))).toBeLessThan(0.51);
          }
        },
      ),
    );
  });
});
